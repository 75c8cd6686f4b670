//! Two pictures held against each other.

use axum::http::StatusCode;

use super::refusal::Refusal;
use crate::render::scene::{Image, PngOptions};
use crate::snapshot::{PictureDiff, PictureTolerance};

/// How two pictures differ, in figures and as a picture.
pub(super) struct Compared {
    pub(super) diff: PictureDiff,
    picture: Image,
}

impl Compared {
    /// Compares two PNG files where nothing else waits for it; where they hold none, the refusal says so.
    pub(super) async fn aside(before: Vec<u8>, after: Vec<u8>) -> Result<Self, Refusal> {
        let compared = tokio::task::spawn_blocking(move || {
            let (before, after) = (Image::from_png(&before)?, Image::from_png(&after)?);
            let (diff, picture) = PictureDiff::of(&before, &after, PictureTolerance::default());
            Ok(Self { diff, picture })
        });
        compared
            .await
            .unwrap_or_else(|error| Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())))
    }

    /// The picture of what differs.
    pub(super) fn to_png(&self) -> Result<Vec<u8>, Refusal> {
        Ok(self.picture.to_png(PngOptions::default())?)
    }
}

impl From<crate::render::Error> for Refusal {
    fn from(error: crate::render::Error) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
    }
}
