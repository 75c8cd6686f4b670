//! Background callbacks: polling, progress, cancelling, running again (protocol section 1.8).

use std::time::Duration;

use serde_json::{Map, Value};

use super::Page;
use super::call::Flight;
use crate::dash::{Callback, CancelInput, IdPattern, Job, Request, Response, Slot, json};
use crate::trace::{CallId, CallStatus};

/// A job that runs on the server.
#[derive(Debug)]
pub(super) struct LiveJob {
    serial: u64,
    call: CallId,
    handle: Job,
    /// What tells that another call is for the same outputs.
    outputs: Outputs,
    cancel: Vec<CancelInput>,
    progress_default: Map<String, Value>,
    /// A newer run of the same callback made it void.
    outdated: bool,
}

/// The outputs of a call: the components and props that they were resolved to, or as they are defined (before 3.0.4).
#[derive(Debug, PartialEq)]
enum Outputs {
    Resolved(Vec<String>),
    Defined(String),
}

impl Page {
    /// An answer without result: keeps the job's handle, shows progress, and polls again after the interval.
    pub(super) fn still_running(
        &mut self,
        mut flight: Flight,
        callback: &Callback,
        response: Response,
        raw: &Value,
    ) {
        if let Some(handle) = response.job.filter(|_| self.job_of(&flight).is_none()) {
            self.jobs.push(LiveJob {
                serial: flight.serial,
                call: flight.call,
                handle,
                outputs: self.outputs(&flight.request),
                cancel: response.cancel,
                progress_default: response.progress_default,
                outdated: false,
            });
        }
        let now = self.recorder.now();
        self.recorder.update_call(flight.call, |call| call.keep_partial(now, raw));
        let Some(job) = self.job_of(&flight) else {
            // No handle to ask by: the callback never ends in a browser either.
            self.complain(format!("the background callback for `{}` gave no job to poll", callback.output));
            self.scheduler.land(flight.serial);
            return;
        };
        let Job { cache_key, job } = self.jobs[job].handle.clone();
        let mut query = vec![("cacheKey".to_owned(), cache_key), ("job".to_owned(), job)];
        query.extend(flight.cancels.iter().cloned());
        flight.polls += 1;
        let polls = flight.polls;
        self.recorder.update_call(flight.call, |call| call.polls = polls);
        let blanks = self.version() >= (3, 0, 2);
        let body = json::print(&if blanks { blanked(flight.body.clone()) } else { flight.body.clone() });
        let interval = Duration::from_secs_f64(callback.background.unwrap_or(0.0).clamp(0.0, 3.6e6) / 1000.0);
        self.send(flight, query, body, interval);
    }

    /// The place of a call's job among those that live.
    fn job_of(&self, flight: &Flight) -> Option<usize> {
        self.jobs.iter().position(|job| job.serial == flight.serial)
    }

    /// Tells the app which jobs a new call replaces: `oldJob`, with its first request alone, and `cancelJob`, with every
    /// one. Any call for the same outputs replaces a job, in the background or not.
    pub(super) fn touch_jobs(&mut self, callback: &Callback, flight: &mut Flight) -> Vec<(String, String)> {
        let own = self.outputs(&flight.request);
        let mut replaced = Vec::new();
        let mut defaults = Vec::new();
        let now = self.recorder.now();
        for job in &mut self.jobs {
            let handle = job.handle.job.clone();
            if job.outputs == own {
                job.outdated = true;
                self.recorder.update_call(job.call, |call| call.finish(now, CallStatus::Stale));
                replaced.push(("oldJob".to_owned(), handle.clone()));
            }
            if job.cancel.iter().any(|input| listens(callback, input)) {
                flight.cancels.push(("cancelJob".to_owned(), handle));
                defaults.push(job.progress_default.clone());
            }
        }
        for progress in defaults {
            self.side_update(&progress, &flight.request.changed, &callback.output);
        }
        replaced.extend(flight.cancels.iter().cloned());
        replaced
    }

    /// A job ended: its progress goes back to what it was.
    pub(super) fn end_job(&mut self, flight: &Flight, callback: &Callback) {
        if let Some(at) = self.job_of(flight) {
            let job = self.jobs.remove(at);
            self.side_update(&job.progress_default, &flight.request.changed, &callback.output);
        }
    }

    /// Forgets a job that a newer run made void. `false` when it is not.
    pub(super) fn forget_outdated(&mut self, flight: &Flight) -> bool {
        let outdated = self.job_of(flight).filter(|at| self.jobs[*at].outdated);
        outdated.map(|at| self.jobs.remove(at)).is_some()
    }

    fn outputs(&self, request: &Request) -> Outputs {
        if self.version() < (3, 0, 4) {
            return Outputs::Defined(request.output.clone());
        }
        Outputs::Resolved(request.outputs.iter().flat_map(Slot::items).map(ToString::to_string).collect())
    }
}

/// Whether a callback has the cancelling input. The renderer compares the id as the app wrote it, so that a dictionary
/// is never found.
fn listens(callback: &Callback, cancel: &CancelInput) -> bool {
    callback.inputs.iter().any(|input| {
        let same = matches!(&input.id, IdPattern::Plain(id) if cancel.id.as_str() == Some(id));
        same && input.property == cancel.property
    })
}

/// The body of a poll: values that stand alone are null.
fn blanked(mut body: Value) -> Value {
    for slots in ["inputs", "state"] {
        let slots = body.get_mut(slots).and_then(Value::as_array_mut);
        for item in slots.into_iter().flatten().filter_map(Value::as_object_mut) {
            item.insert("value".to_owned(), Value::Null);
        }
    }
    body
}
