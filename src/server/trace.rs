//! The trace of an attempt, to look through.

use std::path::Path as Named;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::refusal::{Refusal, told};
use super::site::Site;
use crate::schedule::store::Role;
use crate::trace::export;
use crate::viewer;

/// The page's own policy names its script and its style by their hashes; both policies hold. In its sandbox it is nobody's page:
/// it has no cookies, and can ask this server for nothing.
const POLICY: HeaderValue = HeaderValue::from_static(
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The page of a trace.
pub(super) async fn trace(
    State(site): State<Arc<Site>>,
    Path((run, page)): Path<(i64, usize)>,
) -> Result<Response, Refusal> {
    let nothing = || Refusal::new(StatusCode::NOT_FOUND, "no such trace is kept");
    let kept = site.store.kept(run).await?;
    let kept =
        kept.into_iter().find(|kept| kept.page == page && kept.role == Role::Trace).ok_or_else(nothing)?;
    let bytes = site.store.bytes(run, page).await?.ok_or_else(nothing)?;
    let drawn = tokio::task::spawn_blocking(move || {
        let text = String::from_utf8_lossy(&bytes);
        let trace = export::json::parse(&text, Named::new(&kept.name));
        let trace = trace.map_err(|error| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, told(&error)))?;
        Ok(viewer::page(&trace, &format!("run {run}")))
    });
    let page = drawn
        .await
        .unwrap_or_else(|error| Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())))?;
    Ok(([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response())
}
