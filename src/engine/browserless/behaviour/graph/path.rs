//! Attributes by the path that plotly gives them: `xaxis.range[0]`.

use serde_json::{Map, Value, json};

/// As long as a list may get by a path that names an element beyond its end.
const LONGEST: usize = 1000;

/// Its members and indices, outermost first.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '[']).map(|step| step.trim_end_matches(']')).filter(|step| !step.is_empty())
}

/// What is there.
pub(super) fn read<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    steps(path).try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        value => value.get(step),
    })
}

/// Puts a value there, and what has to be around it; null takes it away.
pub(super) fn write(value: &mut Value, path: &str, new: Value) {
    let steps: Vec<&str> = steps(path).collect();
    let Some((last, around)) = steps.split_last() else { return };
    let place = around.iter().try_fold(value, |value, step| member(value, step));
    match place {
        Some(Value::Object(members)) if new.is_null() => drop(members.shift_remove(*last)),
        Some(place) => {
            if let Some(place) = member(place, last) {
                *place = new;
            }
        }
        None => {}
    }
}

fn member<'v>(value: &'v mut Value, step: &str) -> Option<&'v mut Value> {
    let index: Option<usize> = step.parse().ok();
    if value.is_null() {
        *value = if index.is_some() { json!([]) } else { Value::Object(Map::new()) };
    }
    match (value, index) {
        (Value::Object(members), _) => Some(members.entry(step).or_insert(Value::Null)),
        (Value::Array(items), Some(index)) if index < LONGEST.max(items.len()) => {
            if items.len() <= index {
                items.resize(index + 1, Value::Null);
            }
            items.get_mut(index)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_makes_what_is_around_it() {
        let mut value = json!({"title": "t"});
        write(&mut value, "xaxis.range[1]", json!(3));
        write(&mut value, "title.text", json!("within a text there is nothing"));
        write(&mut value, "xaxis.range[4000000000]", json!(1));
        assert_eq!(value, json!({"title": "t", "xaxis": {"range": [null, 3]}}));
        assert_eq!(read(&value, "xaxis.range[1]"), Some(&json!(3)));
        write(&mut value, "xaxis.range", Value::Null);
        assert_eq!(value["xaxis"], json!({}));
    }
}
