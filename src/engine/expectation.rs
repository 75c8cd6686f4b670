//! What a visitor expects to read.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Locator, Property};

/// A property of what a locator finds, and what it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Where to look.
    pub on: Locator,
    /// What to read.
    pub property: Property,
    /// What it should be.
    pub matcher: Matcher,
}

/// How a value that was read is held against the expected one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Matcher {
    /// Equal as JSON; numbers by value, so `1` equals `1.0`.
    Equals(Value),
    /// The text contains this.
    Contains(String),
    /// The whole text matches this regular expression.
    Matches(String),
    /// Anything but this.
    Not(Box<Matcher>),
}

impl Matcher {
    /// Whether `value` is as expected.
    pub fn accepts(&self, value: &Value) -> bool {
        match self {
            Self::Equals(wanted) => equal(wanted, value),
            Self::Contains(part) => plain(value).contains(part),
            Self::Matches(pattern) => {
                regex::Regex::new(&format!("^(?s:{pattern})$")).is_ok_and(|re| re.is_match(&plain(value)))
            }
            Self::Not(inner) => !inner.accepts(value),
        }
    }
}

impl std::fmt::Display for Matcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Equals(value) => write!(f, "to be {value}"),
            Self::Contains(part) => write!(f, "to contain {part:?}"),
            Self::Matches(pattern) => write!(f, "to match /{pattern}/"),
            Self::Not(inner) => write!(f, "not {inner}"),
        }
    }
}

/// A text without its quotes, anything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        (a, b) => a == b,
    }
}
