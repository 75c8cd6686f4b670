//! The trace: steps, calls, console messages. Times are milliseconds since the trace began.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Picture;

/// Index of a step in [`Trace::steps`].
pub type StepId = usize;
/// Index of a call in [`Trace::calls`].
pub type CallId = usize;

/// Everything that one visit caused.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Version of this form; [`Trace::VERSION`] when written.
    pub version: u32,
    /// The app's address.
    pub app: String,
    /// The engine: `browserless` or `browser`.
    pub engine: String,
    /// When it began, RFC 3339.
    pub started: String,
    /// The app's callbacks, as `_dash-dependencies` gave them.
    pub dependencies: Vec<Value>,
    /// What the visitor did. Step 0 is the first page load.
    pub steps: Vec<Step>,
    /// The callback calls; in a [snapshot](super::Recorder::snapshot) in the order they began.
    pub calls: Vec<Call>,
    /// Console messages and errors.
    pub messages: Vec<Message>,
    /// What the page looked like, where that was recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
}

impl Trace {
    /// The version that this crate writes.
    pub const VERSION: u32 = 1;
}

/// One thing the visitor did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// In the words of the scenario: `click #go`.
    pub name: String,
    /// Milliseconds since the trace began.
    pub start: f64,
    /// Until the app was idle again; absent while the step runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<f64>,
}

/// One callback call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// During which step it began.
    pub step: StepId,
    /// Where it ran.
    pub kind: CallKind,
    /// The callback's identity, as in `_dash-dependencies`.
    pub output: String,
    /// `id.prop` of what changed, in trigger order; empty on an initial call.
    pub changed: Vec<String>,
    /// What made it run.
    pub cause: Cause,
    /// The other calls whose answers triggered it: the further sides of a diamond.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_caused_by: Vec<CallId>,
    /// How it ended.
    pub status: CallStatus,
    /// Milliseconds since the trace began.
    pub start: f64,
    /// Milliseconds until the answer; absent while pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
    /// HTTP status of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// The request's body as it was sent; for a clientside call what it would have been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Value>,
    /// The response's body as it was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Value>,
    /// What arrived while it ran: progress of a background callback, `set_props` over a WebSocket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partial: Vec<Partial>,
    /// `Server-Timing`, when the app sends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_timing: Option<String>,
    /// How often a background callback was polled.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub polls: u32,
    /// What a [`Fault`](super::Fault) did to its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

impl Call {
    /// A call that begins at `start` with `request` as its body. Its output and what changed are read from
    /// the body; its step and cause are the [`Recorder`](super::Recorder)'s to fill in.
    pub fn begin(kind: CallKind, start: f64, request: Value) -> Self {
        let changed = request.get("changedPropIds").and_then(Value::as_array);
        Self {
            step: 0,
            kind,
            output: request.get("output").and_then(Value::as_str).unwrap_or_default().to_owned(),
            changed: changed
                .into_iter()
                .flatten()
                .filter_map(|prop| prop.as_str().map(str::to_owned))
                .collect(),
            cause: Cause::Step(0),
            also_caused_by: Vec::new(),
            status: CallStatus::Pending,
            start,
            duration: None,
            http_status: None,
            request: Some(request),
            response: None,
            partial: Vec::new(),
            server_timing: None,
            polls: 0,
            fault: None,
        }
    }

    /// Ends the call at `now` with `status`; a call that was void before stays so.
    pub fn finish(&mut self, now: f64, status: CallStatus) {
        self.duration = Some((now - self.start).max(0.0));
        if !matches!(self.status, CallStatus::Stale | CallStatus::Abandoned) {
            self.status = status;
        }
    }

    /// Keeps what an answer on the way writes into the page, when it does: the answers of a background
    /// callback while it runs (protocol section 1.8).
    pub fn keep_partial(&mut self, at: f64, answer: &Value) {
        let kept: Map<String, Value> = ["progress", "progressDefault", "sideUpdate"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), answer.get(key)?.clone())))
            .collect();
        if !kept.is_empty() {
            self.partial.push(Partial { at, body: Value::Object(kept) });
        }
    }

    /// The callback instance that was called (rule R13): the callback, and the components that its
    /// single-valued outputs and inputs were bound to. Lists that `ALL` and `ALLSMALLER` found don't count.
    pub fn instance(&self) -> String {
        let single = |key: &str| {
            let entries = self.request.as_ref().and_then(|request| request.get(key));
            let entries = match entries {
                Some(Value::Array(entries)) => entries.iter().collect(),
                Some(entry) => vec![entry],
                None => Vec::new(),
            };
            entries.into_iter().filter_map(|entry| Some(entry.get("id")?.to_string())).collect::<Vec<_>>()
        };
        format!("{} {:?} {:?}", self.output, single("outputs"), single("inputs"))
    }

    /// Every call that caused it, first its [`cause`](Self::cause).
    pub fn causes(&self) -> impl Iterator<Item = CallId> + use<'_> {
        let first = match self.cause {
            Cause::Call(id) => Some(id),
            Cause::Step(_) => None,
        };
        first.into_iter().chain(self.also_caused_by.iter().copied())
    }

    /// What its request and its response weigh together, in bytes of compact JSON.
    pub fn bytes(&self) -> u64 {
        let weigh = |body: &Value| {
            // Of a very large body the trace keeps the length alone.
            let elided = body.get("elided").and_then(|elided| elided.get("bytes")?.as_u64());
            elided.unwrap_or_else(|| body.to_string().len() as u64)
        };
        self.request.iter().chain(&self.response).map(weigh).sum()
    }

    /// When it ended, in milliseconds since the trace began; `None` while it runs.
    pub fn end(&self) -> Option<f64> {
        self.duration.map(|duration| self.start + duration)
    }
}

/// A body that arrived while a call ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Partial {
    /// Milliseconds since the trace began.
    pub at: f64,
    /// In the form of a response: `progress`, `progressDefault` or `sideUpdate` (protocol section 1.7).
    pub body: Value,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Where a callback ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CallKind {
    /// On the server, one HTTP exchange.
    Server,
    /// In the page.
    Clientside,
    /// On the server, polled until done.
    Background,
    /// On the server, over a WebSocket.
    Websocket,
    /// A run of a Streamlit script: its output is `script` or `fragment`, what changed are its widgets.
    Script,
}

/// One word: `server`.
impl fmt::Display for CallKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Server => "server",
            Self::Clientside => "clientside",
            Self::Background => "background",
            Self::Websocket => "websocket",
            Self::Script => "script",
        })
    }
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CallStatus {
    /// No answer yet.
    Pending,
    /// At least one output was returned.
    Updated,
    /// `PreventUpdate`, or `no_update` for every output.
    NoUpdate,
    /// A newer call of the same callback made the answer void.
    Stale,
    /// There was no answer to come: the page was left, or the connection was lost.
    Abandoned,
    /// The callback failed.
    Failed {
        /// The server's message, or the exception's.
        message: String,
    },
}

/// As a person reads it: `no update`, `failed: KeyError: 'x'`; of a long message the first line.
impl fmt::Display for CallStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pending => "pending",
            Self::Updated => "updated",
            Self::NoUpdate => "no update",
            Self::Stale => "overtaken by a newer call",
            Self::Abandoned => "abandoned",
            Self::Failed { message } => {
                return write!(f, "failed: {}", message.lines().next().unwrap_or_default());
            }
        })
    }
}

/// What made a call run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// What the visitor did, or the page load, or a component by itself, in that step.
    Step(StepId),
    /// The answer of another call.
    Call(CallId),
}

/// A line of the page's console, or an error that the page would show there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// During which step.
    pub step: StepId,
    /// Milliseconds since the trace began.
    pub at: f64,
    /// How bad.
    pub level: MessageLevel,
    /// The text.
    pub text: String,
}

/// How bad a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageLevel {
    /// `console.log`, `console.info`.
    Info,
    /// `console.warn`.
    Warning,
    /// `console.error`, uncaught exceptions, callback errors.
    Error,
}
