//! The options of a control, in the three forms that Dash takes them.

use serde_json::Value;

use super::target::Target;
use super::text::{scalar_text, text_of};
use crate::dash::truthy;
use crate::engine::Error;

/// One option.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// What the visitor reads.
    pub(super) label: String,
    /// What the callback gets.
    pub(super) value: Value,
    /// Whether it can't be chosen.
    pub(super) disabled: bool,
}

impl Choice {
    /// Reads an `options` prop: scalars, `{label, value, disabled}`, or a map from value to label, in JavaScript's order.
    pub(super) fn all(options: Option<&Value>) -> Vec<Self> {
        match options {
            Some(Value::Array(options)) => options.iter().map(Self::one).collect(),
            Some(Value::Object(labels)) => {
                let choice = |(value, label): (&String, &Value)| Self {
                    label: if label.is_object() { text_of(label) } else { scalar_text(label) },
                    value: Value::from(value.as_str()),
                    disabled: false,
                };
                labels.iter().map(choice).collect()
            }
            _ => Vec::new(),
        }
    }

    fn one(option: &Value) -> Self {
        match option {
            Value::Object(fields) => {
                let value = fields.get("value").cloned().unwrap_or_default();
                let label = match fields.get("label") {
                    None | Some(Value::Null) => scalar_text(&value),
                    Some(label @ Value::Bool(_)) => scalar_text(label),
                    Some(label) => text_of(label),
                };
                Self { label, value, disabled: truthy(fields.get("disabled")) }
            }
            scalar => Self { label: scalar_text(scalar), value: scalar.clone(), disabled: false },
        }
    }
}

/// Finds options by label.
///
/// # Errors
/// [`Error::NoSuchOption`] with the labels there are, [`Error::NotActionable`] for a disabled one.
pub(super) fn find<'c>(target: &Target<'_>, choices: &'c [Choice], label: &str) -> Result<&'c Choice, Error> {
    let choice = choices
        .iter()
        .find(|choice| choice.label.trim() == label.trim())
        .ok_or_else(|| target.no_option(label, choices.iter().map(|choice| choice.label.clone())))?;
    if choice.disabled {
        return Err(target.not_actionable(format!("its option `{label}` is disabled")));
    }
    Ok(choice)
}
