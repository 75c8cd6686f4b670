//! Figures for who watches over this server.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use tokio::time::timeout;

use super::refusal::Refusal;
use super::site::Site;
use crate::schedule::store::Figures;

/// How long the store may take to answer.
const READY: Duration = Duration::from_secs(3);

/// `ok` as long as this server answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `ok` as long as the store answers too.
pub(super) async fn ready(State(site): State<Arc<Site>>) -> Result<&'static str, Refusal> {
    match timeout(READY, site.store.now()).await {
        Ok(now) => now.map(|_| "ok\n").map_err(Refusal::from),
        Err(_) => {
            let reason = format!("the store did not answer within {}", crate::duration::format(READY));
            Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, reason))
        }
    }
}

/// What the store holds, in Prometheus' text format 0.0.4.
pub(super) async fn metrics(State(site): State<Arc<Site>>) -> Result<impl IntoResponse, Refusal> {
    let began = Instant::now();
    let figures = site.store.figures().await?;
    let text = exposition(&figures, began.elapsed());
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}

fn exposition(figures: &Figures, took: Duration) -> String {
    let mut page = Exposition::default();
    page.family("dashproof_info", "The dashproof that serves this.");
    page.sample(&[("version", env!("CARGO_PKG_VERSION"))], 1);
    page.family("dashproof_runs", "Runs in the store by report and state.");
    for (report, state, count) in &figures.runs {
        page.sample(&[("report", report), ("state", state.name())], count);
    }
    page.family("dashproof_last_delivered_timestamp_seconds", "When the report was last delivered.");
    for (report, at) in &figures.delivered_at {
        page.sample(&[("report", report)], at.as_duration().as_secs_f64());
    }
    page.family("dashproof_overdue_runs", "Runs that could be begun and are not.");
    page.sample(&[], figures.overdue);
    page.family("dashproof_overdue_seconds", "For how long the oldest of them could have been begun.");
    page.sample(&[], figures.overdue_for.as_secs_f64());
    page.family("dashproof_parcels", "Parcels of the outbox by state.");
    for (state, count) in &figures.parcels {
        page.sample(&[("state", state.name())], count);
    }
    page.family("dashproof_claims", "Claims of runs by outcome; `none` while they last.");
    for (outcome, count) in &figures.claims {
        page.sample(&[("outcome", outcome.as_deref().unwrap_or("none"))], count);
    }
    page.family("dashproof_store_seconds", "How long the store took to count all this.");
    page.sample(&[], took.as_secs_f64());
    page.text
}

/// Families of gauges: what is counted can be deleted.
#[derive(Default)]
struct Exposition {
    text: String,
    name: &'static str,
}

impl Exposition {
    fn family(&mut self, name: &'static str, help: &str) {
        self.name = name;
        let _ = write!(self.text, "# HELP {name} {help}\n# TYPE {name} gauge\n");
    }

    fn sample(&mut self, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<String> =
            labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.text, "{}{labels} {value}", self.name);
    }
}

/// The value of a label as the format has it.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::RunState;

    #[test]
    fn a_label_is_escaped_as_prometheus_reads_it() {
        let runs = vec![("a\\b \"c\"\nd".to_owned(), RunState::Due, 3)];
        let text = exposition(&Figures { runs, ..Figures::default() }, Duration::from_millis(1500));
        assert!(text.contains("dashproof_runs{report=\"a\\\\b \\\"c\\\"\\nd\",state=\"due\"} 3\n"), "{text}");
        assert!(text.contains("\ndashproof_store_seconds 1.5\n"), "{text}");
    }
}
