//! A recording, served as the app was.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Request, State, WebSocketUpgrade};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

use super::answers::{Answers, Asked};
use super::recording::{RecordedExchange, Recording};
use super::socket;
use super::tape::{HOST, kind};
use crate::trace::Error;

/// A server that answers as the recorded app did. It stops when it is dropped.
#[derive(Debug)]
pub struct Replay {
    url: Url,
    stage: Stage,
    served: JoinHandle<()>,
}

/// What every request needs.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    answers: Arc<Mutex<Answers>>,
    missed: watch::Sender<Vec<String>>,
}

impl Replay {
    /// Serves a recording at an address; port 0 is any that is free.
    ///
    /// # Errors
    /// [`Error::Replay`] when the address can't be had.
    pub async fn start(at: SocketAddr, recording: Recording) -> Result<Self, Error> {
        let fail = |reason: String| Error::Replay { reason };
        let listener = TcpListener::bind(at).await.map_err(|error| fail(format!("{at}: {error}")))?;
        let at = listener.local_addr().map_err(|error| fail(error.to_string()))?;
        let mut url = Url::parse(&format!("http://{at}/")).map_err(|error| fail(error.to_string()))?;
        url.set_path(&recording.path);
        let (missed, _) = watch::channel(Vec::new());
        let stage = Stage { answers: Arc::new(Mutex::new(Answers::new(recording))), missed };
        let router = Router::new().fallback(answer).with_state(stage.clone());
        // A listener that fails ends the replay; visitors then say that nobody answers.
        let served = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        Ok(Self { url, stage, served })
    }

    /// Where it is served.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// A visit begins that was recorded under this name: its answers are given first, from the beginning.
    pub fn begin(&self, visit: &str) {
        self.stage.answers().begin(visit);
    }

    /// What was asked and is not recorded, in order, and as it happens.
    pub fn missed(&self) -> watch::Receiver<Vec<String>> {
        self.stage.missed.subscribe()
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        self.served.abort();
    }
}

impl Stage {
    pub(super) fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something is asked that is not recorded.
    pub(super) fn miss(&self, what: String) {
        self.missed.send_modify(|missed| missed.push(what));
    }
}

async fn answer(State(stage): State<Stage>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    if parts.headers.get(header::UPGRADE).is_some() {
        return match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
            Ok(upgrade) => socket::answer(stage, &path, upgrade),
            Err(rejection) => rejection.into_response(),
        };
    }
    let Ok(body) = to_bytes(body, usize::MAX).await else { return StatusCode::BAD_REQUEST.into_response() };
    let calls = parts.method == Method::POST && path.ends_with("/_dash-update-component");
    let request: Option<Value> = calls.then(|| serde_json::from_slice(&body).unwrap_or_default());
    let method = if parts.method == Method::HEAD { "GET" } else { parts.method.as_str() };
    let query = parts.uri.query().unwrap_or_default();
    let found = stage.answers().find(Asked { method, path: &path, query, request: request.as_ref() });
    match found {
        Ok((exchange, body)) => {
            let host =
                parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            respond(&exchange, body, host)
        }
        Err(missing) => {
            stage.miss(missing.clone());
            let status = if calls { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::NOT_FOUND };
            (status, format!("replay: {missing}")).into_response()
        }
    }
}

/// A recorded answer to who asks at `host`.
fn respond(exchange: &RecordedExchange, body: Bytes, host: &str) -> Response {
    let placed = match std::str::from_utf8(&body) {
        Ok(text) if is_text(kind(&exchange.headers)) && text.contains(HOST) => {
            text.replace(HOST, host).into()
        }
        _ => body,
    };
    let mut response = Response::new(Body::from(placed));
    *response.status_mut() = StatusCode::from_u16(exchange.status).unwrap_or(StatusCode::BAD_GATEWAY);
    for (name, value) in &exchange.headers {
        let header =
            HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value.replace(HOST, host)).ok());
        if let Some((name, value)) = header {
            response.headers_mut().append(name, value);
        }
    }
    response
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || kind.contains("json") || kind.contains("javascript") || kind.contains("xml")
}
