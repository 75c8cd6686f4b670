//! The app's hooks of dash-renderer (protocol section 1.10).

use serde_json::{Map, Value, json};

use super::super::clientside::{self, Hooked};
use super::super::store::Store;
use super::Page;
use super::call::{Flight, Outcome};
use crate::dash::Dependency;

impl Page {
    /// Calls a hook; `None` when the app has none of that name, or when it needs what only a browser has, which is told.
    ///
    /// # Errors
    /// What the hook threw.
    fn hook(&mut self, name: &str, args: Vec<Value>) -> Result<Option<Hooked>, String> {
        if self.index.renderer.is_none() {
            return Ok(None);
        }
        let Some(hooked) = self.with_scripts(|scripts| scripts.hook(name, args)) else { return Ok(None) };
        self.apply_effects(None);
        match hooked {
            Ok(hooked) => Ok(hooked),
            Err(clientside::Error::Threw { message, .. }) => Err(message),
            Err(error) => {
                self.complain(format!("the hook {name} was left out: {error}"));
                Ok(None)
            }
        }
    }

    /// Calls a hook and gives its argument as it left it; what it throws is told on the console.
    fn hooked(&mut self, name: &str, mut args: Vec<Value>, index: usize) -> Option<Value> {
        match self.hook(name, std::mem::take(&mut args)) {
            Ok(hooked) => hooked?.args.into_iter().nth(index),
            Err(message) => {
                self.complain(message);
                None
            }
        }
    }

    /// `layout_pre`, then `layout_post` with the layout.
    pub(super) fn hook_layout(&mut self) {
        if self.index.renderer.is_none() {
            return;
        }
        self.hooked("layout_pre", Vec::new(), 0);
        if let Some(layout) = self.hooked("layout_post", vec![self.store.tree.clone()], 0) {
            self.store = Store::new(layout, &self.index.config);
        }
    }

    /// `request_pre`, which may change what is sent.
    ///
    /// # Errors
    /// What the hook threw: the callback is not called then.
    pub(super) fn hook_request(&mut self, body: Value) -> Result<Value, String> {
        if self.index.renderer.is_none() {
            return Ok(body);
        }
        let hooked = self.hook("request_pre", vec![body.clone()])?;
        Ok(hooked.and_then(|hooked| hooked.args.into_iter().next()).unwrap_or(body))
    }

    /// `request_post`, which may change what was returned.
    pub(super) fn hook_response(&mut self, body: &Value, answer: &mut Value) {
        let Some(response) = answer.get("response").filter(|_| self.index.renderer.is_some()) else { return };
        let args = vec![body.clone(), response.clone()];
        if let Some(response) = self.hooked("request_post", args, 1) {
            answer["response"] = response;
        }
    }

    /// `callback_resolved`, with the callback and what became of it.
    pub(super) fn hook_resolved(&mut self, flight: &Flight, outcome: &Outcome) {
        if self.index.renderer.is_none() {
            return;
        }
        let list = |all: &[Dependency]| -> Value {
            all.iter().map(|one| json!({"id": one.id.to_string(), "property": one.property})).collect()
        };
        let callback = &flight.callback;
        let callback = json!({
            "output": callback.output, "inputs": list(&callback.inputs), "state": list(&callback.state),
        });
        let result = match outcome {
            Outcome::Updated { updates, .. } => {
                let data: Map<String, Value> = updates
                    .iter()
                    .map(|update| (update.id.to_string(), Value::Object(update.props.clone())))
                    .collect();
                json!({"data": data, "payload": flight.body})
            }
            Outcome::NoUpdate => json!({"data": {}, "payload": flight.body}),
            Outcome::Failed { detail, .. } => json!({"error": {"message": detail}, "payload": null}),
        };
        self.hooked("callback_resolved", vec![callback, result], 0);
    }

    /// A token in place of one that has expired, by `request_refresh_jwt`. An old one is asked about once.
    pub(super) fn fresh_token(&mut self) -> Option<String> {
        let old = self.renderer.authorization.as_deref().map(|header| {
            let bearer = "Bearer ".len();
            header.get(bearer..).unwrap_or_default().to_owned()
        });
        if let Some(known) = self.tokens.get(&old) {
            return known.clone();
        }
        let fresh = match self.hook("request_refresh_jwt", vec![json!(old)]) {
            Ok(hooked) => hooked.and_then(|hooked| hooked.returned.as_str().map(str::to_owned)),
            Err(message) => {
                self.complain(message);
                None
            }
        };
        let fresh = fresh.filter(|token| !token.is_empty());
        self.tokens.insert(old, fresh.clone());
        fresh
    }
}
