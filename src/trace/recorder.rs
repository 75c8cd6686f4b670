//! Writes a trace while the visit goes on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::cap;
use super::redaction::Redaction;
use super::{
    Call, CallId, CallStatus, CallbackGraph, Cause, Message, MessageLevel, Picture, Step, StepId, Trace,
};
use crate::Secrets;
use crate::secrets::is_secret_name;

/// A handle to a trace that is being written; clones write the same trace. Secrets are hidden as they are written.
#[derive(Debug, Clone)]
pub struct Recorder {
    began: Instant,
    /// The same moment, milliseconds since 1970.
    #[cfg(feature = "browser")]
    epoch: f64,
    body_limit: usize,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    trace: Trace,
    /// What a person did, with when, as the page told it.
    gestures: Vec<(f64, Value)>,
    /// Of the trace's dependencies.
    graph: Arc<CallbackGraph>,
    redaction: Redaction,
}

impl State {
    /// Makes known what is secret; what was recorded before hides it too when there is news.
    fn learn(&mut self, learn: impl FnOnce(&mut Redaction, &mut Trace) -> bool) {
        if learn(&mut self.redaction, &mut self.trace) {
            self.redaction.all(&mut self.trace);
        }
    }
}

impl Recorder {
    /// Up to how many bytes a body is kept whole, unless told otherwise; of a longer one its length and hash are.
    pub const BODY_LIMIT: usize = 2 * 1024 * 1024;

    /// Begins the trace of a visit to `app` by `engine`.
    pub fn new(app: impl Into<String>, engine: impl Into<String>) -> Self {
        let started = jiff::Timestamp::now();
        let trace = Trace {
            version: Trace::VERSION,
            app: app.into(),
            engine: engine.into(),
            started: started.to_string(),
            ..Trace::default()
        };
        Self {
            began: Instant::now(),
            #[cfg(feature = "browser")]
            epoch: started.as_nanosecond() as f64 / 1e6,
            body_limit: Self::BODY_LIMIT,
            state: Arc::new(Mutex::new(State {
                trace,
                gestures: Vec::new(),
                graph: Arc::default(),
                redaction: Redaction::default(),
            })),
        }
    }

    /// Keeps bodies of up to `limit` bytes whole.
    #[must_use]
    pub fn keeping_bodies(mut self, limit: usize) -> Self {
        self.body_limit = limit;
        self
    }

    /// Hides `secrets`, wherever they occur.
    #[must_use]
    pub fn hiding(self, secrets: &Secrets) -> Self {
        self.lock().learn(|redaction, _| {
            redaction.secrets.learn_all(secrets);
            true
        });
        self
    }

    /// Hides a text from now on, and where it was recorded before.
    pub fn secret(&self, text: &str) {
        self.lock().learn(|redaction, _| redaction.secrets.learn(text));
    }

    /// Hides what a layout's password fields hold, now and later.
    pub fn layout(&self, layout: &Value) {
        self.lock().learn(|redaction, _| redaction.components(&mut layout.clone()));
    }

    /// Hides a cookie that the app sets (`Set-Cookie`) when scripts can't see it, or its name says that it is secret.
    pub(crate) fn cookie(&self, cookie: &str) {
        let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        if is_secret_name(name) || cookie.to_ascii_lowercase().contains("httponly") {
            self.secret(value);
        }
    }

    /// What is known to be secret by now.
    pub fn secrets(&self) -> Secrets {
        self.lock().redaction.secrets.clone()
    }

    /// Hides what is known to be secret by now in all texts of a value.
    pub fn hide_in(&self, value: &mut Value) {
        self.lock().redaction.secrets.hide_in(value);
    }

    /// Up to how many bytes a body is kept whole.
    #[cfg(feature = "browser")]
    pub(super) fn body_limit(&self) -> usize {
        self.body_limit
    }

    /// Milliseconds since the trace began.
    pub fn now(&self) -> f64 {
        self.began.elapsed().as_secs_f64() * 1000.0
    }

    /// What to add to a time of a page's clock (milliseconds since 1970) to get a time of this trace, given
    /// that the page sent something at `sent` by its clock and it has just arrived. Clocks that agree to a
    /// second are one clock, since then the way took the difference; a remote browser's may be off.
    #[cfg(feature = "browser")]
    pub(super) fn offset_of(&self, sent: f64) -> f64 {
        const SAME_CLOCK: f64 = 1000.0;
        let on_the_way = self.now() + self.epoch - sent;
        if on_the_way.abs() < SAME_CLOCK { -self.epoch } else { self.now() - sent }
    }

    /// The app's callbacks as a graph.
    pub fn graph(&self) -> Arc<CallbackGraph> {
        self.lock().graph.clone()
    }

    /// The app's callbacks, as `_dash-dependencies` gave them.
    pub fn dependencies(&self, dependencies: Vec<Value>) {
        let graph = Arc::new(CallbackGraph::new(&dependencies));
        let mut state = self.lock();
        state.trace.dependencies = dependencies;
        state.graph = graph;
    }

    /// Begins a step, and ends the one before.
    pub fn begin_step(&self, name: impl Into<String>) -> StepId {
        let now = self.now();
        let State { trace, redaction, .. } = &mut *self.lock();
        if let Some(last) = trace.steps.last_mut() {
            last.end.get_or_insert(now);
        }
        let name = redaction.secrets.hide(&name.into());
        trace.steps.push(Step { name, start: now, end: None });
        trace.steps.len() - 1
    }

    /// Ends the step that runs.
    pub fn end_step(&self) {
        let now = self.now();
        if let Some(last) = self.lock().trace.steps.last_mut() {
            last.end.get_or_insert(now);
        }
    }

    /// The step that runs; 0 before any.
    pub fn step(&self) -> StepId {
        self.lock().trace.steps.len().saturating_sub(1)
    }

    /// Records a call; its step is the one that ran when it began, its cause is found by
    /// [`snapshot`](Self::snapshot). The id is for [`update_call`](Self::update_call) alone.
    pub fn begin_call(&self, mut call: Call) -> CallId {
        if let Some(request) = &mut call.request {
            cap::request(request, self.body_limit);
        }
        let mut state = self.lock();
        if let Some(request) = &mut call.request {
            state.learn(|redaction, _| redaction.request(request));
        }
        let trace = &mut state.trace;
        call.step = step_at(trace, call.start);
        call.cause = Cause::Step(call.step);
        trace.calls.push(call);
        trace.calls.len() - 1
    }

    /// Changes what is recorded of a call; nothing happens when there is no such call.
    pub fn update_call(&self, id: CallId, change: impl FnOnce(&mut Call)) {
        self.lock().learn(|redaction, trace| {
            let Some(call) = trace.calls.get_mut(id) else { return false };
            let before = call.partial.len();
            change(call);
            redaction.status(call);
            if let Some(response) = &mut call.response {
                cap::response(response, self.body_limit);
            }
            let partial = call.partial.iter_mut().skip(before).map(|partial| &mut partial.body);
            partial.chain(&mut call.response).fold(false, |is_new, body| redaction.answer(body) | is_new)
        });
    }

    /// Notes what is done to the answer of a call like this one: the last of the same callback instance that is pending.
    #[cfg(feature = "browser")]
    pub(super) fn befallen(&self, like: &Call, fault: &str) {
        let (output, instance) = (&like.output, like.instance());
        let calls = &mut self.lock().trace.calls;
        let pending = |call: &&mut Call| call.status == CallStatus::Pending && call.output == *output;
        if let Some(call) = calls.iter_mut().rev().filter(pending).find(|call| call.instance() == instance) {
            call.fault = Some(fault.to_owned());
        }
    }

    /// Ends the calls that are pending: nobody is there any more to take their answers.
    pub(crate) fn abandon_pending(&self) {
        let now = self.now();
        let trace = &mut self.lock().trace;
        for call in trace.calls.iter_mut().filter(|call| call.status == CallStatus::Pending) {
            call.finish(now, CallStatus::Abandoned);
        }
    }

    /// Records what the page looks like now, as a PNG file.
    pub fn picture(&self, png: &[u8]) {
        let at = self.now();
        let trace = &mut self.lock().trace;
        let step = trace.steps.len().saturating_sub(1);
        trace.pictures.push(Picture { step, at, png: STANDARD.encode(png) });
    }

    /// Records a console message.
    pub fn message(&self, level: MessageLevel, text: impl Into<String>) {
        self.message_at(self.now(), level, text);
    }

    /// The console's messages from the `from`-th on.
    #[cfg(feature = "webdriver")]
    pub(crate) fn messages(&self, from: usize) -> Vec<Message> {
        self.lock().trace.messages.get(from..).unwrap_or_default().to_vec()
    }

    /// Records a console message that is older than its news.
    pub(super) fn message_at(&self, at: f64, level: MessageLevel, text: impl Into<String>) {
        let State { trace, redaction, .. } = &mut *self.lock();
        let step = step_at(trace, at);
        trace.messages.push(Message { step, at, level, text: redaction.secrets.hide(&text.into()) });
    }

    /// Records what a person did in the page, in the order in which the page tells it.
    #[cfg(feature = "browser")]
    pub(super) fn gesture_at(&self, at: f64, gesture: Value) {
        self.lock().gestures.push((at, gesture));
    }

    /// What a person did in the page, with when (milliseconds since the trace began), as the page told it; nothing
    /// unless the visit is recorded.
    pub fn gestures(&self) -> Vec<(f64, Value)> {
        self.lock().gestures.clone()
    }

    /// The trace so far: calls in the order they began, each with its cause.
    pub fn snapshot(&self) -> Trace {
        let mut trace = self.lock().trace.clone();
        trace.calls.sort_by(|a, b| a.start.total_cmp(&b.start));
        trace.messages.sort_by(|a, b| a.at.total_cmp(&b.at));
        trace.explain();
        trace
    }

    /// A panic elsewhere must not lose the trace, so a poisoned lock is taken all the same.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The step that ran at `time`; news of the page arrives late, so it is not always the last.
fn step_at(trace: &Trace, time: f64) -> StepId {
    trace.steps.iter().rposition(|step| step.start <= time).unwrap_or(0)
}
