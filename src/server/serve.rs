//! The HTTP server.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{get, post};
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::frame::Frame;
use super::review::Desk;
use super::site::{Runs, Site};
use super::{Access, Review, api, assets, guard, headers, login, metrics, pages, review};

/// The pages, served until this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves `runs` and a `review` at `address`, to those whom `access` lets in; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address can't be bound.
    pub async fn start(
        address: SocketAddr,
        access: Access,
        runs: Option<Runs>,
        review: Option<Review>,
    ) -> std::io::Result<Self> {
        let frame = Arc::new(Frame::new(access, runs.is_some(), review.is_some())?);
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let router = router(frame, runs, review).into_make_service_with_connect_info::<SocketAddr>();
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

fn router(frame: Arc<Frame>, runs: Option<Runs>, review: Option<Review>) -> Router {
    let mut pages = Router::new().route("/logout", post(login::logout)).with_state(Arc::clone(&frame));
    let mut api = Router::new();
    let ready = match runs.map(|runs| Arc::new(Site::new(runs, Arc::clone(&frame)))) {
        Some(site) => {
            pages = pages.merge(pages::router().with_state(Arc::clone(&site)));
            api = api.merge(api::router().with_state(Arc::clone(&site)));
            Router::new().route("/readyz", get(metrics::ready)).with_state(site)
        }
        None => {
            let home = frame.home();
            pages = pages.route("/", get(async move || Redirect::to(home)));
            Router::new().route("/readyz", get(metrics::alive))
        }
    };
    if let Some(review) = review {
        let desk = Arc::new(Desk::new(Arc::clone(&frame), review));
        pages = pages.merge(review::router().with_state(Arc::clone(&desk)));
        api = api.merge(review::api::router().with_state(desk));
    }
    let guarded = pages
        .nest("/api/v1", api.fallback(api::nowhere))
        .fallback(assets::nowhere)
        .layer(middleware::from_fn_with_state(Arc::clone(&frame), guard::admit));
    Router::new()
        .route("/style.css", get(assets::style))
        .route("/compare.js", get(assets::script))
        .route("/favicon.ico", get(StatusCode::NO_CONTENT))
        .route("/api/openapi.json", get(api::openapi))
        .route("/healthz", get(metrics::alive))
        .merge(
            Router::new()
                .route("/login", get(login::login).post(login::let_in))
                .with_state(Arc::clone(&frame)),
        )
        .merge(ready)
        .merge(guarded)
        .layer(middleware::from_fn_with_state(frame, guard::keep_out_others))
        .layer(middleware::map_response(headers::guarded))
}
