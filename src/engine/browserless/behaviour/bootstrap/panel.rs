//! What opens and closes: alerts, toasts, modals, off-canvas panels.

use serde_json::Value;

use super::super::click::Inert;
use super::super::focus::upwards;
use super::super::model::Model;
use super::super::target::{Target, next, set_at};
use super::super::{Effect, Props};
use crate::dash::{ChildrenProps, Component, crawl, truthy};
use crate::engine::{Action, Error};

/// Something that a close button, Escape or its time closes.
pub(super) struct Panel;

impl Panel {
    fn is_open(component: Component<'_>) -> bool {
        match component.prop("is_open") {
            Some(open) => truthy(Some(open)),
            None => matches!(component.kind, "Alert" | "Toast"),
        }
    }

    /// Whether there is a button on it that closes it.
    fn has_button(component: Component<'_>) -> bool {
        let shown = |one: Component<'_>| one.prop("close_button").is_none_or(|on| truthy(Some(on)));
        match component.kind {
            "Alert" | "Toast" => truthy(component.prop("dismissable")),
            "Offcanvas" => shown(component),
            "Modal" => {
                let mut found = false;
                let children = component.prop("children").unwrap_or(&Value::Null);
                crawl(children, "", &ChildrenProps::default(), &mut |one: Component<'_>, _: &str| {
                    found |= one.kind == "ModalHeader" && shown(one);
                });
                found
            }
            _ => false,
        }
    }

    /// Whether Escape closes it: that of a modal with `keyboard`, of an off-canvas panel unless its backdrop is static.
    fn has_escape(component: Component<'_>) -> bool {
        let keyboard = component.prop("keyboard").is_none_or(|on| truthy(Some(on)));
        match component.kind {
            "Modal" => keyboard,
            "Offcanvas" => keyboard && component.text("backdrop") != Some("static"),
            _ => false,
        }
    }

    /// What it sets when it closes by itself.
    fn closed(component: Component<'_>) -> Props {
        let mut props = Props::from_iter([("is_open".to_owned(), Value::Bool(false))]);
        if component.kind == "Toast" {
            props.insert("n_dismiss".to_owned(), next(component, "n_dismiss"));
        }
        props
    }
}

impl Model for Panel {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        if !Self::is_open(target.component) {
            return match target.action {
                Action::Hover { .. } => Ok(Vec::new()),
                _ => Err(target.not_actionable("it is not open")),
            };
        }
        match target.action {
            Action::Clear { .. } if Self::has_button(target.component) => {
                Ok(vec![Effect::SetProps { at: target.at.to_owned(), props: Self::closed(target.component) }])
            }
            Action::Clear { .. } => Err(target.not_actionable("it offers nothing to clear it with")),
            _ => Inert.act(target),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        usize::from(matches!(target.action, Action::Click { .. } | Action::Clear { .. }))
    }

    fn period(&self, component: Component<'_>) -> Option<i64> {
        let lasts = component.prop("duration").filter(|_| matches!(component.kind, "Alert" | "Toast"));
        let lasts = lasts.and_then(Value::as_f64).map(|ms| ms as i64);
        lasts.filter(|ms| *ms > 0 && Self::is_open(component))
    }

    fn ticked(&self, component: Component<'_>) -> Option<Props> {
        Some(Self::closed(component))
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        Some(Value::Bool(Self::is_open(component)))
    }

    fn unmounted(&self, component: Component<'_>) -> Vec<String> {
        if Self::is_open(component) { Vec::new() } else { vec!["/props/children".to_owned()] }
    }
}

/// What Escape closes, wherever the keyboard is: the topmost modal or off-canvas panel.
pub(in super::super) fn escaped(tree: &Value) -> Option<Effect> {
    let mut top = None;
    crawl(tree, "", &ChildrenProps::default(), &mut |one: Component<'_>, at: &str| {
        let dialog = one.namespace == "dash_bootstrap_components"
            && matches!(one.kind, "Modal" | "Offcanvas")
            && Panel::is_open(one);
        if dialog {
            top = Some((at.to_owned(), Panel::has_escape(one)));
        }
    });
    let (at, _) = top.filter(|(_, has_escape)| *has_escape)?;
    Some(set_at(&at, [("is_open", Value::Bool(false))]))
}

/// The place of the modal that a header is in.
pub(in super::super) fn modal_of<'a>(tree: &Value, at: &'a str) -> Option<&'a str> {
    let is_modal =
        |at: &&str| tree.pointer(at).and_then(Component::of).is_some_and(|one| one.kind == "Modal");
    upwards(at).find(is_modal)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, set};

    fn component(kind: &str, props: &Value) -> Value {
        json!({"type": kind, "namespace": "dash_bootstrap_components", "props": props})
    }

    #[test]
    fn escape_closes_an_open_modal() {
        let open = component("Modal", &json!({"id": "m", "is_open": true}));
        assert_eq!(act(&open, "press #m Escape").unwrap(), [set(&json!({"is_open": false}))]);
        assert!(act(&component("Modal", &json!({"id": "m"})), "press #m Escape").unwrap_err().is_retryable());
        let held = component("Modal", &json!({"id": "m", "is_open": true, "keyboard": false}));
        assert_eq!(act(&held, "press #m Escape").unwrap(), []);
    }

    #[test]
    fn a_close_button_closes_and_a_toast_counts_it() {
        let toast = component("Toast", &json!({"id": "t", "dismissable": true}));
        assert_eq!(act(&toast, "clear #t").unwrap(), [set(&json!({"is_open": false, "n_dismiss": 1}))]);
        assert!(act(&component("Alert", &json!({"id": "a"})), "clear #a").unwrap_err().is_retryable());
        let header = component("ModalHeader", &json!({}));
        let modal = component("Modal", &json!({"id": "m", "is_open": true, "children": [header]}));
        assert_eq!(act(&modal, "clear #m").unwrap(), [set(&json!({"is_open": false}))]);
    }

    #[test]
    fn only_what_is_open_counts_its_time() {
        let period = |props: Value| Panel.period(Component::of(&component("Alert", &props)).unwrap());
        assert_eq!(period(json!({"duration": 900})), Some(900));
        assert_eq!(period(json!({"duration": 900, "is_open": false})), None);
        assert_eq!(period(json!({})), None);
    }
}
