//! From an action to its effects.

use serde_json::Value;

use super::click::bubbled;
use super::model::{enabled, model_of};
use super::target::Target;
use super::{Effect, Moment};
use crate::dash::Component;
use crate::engine::{Action, Error};

/// What the action changes when a visitor does it on the component at the JSON pointer `at`.
///
/// A click reaches the component and then every ancestor, inner first (protocol 3.1).
///
/// # Errors
/// - [`Error::NotFound`] when there is no component at `at`;
/// - [`Error::NotActionable`] when the control is disabled or not shown;
/// - [`Error::NoSuchOption`] and [`Error::NoSuchPoint`] when it has no such option or point;
/// - [`Error::BadAction`] when the action does not fit the control, as two options for a single choice;
/// - [`Error::Unsupported`] when there is no model of the component or of the action on it.
pub fn act(tree: &Value, at: &str, action: &Action, moment: &Moment) -> Result<Vec<Effect>, Error> {
    let Some(component) = tree.pointer(at).and_then(Component::of) else {
        let on = action.on().map_or_else(|| at.to_owned(), ToString::to_string);
        return Err(Error::NotFound { on, candidates: Vec::new() });
    };
    if let Action::SetProps { props, .. } = action {
        return Ok(vec![Effect::SetProps { at: at.to_owned(), props: props.clone() }]);
    }
    let target = Target { tree, at, component, action, moment };
    let model = model_of(component).ok_or_else(|| target.unsupported())?;
    if !matches!(action, Action::Hover { .. }) && !enabled(component) {
        return Err(target.not_actionable("it is disabled"));
    }
    let effects = model.act(&target)?;
    let clicks = bubbled(&target, model.clicks(&target));
    // A field is clicked before it is written to; elsewhere the component hears of a click first.
    let [mut first, then] =
        if matches!(action, Action::Fill { .. } | Action::Dates { .. }) && !clicks.is_empty() {
            [clicks, std::iter::once(Effect::NextGesture).chain(effects).collect()]
        } else {
            [effects, clicks]
        };
    first.extend(then);
    Ok(first)
}
