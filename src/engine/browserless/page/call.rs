//! Server callbacks: the request, and what its answer does (rules R28, R40 to R44).

use serde_json::{Map, Value};
use tokio::time::{Duration, sleep};

use super::super::schedule::Instance;
use super::super::transport::{Answer, Transport, excerpt};
use super::Page;
use crate::dash::{Callback, Patch, PropRef, Request, Response, Slot, Update, json, pointer};
use crate::engine::Error;
use crate::trace::{Call, CallId, CallKind, CallStatus, failure_message};

/// A call on its way.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) serial: u64,
    pub(super) call: CallId,
    pub(super) callback: usize,
    pub(super) request: Box<Request>,
    /// Where each output was when it was picked (rule R40).
    pub(super) places: Vec<(String, String)>,
    pub(super) polls: u32,
    /// The jobs that it cancels, as parts of a query.
    pub(super) cancels: Vec<(String, String)>,
    /// It does not count as work in progress.
    pub(super) persistent: bool,
}

/// A call with its answer.
#[derive(Debug)]
pub(super) struct Landing {
    pub(super) flight: Flight,
    pub(super) answer: Result<Answer, Error>,
}

/// How a call ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// New props; `undefined` ones are absent afterwards, and trigger like the others (rule R49).
    Updated {
        updates: Vec<Update>,
        undefined: Vec<PropRef>,
    },
    NoUpdate,
    Failed {
        message: String,
        detail: String,
    },
}

impl Outcome {
    /// What an answer with these updates means.
    pub(super) fn of_updates(updates: Option<Vec<Update>>) -> Self {
        match updates {
            Some(updates) if !updates.is_empty() => Self::Updated { updates, undefined: Vec::new() },
            _ => Self::NoUpdate,
        }
    }
}

impl Page {
    /// Starts a picked callback.
    pub(super) fn start(&mut self, instance: &Instance, request: Box<Request>) {
        let callback = instance.callback(self.scheduler.graph()).clone();
        let over_socket = self.uses_socket(&callback);
        let kind = match (&callback.clientside, callback.background) {
            (Some(_), _) => CallKind::Clientside,
            (None, Some(_)) => CallKind::Background,
            (None, None) if over_socket => CallKind::Websocket,
            (None, None) => CallKind::Server,
        };
        let body = request.body();
        let call = self.recorder.begin_call(Call::begin(kind, self.recorder.now(), body.clone()));
        let places = request
            .outputs
            .iter()
            .flat_map(Slot::items)
            .filter_map(|prop| Some((prop.id.to_string(), self.store.paths.get(&prop.id)?.to_owned())))
            .collect();
        let mut flight = Flight {
            serial: instance.serial,
            call,
            callback: instance.callback,
            request,
            places,
            polls: 0,
            cancels: Vec::new(),
            persistent: callback.persistent,
        };
        if callback.clientside.is_some() {
            self.run_clientside(flight, &callback);
            return;
        }
        let jobs = self.touch_jobs(&callback, &mut flight);
        self.side_update(&callback.running, &flight.request.changed, &callback.output);
        if over_socket {
            return self.send_over_socket(flight, body);
        }
        let mut query = self.end_id();
        query.extend(jobs);
        self.send(flight, &query, json::print(&body), Duration::ZERO);
    }

    /// The query that every call begins with.
    pub(super) fn end_id(&self) -> Vec<(String, String)> {
        self.index.config.end_id().map(|id| ("endId".to_owned(), id.to_owned())).into_iter().collect()
    }

    /// Posts a body after a while.
    pub(super) fn send(&mut self, flight: Flight, query: &[(String, String)], body: String, after: Duration) {
        let mut url = self.endpoint.clone();
        if !query.is_empty() {
            // The browser's code does not encode the values either.
            let text =
                query.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&");
            url.set_query(Some(&text));
        }
        let transport: Transport = self.transport.clone();
        let (token, header) = self.index.config.csrf();
        let csrf = (token.to_owned(), header.to_owned());
        self.flights.begin(flight.persistent, async move {
            sleep(after).await;
            let answer = transport.post(&url, body, (&csrf.0, &csrf.1)).await;
            Landing { flight, answer }
        });
    }

    /// Takes an answer.
    pub(super) fn landed(&mut self, landing: Landing) {
        let Landing { flight, answer } = landing;
        let Some(callback) = self.scheduler.graph().callbacks().get(flight.callback).cloned() else { return };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                let message = "Callback failed: the server did not respond.".to_owned();
                let outcome = Outcome::Failed { message, detail: error.to_string() };
                return self.conclude(&flight, outcome);
            }
        };
        if self.forget_outdated(&flight) {
            return self.conclude(&flight, Outcome::NoUpdate);
        }
        self.recorder.update_call(flight.call, |call| {
            call.http_status = Some(answer.status);
            call.server_timing.clone_from(&answer.server_timing);
        });
        let response = match answer.status {
            200 => Response::parse(&answer.text, &callback.output),
            204 => return self.complete(&flight, &callback, Outcome::NoUpdate),
            _ => {
                let body = json::parse(&answer.text).unwrap_or_else(|_| answer.text.clone().into());
                let outcome = Outcome::Failed {
                    message: flight.error_message(&callback),
                    detail: failure_message(answer.status, Some(&body)),
                };
                return self.complete(&flight, &callback, outcome);
            }
        };
        match response {
            Ok(response) => self.answered(flight, &callback, response, &answer.text),
            Err(error) => {
                let detail = format!("{error}: {}", excerpt(&answer.text));
                let outcome = Outcome::Failed { message: flight.error_message(&callback), detail };
                self.complete(&flight, &callback, outcome);
            }
        }
    }

    fn answered(&mut self, flight: Flight, callback: &Callback, response: Response, text: &str) {
        let raw = json::parse(text).unwrap_or_default();
        // What comes beside the outputs counts even when the answer is void (rule R28).
        self.side_update(&response.side_update, &flight.request.changed, &callback.output);
        if callback.background.is_some() && response.updates.is_none() {
            self.still_running(flight, callback, response, &raw);
            return;
        }
        self.recorder.update_call(flight.call, |call| call.response = Some(raw));
        self.complete(&flight, callback, Outcome::of_updates(response.updates));
    }

    /// Ends a call: `runningOff` and progress defaults, then its result, unless it is void by now.
    pub(super) fn complete(&mut self, flight: &Flight, callback: &Callback, outcome: Outcome) {
        if callback.clientside.is_none() {
            self.side_update(&callback.running_off, &flight.request.changed, &callback.output);
            self.end_job(flight, callback);
        }
        self.conclude(flight, outcome);
    }

    /// Ends a call with its result alone.
    fn conclude(&mut self, flight: &Flight, outcome: Outcome) {
        let outcome = self.patched(flight, outcome);
        let now = self.recorder.now();
        let finish =
            |page: &Self, status| page.recorder.update_call(flight.call, |call| call.finish(now, status));
        let Some(instance) = self.scheduler.land(flight.serial) else {
            return finish(self, CallStatus::Stale);
        };
        let updated = match outcome {
            Outcome::Updated { updates, undefined } => {
                finish(self, CallStatus::Updated);
                let updated = self.apply(updates, &instance);
                for PropRef { id, property } in undefined {
                    if let Some(at) = self.store.place(&id).map(str::to_owned) {
                        self.store.unset(&at, &[property]);
                    }
                }
                updated
            }
            Outcome::NoUpdate => {
                finish(self, CallStatus::NoUpdate);
                Vec::new()
            }
            Outcome::Failed { message, detail } => {
                let told = message.contains(&detail);
                self.complain(if told { message } else { format!("{message}\n{detail}") });
                finish(self, CallStatus::Failed { message: detail });
                Vec::new()
            }
        };
        self.scheduler.note(&instance, &updated, &self.store.paths);
    }

    /// Resolves patches against the tree as it is now, at the places of when the call was picked (rule R40).
    fn patched(&self, flight: &Flight, outcome: Outcome) -> Outcome {
        let Outcome::Updated { mut updates, undefined } = outcome else { return outcome };
        for update in &mut updates {
            let id = update.id.to_string();
            let place = flight.places.iter().find(|(known, _)| *known == id).map(|(_, at)| at.as_str());
            if let Err(detail) = self.resolve_patches(&mut update.props, place) {
                let message = format!("Callback error updating {}", flight.request.output);
                return Outcome::Failed { message, detail };
            }
        }
        Outcome::Updated { updates, undefined }
    }

    fn resolve_patches(&self, props: &mut Map<String, Value>, place: Option<&str>) -> Result<(), String> {
        for (name, value) in props {
            if let Some(patch) = Patch::of(value) {
                let current = place.and_then(|at| self.store.tree.pointer(&pointer::prop(at, name)));
                *value = patch.apply(current).map_err(|error| error.to_string())?;
            }
        }
        Ok(())
    }
}

impl Flight {
    /// The renderer's words for a failed callback (rule R42).
    pub(super) fn error_message(&self, callback: &Callback) -> String {
        let list = |props: Vec<String>| props.join(", ");
        if callback.no_output {
            let changed = self.request.changed.iter().map(ToString::to_string).collect();
            return format!("Callback error with no output from input {}", list(changed));
        }
        // Of a server callback it knows the output as defined, of a clientside one what it would have updated.
        let Some(function) = &callback.clientside else {
            return format!("Callback error updating {}", callback.output);
        };
        let outputs = self.request.outputs.iter().flat_map(Slot::items).map(ToString::to_string).collect();
        let function = format!("{}.{}", function.namespace, function.function_name);
        format!("Callback error updating {} via clientside function {function}", list(outputs))
    }
}
