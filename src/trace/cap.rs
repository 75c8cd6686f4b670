//! Bodies too large to keep: what stands in their place is their length and their hash.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// In a request that is too large, a value is left out from this size on, in bytes.
const LARGE_VALUE: usize = 16 * 1024;

/// What stands for a body, or a value, of `bytes` bytes: `{"elided": {"bytes", "sha256"}}`.
pub(super) fn elided(bytes: usize, hash: Sha256) -> Value {
    json!({"elided": {"bytes": bytes, "sha256": format!("{:x}", hash.finalize())}})
}

/// Whether a body was left out.
pub(super) fn is_elided(body: &Value) -> bool {
    body.get("elided").is_some()
}

/// A response, or what stands for it when its JSON is longer than `limit` bytes.
pub(super) fn response(body: &mut Value, limit: usize) {
    if weighs_more(body, limit) {
        *body = stand_in(body);
    }
}

/// A request, of which large values are left out when all of it is longer than `limit` bytes: to which components it
/// was bound is still told.
pub(super) fn request(body: &mut Value, limit: usize) {
    fn values(entries: &mut Value) {
        match entries {
            Value::Array(entries) => entries.iter_mut().for_each(values),
            entry => match entry.get_mut("value") {
                Some(value) if weighs_more(value, LARGE_VALUE) => *value = stand_in(value),
                _ => {}
            },
        }
    }
    if weighs_more(body, limit) {
        for key in ["inputs", "state"] {
            if let Some(entries) = body.get_mut(key) {
                values(entries);
            }
        }
    }
}

fn stand_in(value: &Value) -> Value {
    let text = value.to_string();
    elided(text.len(), Sha256::new_with_prefix(&text))
}

/// Whether the JSON of a value is longer than `limit` bytes, near enough: escapes and digits don't count.
fn weighs_more(value: &Value, limit: usize) -> bool {
    fn take(value: &Value, left: &mut Option<usize>) {
        let own = match value {
            Value::String(text) => text.len() + 2,
            Value::Array(items) => items.len() + 2,
            Value::Object(fields) => fields.keys().map(|key| key.len() + 4).sum::<usize>() + 2,
            Value::Null | Value::Bool(_) | Value::Number(_) => 4,
        };
        *left = left.and_then(|left| left.checked_sub(own));
        match value {
            Value::Array(items) => items.iter().take_while(|item| taken(item, left)).for_each(drop),
            Value::Object(fields) => fields.values().take_while(|field| taken(field, left)).for_each(drop),
            _ => {}
        }
    }
    fn taken(value: &Value, left: &mut Option<usize>) -> bool {
        take(value, left);
        left.is_some()
    }
    let mut left = Some(limit);
    take(value, &mut left);
    left.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_response_is_told_by_its_length_and_hash() {
        let mut body = json!({"response": {"a": {"b": "x".repeat(100)}}});
        let whole = body.clone();
        response(&mut body, 1000);
        assert_eq!(body, whole);
        response(&mut body, 100);
        assert_eq!(body["elided"]["bytes"], whole.to_string().len());
        assert_eq!(body["elided"]["sha256"], format!("{:x}", Sha256::digest(whole.to_string())));
    }

    #[test]
    fn of_a_long_request_the_large_values_are_left_out() {
        let entry = |id: &str, value: Value| json!({"id": id, "property": "data", "value": value});
        let large = "x".repeat(LARGE_VALUE);
        let mut body = json!({"output": "a.b", "inputs": [entry("i", json!(1))],
            "state": [[entry("s", json!(large)), entry("t", json!("small"))]]});
        request(&mut body, 1000);
        assert_eq!(body["inputs"][0]["value"], 1);
        assert_eq!(
            (&body["state"][0][0]["id"], &body["state"][0][1]["value"]),
            (&json!("s"), &json!("small"))
        );
        assert_eq!(body["state"][0][0]["value"]["elided"]["bytes"], LARGE_VALUE + 2);
    }
}
