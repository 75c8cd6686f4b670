//! What becomes of the figure in the page's state when plotly relays it out.
//!
//! plotly's layout is another object than the state's since Dash 4.2: there only drawn shapes are told back, and since
//! 4.4.1 whatever an event names. Before, plotly writes into the state itself and nobody hears of it.

use serde_json::{Map, Value, json};

use super::find;
use super::gesture::relayout;
use super::path;
use super::scale::written;
use crate::engine::browserless::behaviour::target::Target;
use crate::engine::browserless::behaviour::{Effect, Moment};
use crate::render::chart::{Axis, Chart, Figure};

/// Members of the layout that plotly's resizing writes; dcc tells none of them back.
const OF_RESIZING: [&str; 3] = ["autosize", "width", "height"];

/// `relayoutData` with these keys, and what they make of the figure.
pub(super) fn told<K: Into<String>>(
    target: &Target<'_>,
    keys: impl IntoIterator<Item = (K, Value)>,
) -> Vec<Effect> {
    let keys: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.into(), value)).collect();
    let figure = target.component.prop("figure").cloned().unwrap_or_default();
    let event = Effect::SetProps { at: target.at.to_owned(), props: relayout(keys.clone()) };
    let first = target.spot.memory.is_none().then(|| first_ranges_of(&figure));
    let first =
        first.map(|first| Effect::Remember { at: target.at.to_owned(), memory: Value::Object(first) });
    first.into_iter().chain([event]).chain(kept(target.at, &figure, &keys, target.moment)).collect()
}

/// The ranges that the figure named before any gesture, by axis: plotly's `_rangeInitial`, which a double click gives
/// back. The first gesture notes them.
pub(super) fn first_ranges(target: &Target<'_>, chart: &Chart<'_>) -> Map<String, Value> {
    let noted = target.spot.memory.and_then(Value::as_object).cloned();
    noted.unwrap_or_else(|| named_ranges(chart))
}

fn first_ranges_of(figure: &Value) -> Map<String, Value> {
    let figure = Figure::from_value(figure).ok();
    figure.as_ref().map(find::laid_out).map_or_else(Map::new, |chart| named_ranges(&chart))
}

fn named_ranges(chart: &Chart<'_>) -> Map<String, Value> {
    let whole = |range: &&Value| {
        range.as_array().is_some_and(|ends| ends.len() == 2 && ends.iter().all(|end| !end.is_null()))
    };
    let fixed = chart.axes.iter().filter(|axis| !axis.own.flag("autorange", false));
    let named = fixed.filter_map(|axis| Some((axis.name(), axis.own.get("range").filter(whole)?.clone())));
    named.collect()
}

/// What of a relayout the state keeps.
fn kept(at: &str, figure: &Value, keys: &Map<String, Value>, moment: &Moment) -> Vec<Effect> {
    let changed = members(figure, keys);
    if is_shared(moment) {
        let amend = |(name, value)| Effect::Amend { at: format!("{at}/props/figure/layout/{name}"), value };
        return changed.into_iter().map(amend).collect();
    }
    let told = |name: &str| {
        let all = moment.dash_version >= (4, 4, 1) && !OF_RESIZING.contains(&name);
        all || name == "shapes"
    };
    let members: Map<String, Value> = changed.into_iter().filter(|(name, _)| told(name)).collect();
    let into = ("figure".to_owned(), "layout".to_owned());
    (!members.is_empty()).then(|| Effect::Merge { at: at.to_owned(), into, members }).into_iter().collect()
}

/// Whether plotly draws the very layout that is in the state.
pub(super) fn is_shared(moment: &Moment) -> bool {
    moment.dash_version < (4, 2, 0)
}

/// What plotly writes into the state as it draws a figure: how it ranges the axes that are left to it.
pub(super) fn drawn(at: &str, figure: &Value) -> Vec<Effect> {
    let Ok(figure) = Figure::from_value(figure) else { return Vec::new() };
    let chart = find::laid_out(&figure);
    let axes = chart.axes.iter().filter(|axis| {
        chart
            .traces
            .iter()
            .any(|trace| trace.is_cartesian() && [&trace.x_axis, &trace.y_axis].contains(&&axis.id))
    });
    let mut effects = Vec::new();
    for axis in axes {
        let name = axis.name();
        let mut members = own(&figure, &name);
        complete(&mut members, axis);
        effects.push(Effect::Amend {
            at: format!("{at}/props/figure/layout/{name}"),
            value: Value::Object(members),
        });
    }
    effects
}

fn own(figure: &Figure, axis: &str) -> Map<String, Value> {
    let members = figure.value().get("layout").and_then(|layout| layout.get(axis)?.as_object());
    members.cloned().unwrap_or_default()
}

/// The members of the layout that a relayout writes, as plotly leaves them.
fn members(figure: &Value, keys: &Map<String, Value>) -> Map<String, Value> {
    let mut after = figure.clone();
    let Some(layout) =
        after.as_object_mut().map(|figure| figure.entry("layout").or_insert_with(|| json!({})))
    else {
        return Map::new();
    };
    let mut names: Vec<String> = Vec::new();
    for (key, value) in keys {
        path::write(layout, key, value.clone());
        let name = key.split(['.', '[']).next().unwrap_or_default();
        if let Some(axis) = layout.get_mut(name).filter(|_| name.contains("axis")) {
            // A range ends what plotly does by itself, which in turn begins without one.
            match key.strip_prefix(name) {
                Some(".autorange") => drop(axis.as_object_mut().map(|axis| axis.shift_remove("range"))),
                Some(rest) if rest.starts_with(".range") => axis["autorange"] = json!(false),
                _ => {}
            }
        }
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    }
    let laid = Figure::from_value(&after).ok();
    let chart = laid.as_ref().map(find::laid_out);
    let member = |name: String| {
        let mut value = after.pointer("/layout")?.get(&name)?.clone();
        let axis = chart.as_ref().and_then(|chart| chart.axes.iter().find(|axis| axis.name() == name));
        if let (Some(axis), Some(members)) = (axis, value.as_object_mut()) {
            complete(members, axis);
        }
        Some((name, value))
    };
    names.into_iter().filter_map(member).collect()
}

/// What plotly adds to an axis: the type that it found, the range that it chose.
fn complete(members: &mut Map<String, Value>, axis: &Axis<'_>) {
    if !axis.attrs.has("type") {
        members.insert("type".to_owned(), json!(axis.kind.name()));
    }
    let ends = members.get("range").and_then(Value::as_array);
    if ends.is_none_or(|ends| ends.len() < 2 || ends.iter().any(Value::is_null)) || is_auto(members) {
        members.insert("range".to_owned(), json!(axis.range.map(|end| written(axis, end))));
        members.entry("autorange").or_insert(json!(true));
    }
}

fn is_auto(members: &Map<String, Value>) -> bool {
    members.get("autorange").is_some_and(|auto| *auto == json!(true))
}
