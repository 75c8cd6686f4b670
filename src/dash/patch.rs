//! `Patch`: a partial update of a prop (protocol section 2.10).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Error, json, truthy};

/// A list of operations on one prop.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Patch {
    operations: Vec<Operation>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Operation {
    #[serde(rename = "operation")]
    name: String,
    #[serde(default)]
    location: Vec<Value>,
    #[serde(default)]
    params: Map<String, Value>,
}

impl Patch {
    const MARK: &str = "__dash_patch_update";

    /// Whether a prop's new value is a patch.
    pub fn is_patch(value: &Value) -> bool {
        value.get(Self::MARK).is_some()
    }

    /// Sees a prop's new value as a patch; `None` when it is a plain value.
    pub fn of(value: &Value) -> Option<Self> {
        if Self::is_patch(value) { Self::deserialize(value).ok() } else { None }
    }

    /// The prop's new value.
    ///
    /// # Errors
    /// When the prop is absent, an operation is unknown, or one does not fit what it finds.
    pub fn apply(&self, previous: Option<&Value>) -> Result<Value, Error> {
        let undefined = || failure("undefined", "the prop has no value yet");
        let mut value = previous.cloned().ok_or_else(undefined)?;
        for operation in &self.operations {
            operation.apply(&mut value)?;
        }
        Ok(json::normalise(value))
    }
}

fn failure(target: impl Into<String>, reason: impl Into<String>) -> Error {
    Error::Patch { target: target.into(), reason: reason.into() }
}

impl Operation {
    fn apply(&self, root: &mut Value) -> Result<(), Error> {
        let name = || self.location.iter().map(json::print).collect::<Vec<_>>().join(".");
        let fail = |reason: &str| failure(format!("`{}`", name()), reason);
        if self.name == "Delete" {
            let (key, holder) = self.location.split_last().ok_or_else(|| fail("nothing to delete"))?;
            let holder = reach(root, holder).ok_or_else(|| fail("there is nothing at this place"))?;
            delete(holder, key);
            return Ok(());
        }
        let previous = reach(root, &self.location).map(std::mem::take);
        let value = self.value(previous).map_err(fail)?;
        *reach_or_create(root, &self.location).ok_or_else(|| fail("there is nothing at this place"))? = value;
        Ok(())
    }

    /// What stands at the place afterwards, by the renderer's handlers and what Ramda's list functions make of texts
    /// and of what is no list.
    fn value(&self, previous: Option<Value>) -> Result<Value, &'static str> {
        let given = || self.params.get("value").cloned().unwrap_or_default();
        Ok(match self.name.as_str() {
            "Assign" => given(),
            "Merge" => {
                let mut map = match previous {
                    Some(Value::Object(map)) => map,
                    _ => Map::new(),
                };
                match given() {
                    Value::Object(more) => map.extend(more),
                    _ => return Err("only objects merge"),
                }
                Value::Object(map)
            }
            "Add" | "Sub" | "Mul" | "Div" => arithmetic(&self.name, previous.as_ref(), &given()),
            "Clear" => match previous {
                Some(Value::Object(_)) => Value::Object(Map::new()),
                Some(Value::String(_)) => Value::from(""),
                Some(Value::Array(_)) => Value::Array(Vec::new()),
                _ => Value::Null,
            },
            "Extend" => match (previous, given()) {
                (Some(Value::Array(list)), Value::Array(more)) => [list, more].concat().into(),
                (Some(Value::String(text)), Value::String(more)) => Value::from(text + &more),
                _ => return Err("only lists are extended, by lists"),
            },
            "Append" => [items(previous), vec![given()]].concat().into(),
            "Prepend" => [vec![given()], items(previous)].concat().into(),
            "Insert" | "Remove" if previous.as_ref().is_none_or(Value::is_null) => {
                return Err("it is no list");
            }
            "Insert" => self.inserted(items(previous), given()),
            "Remove" => match previous {
                Some(Value::Array(mut list)) => {
                    let gone = given();
                    list.retain(|item| *item != gone);
                    list.into()
                }
                _ => return Err("it is no list"),
            },
            "Reverse" => match previous {
                Some(Value::String(text)) => text.chars().rev().collect::<String>().into(),
                other => items(other).into_iter().rev().collect(),
            },
            _ => return Err("no such operation"),
        })
    }

    fn inserted(&self, mut list: Vec<Value>, value: Value) -> Value {
        let index = self.params.get("index").and_then(Value::as_i64).unwrap_or(i64::MAX);
        let index = if index < 0 { index + list.len() as i64 } else { index };
        let index = usize::try_from(index).ok().filter(|i| *i <= list.len()).unwrap_or(list.len());
        list.insert(index, value);
        list.into()
    }
}

/// A list's items, a text's characters; nothing else has any.
fn items(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(list)) => list,
        Some(Value::String(text)) => text.chars().map(|c| Value::from(c.to_string())).collect(),
        _ => Vec::new(),
    }
}

/// An index of a list; negative ones count from the end.
fn list_index(key: &Value, length: usize) -> Option<usize> {
    let index = key.as_i64().or_else(|| key.as_str()?.parse().ok())?;
    usize::try_from(if index < 0 { index + length as i64 } else { index }).ok()
}

fn key_text(key: &Value) -> String {
    key.as_str().map_or_else(|| json::print(key), str::to_owned)
}

fn reach<'a>(root: &'a mut Value, location: &[Value]) -> Option<&'a mut Value> {
    location.iter().try_fold(root, |value, key| match value {
        Value::Array(list) => {
            let index = list_index(key, list.len())?;
            list.get_mut(index)
        }
        Value::Object(map) => map.get_mut(&key_text(key)),
        _ => None,
    })
}

/// Like [`reach`], but makes what is missing: a list where an integer follows, an object elsewhere.
fn reach_or_create<'a>(root: &'a mut Value, location: &[Value]) -> Option<&'a mut Value> {
    /// A patch can't make a list grow by more than this at once.
    const MAX_GAP: usize = 100_000;
    let mut value = root;
    for key in location {
        if !truthy(Some(value)) {
            *value = if key.is_i64() { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
        }
        value = match value {
            Value::Array(list) => {
                let index = list_index(key, list.len())?;
                if index >= list.len() {
                    (index - list.len() < MAX_GAP).then(|| list.resize(index + 1, Value::Null))?;
                }
                list.get_mut(index)?
            }
            Value::Object(map) => map.entry(key_text(key)).or_insert(Value::Null),
            _ => return None,
        };
    }
    Some(value)
}

fn delete(holder: &mut Value, key: &Value) {
    match holder {
        Value::Array(list) => {
            if let Some(index) = list_index(key, list.len()).filter(|index| *index < list.len()) {
                list.remove(index);
            }
        }
        Value::Object(map) => {
            map.shift_remove(&key_text(key));
        }
        _ => {}
    }
}

/// JavaScript's arithmetic; what is no number gives null, as NaN does in JSON.
fn arithmetic(operation: &str, a: Option<&Value>, b: &Value) -> Value {
    if operation == "Add" && (a.is_some_and(Value::is_string) || b.is_string()) {
        let a = a.map_or_else(|| "undefined".to_owned(), key_text);
        return Value::String(a + &key_text(b));
    }
    let (Some(a), Some(b)) = (a.and_then(number), number(b)) else { return Value::Null };
    Value::from(match operation {
        "Add" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        _ => a / b,
    })
}

/// A value as JavaScript counts with it; `None` for NaN.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Null => Some(0.0),
        Value::Bool(on) => Some(f64::from(u8::from(*on))),
        Value::Number(number) => number.as_f64(),
        Value::String(text) if text.trim().is_empty() => Some(0.0),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn patched(previous: Value, operations: Value) -> Result<Value, Error> {
        let patch = json!({"__dash_patch_update": "__dash_patch_update", "operations": operations});
        Patch::of(&patch).unwrap().apply(Some(&previous))
    }

    fn op(operation: &str, location: Value, params: Value) -> Value {
        json!({"operation": operation, "location": location, "params": params})
    }

    #[test]
    fn a_plain_value_is_no_patch() {
        assert_eq!(Patch::of(&json!({"operations": []})), None);
        assert_eq!(Patch::of(&json!([1])), None);
    }

    #[test]
    fn list_operations_happen_in_order() {
        let operations = json!([
            op("Append", json!(["a"]), json!({"value": 4})),
            op("Prepend", json!(["a"]), json!({"value": 0})),
            op("Insert", json!(["a"]), json!({"value": 9, "index": 1})),
            op("Assign", json!(["a", -1]), json!({"value": 44})),
            op("Extend", json!(["a"]), json!({"value": [7, 8]})),
            op("Remove", json!(["a"]), json!({"value": 2})),
        ]);
        assert_eq!(
            patched(json!({"a": [1, 2, 3, 2]}), operations).unwrap(),
            json!({"a": [0, 9, 1, 3, 44, 7, 8]})
        );
    }

    #[test]
    fn numbers_stay_whole_when_they_can_and_text_is_joined() {
        let operations = json!([
            op("Mul", json!(["n"]), json!({"value": 3})),
            op("Div", json!(["n"]), json!({"value": 2})),
            op("Add", json!(["s"]), json!({"value": "!"})),
        ]);
        assert_eq!(patched(json!({"n": 4, "s": "a"}), operations).unwrap(), json!({"n": 6, "s": "a!"}));
    }

    #[test]
    fn assigning_makes_what_is_missing_on_the_way() {
        let operations = json!([op("Assign", json!(["x", "y", 0]), json!({"value": 1}))]);
        assert_eq!(patched(json!({}), operations).unwrap(), json!({"x": {"y": [1]}}));
    }

    #[test]
    fn objects_merge_clear_and_lose_keys() {
        let operations = json!([
            op("Merge", json!(["d"]), json!({"value": {"y": 3}})),
            op("Delete", json!(["d", "x"]), json!({})),
            op("Clear", json!(["c"]), json!({})),
            op("Reverse", json!(["r"]), json!({})),
        ]);
        let before = json!({"d": {"x": 1, "y": 2}, "c": [1], "r": [1, 2]});
        assert_eq!(patched(before, operations).unwrap(), json!({"d": {"y": 3}, "c": [], "r": [2, 1]}));
    }

    #[test]
    fn an_absent_prop_and_an_unknown_operation_are_errors() {
        let patch = json!({"__dash_patch_update": "__dash_patch_update", "operations": []});
        let error = Patch::of(&patch).unwrap().apply(None).unwrap_err().to_string();
        assert!(error.contains("cannot patch undefined"), "{error}");
        assert!(patched(json!({}), json!([op("Explode", json!([]), json!({}))])).is_err());
        assert!(
            patched(json!({"a": 1}), json!([op("Extend", json!(["a"]), json!({"value": [1]}))])).is_err()
        );
        assert!(patched(json!({"a": 1}), json!([op("Remove", json!(["a"]), json!({"value": 1}))])).is_err());
    }

    #[test]
    fn a_text_is_a_list_of_its_characters_and_a_missing_place_is_made() {
        let operations = json!([
            op("Append", json!(["s"]), json!({"value": "c"})),
            op("Prepend", json!(["n"]), json!({"value": 1})),
            op("Merge", json!(["m"]), json!({"value": {"x": 1}})),
            op("Add", json!(["z"]), json!({"value": 2})),
            op("Reverse", json!(["t"]), json!({})),
            op("Clear", json!(["e"]), json!({})),
        ]);
        assert_eq!(
            patched(json!({"s": "ab", "z": null, "t": "ab", "e": "ab"}), operations).unwrap(),
            json!({"s": ["a", "b", "c"], "z": 2, "t": "ba", "e": "", "n": [1], "m": {"x": 1}})
        );
    }
}
