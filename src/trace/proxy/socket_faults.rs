//! The faults of a visit, as they befall callbacks over a WebSocket (protocol section 1.9).

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

use super::faults::{self, Faults};
use super::websocket::{messages, request_id};
use crate::dash::SocketMessage;
use crate::trace::{Instead, Recorder};

/// What is held back on one connection.
#[derive(Debug)]
pub(super) struct SocketFaults {
    faults: Faults,
    recorder: Recorder,
    /// By request id, how much later its answer comes.
    delays: HashMap<String, Duration>,
    /// What the page gets, and when: a frame, or the end of the connection.
    later: Vec<(Instant, Option<String>)>,
}

impl SocketFaults {
    pub(super) fn new(faults: Faults, recorder: Recorder) -> Self {
        Self { faults, recorder, delays: HashMap::new(), later: Vec::new() }
    }

    /// The page said something; whether the app hears of it.
    pub(super) fn lets_ask(&mut self, frame: &str) -> bool {
        messages(frame).iter().fold(true, |asks, message| {
            let called = (message["type"] == "callback_request").then(|| request_id(message)).flatten();
            called.is_none_or(|id| self.lets_call(&id, message)) && asks
        })
    }

    fn lets_call(&mut self, id: &str, call: &Value) -> bool {
        let fault = self.faults.befalling(&self.recorder.graph(), &call["payload"], false);
        let Some(fault) = fault else { return true };
        let Some(instead) = &fault.instead else {
            self.delays.insert(id.to_owned(), fault.delay);
            return true;
        };
        let answer = match instead {
            Instead::Failure { body: Value::String(text), .. } => {
                Some(json!({"status": "error", "message": text}))
            }
            Instead::Failure { body, .. } => Some(json!({"status": "error", "message": body.to_string()})),
            Instead::Nothing => None,
            Instead::Values(values) if values.is_empty() => Some(json!({"status": "prevent_update"})),
            Instead::Values(values) => Some(json!({"status": "ok", "data": faults::returned(values)})),
        };
        let frame = answer.map(|payload| {
            let (page, kind) = (&call["rendererId"], "callback_response");
            json!({"type": kind, "rendererId": page, "requestId": id, "payload": payload}).to_string()
        });
        self.later.push((Instant::now() + fault.delay, frame));
        false
    }

    /// The app said something; whether the page hears of it only later.
    pub(super) fn holds(&mut self, frame: &str) -> bool {
        if self.delays.is_empty() {
            return false;
        }
        let answered = SocketMessage::read(frame).into_iter().find_map(|message| match message {
            SocketMessage::Answer { request, .. } => self.delays.remove(&request),
            _ => None,
        });
        let Some(delay) = answered else { return false };
        self.later.push((Instant::now() + delay, Some(frame.to_owned())));
        true
    }

    /// Waits for the next thing that the page gets late; for ever when there is none.
    pub(super) async fn due(&self) {
        match self.later.iter().map(|(when, _)| *when).min() {
            Some(when) => sleep_until(when).await,
            None => std::future::pending().await,
        }
    }

    /// What the page gets now; `None` in it ends the connection.
    pub(super) fn take(&mut self) -> Vec<Option<String>> {
        let now = Instant::now();
        let (due, later) = std::mem::take(&mut self.later).into_iter().partition(|(when, _)| *when <= now);
        self.later = later;
        let mut due: Vec<(Instant, Option<String>)> = due;
        due.sort_by_key(|(when, _)| *when);
        due.into_iter().map(|(_, frame)| frame).collect()
    }
}
