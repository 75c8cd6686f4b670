//! An app in this process that answers at once, so that what is measured is the visitor.

use std::net::Ipv4Addr;

use axum::response::{Html, Json};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use url::Url;

/// A served app; it ends with this.
pub(crate) struct App {
    pub(crate) url: Url,
    server: JoinHandle<std::io::Result<()>>,
}

impl App {
    /// Serves a layout with its dependencies; `answer` makes a callback's response of its request.
    pub(crate) async fn serve(
        layout: Value,
        dependencies: Value,
        answer: fn(&Value) -> Value,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        const INDEX: &str = r#"<title>Bench</title><script id="_dash-config" type="application/json">
            {"requests_pathname_prefix": "/", "dash_version": "4.4.1"}</script>"#;
        let router = axum::Router::new()
            .route("/", get(async || Html(INDEX)))
            .route("/_dash-layout", get(async move || Json(layout)))
            .route("/_dash-dependencies", get(async move || Json(dependencies)))
            .route(
                "/_dash-update-component",
                post(async move |Json(request): Json<Value>| {
                    Json(json!({"multi": true, "response": answer(&request)}))
                }),
            );
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = Url::parse(&format!("http://{}/", listener.local_addr()?))?;
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, server })
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// An html component.
pub(crate) fn html(kind: &str, id: &str, children: Value) -> Value {
    json!({"type": kind, "namespace": "dash_html_components", "props": {"id": id, "children": children}})
}

/// A server callback of one output and its inputs, as `id.prop`.
pub(crate) fn callback(output: &str, inputs: &[String]) -> Value {
    let input = |input: &String| {
        let (id, property) = input.rsplit_once('.').unwrap_or((input, ""));
        json!({"id": id, "property": property})
    };
    json!({"output": output, "inputs": inputs.iter().map(input).collect::<Vec<_>>(), "state": []})
}
