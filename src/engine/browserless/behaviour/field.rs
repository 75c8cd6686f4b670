//! Text fields: `Input` and `Textarea` of dcc and dash-bootstrap-components.

use std::time::Duration;

use serde_json::Value;

use super::model::Model;
use super::number::{self, bound, is_number, is_range};
use super::picked;
use super::target::{Target, next};
use super::{Caret, Effect, Props};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// Whose field it is: they count and debounce differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    /// dcc: counters have a timestamp, are a `setProps` call of their own; a numeric debounce is seconds.
    Core,
    /// dash-bootstrap-components: a counter and the value are one call; a numeric debounce is milliseconds.
    Bootstrap,
}

impl Package {
    /// One press, click or blur, with the value that it commits.
    fn event(self, target: &Target<'_>, counter: &str, value: Option<Value>) -> Vec<Effect> {
        match self {
            Self::Core => {
                let value = value.map(|value| target.set([("value", value)]));
                std::iter::once(target.count(counter)).chain(value).collect()
            }
            Self::Bootstrap => {
                let count = next(target.component, counter);
                vec![match value {
                    Some(value) => target.set([(counter, count), ("value", value)]),
                    None => target.set([(counter, count)]),
                }]
            }
        }
    }

    /// What a new text in the field leads to, by the `debounce` prop.
    fn typed(self, target: &Target<'_>, text: String) -> Vec<Effect> {
        let value = commits(target.component, &text);
        let draft = target.draft(text);
        match (target.component.prop("debounce"), value) {
            (Some(Value::Bool(true)), _) | (_, None) => vec![draft],
            (Some(Value::Number(delay)), Some(value)) => vec![self.later(target, delay, value), draft],
            // Once the value is written, the text follows it.
            (_, Some(value)) if is_number(target.component) => vec![target.set([("value", value)]), draft],
            (_, Some(value)) => vec![target.set([("value", value)])],
        }
    }

    fn later(self, target: &Target<'_>, delay: &serde_json::Number, value: Value) -> Effect {
        let delay = delay.as_f64().unwrap_or_default().max(0.0);
        let seconds = if self == Self::Core { delay } else { delay / 1000.0 };
        let after = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
        Effect::Later {
            after,
            at: target.at.to_owned(),
            props: Props::from_iter([("value".to_owned(), value)]),
        }
    }

    /// What a field that waited commits with `counter`; one that did not only counts.
    fn commit(self, target: &Target<'_>, counter: &str) -> Vec<Effect> {
        let value = waits(target.component).then(|| self.held_back(target, counter)).flatten();
        self.event(target, counter, value)
    }

    fn held_back(self, target: &Target<'_>, counter: &str) -> Option<Value> {
        let text = shown(target);
        if is_number(target.component) {
            let value = number::committed(target.component, &text)?;
            // From 4.0 an invalid number is only told when the field is left.
            let told = self == Self::Bootstrap || target.moment.is_classic() || counter == "n_blur";
            return (told || !value.is_null()).then_some(value);
        }
        let stays_undefined = self == Self::Core && !target.moment.is_classic();
        let unset = text.is_empty() && target.component.prop("value").is_none();
        (!unset || !stays_undefined).then(|| Value::from(text))
    }
}

/// The class of a number's buttons.
const STEPPER: &str = "dash-input-stepper";

/// A one-line field, for text or numbers.
pub(super) struct Input {
    pub(super) package: Package,
}

impl Model for Input {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Fill { .. } | Action::Clear { .. } => {
                writable(target)?;
                if target.component.text("type") == Some("hidden") {
                    return Err(target.not_actionable("it is hidden"));
                }
                let Some(text) = replaced(target) else { return Ok(Vec::new()) };
                match picked::refusal(target.component, &text) {
                    Some(reason) => Err(target.not_actionable(reason)),
                    None => Ok(self.package.typed(target, text)),
                }
            }
            Action::Press { key, .. } if target.spot.is_in(STEPPER) => {
                Ok(if matches!(key.as_str(), "Enter" | "Space" | " ") {
                    Self::step(target)
                } else {
                    Vec::new()
                })
            }
            Action::Press { key, .. } => self.press(target, key),
            Action::Click { point: None, .. } => Ok(Self::step(target)),
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn opened(&self, target: &Target<'_>) -> Option<Vec<Effect>> {
        is_written(target).then(Vec::new)
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        // Emptying it is writing nothing: the click into it is all there is.
        usize::from(matches!(target.action, Action::Click { .. }))
    }

    fn enabled(&self, component: Component<'_>) -> bool {
        takes_input(component)
    }

    fn left(&self, target: &Target<'_>) -> Vec<Effect> {
        self.package.commit(target, "n_blur")
    }

    /// The field is its first stop; the buttons of a number come after it.
    fn is_left(&self, stop: usize, _stays: bool) -> bool {
        stop == 0
    }

    fn waits(&self, component: Component<'_>) -> bool {
        waits(component)
    }
}

impl Input {
    /// What its buttons do, if one of them is pressed (4.0).
    fn step(target: &Target<'_>) -> Vec<Effect> {
        let Some(button) = target.spot.within(STEPPER) else { return Vec::new() };
        if button.attribute("disabled").is_some() {
            return Vec::new();
        }
        let up = button.has_class("dash-stepper-increment");
        let text = number::clicked(target.component, &shown(target), up);
        let value = number::committed(target.component, &text);
        // Whatever `debounce` says, a button tells at once, and what waits is told with it.
        let at = target.at.to_owned();
        let told = value.map(|value| Effect::Later {
            after: Duration::ZERO,
            at,
            props: Props::from_iter([("value".to_owned(), value)]),
        });
        told.into_iter().chain([target.draft(text)]).collect()
    }

    fn press(&self, target: &Target<'_>, key: &str) -> Result<Vec<Effect>, Error> {
        let component = target.component;
        let text = match key {
            "Enter" => return Ok(self.package.commit(target, "n_submit")),
            key if is_range(component) => number::moved(component, &shown(target), key),
            "ArrowUp" | "ArrowDown" if is_number(component) => {
                Some(number::stepped(component, &shown(target), key == "ArrowUp"))
            }
            key => return edited(target, key, |text| self.package.typed(target, text)),
        };
        let Some(text) = text else { return Ok(Vec::new()) };
        writable(target)?;
        Ok(self.package.typed(target, limited(component, &text)))
    }
}

/// A field of several lines.
pub(super) struct Textarea {
    pub(super) package: Package,
}

impl Model for Textarea {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Fill { .. } | Action::Clear { .. } => {
                writable(target)?;
                Ok(replaced(target).map_or_else(Vec::new, |text| self.typed(target, text)))
            }
            Action::Click { point: None, .. } => Ok(self.clicked(target)),
            Action::Press { key, .. } => {
                let written = if matches!(key.as_str(), "Enter" | "Shift+Enter") { "\n" } else { key };
                let mut effects = edited(target, written, |text| self.typed(target, text))?;
                if key == "Enter" && self.submits(target.component) {
                    effects.extend(self.package.commit(target, "n_submit"));
                }
                Ok(effects)
            }
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn opened(&self, target: &Target<'_>) -> Option<Vec<Effect>> {
        is_written(target).then(|| self.clicked(target))
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        // Emptying it is writing nothing: the click into it is all there is.
        usize::from(matches!(target.action, Action::Click { .. }))
    }

    fn enabled(&self, component: Component<'_>) -> bool {
        takes_input(component)
    }

    fn left(&self, target: &Target<'_>) -> Vec<Effect> {
        match self.package {
            Package::Core => vec![target.count("n_blur")],
            Package::Bootstrap => self.package.commit(target, "n_blur"),
        }
    }

    fn waits(&self, component: Component<'_>) -> bool {
        self.package == Package::Bootstrap && waits(component)
    }
}

impl Textarea {
    /// One more click. Dash 3 adds it to nothing when the app gave no count, which is no number.
    fn clicked(&self, target: &Target<'_>) -> Vec<Effect> {
        let [uncounted, now] = [Value::Null, Value::from(target.moment.now_ms)];
        let unset = target.component.prop("n_clicks").is_none_or(Value::is_null);
        if self.package == Package::Core && unset && target.moment.dash_version.0 == 3 {
            return vec![target.set([("n_clicks", uncounted), ("n_clicks_timestamp", now)])];
        }
        self.package.event(target, "n_clicks", None)
    }

    fn typed(&self, target: &Target<'_>, text: String) -> Vec<Effect> {
        match self.package {
            // `dcc.Textarea` knows no debounce.
            Package::Core => vec![target.set([("value", Value::from(text))])],
            Package::Bootstrap => self.package.typed(target, text),
        }
    }

    fn submits(&self, component: Component<'_>) -> bool {
        self.package == Package::Bootstrap
            && component.prop("submit_on_enter").is_none_or(|on| truthy(Some(on)))
    }
}

/// Whether the text is replaced: the field is clicked before.
fn is_written(target: &Target<'_>) -> bool {
    matches!(target.action, Action::Fill { .. } | Action::Clear { .. })
}

/// Whether the field tells its value only when it is left or submitted.
fn waits(component: Component<'_>) -> bool {
    component.prop("debounce") == Some(&Value::Bool(true))
}

/// The `disabled` prop also comes as the attribute's name.
fn takes_input(component: Component<'_>) -> bool {
    !matches!(component.prop("disabled"), Some(Value::Bool(true)))
        && !component.text("disabled").is_some_and(|name| name.eq_ignore_ascii_case("disabled"))
}

fn writable(target: &Target<'_>) -> Result<(), Error> {
    let read_only = ["readOnly", "readonly"].iter().any(|name| truthy(target.component.prop(name)));
    if read_only { Err(target.not_actionable("it is read-only")) } else { Ok(()) }
}

/// The text that stands in the field after a fill or a clear; nothing when it stood there before.
fn replaced(target: &Target<'_>) -> Option<String> {
    let text = if let Action::Fill { value, .. } = target.action { value } else { "" };
    let text = limited(target.component, text);
    (!text.is_empty() || !shown(target).is_empty()).then_some(text)
}

/// The text, as far as the field takes it.
fn limited(component: Component<'_>, text: &str) -> String {
    let limit = ["maxLength", "maxlength"].iter().find_map(|name| bound(component, name));
    match limit {
        Some(limit) if limit >= 0.0 => text.chars().take(limit as usize).collect(),
        _ => text.to_owned(),
    }
}

/// The text that stands in the field: what was typed, or the value.
fn shown(target: &Target<'_>) -> String {
    let value = || target.component.prop("value").map(super::text::text_of).unwrap_or_default();
    target.spot.typed.map_or_else(value, str::to_owned)
}

/// Whether a field goes on showing what was typed once it has its value: a number stands as it was written for as
/// long as it means the value.
pub fn keeps(component: Component<'_>, typed: &str) -> bool {
    let value = component.prop("value").and_then(number::parsed);
    is_number(component) && number::taken(component, typed) == value
}

/// What a text commits; nothing when the value stays the same.
fn commits(component: Component<'_>, text: &str) -> Option<Value> {
    if is_number(component) {
        return number::committed(component, text);
    }
    (!text.is_empty() || component.prop("value").is_some()).then(|| Value::from(text))
}

/// What a key leads to that is pressed in the field: `typed` with the text that stands there afterwards, if it is another.
fn edited(
    target: &Target<'_>,
    key: &str,
    typed: impl FnOnce(String) -> Vec<Effect>,
) -> Result<Vec<Effect>, Error> {
    let before = shown(target);
    let caret = target.spot.caret.map_or_else(|| Caret::end(&before), |caret| caret.within(&before));
    let Some((after, caret)) = caret.press(&before, key) else { return Ok(Vec::new()) };
    let after = limited(target.component, &after);
    let mut effects = Vec::new();
    if after != before {
        writable(target)?;
        effects = typed(after);
    }
    effects.push(Effect::Caret { at: target.at.to_owned(), caret });
    Ok(effects)
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
