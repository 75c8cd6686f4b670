//! A report and when it is made.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::schedule::Plan;

/// How many fires to come are shown of each report.
const NEXT_FIRES: usize = 3;

/// A report and when it is made.
#[derive(Debug, Serialize)]
pub(in crate::server) struct ScheduleView {
    report: String,
    cron: String,
    zone: String,
    next: Vec<Timestamp>,
    bursts: Vec<BTreeMap<String, String>>,
}

impl ScheduleView {
    pub(in crate::server) fn new(plan: &Plan, now: Timestamp) -> Self {
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
