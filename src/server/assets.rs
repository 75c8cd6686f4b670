//! What pages load, and what there is not.

use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use super::refusal::Refusal;

/// How the pages look.
pub(super) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("templates/style.css"))
}

/// What moves the divider of two pictures that lie over each other.
pub(super) async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("templates/compare.js"))
}

/// What there is not.
pub(super) async fn nowhere() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "there is no such page")
}
