//! `extendData` and `prependData`: plotly makes the arrays of the figure longer where they lie in the page's state
//! (dcc's `mergeTraces`, `Plotly.extendTraces`), so that State reads them and no callback hears of it.

use serde_json::{Map, Value};

use super::path;
use crate::dash::Component;
use crate::engine::browserless::behaviour::Effect;

/// What those of the two props add that changed, or both at the start. Like plotly all of one, or nothing of one that does not fit the figure.
pub(super) fn grown(at: &str, component: Component<'_>, changed: Option<&[&str]>) -> Vec<Effect> {
    let Some(traces) = component.prop("figure").and_then(|figure| figure.get("data")?.as_array()) else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    for (name, front) in [("prependData", true), ("extendData", false)] {
        let data = component.prop(name).filter(|_| changed.is_none_or(|changed| changed.contains(&name)));
        let grown = data.and_then(|data| additions(data, traces)).unwrap_or_default();
        effects.extend(grown.into_iter().map(|addition| Effect::Grow {
            at: format!("{at}/props/figure/data/{}/{}", addition.curve, pointer(&addition.path)),
            items: addition.items,
            front,
            most: addition.most,
        }));
    }
    effects
}

/// The end of a plotly path as a JSON pointer.
fn pointer(path: &str) -> String {
    path.replace(['.', '['], "/").replace(']', "")
}

/// What one array gets.
struct Addition {
    curve: usize,
    path: String,
    items: Vec<Value>,
    most: usize,
}

/// What `[{path: [items of each]}, indices, maxPoints]` adds; `None` when it does not fit.
fn additions(data: &Value, traces: &[Value]) -> Option<Vec<Addition>> {
    let (updates, indices, most) = match data {
        Value::Array(parts) => (parts.first()?.as_object()?, parts.get(1), parts.get(2)),
        data => (data.as_object()?, None, None),
    };
    let each = updates.values().next()?.as_array()?.len();
    let indices: Vec<usize> = match indices.filter(|indices| !indices.is_null()) {
        Some(Value::Array(indices)) => {
            indices.iter().map(|index| place(index, traces.len())).collect::<Option<_>>()?
        }
        Some(index) => vec![place(index, traces.len())?],
        None => (0..each).collect(),
    };
    let mut all = Vec::new();
    for (path, lists) in updates {
        let lists = lists.as_array().filter(|lists| lists.len() == indices.len())?;
        for (turn, (curve, items)) in indices.iter().zip(lists).enumerate() {
            path::read(traces.get(*curve)?, path)?.as_array()?;
            all.push(Addition {
                curve: *curve,
                path: path.clone(),
                items: items.as_array()?.clone(),
                most: limit(most, path, turn, updates)?,
            });
        }
    }
    Some(all)
}

/// A plot trace by its number, from the end when it is negative.
fn place(index: &Value, count: usize) -> Option<usize> {
    let index = index.as_i64()?;
    let from_end = usize::try_from(index.unsigned_abs()).ok()?;
    let index = if index < 0 { count.checked_sub(from_end)? } else { from_end };
    (index < count).then_some(index)
}

/// How many points stay: one number for all, or those of each array.
fn limit(most: Option<&Value>, path: &str, turn: usize, updates: &Map<String, Value>) -> Option<usize> {
    let number = match most {
        Some(Value::Object(each)) if updates.keys().any(|key| !each.contains_key(key)) => return None,
        Some(Value::Object(each)) => Some(each.get(path)?.as_array()?.get(turn)?),
        most => most,
    };
    let number = number.and_then(Value::as_f64).filter(|most| *most >= 0.0);
    Some(number.map_or(usize::MAX, |most| most.floor() as usize))
}
