//! A request that is not answered with what it asks for.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::schedule::Error;

/// Why, in words; to a visitor who was let in a page says it.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) reason: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into() }
    }

    pub(super) fn no_run(id: i64) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no run {id}"))
    }

    /// The refusal as the API says it.
    pub(super) fn to_json(&self) -> Response {
        (self.status, Json(json!({"error": self.reason}))).into_response()
    }
}

impl From<Error> for Refusal {
    /// The store is away: that passes.
    fn from(error: Error) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, told(&error))
    }
}

impl From<minijinja::Error> for Refusal {
    fn from(error: minijinja::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, format!("{}\n", self.reason)).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// An error and what is behind it, in one line.
pub(super) fn told(error: &dyn std::error::Error) -> String {
    let behind = std::iter::successors(error.source(), |error| error.source());
    behind.fold(error.to_string(), |text, error| format!("{text}: {error}"))
}
