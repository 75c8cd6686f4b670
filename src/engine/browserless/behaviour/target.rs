//! A component that is acted on.

use serde_json::Value;

use super::{Effect, Moment, Props, Spot};
use crate::dash::Component;
use crate::engine::{Action, Error};

/// The name of this engine in errors.
const ENGINE: &str = "browserless";

/// A component, the action on it, and the words for what goes wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) tree: &'a Value,
    pub(super) at: &'a str,
    pub(super) component: Component<'a>,
    pub(super) action: &'a Action,
    pub(super) moment: &'a Moment,
    pub(super) spot: Spot<'a>,
}

/// A component that is rendered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn<'a> {
    pub(super) component: Component<'a>,
    pub(super) at: &'a str,
    /// What it keeps that is in no prop.
    pub(super) memory: Option<&'a Value>,
    pub(super) moment: &'a Moment,
}

impl<'a> Target<'a> {
    /// The component as it is rendered.
    pub(super) fn drawn(&self) -> Drawn<'a> {
        Drawn { component: self.component, at: self.at, memory: self.spot.memory, moment: self.moment }
    }

    /// The locator, as errors name it.
    pub(super) fn on(&self) -> String {
        self.action.on().map_or_else(|| self.at.to_owned(), ToString::to_string)
    }

    /// One `setProps` call of the component.
    pub(super) fn set<const N: usize>(&self, props: [(&str, Value); N]) -> Effect {
        set_at(self.at, props)
    }

    /// `{NAME: +1, NAME_timestamp: now}`, as buttons and fields count.
    pub(super) fn count(&self, name: &str) -> Effect {
        self.set(counted(self.component, name, self.moment).each_ref().map(|(k, v)| (k.as_str(), v.clone())))
    }

    /// What the component shows from now on, until it tells.
    pub(super) fn draft(&self, text: String) -> Effect {
        Effect::Draft { at: self.at.to_owned(), text }
    }

    /// Something that this engine has no model of.
    pub(super) fn unsupported(&self) -> Error {
        let Component { kind, namespace, .. } = self.component;
        self.unsupported_because(format!("`{}` on a {namespace}.{kind}", self.action))
    }

    /// Something that this engine can't do.
    #[expect(clippy::unused_self, reason = "reads as the others do")]
    pub(super) fn unsupported_because(&self, what: impl Into<String>) -> Error {
        Error::Unsupported {
            engine: ENGINE,
            what: what.into(),
            hint: "use set_props, or `engine: browser`".to_owned(),
        }
    }

    /// A visitor could not do it now.
    pub(super) fn not_actionable(&self, reason: impl Into<String>) -> Error {
        Error::NotActionable { on: self.on(), reason: reason.into() }
    }

    /// The action makes no sense for this component as it is.
    pub(super) fn bad(&self, reason: impl Into<String>) -> Error {
        Error::BadAction { text: self.action.to_string(), reason: reason.into() }
    }

    /// No option has this label.
    pub(super) fn no_option(&self, option: &str, available: impl IntoIterator<Item = String>) -> Error {
        Error::NoSuchOption {
            on: self.on(),
            option: option.to_owned(),
            available: available.into_iter().collect(),
        }
    }
}

/// One `setProps` call of the component at `at`.
pub(super) fn set_at<const N: usize>(at: &str, props: [(&str, Value); N]) -> Effect {
    let props: Props = props.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Effect::SetProps { at: at.to_owned(), props }
}

/// `NAME` plus one, and `NAME_timestamp`.
pub(super) fn counted(component: Component<'_>, name: &str, moment: &Moment) -> [(String, Value); 2] {
    [(name.to_owned(), next(component, name)), (format!("{name}_timestamp"), Value::from(moment.now_ms))]
}

/// A counter plus one; counters start at 0.
pub(super) fn next(component: Component<'_>, name: &str) -> Value {
    Value::from(component.prop(name).and_then(Value::as_i64).unwrap_or(0).saturating_add(1))
}
