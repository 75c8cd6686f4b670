//! The pictures of a review.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Desk;
use crate::server::compared::Compared;
use crate::server::refusal::Refusal;
use crate::snapshot::Shown;

/// `before`, `after` or `difference` of a picture as it was shown.
pub(super) async fn picture(
    State(desk): State<Arc<Desk>>,
    Path((side, version, name)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let proposal = desk.review.one(name).await?;
    if proposal.version != version {
        return Err(Refusal::new(StatusCode::CONFLICT, "it has changed since it was shown"));
    }
    let nothing = || Refusal::new(StatusCode::NOT_FOUND, "there is no such picture");
    let picture = |shown: Option<Shown>| match shown {
        Some(Shown::Picture(bytes)) if !bytes.is_empty() => Ok(bytes),
        _ => Err(nothing()),
    };
    let (before, after) = (picture(proposal.before), picture(Some(proposal.after)));
    let png = match side.as_str() {
        "before" => before?,
        "after" => after?,
        "difference" => {
            let (before, after) = (before?, after?);
            Compared::aside(before, after).await?.to_png()?
        }
        _ => return Err(nothing()),
    };
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))], png).into_response())
}
