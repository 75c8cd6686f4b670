//! Reviewing captures that wait for approval: what is new beside what was approved, to be accepted or rejected.
//!
//! A [`Review`] is of one folder. Nothing that is asked for is ever made a path: a name counts when a walk through the folder
//! finds it, and what is accepted is what was shown, or nothing ([`Proposal::version`](crate::snapshot::Proposal::version)).
//!
//! | part | what it is |
//! |---|---|
//! | `folder` | what waits, and what becomes of it |
//! | `view` | what pages and programs are told of it; `lines` is the difference of texts |
//! | `pages`, `picture`, `api` | where it is shown |

pub(super) mod api;
mod folder;
mod lines;
pub(super) mod pages;
mod picture;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use folder::Review;

use super::frame::Frame;

/// What the routes of a review are answered from.
#[derive(Debug)]
pub(super) struct Desk {
    frame: Arc<Frame>,
    review: Arc<Review>,
}

impl Desk {
    pub(super) fn new(frame: Arc<Frame>, review: Review) -> Self {
        Self { frame, review: Arc::new(review) }
    }
}

/// The pages of a review.
pub(super) fn router() -> Router<Arc<Desk>> {
    Router::new()
        .route("/review", get(pages::waiting))
        .route("/review/of/{*name}", get(pages::proposal))
        .route("/review/picture/{side}/{version}/{*name}", get(picture::picture))
        .route("/review/accept", post(pages::accept))
        .route("/review/reject", post(pages::reject))
        .route("/review/accept-all", post(pages::accept_all))
}
