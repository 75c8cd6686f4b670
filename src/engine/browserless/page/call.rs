//! A callback's call: how it begins, and what its end does (rules R28, R40 to R44).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::schedule::Instance;
use super::Page;
use crate::dash::{Callback, Patch, PropRef, Request, Slot, Update, pointer};
use crate::render::markup::Fault;
use crate::trace::{Call, CallId, CallKind, CallStatus};

/// A call on its way.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) serial: u64,
    pub(super) call: CallId,
    pub(super) callback: Arc<Callback>,
    pub(super) request: Box<Request>,
    /// What is sent: the request, as the app's hook left it.
    pub(super) body: Value,
    /// Where each output was when it was picked (rule R40).
    pub(super) places: Vec<(String, String)>,
    pub(super) polls: u32,
    /// A token that replaces an expired one; it is kept once it has proved good.
    pub(super) token: Option<String>,
    /// The jobs that it cancels, as parts of a query.
    pub(super) cancels: Vec<(String, String)>,
    /// It does not count as work in progress.
    pub(super) persistent: bool,
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
        /// What the console shows, above the detail unless that is in it.
        message: String,
        detail: String,
        fault: Fault,
    },
}

impl Outcome {
    /// Of JavaScript that threw, with the error's name and message.
    pub(super) fn thrown(error: String) -> Self {
        let fault = Fault::thrown(&error, "");
        Self::Failed { detail: error.clone(), message: error, fault }
    }

    /// Of a callback that failed, under the renderer's headline; `html` is what it got from the server.
    pub(super) fn failed(message: String, detail: String, html: &str) -> Self {
        let fault = Fault::explained(message.as_str(), html);
        Self::Failed { message, detail, fault }
    }

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
        let callback = Arc::new(instance.callback(self.scheduler.graph()).clone());
        let over_socket = self.uses_socket(&callback);
        let kind = match (&callback.clientside, callback.background) {
            (Some(_), _) => CallKind::Clientside,
            (None, Some(_)) => CallKind::Background,
            (None, None) if over_socket => CallKind::Websocket,
            (None, None) => CallKind::Server,
        };
        let mut body = request.body();
        let mut thrown = None;
        if callback.clientside.is_none() {
            match self.hook_request(body.clone()) {
                Ok(changed) => body = changed,
                Err(message) => thrown = Some(message),
            }
        }
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
            persistent: callback.persistent,
            callback: Arc::clone(&callback),
            request,
            body,
            places,
            polls: 0,
            token: None,
            cancels: Vec::new(),
        };
        if callback.clientside.is_some() {
            return self.run_clientside(flight, &callback);
        }
        let jobs = self.touch_jobs(&callback, &mut flight);
        if let Some(message) = thrown {
            return self.returned.push((flight, Outcome::thrown(message)));
        }
        self.side_update(&callback.running, &flight.request.changed, &callback.output);
        if over_socket {
            self.send_over_socket(flight);
        } else {
            self.post(flight, jobs);
        }
    }

    /// Ends a call: `runningOff` and progress defaults, then its result, unless it is void by now.
    pub(super) fn complete(&mut self, flight: &Flight, callback: &Callback, outcome: Outcome) {
        if callback.clientside.is_none() {
            self.end_side_effects(flight, callback);
        }
        self.conclude(flight, outcome);
    }

    /// Undoes what is set only while a call runs.
    pub(super) fn end_side_effects(&mut self, flight: &Flight, callback: &Callback) {
        self.side_update(&callback.running_off, &flight.request.changed, &callback.output);
        self.end_job(flight, callback);
    }

    /// Ends a call with its result alone.
    pub(super) fn conclude(&mut self, flight: &Flight, outcome: Outcome) {
        let outcome = self.patched(flight, outcome);
        self.hook_resolved(flight, &outcome);
        if flight.callback.dynamic_creator && !matches!(outcome, Outcome::Failed { .. }) {
            self.reread_dependencies();
        }
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
            Outcome::Failed { message, detail, fault } => {
                let told = message.contains(&detail);
                let console = if told { message } else { format!("{message}\n{detail}") };
                self.tell(console, fault, false);
                finish(self, CallStatus::Failed { message: detail });
                Vec::new()
            }
        };
        self.scheduler.note(&instance, &updated, &self.store.paths);
    }

    /// Resolves patches against the tree as it is now, at the places of when the call was picked (rule R40). One that
    /// does not fit is the page's error, not the call's: nothing that was returned is taken over.
    fn patched(&mut self, flight: &Flight, outcome: Outcome) -> Outcome {
        let Outcome::Updated { mut updates, undefined } = outcome else { return outcome };
        for update in &mut updates {
            let id = update.id.to_string();
            let place = flight.places.iter().find(|(known, _)| *known == id).map(|(_, at)| at.as_str());
            if let Err(detail) = self.resolve_patches(&mut update.props, place) {
                self.tell_thrown(&format!("Error: {detail}"));
                return Outcome::Updated { updates: Vec::new(), undefined: Vec::new() };
            }
        }
        Outcome::Updated { updates, undefined }
    }

    fn resolve_patches(&self, props: &mut Map<String, Value>, place: Option<&str>) -> Result<(), String> {
        for (name, value) in props {
            if let Some(patch) = Patch::of(value) {
                let current = place.and_then(|at| self.store.tree.pointer(&pointer::prop(at, name)));
                if current.is_none() {
                    // The renderer's words.
                    return Err("Cannot patch undefined".to_owned());
                }
                *value = patch.apply(current).map_err(|error| error.to_string())?;
            }
        }
        Ok(())
    }
}

impl Flight {
    /// Its place among answers that are there together, in the order of their requests. A poll is a new request, so that
    /// those of one job never keep others waiting.
    pub(super) fn turn(&self) -> (u32, u64) {
        (self.polls, self.serial)
    }

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
