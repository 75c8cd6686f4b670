//! `dcc.Slider` and `dcc.RangeSlider`.

use serde_json::Value;

use super::direct;
use super::model::Model;
use super::target::Target;
use super::text::number;
use super::{Effect, Moment, Mounting, Props};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// A slider with one handle, or with several.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slider {
    pub(super) range: bool,
}

impl Model for Slider {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let scale = Scale::of(target.component, target.moment);
        match target.action {
            Action::Slide { to, .. } => self.slide(target, &scale, &to.0),
            Action::Fill { value, .. } => direct::filled(*self, target, &scale, value),
            Action::Press { key, .. } if target.spot.is_in(direct::FIELD) => {
                Ok(direct::pressed(*self, target, &scale, key))
            }
            Action::Press { key, .. } => {
                let mut values = self.held(target, &scale);
                let Some(handle) = self.handle(target, &mut values) else { return Err(target.unsupported()) };
                let now = *handle;
                let arrow = matches!(key.as_str(), "ArrowRight" | "ArrowUp" | "ArrowLeft" | "ArrowDown");
                if target.moment.is_classic() && arrow && !scale.places.is_empty() {
                    // rc-slider takes the next mark's label for its value, which is no number.
                    return Ok(self.pressed(target, &[0.0]));
                }
                let page = if target.moment.is_classic() { 2.0 } else { 10.0 };
                let next = match key.as_str() {
                    "ArrowRight" | "ArrowUp" => now + scale.step,
                    "ArrowLeft" | "ArrowDown" => now - scale.step,
                    "PageUp" => now + page * scale.step,
                    "PageDown" => now - page * scale.step,
                    "Home" => scale.min,
                    "End" => scale.max,
                    _ => return Ok(Vec::new()),
                };
                *handle = scale.stepped(next);
                values.sort_by(f64::total_cmp);
                Ok(self.pressed(target, &values))
            }
            Action::Click { point: None, .. } => {
                Err(target.unsupported_because("a click somewhere on a slider (name a value with slide)"))
            }
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn is_left(&self, _stop: usize, _stays: bool) -> bool {
        true
    }

    fn left(&self, target: &Target<'_>) -> Vec<Effect> {
        direct::left(*self, target, &Scale::of(target.component, target.moment))
    }

    fn mount(&self, component: Component<'_>, _moment: &Moment) -> Mounting {
        let set = match component.prop("value") {
            Some(Value::Array(values)) => !values.is_empty(),
            value => value.is_some_and(Value::is_number),
        };
        let later = if set { dragged(component) } else { None };
        Mounting { later: later.into_iter().collect(), ..Mounting::default() }
    }

    fn follows(&self, component: Component<'_>, props: &[&str]) -> Option<Props> {
        let outside = props.contains(&"value")
            && truthy(component.prop("value"))
            && component.prop("value") != component.prop("drag_value");
        if outside { dragged(component) } else { None }
    }
}

impl Slider {
    /// Drags the handle that is not there yet.
    fn slide(self, target: &Target<'_>, scale: &Scale, to: &[f64]) -> Result<Vec<Effect>, Error> {
        let mut values = self.held(target, scale);
        if values.len() != to.len() {
            let reason = format!("it has {} handles, not {}", values.len(), to.len());
            return Err(target.not_actionable(reason));
        }
        let held = values.clone();
        for (value, &wanted) in values.iter_mut().zip(to) {
            if !(scale.min..=scale.max).contains(&wanted) {
                let reason = format!("{wanted} is not between {} and {}", scale.min, scale.max);
                return Err(target.not_actionable(reason));
            }
            let reached = scale.snap(wanted);
            if (reached - wanted).abs() > (scale.max - scale.min).abs() * 1e-9 {
                return Err(
                    target.not_actionable(format!("no step of it is at {wanted}; the nearest is {reached}"))
                );
            }
            *value = reached;
        }
        Ok(if values == held { Vec::new() } else { self.dragged(target, &values) })
    }

    /// The values of the handles.
    pub(super) fn held(self, target: &Target<'_>, scale: &Scale) -> Vec<f64> {
        match target.component.prop("value") {
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_f64).collect(),
            Some(value) if value.is_number() => value.as_f64().into_iter().collect(),
            _ if self.range && target.moment.is_classic() => vec![scale.min, scale.max],
            _ => vec![scale.min],
        }
    }

    pub(super) fn json(self, values: &[f64]) -> Value {
        if self.range {
            values.iter().copied().map(number).collect()
        } else {
            values.first().copied().map(number).unwrap_or_default()
        }
    }

    /// A drag: the dragged value changes on the way, the value on release unless `updatemode="drag"`.
    pub(super) fn dragged(self, target: &Target<'_>, values: &[f64]) -> Vec<Effect> {
        let value = self.json(values);
        if target.component.text("updatemode") == Some("drag") {
            return vec![target.set([("value", value.clone()), ("drag_value", value)])];
        }
        vec![target.set([("drag_value", value.clone())]), Effect::NextGesture, target.set([("value", value)])]
    }

    /// The handle that has the keyboard: of several, the one that the hand is on.
    fn handle<'v>(self, target: &Target<'_>, values: &'v mut [f64]) -> Option<&'v mut f64> {
        if !self.range {
            return values.first_mut();
        }
        let classes = target.spot.within("dash-slider-thumb")?.attribute("class")?;
        let number = classes
            .split(' ')
            .find_map(|class| class.strip_prefix("dash-slider-thumb-")?.parse::<usize>().ok())?;
        values.get_mut(number.checked_sub(1)?)
    }

    /// One key press: both change together.
    fn pressed(self, target: &Target<'_>, values: &[f64]) -> Vec<Effect> {
        let value = self.json(values);
        if target.component.prop("value") == Some(&value) {
            return Vec::new();
        }
        if target.component.text("updatemode") == Some("drag") {
            vec![target.set([("value", value.clone()), ("drag_value", value)])]
        } else {
            let mut told = vec![target.set([("value", value.clone())]), target.set([("drag_value", value)])];
            if target.moment.is_classic() {
                // rc-slider tells that it moves before it tells that it has moved.
                told.reverse();
            }
            told
        }
    }
}

/// `drag_value` follows `value`.
fn dragged(component: Component<'_>) -> Option<Props> {
    Some(Props::from_iter([("drag_value".to_owned(), component.prop("value")?.clone())]))
}

/// Where a handle can be.
pub(super) struct Scale {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) step: f64,
    /// The marks, when they are the only places (`step=None`).
    places: Vec<f64>,
}

/// What a slider tells while a handle is held at other values.
pub fn held_at(component: Component<'_>, values: &[f64]) -> Props {
    let value = Slider { range: component.kind == "RangeSlider" }.json(values);
    let each = component.text("updatemode") == Some("drag");
    let names = if each { ["value", "drag_value"].as_slice() } else { &["drag_value"] };
    names.iter().map(|name| ((*name).to_owned(), value.clone())).collect()
}

/// The values of a slider once the handle that is nearest to the share `from` of its length was dragged to the share `to`;
/// `None` for what is no slider.
pub fn dragged_to(component: Component<'_>, moment: &Moment, from: f64, to: f64) -> Option<Vec<f64>> {
    let range = component.kind == "RangeSlider";
    if component.namespace != "dash_core_components" || !(range || component.kind == "Slider") {
        return None;
    }
    let scale = Scale::of(component, moment);
    let at = |share: f64| scale.min + share.clamp(0.0, 1.0) * (scale.max - scale.min);
    let mut values = match component.prop("value") {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_f64).collect(),
        Some(value) => value.as_f64().into_iter().collect(),
        None if range => vec![scale.min, scale.max],
        None => vec![scale.min],
    };
    let distance = |value: &f64| (value - at(from)).abs();
    let nearest = values.iter_mut().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    match nearest {
        Some(value) => *value = scale.snap(at(to)),
        None => values.push(scale.snap(at(to))),
    }
    values.sort_by(f64::total_cmp);
    Some(values)
}

impl Scale {
    fn of(component: Component<'_>, moment: &Moment) -> Self {
        let marks: Vec<f64> = component
            .prop("marks")
            .and_then(Value::as_object)
            .map(|marks| marks.keys().filter_map(|key| key.parse().ok()).collect())
            .unwrap_or_default();
        let given = |name| component.prop(name).and_then(Value::as_f64);
        let (min, max) = (given("min"), given("max"));
        let extreme = |pick: fn(f64, f64) -> f64| marks.iter().copied().reduce(pick);
        let whole = |end: Option<f64>| end.is_some_and(|end| end.fract() == 0.0);
        let step = match given("step").filter(|step| *step != 0.0) {
            Some(step) => step,
            None if !moment.is_classic() && component.prop("step").is_none() && whole(min) && whole(max) => {
                1.0
            }
            None => min.zip(max).map_or(1.0, |(min, max)| nice_step(max - min)),
        };
        let only_marks = component.prop("step").is_some_and(Value::is_null);
        Self {
            min: min.or_else(|| extreme(f64::min)).unwrap_or(0.0),
            max: max.or_else(|| extreme(f64::max)).unwrap_or(1.0),
            step,
            places: if only_marks { marks } else { Vec::new() },
        }
    }

    /// The nearest place within the bounds.
    pub(super) fn snap(&self, value: f64) -> f64 {
        let within = value.min(self.max).max(self.min);
        let nearest = |a: f64, b: f64| if (b - within).abs() < (a - within).abs() { b } else { a };
        if let Some(mark) = self.places.iter().copied().reduce(nearest) {
            return mark;
        }
        self.stepped(value)
    }

    /// The nearest step within the bounds: keys don't know of marks.
    fn stepped(&self, value: f64) -> f64 {
        let within = value.min(self.max).max(self.min);
        let stepped = self.min + ((within - self.min) / self.step).round() * self.step;
        let decimals = self.step.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let rounded = format!("{stepped:.decimals$}").parse().unwrap_or(stepped);
        rounded.min(self.max).max(self.min)
    }
}

/// The step of a slider that was given none: about a hundredth of the range, as 1, 2 or 5 times a power of ten.
fn nice_step(range: f64) -> f64 {
    let hundredth = (range.abs() + f64::EPSILON) / 100.0;
    let power = 10f64.powi(hundredth.log10().floor() as i32);
    let nearest = |a: f64, b: f64| if (b - hundredth).abs() < (a - hundredth).abs() { b } else { a };
    [power, 2.0 * power, 5.0 * power].into_iter().reduce(nearest).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, moment, set};

    #[test]
    fn a_number_is_typed_and_becomes_the_nearest_step() {
        let tree = slider(
            "Slider",
            &json!({"id": "s", "min": 0, "max": 10, "step": 2, "value": 2, "updatemode": "mouseup"}),
        );
        let told = |line: &str| {
            act(&tree, line).map(|told| {
                told.iter().filter(|one| matches!(one, Effect::SetProps { .. })).cloned().collect::<Vec<_>>()
            })
        };
        let [dragged, left] = ["drag_value", "value"].map(|name| set(&json!({ name: 6 })));
        assert_eq!(told("fill #s 6").unwrap(), [dragged, left]);
        assert_eq!(told("fill #s 50").unwrap(), [set(&json!({"value": 10}))]);
        assert!(told("fill #s 2").unwrap().is_empty());
        assert!(told("fill #s much").unwrap_err().to_string().contains("takes a number"));
        let marks = slider("Slider", &json!({"id": "s", "step": null, "marks": {"1": "a", "2": "b"}}));
        assert!(act(&marks, "fill #s 2").unwrap_err().to_string().contains("holds no field"));
    }

    fn slider(kind: &str, props: &Value) -> Value {
        json!({"type": kind, "namespace": "dash_core_components", "props": props})
    }

    /// The last value that is set.
    fn value(tree: &Value, line: &str) -> Value {
        match act(tree, line).unwrap().pop() {
            Some(Effect::SetProps { props, .. }) => props.into_iter().next().unwrap().1,
            _ => Value::Null,
        }
    }

    #[test]
    fn dragging_tells_of_the_way_and_then_of_the_value() {
        let tree = slider("Slider", &json!({"id": "s", "min": 0, "max": 10, "value": 5}));
        assert_eq!(
            act(&tree, "slide #s 7").unwrap(),
            [set(&json!({"drag_value": 7})), Effect::NextGesture, set(&json!({"value": 7}))]
        );
        assert_eq!(act(&tree, "slide #s 5").unwrap(), []);
        let drag = slider("Slider", &json!({"id": "s", "min": 0, "max": 10, "updatemode": "drag"}));
        assert_eq!(act(&drag, "slide #s 7").unwrap(), [set(&json!({"value": 7, "drag_value": 7}))]);
    }

    #[test]
    fn only_steps_within_the_bounds_are_reached() {
        let tree = slider("Slider", &json!({"id": "s", "min": 0, "max": 10}));
        let refused = |line| act(&tree, line).unwrap_err().to_string();
        assert!(refused("slide #s 3.4").contains("no step of it is at 3.4; the nearest is 3"));
        assert!(refused("slide #s 99").contains("99 is not between 0 and 10"));
        let tenths = slider("Slider", &json!({"id": "s", "min": 0, "max": 1, "step": 0.1}));
        assert_eq!(value(&tenths, "slide #s 0.3"), 0.3);
    }

    #[test]
    fn without_a_step_only_marks_can_be_reached() {
        let tree =
            slider("Slider", &json!({"id": "s", "step": null, "marks": {"0": "a", "3": "b", "12.5": "c"}}));
        assert_eq!(value(&tree, "slide #s 12.5"), 12.5);
        assert!(act(&tree, "slide #s 9").is_err());
    }

    #[test]
    fn a_range_slider_takes_both_ends() {
        let tree =
            slider("RangeSlider", &json!({"id": "s", "min": 0, "max": 10, "step": 1, "value": [1, 9]}));
        assert_eq!(value(&tree, "slide #s 3 7"), json!([3, 7]));
        assert!(act(&tree, "slide #s 7").is_err());
    }

    #[test]
    fn keys_step_a_slider() {
        let tree = slider("Slider", &json!({"id": "s", "min": 0, "max": 10, "step": 2, "value": 4}));
        assert_eq!(value(&tree, "press #s ArrowRight"), 6);
        assert_eq!(value(&tree, "press #s End"), 10);
    }

    #[test]
    fn the_dragged_value_follows_the_value_from_outside() {
        let tree = slider("Slider", &json!({"id": "s", "min": 0, "max": 10, "value": 4, "drag_value": 2}));
        let component = Component::of(&tree).unwrap();
        let model = Slider { range: false };
        let dragged = Props::from_iter([("drag_value".into(), json!(4))]);
        assert_eq!(model.follows(component, &["value"]), Some(dragged.clone()));
        assert_eq!(model.mount(component, &moment()).later, [dragged]);
    }
}
