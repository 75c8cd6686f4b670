//! What a report's pages looked like, run by run.
//!
//! The pictures that are kept of a report's runs for one burst, the latest first (`pictures`), and each held against that of the run
//! before it (`pages`).

pub(super) mod api;
mod pages;
mod pictures;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::site::Site;

/// The pages of the gallery.
pub(super) fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/archive", get(pages::gallery))
        .route("/archive/{run}/{page}", get(pages::picture))
        .route("/archive/{run}/{page}/difference/{other}/{other_page}", get(pages::difference))
}
