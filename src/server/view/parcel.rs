//! What goes to one destination.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::schedule::store::Parcel;

/// What goes to one destination.
#[derive(Debug, Serialize)]
pub(super) struct ParcelView {
    /// `file`, `mail`, `s3`, `slack`, `webhook`.
    kind: String,
    /// As the report's file says it, with templates filled in; secrets are named in it, not there.
    destination: Value,
    key: String,
    pages: Vec<usize>,
    state: &'static str,
    attempt: i64,
    claim_at: Option<Timestamp>,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    reason: Option<String>,
    receipt: Option<String>,
}

impl ParcelView {
    pub(super) fn new(parcel: Parcel) -> Self {
        let (kind, destination) = match parcel.destination {
            Value::Object(fields) if fields.len() == 1 => {
                fields.into_iter().next().unwrap_or_else(|| (String::new(), Value::Null))
            }
            other => (String::new(), other),
        };
        Self {
            kind,
            destination,
            key: parcel.key,
            pages: parcel.pages,
            state: parcel.state.name(),
            attempt: parcel.attempt,
            claim_at: parcel.claim_at,
            started_at: parcel.started_at,
            finished_at: parcel.finished_at,
            reason: parcel.reason,
            receipt: parcel.receipt,
        }
    }
}
