//! Whether what was made is sent: what a run observed, held against a limit or against what an earlier run observed.
//!
//! Each [`Condition`](crate::scenario::Condition) of a report gives a [`Finding`], which the store keeps with the run as its evidence;
//! the next run is held against it. What nothing earlier is known of counts as changed, and what is beyond its limit as having
//! come there: whoever is told has been told nothing yet.

mod finding;
mod judge;
mod number;
mod observe;

pub use finding::{Evidence, Finding};
pub(super) use judge::{Judged, Judging};
pub(super) use observe::{Observed, observe};
