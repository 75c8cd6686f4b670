//! The receiving end of the tap: what a page reports about itself.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::csp::Admission;
use crate::trace::{Call, CallKind, CallStatus, MessageLevel, Recorder, failure_message};

/// Where pages report to, and [`BLANK`] for who gets it; the proxy answers it and the app never sees it.
pub(super) const PATH: &str = "/__dashproof/tap";

/// An empty page, with an icon of its own: a browser would ask the app for one.
pub(super) const BLANK: &str = "<link rel=icon href=data:,>";

/// What tells a page's clientside callbacks and console to the proxy that it came through. It takes the page's
/// functions as they are when it runs.
pub const TAP: &str = include_str!("tap.js");

/// Reports on their way into the trace; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Tap {
    recorder: Recorder,
    /// What runs before the page's own scripts, the tap among it.
    script: Arc<str>,
    /// Which proxy's pages report here: a page of an earlier visit at the same address is not of this one.
    visit: u64,
    /// The last event that is known of each page.
    known: Arc<Mutex<HashMap<String, u64>>>,
}

/// What a page sends: its events since the last one that it knows to have arrived.
#[derive(Debug, Deserialize)]
struct Batch {
    visit: String,
    page: String,
    /// The page's clock when it sent this, milliseconds since 1970.
    sent: f64,
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
struct Event {
    seq: u64,
    /// The page's clock when it happened, milliseconds since 1970.
    at: f64,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum What {
    Message {
        level: MessageLevel,
        text: String,
        detail: Option<String>,
    },
    Call(Box<Clientside>),
    /// What a person did, told by the script that records it.
    Gesture {
        gesture: Value,
    },
}

/// A clientside callback that ran. Its data come as JSON texts, as they were when it was called.
#[derive(Debug, Deserialize)]
struct Clientside {
    namespace: String,
    function: String,
    took: f64,
    changed: Vec<String>,
    inputs: Option<String>,
    state: Option<String>,
    outputs: Option<String>,
    #[serde(default)]
    response: Option<String>,
    #[serde(default)]
    side: Option<String>,
    #[serde(default)]
    prevented: bool,
    #[serde(default)]
    error: Option<String>,
}

impl Tap {
    pub(super) fn new(recorder: Recorder, script: &str) -> Self {
        static VISITS: AtomicU64 = AtomicU64::new(0);
        Self {
            recorder,
            script: script.into(),
            visit: VISITS.fetch_add(1, Ordering::Relaxed),
            known: Arc::default(),
        }
    }

    /// The script's hash as a Content-Security-Policy source.
    pub(super) fn hash(&self) -> String {
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(self.script.as_bytes())))
    }

    /// The script as an element for a page with these policies.
    pub(super) fn element(&self, admission: &Admission) -> String {
        let nonce = admission.nonce.as_ref().map(|nonce| format!(" nonce=\"{nonce}\"")).unwrap_or_default();
        format!("<script{nonce} data-visit=\"{}\">{}</script>", self.visit, self.script)
    }

    /// Records what a page of this visit reports. Events that came before are skipped: a page that is left sends again
    /// what it does not know to have arrived.
    ///
    /// # Errors
    /// The JSON error of a body that is no report.
    pub(super) fn report(&self, body: &[u8]) -> Result<(), serde_json::Error> {
        let batch: Batch = serde_json::from_slice(body)?;
        if batch.visit != self.visit.to_string() {
            return Ok(());
        }
        let offset = self.recorder.offset_of(batch.sent);
        let mut pages = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pages.entry(batch.page).or_default();
        for event in batch.events {
            if event.seq <= *known {
                continue;
            }
            *known = event.seq;
            let at = (event.at + offset).max(0.0);
            match event.what {
                What::Message { level, text, detail } => {
                    let text = detail.map_or(text.clone(), |detail| format!("{text}\n{}", explained(detail)));
                    self.recorder.message_at(at, level, text);
                }
                What::Call(call) => self.call(at, *call),
                What::Gesture { gesture } => self.recorder.gesture_at(at, gesture),
            }
        }
        Ok(())
    }

    fn call(&self, at: f64, ran: Clientside) {
        let outputs = ran.outputs.as_deref().and_then(data);
        let inputs = ran.inputs.as_deref().and_then(data).unwrap_or_else(|| json!([]));
        let graph = self.recorder.graph();
        let callback = graph.clientside(&ran.namespace, &ran.function, outputs.as_ref(), &inputs);
        let output = callback.map_or_else(
            || format!("{}.{}", ran.namespace, ran.function),
            |callback| callback.output.clone(),
        );
        let mut request = Map::new();
        request.insert("output".to_owned(), output.into());
        let changed = ran.changed.into_iter().map(Value::String).collect();
        let fields = [
            ("outputs", outputs),
            ("inputs", Some(inputs)),
            ("changedPropIds", Some(Value::Array(changed))),
            ("state", ran.state.as_deref().and_then(data)),
        ];
        request.extend(fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
        let mut call = Call::begin(CallKind::Clientside, at, Value::Object(request));

        if let Some(side) = ran.side.as_deref().and_then(data) {
            // When exactly is not told; no sooner than the call.
            call.keep_partial(at, &json!({"sideUpdate": side}));
        }
        call.response = ran
            .response
            .as_deref()
            .and_then(data)
            .map(|response| json!({"multi": true, "response": response}));
        let status = match ran.error {
            Some(message) => CallStatus::Failed { message },
            None if ran.prevented => CallStatus::NoUpdate,
            None => CallStatus::of_answer(200, call.response.as_ref()),
        };
        call.finish(at + ran.took, status);
        self.recorder.begin_call(call);
    }
}

/// What explains an error: the page of a failed callback is told by its exception.
fn explained(detail: String) -> String {
    if detail.contains("</") { failure_message(500, Some(&Value::String(detail))) } else { detail }
}

fn data(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}
