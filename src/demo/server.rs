//! The demo's HTTP server: Dash's routes (protocol section 1.2) on axum.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use super::Bundles;
use super::callback::{Answer, Callback, Request, Run, response};
use super::callbacks::CALLBACKS;
use super::forecast::Jobs;
use super::index::index;
use super::layout::layout;

/// The built-in dashboard, served until it is dropped.
#[derive(Debug)]
pub struct Demo {
    url: Url,
    server: JoinHandle<()>,
}

#[derive(Debug, Clone)]
struct Dashboard {
    bundles: Option<Arc<Bundles>>,
    jobs: Jobs,
}

impl Demo {
    /// Serves the dashboard at `address`; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address can't be bound.
    pub async fn start(address: SocketAddr, bundles: Option<Bundles>) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let url =
            Url::parse(&format!("http://{}/", listener.local_addr()?)).map_err(std::io::Error::other)?;
        let dashboard = Dashboard { bundles: bundles.map(Arc::new), jobs: Jobs::default() };
        let server = tokio::spawn(async move {
            // The listener lives as long as the task: serving ends when the demo is dropped.
            let _ = axum::serve(listener, router(dashboard)).await;
        });
        Ok(Self { url, server })
    }

    /// Where it is.
    pub fn url(&self) -> &Url {
        &self.url
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn router(dashboard: Dashboard) -> Router {
    Router::new()
        .route("/_dash-layout", get(async || json(&layout())))
        .route(
            "/_dash-dependencies",
            get(async || json(&CALLBACKS.iter().map(Callback::dependency).collect())),
        )
        .route("/_dash-update-component", post(update))
        .route("/_dash-component-suites/{*path}", get(suite))
        .route("/assets/demo.css", get(async || ([(header::CONTENT_TYPE, "text/css")], STYLE)))
        .route("/_favicon.ico", get(async || StatusCode::NO_CONTENT))
        .fallback(get(async |State(dashboard): State<Dashboard>| Html(index(dashboard.bundles.as_deref()))))
        .with_state(dashboard)
}

const STYLE: &str = include_str!("../../assets/demo/demo.css");

fn json(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

async fn update(State(dashboard): State<Dashboard>, RawQuery(query): RawQuery, body: Bytes) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return (StatusCode::BAD_REQUEST, "the body is no JSON").into_response();
    };
    let request = Request(&body);
    let query = query.unwrap_or_default();
    for (key, job) in url::form_urlencoded::parse(query.as_bytes()) {
        if key == "cancelJob" || key == "oldJob" {
            dashboard.jobs.cancel(&job);
        }
    }
    let Some(callback) = CALLBACKS.iter().find(|callback| callback.output() == request.output()) else {
        return (StatusCode::INTERNAL_SERVER_ERROR, "no such callback").into_response();
    };
    let answer = match callback.run {
        Run::Server(run) => match run(request) {
            Answer::Update(values) => Some(response(request, values)),
            Answer::Nothing => None,
        },
        Run::Background { .. } => {
            match url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "job") {
                Some((_, job)) => dashboard.jobs.poll(&job, request),
                None => Some(dashboard.jobs.start()),
            }
        }
        Run::Clientside(_) => None,
    };
    answer.map_or_else(|| StatusCode::NO_CONTENT.into_response(), |answer| json(&answer))
}

async fn suite(State(dashboard): State<Dashboard>, Path(path): Path<String>) -> Response {
    let Some(file) = dashboard.bundles.as_deref().and_then(|bundles| bundles.file(&path)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match tokio::fs::read(&file).await {
        Ok(bytes) => {
            let kind = mime_guess::from_path(&file).first_or_octet_stream();
            ([(header::CONTENT_TYPE, kind.as_ref())], bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
