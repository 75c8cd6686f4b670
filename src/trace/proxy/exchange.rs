//! Callback exchanges: which are in flight, and what each becomes in the trace.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::body::KeptBody;
use crate::trace::{Call, CallId, CallKind, CallStatus, Recorder};

/// The calls that pass through one proxy; clones share them.
#[derive(Debug, Clone)]
pub(super) struct Exchanges {
    pub(super) recorder: Recorder,
    pending: Arc<Mutex<BTreeMap<CallId, Pending>>>,
}

/// A call that has no final answer yet.
#[derive(Debug)]
struct Pending {
    output: String,
    instance: String,
    /// The handle by which the page polls it, once it runs in the background.
    job: Option<String>,
    /// A newer run replaced the job: the page asks for it once more at most, or not at all when an answer was on its way.
    outdated: bool,
}

impl Exchanges {
    pub(super) fn new(recorder: Recorder) -> Self {
        Self { recorder, pending: Arc::default() }
    }

    /// The outputs of the calls that have no final answer yet, those of persistent callbacks and of jobs that a newer run
    /// replaced aside: they may never end.
    pub(super) fn in_flight(&self) -> Vec<String> {
        let graph = self.recorder.graph();
        let persistent = |output: &str| graph.by_identity(output).is_some_and(|callback| callback.persistent);
        let pending = self.lock();
        let outputs = pending.values().filter(|pending| !pending.outdated).map(|pending| &pending.output);
        outputs.filter(|output| !persistent(output)).cloned().collect()
    }

    /// Begins a call whose request body is `request`. An older call of the same callback instance that
    /// still runs becomes stale: the page ignores its answer (rule R28).
    pub(super) fn begin(&self, kind: CallKind, request: Value) -> Exchange {
        let call = Call::begin(kind, self.recorder.now(), request);
        let (output, instance) = (call.output.clone(), call.instance());
        let mut pending = self.lock();
        for (older, _) in pending.iter().filter(|(_, p)| p.instance == instance) {
            self.recorder.update_call(*older, |call| call.status = CallStatus::Stale);
        }
        let id = self.recorder.begin_call(call);
        pending.insert(id, Pending { output, instance, job: None, outdated: false });
        drop(pending);
        self.exchange(id)
    }

    /// Begins the HTTP exchange of a callback request: a new call, or the next poll of a background one.
    pub(super) fn request(&self, query: &str, request: Value) -> Exchange {
        for outdated in parameters(query, "oldJob") {
            if let Some(id) = self.by_job(outdated) {
                let now = self.recorder.now();
                self.recorder.update_call(id, |call| call.finish(now, CallStatus::Stale));
                self.lock().entry(id).and_modify(|pending| pending.outdated = true);
            }
        }
        let polled = parameters(query, "job").find_map(|job| self.by_job(job));
        let Some(id) = polled else {
            let output = request.get("output").and_then(Value::as_str).unwrap_or_default();
            let graph = self.recorder.graph();
            let background = graph.by_identity(output).is_some_and(|callback| callback.background.is_some());
            return self.begin(if background { CallKind::Background } else { CallKind::Server }, request);
        };
        self.recorder.update_call(id, |call| call.polls += 1);
        self.exchange(id)
    }

    /// The page was left: nobody polls its background calls any more.
    pub(super) fn page_left(&self) {
        let mut pending = self.lock();
        pending.retain(|_, pending| !pending.outdated);
        let jobs: Vec<CallId> =
            pending.iter().filter(|(_, pending)| pending.job.is_some()).map(|(id, _)| *id).collect();
        drop(pending);
        for id in jobs {
            self.exchange(id).finish(CallStatus::Abandoned, None);
        }
    }

    fn by_job(&self, job: &str) -> Option<CallId> {
        self.lock().iter().find(|(_, pending)| pending.job.as_deref() == Some(job)).map(|(id, _)| *id)
    }

    fn exchange(&self, id: CallId) -> Exchange {
        let body = KeptBody::up_to(self.recorder.body_limit());
        Exchange { all: self.clone(), id, status: 0, body, last: None, open: true }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<CallId, Pending>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a request asks how a background job goes.
pub(super) fn is_poll(query: &str) -> bool {
    parameters(query, "job").next().is_some()
}

/// The values of a query parameter. Dash writes its handles into the query as they are.
fn parameters<'a>(query: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    query.split('&').filter_map(move |pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// One exchange under way. Dropped before its end it is abandoned: the page has gone away.
#[derive(Debug)]
pub(super) struct Exchange {
    all: Exchanges,
    id: CallId,
    status: u16,
    body: KeptBody,
    /// When the last byte passed; the page may react before the stream is known to be over.
    last: Option<f64>,
    open: bool,
}

impl Exchange {
    /// The answer's head is there.
    pub(super) fn head(&mut self, status: u16, server_timing: Option<&str>) {
        self.status = status;
        self.last = Some(self.all.recorder.now());
        self.all.recorder.update_call(self.id, |call| {
            call.http_status = Some(status);
            if let Some(timing) = server_timing {
                call.server_timing = Some(timing.to_owned());
            }
        });
    }

    /// A part of the answer's body passes.
    pub(super) fn chunk(&mut self, bytes: &[u8]) {
        self.last = Some(self.all.recorder.now());
        self.body.push(bytes);
    }

    /// The answer is complete: the call ends, unless it goes on in the background.
    pub(super) fn end(mut self) {
        if self.all.lock().get(&self.id).is_some_and(|pending| pending.outdated) {
            return self.finish(CallStatus::Stale, None);
        }
        let body = std::mem::take(&mut self.body).into_value();
        let status = self.status;
        if status == 200
            && let Some(body) = body.as_ref().filter(|body| body.get("response").is_none())
        {
            if let Some(job) = handle(body) {
                self.becomes_background(job);
                self.keep(body);
                return;
            }
            if self.is_background() {
                self.keep(body);
                return;
            }
        }
        self.finish(CallStatus::of_answer(status, body.as_ref()), body);
    }

    /// There is no answer, and none will come.
    pub(super) fn fail(self, message: String) {
        self.finish(CallStatus::Failed { message }, None);
    }

    /// Ends the call.
    pub(super) fn finish(mut self, status: CallStatus, response: Option<Value>) {
        self.close(status, response);
    }

    /// Something arrived before the answer.
    pub(super) fn keep(&self, body: &Value) {
        let at = self.all.recorder.now();
        self.all.recorder.update_call(self.id, |call| call.keep_partial(at, body));
    }

    fn close(&mut self, status: CallStatus, response: Option<Value>) {
        self.open = false;
        // Recorded before it counts as done: who waits until nothing is in flight sees the answer.
        let now = self.last.unwrap_or_else(|| self.all.recorder.now());
        self.all.recorder.update_call(self.id, |call| {
            if response.is_some() {
                call.response = response;
            }
            call.finish(now, status);
        });
        self.all.lock().remove(&self.id);
    }

    fn becomes_background(&mut self, job: String) {
        self.open = false;
        if let Some(pending) = self.all.lock().get_mut(&self.id) {
            pending.job = Some(job);
        }
        self.all.recorder.update_call(self.id, |call| call.kind = CallKind::Background);
    }

    /// Whether this was a poll that found the job still running.
    fn is_background(&mut self) -> bool {
        let background = self.all.lock().get(&self.id).is_some_and(|pending| pending.job.is_some());
        self.open &= !background;
        background
    }
}

/// The handle of a background job, in the answer that starts it (protocol section 1.8).
fn handle(body: &Value) -> Option<String> {
    body.get("cacheKey")?;
    body.get("job").map(|job| job.as_str().map_or_else(|| job.to_string(), str::to_owned))
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if self.open {
            self.close(CallStatus::Abandoned, None);
        }
    }
}
