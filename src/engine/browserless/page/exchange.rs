//! Callbacks over HTTP: the request, a token that has expired, the answer (protocol sections 1.6, 1.7 and 1.10).

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use super::super::answer::Answer;
use super::super::transport::Renderer;
use super::Page;
use super::call::{Flight, Outcome};
use super::load::join;
use crate::dash::{Callback, Response, json};
use crate::engine::Error;
use crate::render::markup::Fault;
use crate::trace::{Call, CallKind, CallStatus, failure_message};

/// A call with its answer.
#[derive(Debug)]
pub(super) struct Landing {
    pub(super) flight: Flight,
    pub(super) answer: Result<Answer, Error>,
}

impl Page {
    /// Calls back for the first time.
    pub(super) fn post(&mut self, flight: Flight, more: Vec<(String, String)>) {
        let body = json::print(&flight.body);
        self.send(flight, more, body, Duration::ZERO);
    }

    /// Posts a body after a while; `more` follows the page's id in the query.
    pub(super) fn send(
        &mut self,
        flight: Flight,
        more: Vec<(String, String)>,
        body: String,
        after: Duration,
    ) {
        let page = self.index.config.end_id().map(|id| ("endId".to_owned(), id.to_owned()));
        // The browser's code does not encode the values either.
        let query: Vec<String> =
            page.into_iter().chain(more).map(|(key, value)| format!("{key}={value}")).collect();
        let mut url = join(&self.base, "_dash-update-component");
        if !query.is_empty() {
            url.set_query(Some(&query.join("&")));
        }
        let (transport, mut renderer) = (self.transport.clone(), self.renderer());
        if let Some(token) = &flight.token {
            renderer.authorization = Some(token.clone());
        }
        self.flights.begin(flight.persistent, async move {
            // A sleep of nothing would take a tick of the timer all the same.
            if !after.is_zero() {
                sleep(after).await;
            }
            let answer = transport.post(&url, body, &renderer).await;
            Landing { flight, answer }
        });
    }

    /// What the renderer adds to a request that it makes now.
    pub(super) fn renderer(&self) -> Renderer {
        Renderer { page: self.address.clone(), ..self.renderer.clone() }
    }

    /// Takes an answer.
    pub(super) fn landed(&mut self, landing: Landing) {
        let Landing { flight, answer } = landing;
        let callback = Arc::clone(&flight.callback);
        // A redirect that was not followed leads to where `fetch` may not go: to a page that is no answer at all.
        let answer = answer.map_err(|error| error.to_string()).and_then(|answer| {
            if (300..400).contains(&answer.status) { Err(answer.instead("a redirect")) } else { Ok(answer) }
        });
        let answer = match answer {
            Ok(answer) => answer,
            Err(detail) => {
                self.reached(false);
                let message = "Error: Callback failed: the server did not respond.".to_owned();
                let fault = Fault::thrown(&message, "");
                return self.conclude(&flight, Outcome::Failed { message, detail, fault });
            }
        };
        self.reached(true);
        self.note_status(&answer);
        if self.forget_outdated(&flight) {
            return self.conclude(&flight, Outcome::NoUpdate);
        }
        self.recorder.update_call(flight.call, |call| {
            call.http_status = Some(answer.status);
            call.server_timing.clone_from(&answer.server_timing);
        });
        match answer.status {
            200 => match json::parse(&answer.text) {
                Ok(body) => self.answered(flight, &callback, body),
                Err(error) => {
                    let detail = answer.instead(&error.to_string());
                    let fault = Fault::thrown(&format!("SyntaxError: {error}"), "");
                    let outcome = Outcome::Failed { message: flight.error_message(&callback), detail, fault };
                    self.complete(&flight, &callback, outcome);
                }
            },
            204 => {
                self.keep_token(&flight);
                self.complete(&flight, &callback, Outcome::NoUpdate);
            }
            400 | 401 if flight.token.is_none() && answer.text.contains("JWT Expired") => {
                self.refresh(flight, &callback, &answer);
            }
            _ => self.refused(&flight, &callback, &answer),
        }
    }

    /// Browsers tell on the console of what was asked for in vain, and so do live pages.
    fn note_status(&self, answer: &Answer) {
        if answer.status < 400 || self.tab.clock.lived().is_none() {
            return;
        }
        let reason =
            reqwest::StatusCode::from_u16(answer.status).ok().and_then(|code| code.canonical_reason());
        self.complain(format!(
            "{} - Failed to load resource: the server responded with a status of {} ({})",
            answer.url,
            answer.status,
            reason.unwrap_or_default().to_uppercase()
        ));
    }

    fn answered(&mut self, flight: Flight, callback: &Callback, mut body: Value) {
        self.keep_token(&flight);
        let raw = body.clone();
        self.hook_response(&flight.body, &mut body);
        let response = match Response::read(body, &callback.output) {
            Ok(response) => response,
            Err(error) => {
                let error = error.to_string();
                let outcome = Outcome::failed(flight.error_message(callback), error.clone(), &error);
                return self.complete(&flight, callback, outcome);
            }
        };
        // What comes beside the outputs counts even when the answer is void (rule R28).
        self.side_update(&response.side_update, &flight.request.changed, &callback.output);
        self.side_update(&response.progress, &flight.request.changed, &callback.output);
        if callback.background.is_some() && response.updates.is_none() {
            self.still_running(flight, callback, response, &raw);
            return;
        }
        self.recorder.update_call(flight.call, |call| call.response = Some(raw));
        self.complete(&flight, callback, Outcome::of_updates(response.updates));
    }

    /// The token has expired: asks the app's hook for another and calls once more, from the beginning.
    fn refresh(&mut self, mut flight: Flight, callback: &Callback, answer: &Answer) {
        let Some(token) = self.fresh_token() else { return self.refused(&flight, callback, answer) };
        let (now, message) = (self.recorder.now(), refusal(answer));
        self.recorder.update_call(flight.call, |call| call.finish(now, CallStatus::Failed { message }));
        self.end_side_effects(&flight, callback);
        match self.hook_request(flight.body.clone()) {
            Ok(body) => flight.body = body,
            Err(message) => {
                return self.conclude(&flight, Outcome::thrown(message));
            }
        }
        flight.token = Some(format!("Bearer {token}"));
        let call = Call::begin(kind(callback), self.recorder.now(), flight.body.clone());
        flight.call = self.recorder.begin_call(call);
        self.side_update(&callback.running, &flight.request.changed, &callback.output);
        self.post(flight, Vec::new());
    }

    fn refused(&mut self, flight: &Flight, callback: &Callback, answer: &Answer) {
        let message = flight.error_message(callback);
        let outcome = Outcome::failed(message, refusal(answer), &answer.text);
        self.complete(flight, callback, outcome);
    }

    /// A fresh token that was taken is the one to send from now on.
    fn keep_token(&mut self, flight: &Flight) {
        if flight.token.is_some() {
            self.renderer.authorization.clone_from(&flight.token);
        }
    }
}

/// What kind of call a callback over HTTP is.
fn kind(callback: &Callback) -> CallKind {
    if callback.background.is_some() { CallKind::Background } else { CallKind::Server }
}

fn refusal(answer: &Answer) -> String {
    let body = json::parse(&answer.text).unwrap_or_else(|_| answer.text.clone().into());
    failure_message(answer.status, Some(&body))
}
