//! HTTP servers of a test's own: one that answers what it is told to, and one that breaks connections.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// What is answered: a status, headers and a text; no status is no answer at all.
pub(crate) type Answer = (Option<u16>, Vec<(&'static str, String)>, String);

/// A status and nothing else.
pub(crate) fn status(code: u16) -> Answer {
    (Some(code), Vec::new(), String::new())
}

/// A server that gives each answer once, the last again and again; it ends when it is dropped.
pub(crate) struct Receiver {
    pub(crate) port: u16,
    kept: Kept,
    task: JoinHandle<()>,
}

#[derive(Clone, Default)]
struct Kept {
    requests: Arc<Mutex<Vec<Request>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
}

impl Receiver {
    /// Starts a server whose answers may tell its port.
    pub(crate) async fn start(answers: impl FnOnce(u16) -> Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = Kept { answers: Arc::new(Mutex::new(answers(port).into())), ..Kept::default() };
        let router = Router::new().fallback(answer).with_state(kept.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { port, kept, task }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.kept.requests.lock().unwrap().clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(kept): State<Kept>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    kept.requests.lock().unwrap().push(Request { uri, headers, body });
    let (code, headers, text) = {
        let mut answers = kept.answers.lock().unwrap();
        if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }.unwrap()
    };
    let Some(code) = code else { return std::future::pending().await };
    let mut response = (StatusCode::from_u16(code).unwrap(), text).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

/// What breaks a connection.
#[derive(Clone, Copy)]
pub(crate) enum Break {
    /// This many bytes have passed.
    After(usize),
    /// The server has answered.
    Answer,
    /// Each chunk takes a while, and nothing breaks.
    Slow,
}

/// Stands before a server at `port` and breaks connections; returns its own port.
pub(crate) async fn breaking(port: u16, by: Break) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass(client, port, by));
        }
    });
    own
}

async fn pass(mut client: TcpStream, port: u16, by: Break) {
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let (mut passed, mut up, mut down) = (0, vec![0; 8192], vec![0; 8192]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let Ok(size @ 1..) = read else { return };
                if matches!(by, Break::Slow) {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                let size = if let Break::After(most) = by { size.min(most - passed) } else { size };
                passed += size;
                if server.write_all(&up[..size]).await.is_err() || matches!(by, Break::After(most) if passed == most) {
                    return;
                }
            }
            read = server.read(&mut down) => {
                let Ok(size @ 1..) = read else { return };
                // A server that wants to be asked for the body first has not answered yet.
                if matches!(by, Break::Answer) || client.write_all(&down[..size]).await.is_err() {
                    return;
                }
            }
        }
    }
}
