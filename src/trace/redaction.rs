//! Keeps secrets out of a trace: what password fields hold, and every other text that is known to be one.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Call, CallStatus, Trace};
use crate::Secrets;
use crate::dash::{Component, ComponentId};
use crate::secrets::HIDDEN;

/// The secrets of one visit, and the components that hold some.
#[derive(Debug, Default)]
pub(super) struct Redaction {
    pub(super) secrets: Secrets,
    /// The ids of password fields; one that shows its text later stays one.
    fields: BTreeSet<String>,
}

impl Redaction {
    /// Learns which components of a layout, or of an answer, are password fields, and what they hold; says whether a
    /// secret is new. The texts are hidden.
    pub(super) fn components(&mut self, value: &mut Value) -> bool {
        let mut is_new = false;
        if let Some(component) = Component::of(value).filter(|component| holds_password(*component)) {
            self.fields.extend(component.id().map(|id| id.to_string()));
            is_new = value.pointer_mut("/props/value").is_some_and(|held| self.held(held));
        }
        match value {
            Value::Array(items) => {
                items.iter_mut().fold(is_new, |is_new, item| self.components(item) | is_new)
            }
            Value::Object(fields) => {
                fields.values_mut().fold(is_new, |is_new, field| self.components(field) | is_new)
            }
            _ => is_new,
        }
    }

    /// Hides what a request says; says whether a secret is new.
    pub(super) fn request(&mut self, body: &mut Value) -> bool {
        let mut is_new = false;
        for key in ["inputs", "state"] {
            is_new |= body.get_mut(key).is_some_and(|entries| self.entries(entries));
        }
        is_new
    }

    fn entries(&mut self, entries: &mut Value) -> bool {
        if let Value::Array(entries) = entries {
            return entries.iter_mut().fold(false, |is_new, entry| self.entries(entry) | is_new);
        }
        let is_field = entries["property"] == "value"
            && entries
                .get("id")
                .and_then(ComponentId::from_value)
                .is_some_and(|id| self.is_field(&id.to_string()));
        let Some(value) = entries.get_mut("value") else { return false };
        let is_new = if is_field { self.held(value) } else { self.components(value) };
        self.secrets.hide_in(value);
        is_new
    }

    /// Hides what an answer says, whole or on the way; says whether a secret is new.
    pub(super) fn answer(&mut self, body: &mut Value) -> bool {
        let mut is_new = false;
        for key in ["response", "sideUpdate"] {
            let components = body.get_mut(key).and_then(Value::as_object_mut);
            for (id, props) in components.into_iter().flatten() {
                let becomes = props.get("type").and_then(Value::as_str) == Some("password");
                if becomes {
                    self.fields.insert(id.clone());
                }
                if let Some(value) = props.get_mut("value").filter(|_| self.is_field(id)) {
                    is_new |= self.held(value);
                }
                is_new |= self.components(props);
            }
        }
        self.secrets.hide_in(body);
        is_new
    }

    /// Hides what is known by now in all of a trace.
    pub(super) fn all(&mut self, trace: &mut Trace) {
        trace.app = self.secrets.hide(&trace.app);
        for step in &mut trace.steps {
            step.name = self.secrets.hide(&step.name);
        }
        for message in &mut trace.messages {
            message.text = self.secrets.hide(&message.text);
        }
        for call in &mut trace.calls {
            if let Some(request) = &mut call.request {
                self.request(request);
            }
            let partial = call.partial.iter_mut().map(|partial| &mut partial.body);
            for body in partial.chain(&mut call.response) {
                self.answer(body);
            }
            self.status(call);
        }
    }

    /// Hides what a failed call says.
    pub(super) fn status(&self, call: &mut Call) {
        if let CallStatus::Failed { message } = &mut call.status {
            *message = self.secrets.hide(message);
        }
    }

    /// Hides what a password field holds; says whether it is new.
    fn held(&mut self, value: &mut Value) -> bool {
        let is_new = match value {
            Value::String(text) if !text.is_empty() => self.secrets.learn(text),
            Value::Number(number) => self.secrets.learn(&number.to_string()),
            _ => return false,
        };
        *value = json!(HIDDEN);
        is_new
    }

    fn is_field(&self, id: &str) -> bool {
        self.fields.contains(id)
    }
}

/// Whether a component is a password field: of dcc, Bootstrap and HTML by its type, of others by its name.
fn holds_password(component: Component<'_>) -> bool {
    component.text("type") == Some("password") || component.kind.contains("Password")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::trace::{Call, CallKind, CallStatus, Recorder};

    #[test]
    fn what_a_password_field_holds_is_nowhere_in_the_trace() {
        let recorder = Recorder::new("http://a/", "browserless");
        recorder.begin_step("fill #pin 7");
        let field = json!({"type": "Input", "namespace": "dash_core_components",
            "props": {"id": {"b": 1, "a": 2}, "type": "password", "value": "canary-1"}});
        recorder.layout(&json!({"props": {"children": [field]}}));
        recorder.begin_step("fill #other canary-2");
        let entry = |value: &str| json!([{"id": {"a": 2, "b": 1}, "property": "value", "value": value}]);
        let request = json!({"output": "o.children", "inputs": entry("canary-2"), "state": [entry("7")]});
        let call = recorder.begin_call(Call::begin(CallKind::Server, 0.0, request));
        recorder.update_call(call, |call| {
            call.response = Some(json!({"response": {"o": {"children": "Hello canary-2, not canary-1"}}}));
            call.finish(1.0, CallStatus::Failed { message: "bad canary-2".to_owned() });
        });
        let trace = recorder.snapshot();
        let text = crate::trace::export::json::to_string(&trace);
        assert!(!text.contains("canary") && text.contains("Hello <secret>, not <secret>"), "{text}");
        assert_eq!(trace.calls[0].request.as_ref().unwrap()["state"][0][0]["value"], "<secret>");
        assert_eq!(
            (trace.steps[0].name.as_str(), trace.steps[1].name.as_str()),
            ("fill #pin 7", "fill #other <secret>")
        );
    }
}
