//! What pages and programs are shown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::schedule::store::{Attempt, Kept, Parcel};
use crate::schedule::{Evidence, Plan, Run};

/// How many fires to come are shown of each report.
const NEXT_FIRES: usize = 3;

/// A report and when it is made.
#[derive(Debug, Serialize)]
pub(super) struct ScheduleView {
    report: String,
    cron: String,
    zone: String,
    next: Vec<Timestamp>,
    bursts: Vec<BTreeMap<String, String>>,
}

impl ScheduleView {
    pub(super) fn new(plan: &Plan, now: Timestamp) -> Self {
        let when = plan.timetable().when();
        Self {
            report: plan.report.name.clone(),
            cron: when.cron.clone(),
            zone: when.zone.clone(),
            next: plan.timetable().after(now).take(NEXT_FIRES).collect(),
            bursts: plan.bursts().into_iter().map(|burst| burst.0).collect(),
        }
    }
}

/// A run without its parts. Instants are RFC 3339.
#[derive(Debug, Serialize)]
pub(super) struct RunView {
    pub(super) id: i64,
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
    pub(super) fn new(run: Run, plan: Option<&Plan>) -> Self {
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
pub(super) struct RunPage {
    #[serde(flatten)]
    run: RunView,
    attempts: Vec<AttemptView>,
    parcels: Vec<ParcelView>,
    artefacts: Vec<ArtefactView>,
}

impl RunPage {
    pub(super) fn new(run: RunView, attempts: Vec<Attempt>, parcels: Vec<Parcel>, kept: Vec<Kept>) -> Self {
        let artefacts = kept.into_iter().map(|kept| ArtefactView::new(run.id, kept)).collect();
        let attempts = attempts.into_iter().map(AttemptView::new).collect();
        Self { run, attempts, artefacts, parcels: parcels.into_iter().map(ParcelView::new).collect() }
    }
}

#[derive(Debug, Serialize)]
struct AttemptView {
    node: String,
    began_at: Timestamp,
    seen_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    outcome: Option<String>,
    reason: Option<String>,
}

impl AttemptView {
    fn new(attempt: Attempt) -> Self {
        let Attempt { node, began_at, seen_at, ended_at, outcome, reason, .. } = attempt;
        Self { node, began_at, seen_at, ended_at, outcome, reason }
    }
}

#[derive(Debug, Serialize)]
struct ParcelView {
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
    fn new(parcel: Parcel) -> Self {
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

#[derive(Debug, Serialize)]
struct ArtefactView {
    page: usize,
    /// `document`, `picture` of a page, or `values` that were read.
    role: &'static str,
    name: String,
    media_type: String,
    sha256: String,
    size: u64,
    /// Where this server shows it; `None` when it was let go.
    href: Option<String>,
}

impl ArtefactView {
    fn new(run: i64, kept: Kept) -> Self {
        Self {
            href: kept.is_there.then(|| format!("/artefacts/{run}/{}", kept.page)),
            page: kept.page,
            role: kept.role.name(),
            name: kept.name,
            media_type: kept.media_type,
            sha256: kept.hash,
            size: kept.size,
        }
    }
}
