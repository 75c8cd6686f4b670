//! The one page: schedules and their latest runs.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::{Environment, context};

use crate::scenario::Format;
use crate::schedule::{Plan, Run};

/// How many fires to come are shown of each report.
const NEXT_FIRES: usize = 3;

/// The page as HTML; the template's name ends in `.html`, so every value is escaped.
pub(super) fn page(plans: &[Plan], runs: &[Run], now: Timestamp) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("runs.html", include_str!("runs.html"))?;
    let schedules: Vec<_> = plans
        .iter()
        .map(|plan| {
            let zone = plan.timetable().zone();
            let next: Vec<String> =
                plan.timetable().after(now).take(NEXT_FIRES).map(|fire| local(fire, zone)).collect();
            let when = &plan.timetable().when();
            context! { name => &plan.report.name, cron => &when.cron, zone => &when.zone, next => next }
        })
        .collect();
    let runs: Vec<_> = runs
        .iter()
        .map(|run| {
            let zone = plans
                .iter()
                .find(|plan| plan.report.name == run.report)
                .map_or(TimeZone::UTC, |plan| plan.timetable().zone().clone());
            let took = run.started_at.zip(run.finished_at).map(|(start, end)| {
                crate::duration::format(start.duration_until(end).try_into().unwrap_or_default())
            });
            context! {
                id => run.id, asked_for => run.asked_for, again => run.claim_at.map(|again| local(again, &zone)),
                report => &run.report, fire => local(run.fire_at, &zone), state => run.state.name(),
                burst => &run.burst.0, took => took, attempt => run.attempt, reason => &run.reason,
                files => run.files.iter().map(|file| context! { name => file, is_file => is_file(file) }).collect::<Vec<_>>(),
            }
        })
        .collect();
    environment.get_template("runs.html")?.render(context! { schedules => schedules, runs => runs })
}

/// Whether what was delivered is a file, which can be opened here, rather than a message or an object elsewhere.
pub(super) fn is_file(receipt: &str) -> bool {
    Format::of(receipt).is_some() && !receipt.contains("://")
}

fn local(instant: Timestamp, zone: &TimeZone) -> String {
    let local = instant.to_zoned(zone.clone());
    let format = if local.second() == 0 { "%a %Y-%m-%d %H:%M %Q" } else { "%a %Y-%m-%d %H:%M:%S %Q" };
    local.strftime(format).to_string()
}
