//! The HTTP server.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::Error;
use super::capabilities::Capabilities;
use super::command::Request as Asked;
use super::sessions::Sessions;

/// The largest body of a request, bytes: files for an upload come in one.
const MOST: usize = 64 << 20;

/// A WebDriver server, which serves until it is dropped; its sessions end with it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves at `address`; port 0 takes a free one. Who can reach it can have any address visited: keep it on the loopback.
    ///
    /// # Errors
    /// When the address can't be bound.
    pub async fn start(address: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let router = Router::new().fallback(answer).with_state(Arc::<Sessions>::default());
        let task = tokio::spawn(async move {
            // Serving ends when the task is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers a request.
async fn answer(State(sessions): State<Arc<Sessions>>, request: Request) -> Response {
    let (status, body) = match carry_out(&sessions, request).await {
        Ok(value) => (StatusCode::OK, json!({"value": value})),
        Err(error) => {
            let status = StatusCode::from_u16(error.code().1).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, error.body())
        }
    };
    (status, [(header::CACHE_CONTROL, "no-cache")], Json(body)).into_response()
}

async fn carry_out(sessions: &Sessions, request: Request) -> Result<Value, Error> {
    // A page in a browser of this machine must not drive this server: it has an origin, and clients have none.
    if request.headers().contains_key(header::ORIGIN) {
        return Err(Error::SessionNotCreated("requests of web pages are refused".to_owned()));
    }
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let path = path.strip_prefix("/wd/hub").unwrap_or(path).to_owned();
    let body = if parts.method == Method::POST { read(body).await? } else { Map::new() };
    match Asked::read(parts.method.as_str(), &path, &body)? {
        Asked::Status => {
            let ready = sessions.are_ready();
            let message = if ready { "ready" } else { "too many sessions are running" };
            Ok(json!({"ready": ready, "message": message, "build": {"version": env!("CARGO_PKG_VERSION")}}))
        }
        Asked::NewSession => sessions.start(Capabilities::read(&body)?),
        Asked::Command { session, command } => sessions.order(&session, command).await,
    }
}

/// The arguments of a command: a JSON object.
async fn read(body: Body) -> Result<Map<String, Value>, Error> {
    let bytes = to_bytes(body, MOST)
        .await
        .map_err(|error| Error::InvalidArgument(format!("the body can't be read: {error}")))?;
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(arguments)) => Ok(arguments),
        Ok(_) => Err(Error::InvalidArgument("the body is no JSON object".to_owned())),
        Err(error) => Err(Error::InvalidArgument(format!("the body is no JSON: {error}"))),
    }
}
