//! Background callbacks: polling, progress, cancelling, running again (protocol section 1.8).

use std::time::Duration;

use serde_json::{Map, Value};

use super::Page;
use super::call::Flight;
use crate::dash::{Callback, CancelInput, IdPattern, Job, PropValue, Request, Response, Slot, json};
use crate::trace::CallStatus;

/// A job that runs on the server.
#[derive(Debug)]
pub(super) struct LiveJob {
    serial: u64,
    handle: Job,
    outputs: Vec<String>,
    cancel: Vec<CancelInput>,
    progress_default: Map<String, Value>,
    /// A newer run of the same callback made it void.
    outdated: bool,
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
        if let Some(handle) = response.job {
            self.jobs.push(LiveJob {
                serial: flight.serial,
                handle,
                outputs: outputs(&flight.request),
                cancel: response.cancel,
                progress_default: response.progress_default,
                outdated: false,
            });
        }
        let now = self.recorder.now();
        self.recorder.update_call(flight.call, |call| call.keep_partial(now, raw));
        self.side_update(&response.progress, &flight.request.changed, &callback.output);
        let Some(job) = self.jobs.iter().position(|job| job.serial == flight.serial) else {
            // No handle to ask by: the callback never ends in a browser either.
            self.complain(format!("the background callback for `{}` gave no job to poll", callback.output));
            self.scheduler.land(flight.serial);
            return;
        };
        if self.jobs[job].outdated {
            self.jobs.remove(job);
            let now = self.recorder.now();
            self.recorder.update_call(flight.call, |call| call.finish(now, CallStatus::Stale));
            self.scheduler.land(flight.serial);
            return;
        }
        let Job { cache_key, job } = self.jobs[job].handle.clone();
        let mut query = self.end_id();
        query.extend([("cacheKey".to_owned(), cache_key), ("job".to_owned(), job)]);
        flight.polls += 1;
        let polls = flight.polls;
        self.recorder.update_call(flight.call, |call| call.polls = polls);
        let body = if self.version() >= (3, 0, 2) { blanked(&flight.request) } else { flight.request.body() };
        let interval = Duration::from_secs_f64(callback.background.unwrap_or(0.0).clamp(0.0, 3.6e6) / 1000.0);
        self.send(flight, &query, json::print(&body), interval);
    }

    /// The jobs that a new call replaces (`oldJob`) or cancels (`cancelJob`).
    pub(super) fn job_queries(&mut self, callback: &Callback, flight: &Flight) -> Vec<(String, String)> {
        let own = outputs(&flight.request);
        let mut query = Vec::new();
        let mut defaults = Vec::new();
        for job in self.jobs.iter_mut().filter(|job| !job.outdated) {
            if callback.background.is_some() && job.outputs == own {
                job.outdated = true;
                query.push(("oldJob".to_owned(), job.handle.job.clone()));
            } else if job.cancel.iter().any(|input| listens(callback, input)) {
                query.push(("cancelJob".to_owned(), job.handle.job.clone()));
                defaults.push(job.progress_default.clone());
            }
        }
        for progress in defaults {
            self.side_update(&progress, &flight.request.changed, &callback.output);
        }
        query
    }

    /// A job ended: its progress goes back to what it was.
    pub(super) fn end_job(&mut self, flight: &Flight, callback: &Callback) {
        if let Some(at) = self.jobs.iter().position(|job| job.serial == flight.serial) {
            let job = self.jobs.remove(at);
            if !job.outdated {
                self.side_update(&job.progress_default, &flight.request.changed, &callback.output);
            }
        }
    }
}

/// `id.prop` of the resolved outputs.
fn outputs(request: &Request) -> Vec<String> {
    request.outputs.iter().flat_map(Slot::items).map(ToString::to_string).collect()
}

/// Whether a callback has the cancelling input.
fn listens(callback: &Callback, cancel: &CancelInput) -> bool {
    let id = cancel.id.as_str().map_or_else(|| json::print(&cancel.id), str::to_owned);
    let Ok(id) = IdPattern::parse(&id) else { return false };
    callback.inputs.iter().any(|input| input.id == id && input.property == cancel.property)
}

/// The body of a poll: values that stand alone are null.
fn blanked(request: &Request) -> Value {
    let mut request = request.clone();
    let blank = |slot: &mut Slot<PropValue>| {
        if let Slot::One(item) = slot {
            item.value = Some(Value::Null);
        }
    };
    request.inputs.iter_mut().chain(&mut request.state).for_each(blank);
    request.body()
}
