//! What deliveries are where their file says nothing.

use std::time::Duration;

use super::Format;

pub(super) fn yes() -> bool {
    true
}

pub(super) fn only_pdf() -> Vec<Format> {
    vec![Format::Pdf]
}

pub(super) fn minute() -> Duration {
    Duration::from_mins(1)
}
