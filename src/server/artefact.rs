//! The files that runs made.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::refusal::Refusal;
use super::site::Site;

/// What a browser shows in a viewer of its own, which a policy would keep from loading its parts; neither can run a script.
const INERT: [&str; 2] = ["application/pdf", "image/png"];
/// Anything else is a page of nobody's: it has no script and no cookies.
const SANDBOX: HeaderValue = HeaderValue::from_static(
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'",
);

/// A file as a run made it, from the archive.
pub(super) async fn artefact(
    State(site): State<Arc<Site>>,
    Path((run, page)): Path<(i64, usize)>,
) -> Result<Response, Refusal> {
    let kept = site.store.kept(run).await?.into_iter().find(|kept| kept.page == page);
    let kept = kept.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "no run made such a file"))?;
    let gone =
        || Refusal::new(StatusCode::GONE, format!("{} was let go: its report keeps later ones", kept.name));
    let bytes = site.store.bytes(run, page).await?.ok_or_else(gone)?;
    let kind = HeaderValue::from_str(&kept.media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let name = format!("inline; filename*=UTF-8''{}", utf8_percent_encode(&kept.name, NON_ALPHANUMERIC));
    let policy = if INERT.contains(&kept.media_type.as_str()) {
        HeaderValue::from_static("frame-ancestors 'none'")
    } else {
        SANDBOX
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, policy),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("inline")),
        ),
    ];
    Ok((headers, bytes).into_response())
}
