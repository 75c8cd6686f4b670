//! JSON as JavaScript reads and writes it.
//!
//! Every value of a dashboard passes through the page's `JSON.parse` and `JSON.stringify`, and the app sees
//! what they leave: `1.0` comes back as `1`, `1e22` as `1e+22`, integers beyond 2^53 lose digits, and keys that
//! look like array indices move to the front.

use std::io::{self, Write};

use serde_json::ser::Formatter;
use serde_json::{Map, Number, Value};

/// The largest integer up to which a JavaScript number counts by ones.
const MAX_SAFE: f64 = 9_007_199_254_740_992.0;

/// Reads JSON as `JSON.parse` does.
///
/// # Errors
/// The JSON error, with its line and column.
pub fn parse(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).map(normalise)
}

/// Writes JSON as `JSON.stringify` does.
pub fn print(value: &Value) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, JsFormatter);
    // Writing a tree of values into memory meets neither an I/O error nor a key that is no string.
    let _ = serde::Serialize::serialize(value, &mut serializer);
    String::from_utf8(bytes).unwrap_or_default()
}

/// A value as it is once JavaScript holds it: numbers are doubles, index-like keys come first.
pub fn normalise(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(as_double(&number)),
        Value::Array(items) => Value::Array(items.into_iter().map(normalise).collect()),
        Value::Object(map) => Value::Object(in_js_order(map)),
        other => other,
    }
}

fn in_js_order(map: Map<String, Value>) -> Map<String, Value> {
    let entries = map.into_iter().map(|(key, value)| (key, normalise(value)));
    let (mut indices, named): (Vec<_>, Vec<_>) = entries.partition(|(key, _)| array_index(key).is_some());
    indices.sort_by_key(|(key, _)| array_index(key));
    indices.into_iter().chain(named).collect()
}

/// The index that a key stands for: a canonical decimal below 2^32 - 1 (ECMAScript, "array index").
fn array_index(key: &str) -> Option<u32> {
    let canonical = key == "0" || (!key.starts_with('0') && key.bytes().all(|b| b.is_ascii_digit()));
    key.parse::<u32>().ok().filter(|&index| canonical && index != u32::MAX)
}

fn as_double(number: &Number) -> Number {
    let Some(double) = number.as_f64() else { return number.clone() };
    if double.fract() == 0.0 && double.abs() <= MAX_SAFE {
        return Number::from(double as i64);
    }
    Number::from_f64(double).unwrap_or_else(|| number.clone())
}

/// A number as JavaScript prints it (ECMAScript, Number::toString).
pub fn number_text(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{:e}", value.abs());
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let count = digits.len() as i32;
    let point = exponent.parse::<i32>().unwrap_or_default() + 1;
    let sign = if value < 0.0 { "-" } else { "" };
    let body = if (count..=21).contains(&point) {
        format!("{digits}{}", "0".repeat((point - count) as usize))
    } else if (1..=21).contains(&point) {
        let (whole, rest) = digits.split_at(point as usize);
        format!("{whole}.{rest}")
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", "0".repeat(-point as usize))
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{first}{dot}{rest}e{:+}", point - 1)
    };
    format!("{sign}{body}")
}

/// Whether JavaScript counts a value as true; absent is false.
pub fn truthy(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(_) => true,
    }
}

/// Compact JSON with JavaScript's numbers.
struct JsFormatter;

impl Formatter for JsFormatter {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(number_text(value).as_bytes())
    }

    fn write_i64<W: ?Sized + Write>(&mut self, writer: &mut W, value: i64) -> io::Result<()> {
        self.write_f64(writer, value as f64)
    }

    fn write_u64<W: ?Sized + Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        self.write_f64(writer, value as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through_javascript(text: &str) -> String {
        print(&parse(text).unwrap())
    }

    #[test]
    fn numbers_print_as_javascript_prints_them() {
        for (written, printed) in [
            ("1.0", "1"),
            ("1e22", "1e+22"),
            ("100000000000000000000", "100000000000000000000"),
            ("9007199254740993", "9007199254740992"),
            ("1e-7", "1e-7"),
            ("0.000001", "0.000001"),
            ("-2.50", "-2.5"),
            ("-0.0", "0"),
            ("1.5e300", "1.5e+300"),
            ("12345678901234567890123", "1.2345678901234568e+22"),
        ] {
            assert_eq!(through_javascript(written), printed, "{written}");
        }
    }

    #[test]
    fn keys_that_look_like_indices_move_to_the_front_in_order() {
        assert_eq!(
            through_javascript(r#"{"b":1,"10":2,"2":3,"a":4,"02":5,"4294967295":6}"#),
            r#"{"2":3,"10":2,"b":1,"a":4,"02":5,"4294967295":6}"#
        );
    }

    #[test]
    fn text_is_not_escaped_beyond_need() {
        assert_eq!(through_javascript(r#""\u00e9\u003c\u002f\n""#), "\"é</\\n\"");
    }
}
