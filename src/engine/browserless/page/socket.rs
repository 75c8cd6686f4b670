//! Callbacks over a WebSocket: their requests, what arrives while they run, their answers (protocol section 1.9).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::schedule::Instance;
use super::super::socket::{News, Worker};
use super::Page;
use super::call::{Flight, Outcome};
use crate::dash::{Callback, ComponentId, Response, SocketAnswer, SocketMessage};
use crate::render::markup::Fault;
use crate::trace::{CallStatus, MessageLevel};

/// The page's end of the socket.
#[derive(Debug)]
pub(super) struct Socket {
    worker: Worker,
    /// Whether every callback runs over it.
    for_all: bool,
    /// Tells pages apart, for the app.
    renderer: String,
    requests: u64,
    /// Calls that wait for the first connection.
    waiting: Vec<Flight>,
    /// Calls without an answer, by the number of their request.
    open: BTreeMap<u64, Flight>,
    was_connected: bool,
    was_lost: bool,
}

impl Socket {
    /// The next thing that happens; never, without a socket.
    pub(super) async fn next(socket: &mut Option<Self>, clock: &super::Clock) -> News {
        match socket {
            Some(socket) => socket.worker.next(clock).await,
            None => std::future::pending().await,
        }
    }

    /// Whether something is awaited that will come, calls of persistent callbacks aside.
    pub(super) fn is_busy(&self) -> bool {
        self.worker.awaits_answer() || self.flights().any(|flight| !flight.persistent)
    }

    fn flights(&self) -> impl Iterator<Item = &Flight> {
        self.open.values().chain(&self.waiting)
    }

    /// Whether a persistent callback runs.
    pub(super) fn is_streaming(&self) -> bool {
        self.flights().any(|flight| flight.persistent)
    }

    /// Whether anything may still come.
    pub(super) fn is_listening(&self) -> bool {
        self.worker.awaits_answer() || self.worker.is_connecting() || self.flights().next().is_some()
    }

    /// Why calls that wait for a connection have none.
    pub(super) fn trouble(&self) -> Option<&str> {
        self.worker.trouble().filter(|_| !self.waiting.is_empty())
    }

    fn send(&mut self, flight: Flight, now: i64) {
        self.requests += 1;
        let request = format!("{}-{}", self.renderer, self.requests);
        self.worker.send(SocketMessage::callback_request(&self.renderer, &request, &flight.body), now);
        self.open.insert(self.requests, flight);
    }

    fn answered(&mut self, request: &str) -> Option<Flight> {
        let number = request.strip_prefix(&self.renderer)?.strip_prefix('-')?.parse().ok()?;
        self.open.remove(&number)
    }
}

impl Page {
    /// Opens the socket when the app offers one, as the renderer does whether or not a callback uses it.
    pub(super) fn open_socket(&mut self) {
        let config = &self.index.config;
        let Some(offered) = config.websocket() else { return };
        let path = offered.path.strip_prefix(&config.requests_prefix()).unwrap_or(&offered.path);
        let Ok(url) = self.base.join(path) else { return };
        self.socket = Some(Socket {
            worker: Worker::new(self.transport.clone(), url, &self.address, &offered),
            for_all: offered.for_all,
            renderer: config.end_id().unwrap_or("dashproof").to_owned(),
            requests: 0,
            waiting: Vec::new(),
            open: BTreeMap::new(),
            was_connected: false,
            was_lost: false,
        });
    }

    /// Whether a callback runs over the socket.
    pub(super) fn uses_socket(&self, callback: &Callback) -> bool {
        let wanted = self.socket.as_ref().is_some_and(|socket| socket.for_all || callback.websocket);
        wanted && callback.background.is_none() && callback.clientside.is_none()
    }

    /// Calls back over the socket, once there has been a connection.
    pub(super) fn send_over_socket(&mut self, flight: Flight) {
        let now = self.tab.clock.now_ms();
        let Some(socket) = &mut self.socket else { return };
        if socket.was_connected {
            socket.send(flight, now);
        } else {
            socket.waiting.push(flight);
        }
    }

    /// Catches up with the socket, which goes on while nobody looks at the page.
    pub(crate) fn catch_up(&mut self) {
        let now = self.tab.clock.now_ms();
        let news = self.socket.as_mut().map(|socket| socket.worker.catch_up(now));
        news.into_iter().flatten().for_each(|news| self.hear(news));
    }

    /// Takes what happened on the socket.
    pub(super) fn hear(&mut self, news: News) {
        match news {
            News::Connected => self.connected(),
            News::Disconnected { reason } => self.disconnected(&reason),
            News::Messages(messages) => messages.into_iter().for_each(|message| self.hear_message(message)),
        }
    }

    fn connected(&mut self) {
        self.recorder.message(MessageLevel::Info, "[Dash] WebSocket connected");
        let now = self.tab.clock.now_ms();
        let Some(socket) = &mut self.socket else { return };
        socket.was_connected = true;
        for flight in std::mem::take(&mut socket.waiting) {
            socket.send(flight, now);
        }
        if !socket.was_lost {
            return;
        }
        // What streams by itself starts anew with the connection.
        let callbacks = self.scheduler.graph().callbacks().iter().enumerate();
        let endless = callbacks.filter(|(_, callback)| callback.no_output && callback.inputs.is_empty());
        let endless = endless.map(|(index, _)| {
            let mut instance = Instance::new(index, None, String::new());
            instance.initial = true;
            instance
        });
        let endless = endless.collect();
        self.scheduler.request(endless, &[]);
    }

    /// What was asked has no answer to come: the renderer takes that as `PreventUpdate`.
    fn disconnected(&mut self, reason: &str) {
        self.recorder.message(MessageLevel::Info, format!("[Dash] WebSocket disconnected: {reason}"));
        let Some(socket) = &mut self.socket else { return };
        socket.was_lost = true;
        for flight in std::mem::take(&mut socket.open).into_values() {
            let now = self.recorder.now();
            self.recorder.update_call(flight.call, |call| call.finish(now, CallStatus::Abandoned));
            let callback = Arc::clone(&flight.callback);
            self.complete(&flight, &callback, Outcome::NoUpdate);
        }
    }

    fn hear_message(&mut self, message: SocketMessage) {
        match message {
            SocketMessage::Answer { request, answer } => {
                let flight = self.socket.as_mut().and_then(|socket| socket.answered(&request));
                if let Some(flight) = flight {
                    let callback = Arc::clone(&flight.callback);
                    let outcome = self.outcome_of(&flight, &callback, answer);
                    self.complete(&flight, &callback, outcome);
                }
            }
            SocketMessage::SetProps { component, props } => self.set_from_socket(&component, &props),
            SocketMessage::GetProps { request, component, properties } => {
                let found = self.props_of(&component, &properties);
                let now = self.tab.clock.now_ms();
                if let Some(socket) = &mut self.socket {
                    let frame = SocketMessage::get_props_response(&socket.renderer, &request, found);
                    socket.worker.send(frame, now);
                }
            }
            SocketMessage::Error(message) => self.complain(format!("[Dash] WebSocket error: {message}")),
            SocketMessage::HeartbeatAck => {}
        }
    }

    fn outcome_of(&mut self, flight: &Flight, callback: &Callback, answer: SocketAnswer) -> Outcome {
        let mut data = match answer {
            SocketAnswer::Done(data) => data,
            SocketAnswer::Prevented => return Outcome::NoUpdate,
            // The renderer shows what was said, and below it nothing of its own.
            SocketAnswer::Failed(detail) => {
                let message = format!("Error: {detail}");
                let fault = Fault::thrown(&message, "");
                return Outcome::Failed { message, detail, fault };
            }
        };
        let raw = data.clone();
        self.hook_response(&flight.body, &mut data);
        match Response::read(data, &callback.output) {
            Ok(response) => {
                self.recorder.update_call(flight.call, |call| call.response = Some(raw));
                self.side_update(&response.side_update, &flight.request.changed, &callback.output);
                Outcome::of_updates(response.updates)
            }
            Err(error) => {
                let error = error.to_string();
                Outcome::failed(flight.error_message(callback), error.clone(), &error)
            }
        }
    }

    /// Props that a running callback sets: like `set_props` in an answer, but a missing component is no error.
    fn set_from_socket(&mut self, component: &str, props: &Map<String, Value>) {
        // Whose they are is not told; it is clear when only one call is open.
        let open = self.socket.as_ref().map(|socket| &socket.open).filter(|open| open.len() == 1);
        if let Some(flight) = open.and_then(|open| open.values().next()) {
            let now = self.recorder.now();
            let side = json!({"sideUpdate": {component: props}});
            self.recorder.update_call(flight.call, |call| call.keep_partial(now, &side));
        }
        let id = ComponentId::parse(component).ok();
        let Some(id) = id.filter(|id| self.store.place(id).is_some()) else {
            let text = format!("SET_PROPS: Component {component} not found in layout");
            return self.recorder.message(MessageLevel::Warning, text);
        };
        self.side_update_one(&id, props, "");
    }

    /// The props that a running callback asks for.
    fn props_of(&self, component: &str, properties: &[String]) -> Map<String, Value> {
        let id = ComponentId::parse(component).ok();
        let found = id.and_then(|id| self.store.component(self.store.place(&id)?));
        let Some(found) = found else {
            let text = format!("GET_PROPS_REQUEST: Component {component} not found in layout");
            self.recorder.message(MessageLevel::Warning, text);
            return Map::new();
        };
        properties.iter().filter_map(|name| Some((name.clone(), found.prop(name)?.clone()))).collect()
    }
}
