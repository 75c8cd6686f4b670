//! The faults of a visit, as they befall its callbacks.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::dash::ComponentId;
use crate::trace::{Call, CallKind, CallbackGraph, Fault, Instead, Recorder};

/// Which faults there are, and how many requests each has met.
#[derive(Debug, Clone)]
pub(super) struct Faults {
    all: Arc<[Fault]>,
    met: Arc<Mutex<Vec<usize>>>,
    /// Where the calls are told that a fault befalls.
    recorder: Recorder,
}

impl Faults {
    pub(super) fn new(all: &[Fault], recorder: Recorder) -> Self {
        Self { all: all.into(), met: Arc::new(Mutex::new(vec![0; all.len()])), recorder }
    }

    /// The fault that befalls a request, or a poll of a background call: the first whose turn it is.
    pub(super) fn befalling(&self, graph: &CallbackGraph, request: &Value, poll: bool) -> Option<&Fault> {
        if self.all.is_empty() {
            return None;
        }
        let call = Call::begin(CallKind::Server, 0.0, request.clone());
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let mut befalling = None;
        for (fault, met) in self.all.iter().zip(met.iter_mut()) {
            if fault.fits(graph, &call, poll) {
                *met += 1;
                if fault.befalls(*met) {
                    befalling = befalling.or(Some(fault));
                }
            }
        }
        if let Some(fault) = befalling {
            self.recorder.befallen(&call, &fault.to_string());
        }
        befalling
    }
}

/// An answer that a fault gives in place of the app: its status, its type and its body; none when there is none.
pub(super) fn answer(instead: &Instead) -> Option<(StatusCode, &'static str, String)> {
    match instead {
        Instead::Failure { status, body } => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            Some(match body {
                Value::String(text) => (status, "text/html; charset=utf-8", text.clone()),
                body => (status, "application/json", body.to_string()),
            })
        }
        Instead::Nothing => None,
        Instead::Values(values) if values.is_empty() => {
            Some((StatusCode::NO_CONTENT, "application/json", String::new()))
        }
        Instead::Values(values) => Some((StatusCode::OK, "application/json", returned(values).to_string())),
    }
}

/// What the app answers when a callback returns these values by `id.prop` (protocol section 1.7).
pub(super) fn returned(values: &Map<String, Value>) -> Value {
    let mut response = Map::new();
    for (prop, value) in values {
        let Some((id, property)) = prop.rsplit_once('.') else { continue };
        let id = ComponentId::parse(id).map_or_else(|_| id.to_owned(), |id| id.to_string());
        let props = response.entry(id).or_insert_with(|| json!({}));
        if let Value::Object(props) = props {
            props.insert(property.to_owned(), value.clone());
        }
    }
    json!({"multi": true, "response": response})
}
