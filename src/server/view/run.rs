//! A run.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::artefact::ArtefactView;
use super::attempt::AttemptView;
use super::parcel::ParcelView;
use crate::schedule::store::{Attempt, Kept, Parcel};
use crate::schedule::{Evidence, Plan, Run};

/// A run without its parts. Instants are RFC 3339.
#[derive(Debug, Serialize)]
pub(in crate::server) struct RunView {
    pub(in crate::server) id: i64,
    report: String,
    burst: BTreeMap<String, String>,
    /// The zone of its report's timetable; UTC for a report that this server does not know.
    zone: String,
    fire_at: Timestamp,
    asked_for: bool,
    state: &'static str,
    is_over: bool,
    attempt: i64,
    claim_at: Option<Timestamp>,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    node: Option<String>,
    reason: Option<String>,
    /// What the report's conditions found.
    evidence: Option<Evidence>,
    /// What destinations said, or where files are.
    receipts: Vec<String>,
}

impl RunView {
    pub(in crate::server) fn new(run: Run, plan: Option<&Plan>) -> Self {
        Self {
            id: run.id,
            report: run.report,
            burst: run.burst.0,
            zone: plan.map_or_else(|| "UTC".to_owned(), |plan| plan.timetable().when().zone.clone()),
            fire_at: run.fire_at,
            asked_for: run.asked_for,
            state: run.state.name(),
            is_over: run.state.is_end(),
            attempt: run.attempt,
            claim_at: run.claim_at,
            started_at: run.started_at,
            finished_at: run.finished_at,
            node: run.node,
            reason: run.reason,
            evidence: run.evidence,
            receipts: run.files,
        }
    }
}

/// A run with all that is known of it.
#[derive(Debug, Serialize)]
pub(in crate::server) struct RunPage {
    #[serde(flatten)]
    run: RunView,
    attempts: Vec<AttemptView>,
    parcels: Vec<ParcelView>,
    artefacts: Vec<ArtefactView>,
}

impl RunPage {
    pub(in crate::server) fn new(
        run: RunView,
        attempts: Vec<Attempt>,
        parcels: Vec<Parcel>,
        kept: Vec<Kept>,
    ) -> Self {
        let attempts =
            attempts.into_iter().map(|attempt| AttemptView::new(run.id, attempt, &kept, &parcels)).collect();
        let made = kept.into_iter().filter(|kept| kept.epoch().is_none());
        let artefacts = made.map(|kept| ArtefactView::new(run.id, kept)).collect();
        Self { run, attempts, artefacts, parcels: parcels.into_iter().map(ParcelView::new).collect() }
    }
}
