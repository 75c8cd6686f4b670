//! One try of making a run.

use jiff::Timestamp;
use serde::Serialize;

use super::artefact::ArtefactView;
use crate::schedule::store::{Attempt, Kept, Parcel, Role};

/// One try of making a run.
#[derive(Debug, Serialize)]
pub(super) struct AttemptView {
    node: String,
    began_at: Timestamp,
    seen_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    outcome: Option<String>,
    reason: Option<String>,
    /// What its time went into, and after the try that made the run how long that was sent; one after the other.
    phases: Vec<PhaseView>,
    /// Where its trace is shown.
    trace: Option<String>,
    /// Where what the app printed last is shown.
    log: Option<String>,
    /// What was seen when it failed, or was refused.
    seen: Vec<ArtefactView>,
}

/// What was done, and when.
#[derive(Debug, Serialize)]
struct PhaseView {
    phase: String,
    /// One word, the same for phases of a kind.
    kind: &'static str,
    /// Since the first phase began, in milliseconds.
    start: u64,
    milliseconds: u64,
}

impl AttemptView {
    /// `kept` is all that is kept of its run `run`.
    pub(super) fn new(run: i64, attempt: Attempt, kept: &[Kept], parcels: &[Parcel]) -> Self {
        let Attempt { epoch, node, began_at, seen_at, ended_at, outcome, reason, phases } = attempt;
        let left = |role| {
            kept.iter().filter(move |kept| kept.epoch() == Some(epoch) && kept.role == role && kept.is_there)
        };
        let mut start = 0;
        let mut phases: Vec<PhaseView> = phases
            .into_iter()
            .map(|(phase, milliseconds)| {
                let began = start;
                start += milliseconds;
                PhaseView { kind: kind(&phase), phase, start: began, milliseconds }
            })
            .collect();
        if outcome.as_deref() == Some("made") && !phases.is_empty() {
            phases.extend(delivery(began_at, parcels));
        }
        Self {
            trace: left(Role::Trace).next().map(|kept| format!("/runs/{run}/trace/{}", kept.page)),
            log: left(Role::Log).next().map(|kept| format!("/artefacts/{run}/{}", kept.page)),
            seen: left(Role::Seen).map(|kept| ArtefactView::new(run, kept.clone())).collect(),
            node,
            began_at,
            seen_at,
            ended_at,
            outcome,
            reason,
            phases,
        }
    }
}

/// From the first sending to the last answer.
fn delivery(began_at: Timestamp, parcels: &[Parcel]) -> Option<PhaseView> {
    let since = |at: Timestamp| u64::try_from(began_at.duration_until(at).as_millis()).unwrap_or_default();
    let start = since(parcels.iter().filter_map(|parcel| parcel.started_at).min()?);
    let end = since(parcels.iter().filter_map(|parcel| parcel.finished_at).max()?);
    let milliseconds = end.saturating_sub(start);
    Some(PhaseView { phase: "delivering".to_owned(), kind: "deliver", start, milliseconds })
}

fn kind(phase: &str) -> &'static str {
    match phase.split(' ').next().unwrap_or_default() {
        "booting" => "boot",
        "opening" => "open",
        "making" => "act",
        "reading" | "capturing" => "capture",
        _ => "compose",
    }
}
