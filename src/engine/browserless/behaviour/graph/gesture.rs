//! What a visitor does with a graph.

use serde_json::{Map, Value, json};

use super::hand::Hand;
use super::point::Point;
use super::{find, growth, legend, parts, relaid, selection, zoom};
use crate::dash::{Component, truthy};
use crate::engine::browserless::behaviour::model::Model;
use crate::engine::browserless::behaviour::target::{Drawn, Target};
use crate::engine::browserless::behaviour::{Effect, Moment, Mounting, Props, Rendered};
use crate::engine::{Action, Error};

/// A graph.
pub(in crate::engine::browserless::behaviour) struct Graph;

impl Model for Graph {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Click { point: Some(point), .. } => click(target, &find::point(target, point)?),
            Action::Hover { point: Some(point), .. } => {
                Ok(hover(target, &find::point(target, point)?).into_iter().collect())
            }
            Action::Brush { range, .. } => Ok(dragged(target, selection::brush(target, range)?)),
            Action::Unhover { .. } => Ok(unhover(target).into_iter().collect()),
            Action::Lasso { path, .. } => Ok(dragged(target, selection::lasso(target, path)?)),
            Action::Zoom { range, .. } => Ok(dragged(target, zoom::zoom(target, range)?)),
            Action::Pan { range, .. } => Ok(dragged(target, zoom::pan(target, range)?)),
            Action::Legend { item, double, .. } => legend::click(target, item, *double),
            Action::Annotation { text, .. } => parts::annotation(target, text),
            Action::Menu { option, .. } => parts::menu(target, option),
            Action::Click { point: None, .. } | Action::Hover { point: None, .. } => {
                Err(target.unsupported_because("a place on a graph (name a point, as in x=… or label=…)"))
            }
            _ => Err(target.unsupported()),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        // plotly catches the pointer while a button is down, and clicks once more for itself.
        match target.action {
            Action::Click { .. } => 2,
            Action::Brush { .. } | Action::Lasso { .. } => 1,
            _ => 0,
        }
    }

    fn mount(&self, component: Component<'_>, _moment: &Moment) -> Mounting {
        // After the first plot dcc resizes it, and plotly reports that, unless the layout fixes the size.
        let emitted = is_resized(component).then(|| relayout([("autosize", Value::Bool(true))]));
        Mounting { later: emitted.into_iter().collect(), ..Mounting::default() }
    }

    fn rendered(&self, drawn: &Drawn<'_>, changed: Option<&[&str]>) -> Rendered {
        let Drawn { component, at, moment, .. } = *drawn;
        let replaced = changed.is_some_and(|changed| changed.contains(&"figure"));
        let figure = component.prop("figure").filter(|_| replaced || changed.is_none());
        let (now, mut effects) = match figure {
            Some(figure) if replaced => {
                let (hand, effects) = relaid::renewed(drawn, figure);
                (Some(hand), effects)
            }
            Some(figure) if relaid::is_shared(moment) => {
                (Some(Hand::new(figure).remember(at)), relaid::drawn(at, figure))
            }
            Some(figure) => (Some(Hand::new(figure).remember(at)), Vec::new()),
            None => (None, Vec::new()),
        };
        if relaid::is_shared(moment) && changed.is_none() && is_resized(component) {
            let at = format!("{at}/props/figure/layout/autosize");
            effects.push(Effect::Amend { at, value: Value::Bool(true) });
        }
        // dcc forgets what a callback adds to the figure that it replaces at once.
        if !replaced {
            effects.extend(growth::grown(at, component, changed));
        }
        Rendered { now: now.into_iter().collect(), later: effects }
    }
}

fn is_resized(component: Component<'_>) -> bool {
    let fixed =
        |side| component.prop("figure").and_then(|figure| figure.pointer(side)).is_some_and(Value::is_number);
    !(fixed("/layout/width") && fixed("/layout/height"))
}

/// `relayoutData` with these keys.
pub(super) fn relayout<K: Into<String>>(keys: impl IntoIterator<Item = (K, Value)>) -> Props {
    let data: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.into(), value)).collect();
    Props::from_iter([("relayoutData".to_owned(), Value::Object(data))])
}

/// The pointer gets there first; then plotly selects what was clicked, if it is to, and tells of the click.
fn click(target: &Target<'_>, point: &Point) -> Result<Vec<Effect>, Error> {
    let Some(hover) = hover(target, point) else { return Ok(Vec::new()) };
    let mode = find::layout(target, "clickmode").unwrap_or_else(|| json!("event"));
    let mode = mode.as_str().unwrap_or_default();
    let mut effects = vec![hover, Effect::NextGesture];
    if mode.contains("select") && mode.contains("event") {
        effects.extend(selection::clicked(target, point)?);
    }
    if mode.contains("event") {
        let mut click = json!({"points": point.events});
        if target.moment.dash_version >= (4, 2, 0) {
            click["timestamp"] = Value::from(target.moment.now_ms);
        }
        effects.push(target.set([("clickData", click)]));
    }
    effects.extend(entered(target, point));
    Ok(effects)
}

/// A click on a node of a tree enters it, or leaves the one that is entered; plotly writes that into the figure.
fn entered(target: &Target<'_>, point: &Point) -> Vec<Effect> {
    let Some(level) = &point.enters else { return Vec::new() };
    let at = format!("{}/props/figure/data/{}/level", target.at, point.curve);
    let mut hand = find::hand(target);
    hand.restyled(
        target.component.prop("figure").unwrap_or(&Value::Null),
        point.curve,
        "level",
        json!(level),
    );
    vec![hand.remember(target.at), Effect::Amend { at, value: json!(level) }]
}

/// What the pointer tells over a point; nothing where the figure does not look at the pointer.
fn hover(target: &Target<'_>, point: &Point) -> Option<Effect> {
    let blind = find::layout(target, "hovermode").is_some_and(|mode| mode == json!(false));
    (!blind).then(|| target.set([("hoverData", json!({"points": point.events}))]))
}

/// A drag leaves the point that the pointer was over.
fn dragged(target: &Target<'_>, effects: Vec<Effect>) -> Vec<Effect> {
    unhover(target).into_iter().flat_map(|left| [left, Effect::NextGesture]).chain(effects).collect()
}

/// What the pointer tells where no point is, once it was over one.
fn unhover(target: &Target<'_>) -> Option<Effect> {
    let asked = truthy(target.component.prop("clear_on_unhover"));
    (asked && truthy(target.component.prop("hoverData"))).then(|| target.set([("hoverData", Value::Null)]))
}
