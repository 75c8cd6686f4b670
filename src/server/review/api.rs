//! The review for programs.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::Desk;
use super::folder::Decision;
use super::view::WaitingView;
use crate::server::api::Told;

/// What is decided about, as it was shown.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    name: String,
    version: String,
}

/// Below `/api/v1`.
pub(in crate::server) fn router() -> Router<Arc<Desk>> {
    Router::new()
        .route("/review", get(waiting))
        .route("/review/accept", post(accept))
        .route("/review/reject", post(reject))
}

async fn waiting(State(desk): State<Arc<Desk>>) -> Result<Response, Told> {
    what_waits(&desk).await
}

async fn accept(
    State(desk): State<Arc<Desk>>,
    decided: Result<Json<Decided>, JsonRejection>,
) -> Result<Response, Told> {
    decide(&desk, Decision::Accept, decided?.0).await
}

async fn reject(
    State(desk): State<Arc<Desk>>,
    decided: Result<Json<Decided>, JsonRejection>,
) -> Result<Response, Told> {
    decide(&desk, Decision::Reject, decided?.0).await
}

async fn decide(desk: &Desk, decision: Decision, decided: Decided) -> Result<Response, Told> {
    desk.review.decide(decision, decided.name, decided.version).await?;
    what_waits(desk).await
}

/// What waits now.
async fn what_waits(desk: &Desk) -> Result<Response, Told> {
    let waiting: Vec<_> = desk.review.all().await?.iter().map(WaitingView::new).collect();
    Ok(Json(json!({"waiting": waiting})).into_response())
}
