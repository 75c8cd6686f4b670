//! The form in which captures and traces are approved.

use regex::Regex;
use serde_json::Value;

use crate::trace::normal;

/// JSON with keys sorted, floats rounded, and long data and templates told by their hash. What a pattern matches is
/// replaced by `<redacted>`.
pub fn json(value: &Value, redact: &[Regex]) -> String {
    format!("{:#}", redacted(value, redact))
}

/// What charts say ([`Figure::describe`](crate::render::chart::Figure::describe)) as [`json`] writes it, but with a
/// tick, a range and a text each on one line, so that a diff shows what moved.
pub fn description(value: &Value, redact: &[Regex]) -> String {
    let mut text = String::new();
    write(&redacted(value, redact), 0, &mut text);
    text
}

fn redacted(value: &Value, redact: &[Regex]) -> Value {
    let redacted = |text: &str| {
        redact
            .iter()
            .fold(text.to_owned(), |text, pattern| pattern.replace_all(&text, "<redacted>").into_owned())
    };
    normal(value, &redacted)
}

/// Writes a value, lists of plain values on one line.
fn write(value: &Value, depth: usize, text: &mut String) {
    let plain = |value: &Value| !value.is_array() && !value.is_object();
    let (ends, items): ([char; 2], Vec<(Option<&String>, &Value)>) = match value {
        Value::Array(list) if !list.iter().all(plain) => {
            (['[', ']'], list.iter().map(|item| (None, item)).collect())
        }
        Value::Object(map) if !map.is_empty() => {
            (['{', '}'], map.iter().map(|(key, item)| (Some(key), item)).collect())
        }
        _ => return text.push_str(&value.to_string()),
    };
    text.push(ends[0]);
    for (index, (key, item)) in items.iter().enumerate() {
        text.push_str(if index > 0 { ",\n" } else { "\n" });
        text.push_str(&"  ".repeat(depth + 1));
        if let Some(key) = key {
            text.push_str(&format!("{}: ", Value::from(key.as_str())));
        }
        write(item, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(ends[1]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_pattern_matches_is_redacted() {
        let clock = Regex::new(r"\d\d:\d\d").unwrap();
        assert_eq!(super::json(&json!(["at 12:34"]), &[clock]), "[\n  \"at <redacted>\"\n]");
    }

    #[test]
    fn a_description_has_a_line_for_each_tick() {
        let axis = json!({"ticks": [[0, "0"], [0.5, "½"]], "range": [0, 1.0], "none": {}});
        insta::assert_snapshot!(description(&axis, &[]), @r#"
        {
          "none": {},
          "range": [0,1],
          "ticks": [
            [0,"0"],
            [0.5,"½"]
          ]
        }
        "#);
    }
}
