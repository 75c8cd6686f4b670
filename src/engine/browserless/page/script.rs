//! Clientside callbacks: the page's scripts, calls, and what they do besides returning (rules R47 to R53).

use std::time::Duration;

use serde_json::{Map, Value, json};
use url::Url;

use super::super::clientside::{
    Clientside, Effect, Limits, Outcome as Ended, Setting, Target, Update as Set,
};
use super::Page;
use super::call::{Flight, Outcome};
use crate::dash::{Callback, ComponentId, PropRef, Update, pointer};
use crate::trace::MessageLevel;

/// Where Dash serves the packages' own bundles: nothing in them is a clientside callback's function.
const BUNDLES: &str = "_dash-component-suites/";

impl Page {
    /// Loads the app's scripts when it has clientside callbacks: its assets, then the inline functions. Those of other
    /// origins are left out, and named.
    pub(super) async fn load_scripts(&mut self) {
        if self.scheduler.graph().callbacks().iter().all(|callback| callback.clientside.is_none()) {
            return;
        }
        let setting = Setting {
            url: self.address.to_string(),
            title: self.index.title.clone(),
            local: self.tab.storage.local.clone(),
            session: self.tab.storage.session.clone(),
        };
        let mut scripts = match Clientside::new(&setting, Limits::default()) {
            Ok(scripts) => scripts,
            Err(error) => return self.complain(error.to_string()),
        };
        let sources: Vec<Url> = self
            .index
            .scripts
            .iter()
            .filter(|source| !source.contains(BUNDLES))
            .filter_map(|source| self.address.join(source).ok())
            .collect();
        let (own, foreign): (Vec<Url>, Vec<Url>) =
            sources.into_iter().partition(|url| url.origin() == self.address.origin());
        for url in foreign {
            self.recorder
                .message(MessageLevel::Warning, format!("not loaded, as it is of another origin: {url}"));
        }
        for url in own {
            let loaded = match self.transport.expect(&url).await {
                Ok(answer) => scripts.load(url.path(), &answer.text).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = loaded {
                self.complain(error);
            }
        }
        for source in &self.index.inline_scripts {
            if let Err(error) = scripts.load("inline script", source) {
                self.complain(error.to_string());
            }
        }
        self.scripts = Some(scripts);
        self.apply_effects(None);
    }

    /// Calls a function. What it returned is applied in a later turn (rule R52).
    pub(super) fn run_clientside(&mut self, flight: Flight, callback: &Callback) {
        let (Some(function), Some(scripts)) = (&callback.clientside, &mut self.scripts) else { return };
        let ended = scripts.call(function, &flight.request);
        self.apply_effects(Some((&flight, callback)));
        let outcome = match ended {
            Ok(Ended::Prevented) => Outcome::NoUpdate,
            Ok(Ended::Updates(updates)) if updates.is_empty() => Outcome::NoUpdate,
            Ok(Ended::Updates(updates)) => self.returned(&flight, updates),
            Err(error) => {
                let function = format!("{}.{}", function.namespace, function.function_name);
                let message =
                    format!("{} via clientside function {function}", flight.error_message(callback));
                Outcome::Failed { message, detail: error.to_string() }
            }
        };
        self.returned.push((flight, outcome));
    }

    /// Ends the clientside calls that have returned. `false` when there was none.
    pub(super) fn end_clientside(&mut self) -> bool {
        let returned = std::mem::take(&mut self.returned);
        let any = !returned.is_empty();
        for (flight, outcome) in returned {
            if let Some(callback) = self.scheduler.graph().callbacks().get(flight.callback).cloned() {
                self.complete(&flight, &callback, outcome);
            }
        }
        any
    }

    /// Lets the scripts' timers run for as long as the page's clock went on.
    pub(super) fn advance_scripts(&mut self, by: Duration) {
        let Some(scripts) = &mut self.scripts else { return };
        if let Err(error) = scripts.advance(by) {
            self.complain(error.to_string());
        }
        self.apply_effects(None);
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
    fn apply_effects(&mut self, during: Option<(&Flight, &Callback)>) {
        let effects = self.scripts.as_mut().map(Clientside::take_effects).unwrap_or_default();
        for effect in effects {
            match effect {
                Effect::SetProps { target, props, unset } => {
                    self.set_from_script(&target, props, &unset, during);
                }
                Effect::Title(title) => self.index.title = title,
                Effect::Navigate { href, reload } => self.navigate(&href, reload),
                Effect::Storage { area, key, value } => {
                    let area = self.tab.storage.area(Some(&area), "session");
                    match value {
                        Some(value) => drop(area.insert(key, value)),
                        None => drop(area.remove(&key)),
                    }
                }
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
            self.complain("set_props: there is no component with an id at the path");
            return;
        };
        props.extend(unset.iter().map(|name| (name.clone(), Value::Null)));
        if let Some((flight, _)) = during {
            let now = self.recorder.now();
            let side = json!({"sideUpdate": {id.to_string(): &props}});
            self.recorder.update_call(flight.call, |call| call.keep_partial(now, &side));
        }
        let output = during.map(|(_, callback)| callback.output.as_str()).unwrap_or_default();
        self.side_update_one(&id, &props, output);
        if let Some(at) = self.store.place(&id).map(str::to_owned) {
            self.store.unset(&at, unset);
        }
    }

    fn id_at(&self, path: &[Value]) -> Option<ComponentId> {
        let place = path.iter().fold(String::new(), |place, key| {
            pointer::child(&place, &key.as_str().map_or_else(|| key.to_string(), str::to_owned))
        });
        self.store.id(&place)
    }
}
