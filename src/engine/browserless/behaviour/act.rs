//! From an action to its effects.

use serde_json::Value;

use super::bootstrap::escaped;
use super::click::{again, bubbled};
use super::focus::labelled;
use super::model::{chooses, enabled, model_of};
use super::target::Target;
use super::{Effect, Moment, Spot};
use crate::dash::Component;
use crate::engine::{Action, Error};

/// What the action changes when a visitor does it on the component at the JSON pointer `at`.
///
/// A click reaches the component and then every ancestor, inner first (protocol 3.1). `spot` is where in the
/// component the hand is, and what the component keeps.
///
/// # Errors
/// - [`Error::NotFound`] when there is no component at `at`;
/// - [`Error::NotActionable`] when the control is disabled or not shown;
/// - [`Error::NoSuchOption`] and [`Error::NoSuchPoint`] when it has no such option or point;
/// - [`Error::BadAction`] when the action does not fit the control, as two options for a single choice;
/// - [`Error::Unsupported`] when there is no model of the component or of the action on it.
pub fn act(
    tree: &Value,
    at: &str,
    action: &Action,
    moment: &Moment,
    spot: Spot<'_>,
) -> Result<Vec<Effect>, Error> {
    let Some(component) = tree.pointer(at).and_then(Component::of) else {
        let on = action.on().map_or_else(|| at.to_owned(), ToString::to_string);
        return Err(Error::NotFound { on, candidates: Vec::new() });
    };
    let target = Target { tree, at, component, action, moment, spot };
    match action {
        Action::SetProps { props, .. } => {
            return Ok(vec![Effect::SetProps { at: at.to_owned(), props: props.clone() }]);
        }
        Action::Press { key, .. }
            if (key == "Tab" || key == "Shift+Tab")
                && model_of(component).is_none_or(|model| !model.takes_tab(&target)) =>
        {
            return Ok(vec![Effect::Tab { back: key != "Tab" }]);
        }
        _ => {}
    }
    let model = model_of(component).ok_or_else(|| target.unsupported())?;
    if !matches!(action, Action::Hover { .. }) && !enabled(component) {
        return Err(target.not_actionable("it is disabled"));
    }
    let then = model.act(&target)?;
    let mut effects = model.opened(&target).unwrap_or_default();
    let opened = model.opened(&target).is_some();
    if opened {
        effects.extend(bubbled(&target, 1));
    }
    if !effects.is_empty() {
        effects.push(Effect::NextGesture);
    }
    let clicks = if then.is_empty() && chooses(action) { 0 } else { model.clicks(&target) };
    // The component hears of a click before what it is in.
    effects.extend(then);
    let before = usize::from(opened);
    effects.extend((1..=clicks).flat_map(|click| bubbled(&target, before + click)));
    if matches!(action, Action::Fill { .. } | Action::Clear { .. }) && model.waits(component) {
        effects.push(Effect::Tab { back: false });
    }
    if matches!(action, Action::Press { key, .. } if key == "Escape") {
        effects.extend(escaped(tree));
    }
    effects.extend(by_label(&target)?);
    Ok(effects)
}

/// What a click on a label does besides: the browser clicks the control that the label stands for.
fn by_label(target: &Target<'_>) -> Result<Vec<Effect>, Error> {
    if !matches!(target.action, Action::Click { point: None, .. }) {
        return Ok(Vec::new());
    }
    let control = labelled(target.tree, target.at, target.moment);
    let Some((at, component)) =
        control.as_deref().and_then(|at| Some((at, target.tree.pointer(at).and_then(Component::of)?)))
    else {
        return Ok(Vec::new());
    };
    let control = Target { at, component, spot: Spot::default(), ..*target };
    let mut effects = model_of(component).map_or_else(|| Ok(Vec::new()), |model| model.act(&control))?;
    effects.extend(again(target, &control));
    Ok(effects)
}

/// What the keyboard leads to that leaves a stop of the component at `at`, and stays in the component or not: fields tell
/// what was typed into them, what is open closes, others don't care.
pub fn left(
    tree: &Value,
    at: &str,
    (stop, stays): (usize, bool),
    action: &Action,
    moment: &Moment,
    spot: Spot<'_>,
) -> Vec<Effect> {
    let Some(component) = tree.pointer(at).and_then(Component::of) else { return Vec::new() };
    let target = Target { tree, at, component, action, moment, spot };
    let model = model_of(component).filter(|model| model.is_left(stop, stays));
    model.map(|model| model.left(&target)).unwrap_or_default()
}
