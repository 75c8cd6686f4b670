//! The texts within a JSON value.

use serde_json::Value;

/// Replaces every text within a value, but no key of an object.
///
/// # Errors
/// What `replace` says of one of them.
pub(crate) fn replace_texts<E>(
    value: &mut Value,
    replace: &impl Fn(&str) -> Result<String, E>,
) -> Result<(), E> {
    match value {
        Value::String(text) => *text = replace(text)?,
        Value::Array(items) => items.iter_mut().try_for_each(|item| replace_texts(item, replace))?,
        Value::Object(fields) => fields.values_mut().try_for_each(|field| replace_texts(field, replace))?,
        _ => {}
    }
    Ok(())
}
