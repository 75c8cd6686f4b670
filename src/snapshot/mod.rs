//! Baselines: approved captures, and how the next ones are held against them.
//!
//! A capture is brought into a [normal form](normal), then [`Baseline::hold`] gives it to insta, which owns the
//! files: `NAME.snap` is approved, `NAME.snap.new` waits. So both `cargo insta review` and
//! [`Pending::accept`] approve what a scenario or a Rust test left; a [`Proposal`] shows what that would change. Pictures are compared by
//! [`PictureDiff`], with a tolerance; everything else must be equal.
//!
//! In a Rust test the macros do all of it: [`assert_values_snapshot!`](crate::assert_values_snapshot),
//! [`assert_figure_snapshot!`](crate::assert_figure_snapshot), [`assert_trace_snapshot!`](crate::assert_trace_snapshot),
//! [`assert_picture_snapshot!`](crate::assert_picture_snapshot),
//! [`assert_description_snapshot!`](crate::assert_description_snapshot).

mod baseline;
mod comparator;
mod error;
mod macros;
pub mod normal;
mod pending;
mod picture_diff;
mod proposal;
mod quiet;
mod tolerance;

pub use baseline::{Baseline, Content, Verdict};
pub use comparator::PictureComparator;
pub use error::Error;
#[doc(hidden)]
pub use macros::support;
pub use pending::Pending;
pub use picture_diff::{PictureDiff, Size};
pub use proposal::{Proposal, Shown};
pub use tolerance::PictureTolerance;
