//! What became of runs, as OpenTelemetry traces.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use url::Url;

use super::store::{Attempt, Parcel, ParcelState};
use super::{Error, Run, RunState, Store};
use crate::secrets::without_credentials;
use crate::trace::export::otlp::{CLIENT, ERROR, INTERNAL, OK, hex, number, text, traces_data};

/// How long a collector may take for one run.
const LIMIT: Duration = Duration::from_secs(10);

/// Sends what became of runs to an OpenTelemetry collector, by OTLP over HTTP with JSON, while the runs go on.
///
/// A run is a trace: its root span lasts from when it was due until its end; below it are the attempts at it, each with its phases,
/// and what was sent where. Ids are made from the run alone, so that one told twice is the same trace.
#[derive(Debug)]
pub struct Telemetry {
    ended: UnboundedSender<Run>,
    telling: JoinHandle<()>,
}

impl Telemetry {
    /// Begins to tell a collector, whose address is as `OTEL_EXPORTER_OTLP_ENDPOINT` has it: without `v1/traces`. What could not be
    /// told is not told again: `failed` hears why.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn begin(
        collector: &Url,
        store: Store,
        failed: impl Fn(&Error) + Send + 'static,
    ) -> Result<Self, reqwest::Error> {
        let client = Client::builder().redirect(Policy::none()).no_proxy().timeout(LIMIT).build()?;
        let mut traces = collector.clone();
        traces.set_path(&format!("{}/v1/traces", collector.path().trim_end_matches('/')));
        let (ended, mut runs) = unbounded_channel();
        let telling = tokio::spawn(async move {
            while let Some(run) = runs.recv().await {
                if let Err(error) = tell(&client, &traces, &store, &run).await {
                    failed(&error);
                }
            }
        });
        Ok(Self { ended, telling })
    }

    /// Tells what became of a run soon, if it came to its end.
    pub fn tell(&self, run: &Run) {
        if run.state.is_end() {
            // Nobody listens only where telling panicked.
            let _ = self.ended.send(run.clone());
        }
    }

    /// Waits until what is queued is told, ten seconds at most.
    pub async fn end(self) {
        let Self { ended, telling } = self;
        drop(ended);
        let _ = timeout(LIMIT, telling).await;
    }
}

async fn tell(client: &Client, traces: &Url, store: &Store, run: &Run) -> Result<(), Error> {
    let (attempts, parcels) = (store.attempts(run.id).await?, store.parcels(run.id).await?);
    let spans = spans(run, &attempts, &parcels);
    let sent = client.post(traces.clone()).json(&traces_data(&[], &spans)).send().await;
    let taken = sent.and_then(reqwest::Response::error_for_status);
    let untold = |error: reqwest::Error| Error::Untold {
        run: run.id,
        collector: without_credentials(traces.as_str()),
        reason: chain(&error.without_url()),
    };
    taken.map(|_| ()).map_err(untold)
}

/// An error with what it came from.
fn chain(error: &dyn std::error::Error) -> String {
    let sources = std::iter::successors(error.source(), |error| error.source());
    sources.fold(error.to_string(), |told, source| format!("{told}: {source}"))
}

/// The spans of a run, the root first.
fn spans(run: &Run, attempts: &[Attempt], parcels: &[Parcel]) -> Vec<Value> {
    let trace = hex(&format!("{} {} {}", run.id, run.report, run.fire_at), 32);
    let id = |what: &str| hex(&format!("{trace} {what}"), 16);
    let span = |what: &str, name: &str, [from, to]: [Timestamp; 2], more: Value| {
        let mut span = json!({"traceId": trace, "spanId": id(what), "name": name, "kind": INTERNAL,
            "startTimeUnixNano": nanoseconds(from), "endTimeUnixNano": nanoseconds(to.max(from))});
        if let (Value::Object(span), Value::Object(more)) = (&mut span, more) {
            span.extend(more);
        }
        span
    };
    let end = run.finished_at.unwrap_or(run.fire_at);
    let mut about = vec![
        text("dashproof.state", run.state.name()),
        number("dashproof.run", run.id.unsigned_abs()),
        number("dashproof.attempts", run.attempt.unsigned_abs()),
    ];
    let variables = run.burst.0.iter();
    about.extend(variables.map(|(name, value)| text(&format!("dashproof.burst.{name}"), value)));
    let is_good = !matches!(run.state, RunState::Failed | RunState::Refused | RunState::Unknown);
    let more = json!({"attributes": about, "status": status(is_good, run.reason.as_deref())});
    let mut spans = vec![span("run", &run.report, [run.fire_at, end], more)];
    for attempt in attempts {
        let what = format!("attempt {}", attempt.epoch);
        let outcome = attempt.outcome.as_deref().unwrap_or("running");
        let about = [text("dashproof.outcome", outcome), text("dashproof.node", &attempt.node)];
        let over = attempt.ended_at.or(attempt.seen_at).unwrap_or(end);
        let more = json!({"parentSpanId": id("run"), "attributes": about,
            "status": status(outcome == "made", attempt.reason.as_deref())});
        spans.push(span(&what, "attempt", [attempt.began_at, over], more));
        let mut from = attempt.began_at;
        for (index, (phase, millis)) in attempt.phases.iter().enumerate() {
            let to = from.checked_add(Duration::from_millis(*millis)).unwrap_or(from);
            let more = json!({"parentSpanId": id(&what)});
            spans.push(span(&format!("{what} phase {index}"), phase, [from, to], more));
            from = to;
        }
    }
    for parcel in parcels {
        let Some(began) = parcel.started_at else { continue };
        let ends = [began, parcel.finished_at.unwrap_or(began)];
        let more = json!({"parentSpanId": id("run"), "kind": CLIENT,
            "attributes": [number("dashproof.attempts", parcel.attempt.unsigned_abs())],
            "status": status(parcel.state == ParcelState::Sent, parcel.reason.as_deref())});
        spans.push(span(&format!("parcel {}", parcel.id), "deliver", ends, more));
    }
    spans
}

fn nanoseconds(at: Timestamp) -> String {
    at.as_nanosecond().max(0).to_string()
}

fn status(is_good: bool, reason: Option<&str>) -> Value {
    if is_good { json!({"code": OK}) } else { json!({"code": ERROR, "message": reason.unwrap_or_default()}) }
}
