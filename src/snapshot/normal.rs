//! The form in which captures and traces are approved.

use regex::Regex;
use serde_json::Value;

use crate::trace::normal;

/// JSON with keys sorted, floats rounded, and long data and templates told by their hash. What a pattern matches is
/// replaced by `<redacted>`.
pub fn json(value: &Value, redact: &[Regex]) -> String {
    let redacted = |text: &str| {
        redact
            .iter()
            .fold(text.to_owned(), |text, pattern| pattern.replace_all(&text, "<redacted>").into_owned())
    };
    format!("{:#}", normal(value, &redacted))
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
}
