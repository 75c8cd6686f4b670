//! The fields beside a slider, which take its numbers directly (dcc 4).

use serde_json::{Value, json};

use super::slider::{Scale, Slider};
use super::target::Target;
use super::{Caret, Effect};
use crate::dash::truthy;
use crate::engine::Error;

/// The class of the fields.
pub(super) const FIELD: &str = "dash-range-slider-input";

/// The class of the field for the last number.
const LAST: &str = "dash-range-slider-max-input";

/// A field that is written and left: a number between two steps or out of reach becomes the nearest one, and nothing while
/// the slider tells of each move.
///
/// # Errors
/// For a slider without fields, and a text that is no number.
pub(super) fn filled(
    slider: Slider,
    target: &Target<'_>,
    scale: &Scale,
    text: &str,
) -> Result<Vec<Effect>, Error> {
    let component = target.component;
    let values = slider.held(target, scale);
    let without = target.moment.is_classic()
        || truthy(component.prop("vertical"))
        || component.prop("step").is_some_and(Value::is_null)
        || component.prop("allow_direct_input") == Some(&Value::Bool(false));
    if without || values.len() > 2 {
        return Err(target.not_actionable("it holds no field"));
    }
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let wanted = text.trim().parse().ok().filter(|wanted: &f64| wanted.is_finite());
    let wanted = wanted.ok_or_else(|| target.bad("its field takes a number"))?;
    let last = target.spot.is_in(LAST) || values.len() == 1;
    let reached = scale.snap(between(&values, last, scale, wanted));
    let then = replaced(&values, last, reached);
    if then == values {
        return Ok(Vec::new());
    }
    Ok(if reached == wanted {
        slider.dragged(target, &then)
    } else if component.text("updatemode") == Some("drag") {
        Vec::new()
    } else {
        vec![target.set([("value", slider.json(&then))])]
    })
}

/// A key in a field: each number that the slider has a place for is told as a move.
pub(super) fn pressed(slider: Slider, target: &Target<'_>, scale: &Scale, key: &str) -> Vec<Effect> {
    let values = slider.held(target, scale);
    let last = target.spot.is_in(LAST);
    let Some(before) = shown(target) else { return Vec::new() };
    let (text, caret) = match key {
        "Enter" => return left(slider, target, scale),
        "ArrowUp" | "ArrowDown" => {
            let by = if key == "ArrowUp" { scale.step } else { -scale.step };
            let number: f64 = before.parse().unwrap_or(scale.min);
            let text = scale.snap(between(&values, last, scale, number + by)).to_string();
            let caret = Caret::end(&text);
            (text, caret)
        }
        key => {
            let caret = target.spot.caret.map_or_else(|| Caret::end(&before), |caret| caret.within(&before));
            let Some(pressed) = caret.press(&before, key) else { return Vec::new() };
            pressed
        }
    };
    let mut effects = Vec::new();
    if text != before {
        let number = text.trim().parse().ok().filter(|number: &f64| scale.snap(*number) == *number);
        if let Some(number) = number {
            let props = super::held_at(target.component, &replaced(&values, last, number));
            effects.push(Effect::SetProps { at: target.at.to_owned(), props });
        }
        let memory = json!({"typed": text, "last": last});
        effects.push(Effect::Remember { at: target.at.to_owned(), memory });
    }
    effects.push(Effect::Caret { at: target.at.to_owned(), caret });
    effects
}

/// The field is left: its number goes to the nearest place.
pub(super) fn left(slider: Slider, target: &Target<'_>, scale: &Scale) -> Vec<Effect> {
    let memory = target.spot.memory;
    let Some(text) = memory.and_then(|memory| memory.get("typed")?.as_str()) else { return Vec::new() };
    let last = truthy(memory.and_then(|memory| memory.get("last")));
    let values = slider.held(target, scale);
    let number = text.trim().parse().unwrap_or(if last { scale.max } else { scale.min });
    let then = replaced(&values, last, scale.snap(between(&values, last, scale, number)));
    let mut effects = vec![Effect::Remember { at: target.at.to_owned(), memory: Value::Null }];
    if target.component.text("updatemode") != Some("drag") && then != values {
        effects.push(target.set([("value", slider.json(&then))]));
    }
    effects
}

/// What stands in the field that the hand is on.
fn shown(target: &Target<'_>) -> Option<String> {
    Some(target.spot.within(FIELD)?.attribute("value").unwrap_or_default().to_owned())
}

/// A number that does not pass the other handle's.
fn between(values: &[f64], last: bool, scale: &Scale, number: f64) -> f64 {
    match *values {
        [from, _] if last => number.max(from).min(scale.max),
        [_, to] => number.min(to).max(scale.min),
        _ => number.max(scale.min).min(scale.max),
    }
}

/// The values with another first or last one.
fn replaced(values: &[f64], last: bool, number: f64) -> Vec<f64> {
    let mut values = values.to_vec();
    if let Some(value) = if last { values.last_mut() } else { values.first_mut() } {
        *value = number;
    }
    values
}
