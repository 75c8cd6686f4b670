//! Component ids, plain and pattern-matching.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::json;

/// The id of a component: a string, or a dictionary for pattern-matching callbacks.
///
/// Keys of a dictionary are kept sorted, as Dash writes them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ComponentId {
    /// `"year"`.
    Plain(String),
    /// `{"index": 1, "type": "card"}`.
    Pattern(BTreeMap<String, Value>),
}

impl ComponentId {
    /// Reads the id from a component's `id` prop.
    pub fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Plain(text.clone())),
            Value::Object(keys) => {
                Some(Self::Pattern(keys.iter().map(|(k, v)| (k.clone(), v.clone())).collect()))
            }
            _ => None,
        }
    }

    /// Reads an id from its text form: JSON when it starts with `{`, plain otherwise.
    ///
    /// # Errors
    /// The JSON error of a text that starts with `{` and is no object.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        if text.starts_with('{') {
            let keys: BTreeMap<String, Value> = serde_json::from_str(text)?;
            Ok(Self::Pattern(keys.into_iter().map(|(key, value)| (key, json::normalise(value))).collect()))
        } else {
            Ok(Self::Plain(text.to_owned()))
        }
    }

    /// The id as the value of an `id` prop.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Plain(text) => Value::String(text.clone()),
            Self::Pattern(keys) => Value::Object(keys.iter().map(|(k, v)| (k.clone(), v.clone())).collect()),
        }
    }
}

/// The canonical text (rule R1): a plain id as it is, a pattern id as JSON with sorted keys and no spaces.
/// It is also the `id` attribute of the component's element in the page.
impl fmt::Display for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => f.write_str(text),
            Self::Pattern(_) => f.write_str(&json::print(&self.to_value())),
        }
    }
}
