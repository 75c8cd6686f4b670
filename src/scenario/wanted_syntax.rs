//! How an expected value is written; [`matcher`](super::expect::matcher) reads it.

use schemars::JsonSchema;
use serde_json::Value;

/// A value, or how it is held against one.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(
    dead_code,
    reason = "its schema alone is used: what reads it says more of a mistake than a type can"
)]
pub(super) enum WantedSyntax<T> {
    /// This value.
    Value(T),
    /// How it is held against one.
    Operator(Operator<T>),
}

/// How a value is held against an expected one.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[expect(dead_code, reason = "its schema alone is used")]
pub(super) enum Operator<T> {
    /// Equal as JSON; for a value that would be read as one of these.
    Equals(Value),
    /// The text contains this.
    Contains(String),
    /// The whole text matches this regular expression.
    Matches(String),
    /// Anything but this.
    Not(Box<WantedSyntax<T>>),
}
