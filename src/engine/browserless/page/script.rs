//! Clientside callbacks: calls, and what scripts do besides returning (rules R47 to R53).

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::super::clientside::{
    Clientside, Effect, Error as ScriptError, Outcome as Ended, Surroundings, Target, Update as Set, place,
};
use super::Page;
use super::call::{Flight, Outcome};
use crate::dash::{Callback, ComponentId, PropRef, Update};
use crate::render::markup::Fault;
use crate::trace::MessageLevel;

impl Page {
    /// Runs scripts with the page's state lent to them. `None` when the page has none.
    pub(super) fn with_scripts<T>(&mut self, run: impl FnOnce(&mut Clientside) -> T) -> Option<T> {
        self.with_known(Surroundings::default(), run)
    }

    /// The same with what else is known of the page.
    pub(super) fn with_known<T>(
        &mut self,
        known: Surroundings,
        run: impl FnOnce(&mut Clientside) -> T,
    ) -> Option<T> {
        let mut scripts = self.scripts.take()?;
        let (focus, caret) = (self.focus(), self.caret());
        scripts.lend(Surroundings {
            address: Some(self.address.clone()),
            nested: self.has_nested_layout(),
            store: std::mem::take(&mut self.store),
            storage: std::mem::take(&mut self.tab.storage),
            edits: std::mem::take(&mut self.edits),
            cookies: self.transport.cookies(),
            options: self.markup_options(),
            cascade: self.cascade.clone(),
            media: self.media(),
            focus,
            caret,
            ..known
        });
        let outcome = run(&mut scripts);
        let back = scripts.take_back();
        (self.store, self.tab.storage, self.edits) = (back.store, back.storage, back.edits);
        self.scripts = Some(scripts);
        Some(outcome)
    }

    /// Calls a function. What it returned is applied in a later turn (rule R52).
    pub(super) fn run_clientside(&mut self, flight: Flight, callback: &Callback) {
        let Some(function) = &callback.clientside else { return };
        self.with_scripts(|scripts| scripts.start(flight.serial, function, &flight.request));
        self.apply_effects(Some((&flight, callback)));
        self.promised.push(flight);
        self.collect_ended();
    }

    /// Takes over the calls that have ended.
    fn collect_ended(&mut self) {
        let ended = self.scripts.as_mut().map(Clientside::ended).unwrap_or_default();
        for (serial, ended) in ended {
            let Some(at) = self.promised.iter().position(|flight| flight.serial == serial) else { continue };
            let flight = self.promised.remove(at);
            let callback = Arc::clone(&flight.callback);
            let outcome = match ended {
                Ok(Ended::Prevented) => Outcome::NoUpdate,
                Ok(Ended::Updates(updates)) if updates.is_empty() => Outcome::NoUpdate,
                Ok(Ended::Updates(updates)) => self.returned(&flight, updates),
                Err(error) => failed(&flight, &callback, error),
            };
            self.returned.push((flight, outcome));
        }
    }

    /// Lets the page's clock go on to the next timer of the scripts when a clientside call waits for its promise, and
    /// says how long that was. `None` when nothing waits, or no timer is due within `most`.
    pub(crate) fn wait_for_promise(&mut self, most: Duration) -> Option<Duration> {
        if self.promised.is_empty() {
            return None;
        }
        let time = self.next_script_timer().filter(|time| *time <= most)?.max(Duration::from_millis(1));
        let end = self.tab.clock.advanced() + time.as_millis() as i64;
        while self.tick(end) {}
        Some(time)
    }

    /// How long until a timer of the scripts is due.
    pub(crate) fn next_script_timer(&mut self) -> Option<Duration> {
        self.scripts.as_mut().and_then(Clientside::next_timer)
    }

    /// Ends the clientside calls that have returned. `false` when there was none.
    pub(super) fn end_clientside(&mut self) -> bool {
        let returned = std::mem::take(&mut self.returned);
        let any = !returned.is_empty();
        for (flight, outcome) in returned {
            let callback = Arc::clone(&flight.callback);
            self.complete(&flight, &callback, outcome);
        }
        any
    }

    /// Lets the scripts' timers run for as long as the page's clock went on.
    pub(super) fn advance_scripts(&mut self, by: Duration) {
        let errors = self.with_scripts(|scripts| scripts.advance(by)).unwrap_or_default();
        for error in errors {
            self.ran(Some(Err(error)));
        }
        // After an `await` nothing says whose code runs, unless there is only one.
        let only = (self.promised.len() == 1).then(|| self.promised.pop()).flatten();
        self.apply_effects(only.as_ref().map(|flight| (flight, &*flight.callback)));
        self.promised.extend(only);
        self.collect_ended();
    }

    /// The values that a function returned, by component, in the form of a server's answer.
    fn returned(&self, flight: &Flight, returned: Vec<Set>) -> Outcome {
        let mut updates: Vec<Update> = Vec::new();
        let mut undefined = Vec::new();
        for Set { id, property, value } in returned {
            if value.is_none() {
                undefined.push(PropRef { id: id.clone(), property: property.clone() });
            }
            let value = value.unwrap_or_default();
            match updates.iter_mut().find(|update| update.id == id) {
                Some(update) => drop(update.props.insert(property, value)),
                None => updates.push(Update { id, props: [(property, value)].into_iter().collect() }),
            }
        }
        let response: Map<String, Value> = updates
            .iter()
            .map(|update| (update.id.to_string(), Value::Object(update.props.clone())))
            .collect();
        let response = json!({"multi": true, "response": response});
        self.recorder.update_call(flight.call, |call| call.response = Some(response));
        Outcome::Updated { updates, undefined }
    }

    /// Does what scripts did besides returning.
    pub(super) fn apply_effects(&mut self, during: Option<(&Flight, &Callback)>) {
        let effects = self.scripts.as_mut().map(Clientside::take_effects).unwrap_or_default();
        for effect in effects {
            match effect {
                Effect::SetProps { target, props, unset } => {
                    self.set_from_script(&target, props, &unset, during);
                }
                Effect::Title(title) => self.index.title = title,
                Effect::Navigate { href, reload, tell, replace } => self.go(&href, reload, tell, replace),
                Effect::Open { href, text } => self.open_window(&href, text),
                Effect::Moved => self.tell_locations(),
                Effect::Click(element) => {
                    if let Err(error) = self.click_element(&element) {
                        self.recorder.message(MessageLevel::Warning, format!("a click by a script: {error}"));
                    }
                }
                Effect::Focus(Some(element)) => self.focus_element(&element),
                Effect::Focus(None) => self.blur(),
                Effect::Select(element, start, end) => self.select_text(&element, start, end),
                Effect::Clipboard(text) => *self.tab.clipboard = text.into(),
                Effect::Cookie(cookie) => self.transport.set_cookie(&self.address, &cookie),
                Effect::Console { level, text } => {
                    let level = match level.as_str() {
                        "error" => MessageLevel::Error,
                        "warn" => MessageLevel::Warning,
                        _ => MessageLevel::Info,
                    };
                    self.recorder.message(level, text);
                }
            }
        }
    }

    /// `dash_clientside.set_props` (rule R51).
    fn set_from_script(
        &mut self,
        target: &Target,
        mut props: Map<String, Value>,
        unset: &[String],
        during: Option<(&Flight, &Callback)>,
    ) {
        let id = match target {
            Target::Id(id) => Some(id.clone()),
            Target::Path(path) => self.id_at(path),
        };
        let Some(id) = id else {
            return self.complain("set_props: there is no component with an id at the path");
        };
        if let Some((flight, _)) = during {
            let now = self.recorder.now();
            let side = json!({"sideUpdate": {id.to_string(): &props}});
            self.recorder.update_call(flight.call, |call| call.keep_partial(now, &side));
        }
        props.extend(unset.iter().map(|name| (name.clone(), Value::Null)));
        let output = during.map(|(_, callback)| callback.output.as_str()).unwrap_or_default();
        self.side_update_one(&id, &props, output);
        if let Some(at) = self.store.place(&id).map(str::to_owned) {
            self.store.unset(&at, unset);
        }
    }

    /// A script opened another window: nobody has it but a WebDriver client.
    pub(super) fn open_window(&mut self, href: &str, text: String) {
        if self.tab.clock.lived().is_none() {
            return self.recorder.message(MessageLevel::Info, text);
        }
        let address = if href.is_empty() { url::Url::parse("about:blank") } else { self.address.join(href) };
        match address {
            Ok(address) => self.tab.opened.push(address),
            Err(_) => self.complain(format!("the address `{href}` leads nowhere")),
        }
    }

    fn id_at(&self, path: &[Value]) -> Option<ComponentId> {
        self.store.id(&place(path, self.has_nested_layout())?)
    }

    /// Whether paths in the layout begin with `components`.
    pub(super) fn has_nested_layout(&self) -> bool {
        self.version() >= (3, 0, 0)
    }
}

/// How a call ended whose code failed. The renderer logs an `Error` as it is, and what else was thrown under a headline.
fn failed(flight: &Flight, callback: &Callback, error: ScriptError) -> Outcome {
    let (detail, stack) = match error {
        ScriptError::Threw { message, stack, .. } => (message, stack),
        other => (other.to_string(), String::new()),
    };
    let headline = flight.error_message(callback);
    if stack.is_empty() {
        return Outcome::failed(headline, detail.clone(), &detail);
    }
    let fault = Fault::thrown(&detail, &stack);
    Outcome::Failed { message: format!("{detail}\n{headline}\n{}", stack.trim_end()), detail, fault }
}
