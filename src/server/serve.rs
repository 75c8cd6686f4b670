//! The HTTP server.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::site::Site;
use super::{Access, api, artefact, guard, headers, metrics, pages};
use crate::schedule::{Plan, Store};

/// The pages, served until this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves at `address`, to those whom `access` lets in; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address can't be bound.
    pub async fn start(
        address: SocketAddr,
        plans: Arc<[Plan]>,
        store: Store,
        access: Access,
    ) -> std::io::Result<Self> {
        let site = Arc::new(Site::new(plans, store, access)?);
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let router = router(site).into_make_service_with_connect_info::<SocketAddr>();
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

fn router(site: Arc<Site>) -> Router {
    let guarded = Router::new()
        .route("/", get(pages::home))
        .route("/trigger", post(pages::trigger))
        .route("/runs/{id}", get(pages::run))
        .route("/runs/{id}/cancel", post(pages::cancel))
        .route("/artefacts/{run}/{page}", get(artefact::artefact))
        .route("/logout", post(pages::logout))
        .route("/metrics", get(metrics::metrics))
        .nest("/api/v1", api::router())
        .fallback(pages::nowhere)
        .layer(middleware::from_fn_with_state(Arc::clone(&site), guard::admit));
    Router::new()
        .route("/login", get(pages::login).post(pages::let_in))
        .route("/style.css", get(pages::style))
        .route("/favicon.ico", get(StatusCode::NO_CONTENT))
        .route("/api/openapi.json", get(api::openapi))
        .route("/healthz", get(metrics::alive))
        .route("/readyz", get(metrics::ready))
        .merge(guarded)
        .layer(middleware::from_fn_with_state(Arc::clone(&site), guard::keep_out_others))
        .layer(middleware::map_response(headers::guarded))
        .with_state(site)
}
