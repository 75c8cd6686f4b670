//! The gallery for programs.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::pictures::Asked;
use crate::server::api::Told;
use crate::server::refusal::Refusal;
use crate::server::site::Site;

/// The pictures of a report's runs.
pub(in crate::server) async fn pictures(
    State(site): State<Arc<Site>>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Told> {
    let Query(asked) = asked?;
    let Some(report) = asked.report.clone() else {
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "`report` is missing").into());
    };
    Ok(Json(site.pictures(report, &asked).await?).into_response())
}
