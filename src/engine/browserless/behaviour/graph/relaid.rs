//! What becomes of the figure in the page's state when plotly relays it out.
//!
//! plotly's layout is another object than the state's since Dash 4.2: there only drawn shapes are told back, and since
//! 4.4.1 whatever an event names. Before, plotly writes into the state itself and nobody hears of it.

use serde_json::{Map, Value, json};

use super::find;
use super::gesture::relayout;
use super::hand::{Hand, Renewed};
use super::path;
use super::scale::written;
use crate::engine::browserless::behaviour::target::{Drawn, Target, set_at};
use crate::engine::browserless::behaviour::{Effect, Moment};
use crate::render::chart::{Axis, Figure};

/// Members of the layout that plotly's resizing writes; dcc tells none of them back.
const OF_RESIZING: [&str; 3] = ["autosize", "width", "height"];

/// What a gesture relays out: `relayoutData` with these keys, and what they make of the figure.
pub(super) fn told<K: Into<String>>(
    target: &Target<'_>,
    keys: impl IntoIterator<Item = (K, Value)>,
) -> Vec<Effect> {
    told_by(target, find::hand(target), keys, true)
}

/// What a button of the figure's own relays out, which no later figure keeps.
pub(super) fn commanded(target: &Target<'_>, keys: Map<String, Value>) -> Vec<Effect> {
    told_by(target, find::hand(target), keys, false)
}

/// As [`told`], after what the hand has done before; `noted` when later figures may keep it.
pub(super) fn told_by<K: Into<String>>(
    target: &Target<'_>,
    mut hand: Hand,
    keys: impl IntoIterator<Item = (K, Value)>,
    noted: bool,
) -> Vec<Effect> {
    let keys: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.into(), value)).collect();
    let state = target.component.prop("figure").cloned().unwrap_or_default();
    let drawn = hand.figure(&state);
    let members = members(&drawn, &keys);
    if noted {
        hand.relaid(&drawn, &keys, &members);
    }
    if !is_shared(target.moment) {
        hand.drawn.extend(members.clone());
    }
    let event = Effect::SetProps { at: target.at.to_owned(), props: relayout(keys) };
    [hand.remember(target.at), event]
        .into_iter()
        .chain(kept(target.at, &state, members, target.moment))
        .collect()
}

/// What of the members of a layout that was relaid out the state keeps.
fn kept(at: &str, state: &Value, members: Map<String, Value>, moment: &Moment) -> Vec<Effect> {
    if is_shared(moment) {
        return amended(at, members).collect();
    }
    let told = |name: &str| {
        let all = moment.dash_version >= (4, 4, 1) && !OF_RESIZING.contains(&name);
        all || name == "shapes"
    };
    let changed =
        |name: &str, member: &Value| state.get("layout").and_then(|layout| layout.get(name)) != Some(member);
    let members: Map<String, Value> =
        members.into_iter().filter(|(name, member)| told(name) && changed(name, member)).collect();
    let into = ("figure".to_owned(), "layout".to_owned());
    (!members.is_empty()).then(|| Effect::Merge { at: at.to_owned(), into, members }).into_iter().collect()
}

/// Members of the layout, written where it lies.
fn amended(at: &str, members: Map<String, Value>) -> impl Iterator<Item = Effect> {
    let amend = move |(name, value)| Effect::Amend { at: format!("{at}/props/figure/layout/{name}"), value };
    members.into_iter().map(amend)
}

/// What the graph remembers once a figure is drawn in place of another, and what of it the state gets: at once, and
/// when plotly has drawn it.
pub(super) fn renewed(drawn: &Drawn<'_>, figure: &Value) -> (Effect, Vec<Effect>) {
    let Drawn { at, moment, .. } = *drawn;
    // The plotly.js of Dash 2 knows of no revision for outlines.
    let dropped: &[&str] = if moment.dash_version < (3, 0, 0) { &["selections"] } else { &[] };
    let Renewed { mut hand, data, unselected } = Hand::of(drawn.memory, figure).renewed(figure, dropped);
    let mut effects: Vec<Effect> = data
        .into_iter()
        .map(|(curve, path, value)| Effect::Amend {
            at: format!("{at}/props/figure/data/{curve}/{path}"),
            value,
        })
        .collect();
    if is_shared(moment) {
        let kept = hand.figure(figure);
        effects.extend(amended(at, std::mem::take(&mut hand.drawn)));
        effects.extend(self::drawn(at, &kept));
    }
    let silent = figure
        .pointer("/layout/clickmode")
        .and_then(Value::as_str)
        .is_some_and(|mode| !mode.contains("event"));
    if unselected && !silent {
        effects.push(set_at(at, [("selectedData", json!({"points": []}))]));
    }
    (hand.remember(at), effects)
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
