//! The pictures of a review.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Desk;
use crate::render::scene::{Image, PngOptions};
use crate::server::refusal::Refusal;
use crate::snapshot::{PictureDiff, PictureTolerance, Shown};

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
            let drawn = tokio::task::spawn_blocking(move || Compared::of(&before, &after)?.to_png()).await;
            drawn.map_err(|error| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))??
        }
        _ => return Err(nothing()),
    };
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))], png).into_response())
}

/// Two pictures held against each other.
pub(in crate::server) struct Compared {
    pub(in crate::server) diff: PictureDiff,
    picture: Image,
}

impl Compared {
    /// Compares two PNG files; where they hold none, the refusal says so.
    pub(in crate::server) fn of(before: &[u8], after: &[u8]) -> Result<Self, Refusal> {
        let (before, after) = (Image::from_png(before)?, Image::from_png(after)?);
        let (diff, picture) = PictureDiff::of(&before, &after, PictureTolerance::default());
        Ok(Self { diff, picture })
    }

    fn to_png(&self) -> Result<Vec<u8>, Refusal> {
        Ok(self.picture.to_png(PngOptions::default())?)
    }
}

impl From<crate::render::Error> for Refusal {
    fn from(error: crate::render::Error) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
    }
}
