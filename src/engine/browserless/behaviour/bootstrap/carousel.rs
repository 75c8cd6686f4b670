//! `Carousel`: pictures of which one is shown.

use serde_json::{Value, json};

use super::super::choice::{self, Choice};
use super::super::click::Inert;
use super::super::model::Model;
use super::super::target::Target;
use super::super::{Effect, Props};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// A slideshow: its arrows and the mark of each slide are opened as tabs.
pub(super) struct Carousel;

impl Carousel {
    fn count(component: Component<'_>) -> u64 {
        component.prop("items").and_then(Value::as_array).map_or(0, |items| items.len() as u64)
    }

    fn active(component: Component<'_>) -> u64 {
        component.prop("active_index").and_then(Value::as_u64).unwrap_or(0)
    }

    /// The slide after the one that is shown; the first comes after the last.
    fn next(component: Component<'_>) -> u64 {
        let next = Self::active(component) + 1;
        if next < Self::count(component) { next } else { 0 }
    }

    fn previous(component: Component<'_>) -> u64 {
        Self::active(component).checked_sub(1).unwrap_or_else(|| Self::count(component).saturating_sub(1))
    }
}

impl Model for Carousel {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let Action::Tab { tab, .. } = target.action else { return Inert.act(target) };
        let slides = self.choices(target.component);
        let slide = &choice::find(target, &slides, tab)?.value;
        Ok(vec![target.set([("active_index", slide.clone())])])
    }

    fn period(&self, component: Component<'_>) -> Option<i64> {
        component.prop("interval").and_then(Value::as_f64).map(|ms| ms as i64).filter(|ms| *ms > 0)
    }

    fn ticked(&self, component: Component<'_>) -> Option<Props> {
        Some(Props::from_iter([("active_index".to_owned(), json!(Self::next(component)))]))
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        Some(json!(Self::active(component)))
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        let has = |name| component.prop(name).is_none_or(|on| truthy(Some(on)));
        let choice = |label: String, slide: u64| Choice { label, value: json!(slide), disabled: false };
        let marks = (0..Self::count(component)).filter(|_| has("indicators"));
        let mut choices: Vec<Choice> =
            marks.map(|slide| choice(format!("Slide {}", slide + 1), slide)).collect();
        if has("controls") {
            choices.push(choice("Previous".to_owned(), Self::previous(component)));
            choices.push(choice("Next".to_owned(), Self::next(component)));
        }
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, set};

    #[test]
    fn the_arrows_go_round() {
        let tree = json!({"type": "Carousel", "namespace": "dash_bootstrap_components",
            "props": {"id": "c", "items": [{"key": "1"}, {"key": "2"}, {"key": "3"}]}});
        assert_eq!(act(&tree, "tab #c Previous").unwrap(), [set(&json!({"active_index": 2}))]);
        assert_eq!(act(&tree, "tab #c Next").unwrap(), [set(&json!({"active_index": 1}))]);
        assert_eq!(act(&tree, "tab #c 'Slide 3'").unwrap(), [set(&json!({"active_index": 2}))]);
    }
}
