//! Durations as people write them: `300 ms`, `1.5s`, `2 min`.

use std::time::Duration;

use schemars::{Schema, SchemaGenerator, json_schema};

/// Reads `300ms`, `300 ms`, `1.5 s`, `2 min`, `1 h`.
///
/// # Errors
/// A sentence that says what a duration looks like.
pub fn parse(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let seconds = match unit.trim() {
        "ms" => 0.001,
        "s" | "sec" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return Err(format!("`{text}` is no duration: write a number and ms, s, min, h or d")),
    };
    let number: f64 =
        number.parse().map_err(|_| format!("`{text}` is no duration: `{number}` is no number"))?;
    Duration::try_from_secs_f64(number * seconds).map_err(|_| format!("`{text}` is too long"))
}

/// Writes a duration so that [`parse`] reads it back, in the largest unit that fits: `300 ms`, `2 s`.
pub fn format(duration: Duration) -> String {
    let millis = duration.as_secs_f64() * 1000.0;
    if millis < 1000.0 {
        format!("{} ms", (millis * 10.0).round() / 10.0)
    } else {
        format!("{} s", (millis / 10.0).round() / 100.0)
    }
}

/// How files write one.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "pattern": r"^\s*[0-9]+(\.[0-9]*)?\s*(ms|s|sec|m|min|h|d)\s*$",
        "examples": ["300 ms", "2 s", "5 min"],
    })
}

/// For `#[serde(with = "crate::duration::text")]`.
pub(crate) mod text {
    use super::Duration;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&super::format(*duration))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        super::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_with_and_without_a_space() {
        assert_eq!(parse("300ms"), Ok(Duration::from_millis(300)));
        assert_eq!(parse("1.5 s"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse("2 min"), Ok(Duration::from_secs(120)));
    }

    #[test]
    fn a_duration_without_unit_says_what_to_write() {
        assert!(parse("300").unwrap_err().contains("ms, s, min"));
        assert!(parse("99999999999999999999999 h").unwrap_err().contains("too long"));
    }
}
