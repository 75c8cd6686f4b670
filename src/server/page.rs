//! The one page: schedules and their latest runs.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::{Environment, context};

use crate::schedule::{Plan, Run, RunState};

/// How many fires to come are shown of each report.
const NEXT_FIRES: usize = 3;

/// The page as HTML; the template's name ends in `.html`, so every value is escaped.
pub(super) fn page(plans: &[Plan], runs: &[Run], now: Timestamp) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("runs.html", include_str!("runs.html"))?;
    let schedules: Vec<_> = plans
        .iter()
        .map(|plan| {
            let zone = plan.timetable.zone();
            let next: Vec<String> =
                plan.timetable.after(now).take(NEXT_FIRES).map(|fire| local(fire, zone)).collect();
            context! { name => &plan.report.name, cron => &plan.report.when.cron, next => next }
        })
        .collect();
    let runs: Vec<_> = runs
        .iter()
        .map(|run| {
            let zone = plans
                .iter()
                .find(|plan| plan.report.name == run.report)
                .map_or(TimeZone::UTC, |plan| plan.timetable.zone().clone());
            let took = run.started_at.zip(run.finished_at).map(|(start, end)| {
                crate::duration::format(start.duration_until(end).try_into().unwrap_or_default())
            });
            context! {
                report => &run.report, fire => local(run.fire_at, &zone), state => name(run.state),
                burst => &run.burst.0, took => took, attempt => run.attempt, reason => &run.reason, files => &run.files,
            }
        })
        .collect();
    environment.get_template("runs.html")?.render(context! { schedules => schedules, runs => runs })
}

fn local(instant: Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Q").to_string()
}

fn name(state: RunState) -> &'static str {
    match state {
        RunState::Due => "due",
        RunState::Running => "running",
        RunState::Delivered => "delivered",
        RunState::Failed => "failed",
        RunState::Skipped => "skipped",
    }
}
