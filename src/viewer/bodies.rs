//! Requests and responses, each kept once, shortened where they are huge.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// How much of a body is kept, from much to little: the first that makes it small enough is taken.
const LIMITS: [Limits; 3] = [
    Limits { text: 2000, items: 200, depth: 32 },
    Limits { text: 300, items: 20, depth: 16 },
    Limits { text: 100, items: 5, depth: 8 },
];
/// Bytes of one body.
const BODY: usize = 64 * 1024;
/// Bytes of all bodies; later ones are left out.
const ALL: usize = 24 * 1024 * 1024;

/// How much of a value is kept.
#[derive(Clone, Copy)]
struct Limits {
    /// Characters of a text.
    text: usize,
    /// Entries of a list or an object.
    items: usize,
    /// Levels of nesting.
    depth: usize,
}

/// Bodies as JSON texts; equal ones are one.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    pub(super) texts: Vec<String>,
    known: HashMap<String, usize>,
    size: usize,
    /// How many found no place.
    pub(super) left_out: usize,
}

impl Bodies {
    /// Keeps a body; its index, or `None` when there is no place left.
    pub(super) fn keep(&mut self, body: &Value) -> Option<usize> {
        let text = within(body);
        if let Some(index) = self.known.get(&text) {
            return Some(*index);
        }
        if self.size + text.len() > ALL {
            self.left_out += 1;
            return None;
        }
        self.size += text.len();
        self.texts.push(text.clone());
        self.known.insert(text, self.texts.len() - 1);
        Some(self.texts.len() - 1)
    }
}

/// A body as JSON, shortened until it is small enough.
fn within(body: &Value) -> String {
    let mut text = String::new();
    for limits in LIMITS {
        text = limits.shorten(body).to_string();
        if text.len() <= BODY {
            return text;
        }
    }
    Value::String(start(&text, BODY / 4)).to_string()
}

impl Limits {
    /// The value with a note where something is left out.
    fn shorten(self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(start(text, self.text)),
            Value::Array(items) if self.depth == 0 && !items.is_empty() => {
                format!("… a list of {}", items.len()).into()
            }
            Value::Object(fields) if self.depth == 0 && !fields.is_empty() => {
                format!("… an object of {}", fields.len()).into()
            }
            Value::Array(items) => {
                let mut kept: Vec<Value> =
                    items.iter().take(self.items).map(|item| self.below().shorten(item)).collect();
                if items.len() > self.items {
                    kept.push(format!("… {} more", items.len() - self.items).into());
                }
                kept.into()
            }
            Value::Object(fields) => {
                let kept = fields.iter().take(self.items);
                let mut kept: Map<String, Value> =
                    kept.map(|(name, field)| (start(name, self.text), self.below().shorten(field))).collect();
                if fields.len() > self.items {
                    kept.insert("…".to_owned(), format!("{} more", fields.len() - self.items).into());
                }
                kept.into()
            }
            other => other.clone(),
        }
    }

    fn below(self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self }
    }
}

/// The start of a text, with a note of how much is left out.
pub(super) fn start(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => {
            let (kept, rest) = text.split_at(at);
            format!("{kept}… {} more characters", rest.chars().count())
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn equal_bodies_are_kept_once() {
        let mut bodies = Bodies::default();
        assert_eq!(bodies.keep(&json!({"a": 1})), Some(0));
        assert_eq!(bodies.keep(&json!([2])), Some(1));
        assert_eq!(bodies.keep(&json!({"a": 1})), Some(0));
        assert_eq!(bodies.texts.len(), 2);
    }

    #[test]
    fn what_is_huge_is_shortened_and_says_so() {
        let text = within(&json!({"a": "x".repeat(5000), "b": vec![1; 500]}));
        assert!(text.contains("… 3000 more characters") && text.contains("… 300 more"), "{text}");
        let wide = within(&json!(vec![json!(vec!["y".repeat(500); 200]); 200]));
        assert!(wide.len() <= BODY, "{} bytes", wide.len());
        serde_json::from_str::<Value>(&wide).expect("still JSON");
    }

    #[test]
    fn a_body_that_is_deep_ends_where_nobody_reads_on() {
        let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
        assert!(within(&deep).contains("… a list of 1"));
    }
}
