//! What a figure has for the visitor besides its data: annotations, menus, range selectors, sliders.

use serde_json::{Map, Value, json};

use super::find;
use super::relaid;
use super::scale::written;
use crate::engine::Error;
use crate::engine::browserless::behaviour::Effect;
use crate::engine::browserless::behaviour::target::Target;
use crate::render::chart::{Axis, shift_date};

/// Clicks an annotation, by its text.
///
/// # Errors
/// [`Error::NoSuchOption`] lists the annotations.
pub(super) fn annotation(target: &Target<'_>, text: &str) -> Result<Vec<Effect>, Error> {
    let all = find::layout(target, "annotations").unwrap_or_default();
    let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
    let says =
        |annotation: &Value| annotation.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    let found = all.iter().enumerate().find(|(_, annotation)| says(annotation) == text);
    let Some((index, annotation)) = found else {
        return Err(target.no_option(text, all.iter().map(says)));
    };
    // plotly listens where it is asked to, or where the annotation has a hover text.
    let hovers = annotation.get("hovertext").is_some_and(|text| *text != json!(""));
    if !annotation.get("captureevents").and_then(Value::as_bool).unwrap_or(hovers) {
        return Ok(Vec::new());
    }
    let mut click = json!({"index": index, "annotation": annotation});
    if target.moment.dash_version >= (4, 2, 0) {
        click["timestamp"] = Value::from(target.moment.now_ms);
    }
    Ok(vec![target.set([("clickAnnotationData", click)])])
}

/// Presses a button or chooses a step, by its label.
///
/// # Errors
/// [`Error::NoSuchOption`] lists the labels there are.
pub(super) fn menu(target: &Target<'_>, option: &str) -> Result<Vec<Effect>, Error> {
    let mut there = Vec::new();
    for (list, items) in [("updatemenus", "buttons"), ("sliders", "steps")] {
        let menus = find::layout(target, list).unwrap_or_default();
        for menu in menus.as_array().into_iter().flatten() {
            for item in menu.get(items).and_then(Value::as_array).into_iter().flatten() {
                let label = item.get("label").and_then(Value::as_str).unwrap_or_default();
                if label == option {
                    return Ok(command(target, item));
                }
                there.push(label.to_owned());
            }
        }
    }
    let figure = find::figure(target)?;
    let chart = find::laid_out(&figure);
    for axis in chart.axes.iter() {
        for button in axis.attrs.list("rangeselector.buttons").unwrap_or_default() {
            let label = named(button);
            if label == option {
                return Ok(relaid::told(target, selected(axis, button)));
            }
            there.push(label);
        }
    }
    Err(target.no_option(option, there))
}

/// What the method of a button or a step tells: `update`, `animate` and `skip` tell nothing that dcc listens to.
fn command(target: &Target<'_>, item: &Value) -> Vec<Effect> {
    let args = item.get("args").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    // `{path: value}`, or a path and a value.
    let (update, rest) = match args {
        [Value::String(path), value, rest @ ..] => (Map::from_iter([(path.clone(), value.clone())]), rest),
        [Value::Object(update), rest @ ..] => (update.clone(), rest),
        _ => (Map::new(), args),
    };
    match item.get("method").and_then(Value::as_str).unwrap_or("restyle") {
        "relayout" => relaid::commanded(target, update),
        "restyle" => {
            let data = target.component.prop("figure").and_then(|figure| figure.get("data")?.as_array());
            let count = data.map_or(0, Vec::len);
            let indices: Vec<Value> = match rest.first() {
                Some(Value::Array(indices)) => indices.clone(),
                Some(index @ Value::Number(_)) => vec![index.clone()],
                _ => (0..count).map(|index| json!(index)).collect(),
            };
            let mut effects = amended(target, &update, &indices);
            effects.push(target.set([("restyleData", json!([update, indices]))]));
            effects
        }
        _ => Vec::new(),
    }
}

/// What a restyle writes into the figure's data: one value for all plot traces, or one each in turn.
fn amended(target: &Target<'_>, update: &Map<String, Value>, indices: &[Value]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (path, value) in update.iter().filter(|(path, _)| !path.contains('[')) {
        for (turn, index) in indices.iter().enumerate().filter(|(_, index)| index.is_u64()) {
            let value = match value {
                Value::Array(each) if each.is_empty() => continue,
                Value::Array(each) => each[turn % each.len()].clone(),
                one => one.clone(),
            };
            let at = format!("{}/props/figure/data/{index}/{}", target.at, path.replace('.', "/"));
            effects.push(Effect::Amend { at, value });
        }
    }
    effects
}

/// What a button of a range selector is called: its label, or its step (plotly's `getLabel`).
fn named(button: &Value) -> String {
    let text = |name: &str| button.get(name).and_then(Value::as_str);
    if let Some(label) = text("label") {
        return label.to_owned();
    }
    let step = text("step").unwrap_or("month");
    if step == "all" { "all".to_owned() } else { format!("{}{}", count(button), &step[..1]) }
}

fn count(button: &Value) -> i64 {
    button.get("count").and_then(Value::as_i64).unwrap_or(1)
}

/// The range that a button selects: it ends where the axis does.
fn selected(axis: &Axis<'_>, button: &Value) -> Vec<(String, Value)> {
    let text =
        |name: &str, default: &'static str| button.get(name).and_then(Value::as_str).unwrap_or(default);
    let name = axis.name();
    let step = text("step", "month");
    if step == "all" {
        return vec![(format!("{name}.autorange"), Value::Bool(true))];
    }
    let end = axis.range[1];
    let start = shift_date(end, step, -count(button), text("stepmode", "backward") == "todate");
    [start, end]
        .into_iter()
        .enumerate()
        .map(|(index, at)| (format!("{name}.range[{index}]"), written(axis, at)))
        .collect()
}
