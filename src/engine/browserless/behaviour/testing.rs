//! Shorthands of this room's tests: an action as a line, on the root of a tree.

use serde_json::Value;

use super::{Effect, Moment, Spot, act as act_on};
use crate::engine::{Action, Error};

/// A fixed moment, on a current Dash.
pub(super) fn moment() -> Moment {
    Moment { now_ms: 1000, dash_version: (4, 4, 1), place: None }
}

/// Does `line` on the component at `at`.
pub(super) fn act_at(tree: &Value, at: &str, line: &str) -> Result<Vec<Effect>, Error> {
    act_on(tree, at, &Action::parse(line)?, &moment(), Spot::default())
}

/// Does `line` on the root.
pub(super) fn act(tree: &Value, line: &str) -> Result<Vec<Effect>, Error> {
    act_at(tree, "", line)
}

/// One `setProps` call of the root.
pub(super) fn set(props: &Value) -> Effect {
    Effect::SetProps { at: String::new(), props: props.as_object().cloned().unwrap_or_default() }
}

/// A `setProps` call of the root after a while.
pub(super) fn later(millis: u64, props: &Value) -> Effect {
    Effect::Later {
        after: std::time::Duration::from_millis(millis),
        at: String::new(),
        props: props.as_object().cloned().unwrap_or_default(),
    }
}

/// The names of all props that are set, in order.
pub(super) fn props(effects: &[Effect]) -> Vec<&str> {
    let mut names = Vec::new();
    for effect in effects {
        if let Effect::SetProps { props, .. } = effect {
            names.extend(props.keys().map(String::as_str));
        }
    }
    names
}
