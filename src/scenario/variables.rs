//! `${NAME}` in a file: values that come from the environment, so that no secret stands in a file.

use super::texts::replace_texts;
use crate::engine::Action;

/// Replaces each `${NAME}` by what `lookup` gives; `$$` is one `$`.
///
/// # Errors
/// Names the variable that is not set, or the brace that is not closed. Values are never part of an error.
pub(super) fn expand(text: &str, lookup: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        expanded.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            expanded.push('$');
            rest = after;
        } else if let Some(inner) = after.strip_prefix('{') {
            let (name, after) = inner.split_once('}').ok_or("`${` is not closed by `}`")?;
            let value = lookup(name).ok_or_else(|| {
                format!("the environment variable `{name}` is not set; set it, or write `$$` for `$`")
            })?;
            expanded.push_str(&value);
            rest = after;
        } else {
            expanded.push('$');
            rest = after;
        }
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// Replaces them in the texts of an action: what is typed into a password field, say.
///
/// # Errors
/// As [`expand`]; of values that make no action any more.
pub(super) fn expand_action(
    action: &Action,
    lookup: impl Fn(&str) -> Option<String>,
) -> Result<Action, String> {
    let mut written = serde_json::to_value(action).map_err(|error| error.to_string())?;
    replace_texts(&mut written, &|text: &str| expand(text, &lookup))?;
    serde_json::from_value(written).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(name: &str) -> Option<String> {
        (name == "TOKEN").then(|| "s3cret".to_owned())
    }

    #[test]
    fn variables_are_replaced_and_a_doubled_dollar_is_one() {
        assert_eq!(expand("Bearer ${TOKEN}!", lookup).unwrap(), "Bearer s3cret!");
        assert_eq!(expand("$5 and $${TOKEN}", lookup).unwrap(), "$5 and ${TOKEN}");
    }

    #[test]
    fn what_is_typed_may_be_a_variable() {
        let typed = Action::parse("fill #password 'a ${TOKEN} for $$5'").unwrap();
        let expected = Action::parse("fill #password 'a s3cret for $5'").unwrap();
        assert_eq!(expand_action(&typed, lookup).unwrap(), expected);
        let unset = Action::parse("fill #password '${USER_TOKEN}'").unwrap();
        assert!(expand_action(&unset, lookup).unwrap_err().contains("`USER_TOKEN`"));
    }

    #[test]
    fn an_unset_variable_is_named() {
        assert!(expand("${USER_TOKEN}", lookup).unwrap_err().contains("`USER_TOKEN`"));
        assert!(expand("${TOKEN", lookup).unwrap_err().contains("not closed"));
    }
}
