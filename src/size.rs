//! Amounts of data as people write them: `200 kB`, `1.5MB`, `64 KiB`.

use schemars::{Schema, SchemaGenerator, json_schema};

/// Reads `512`, `512 B`, `200 kB`, `1.5 MB`, `2 GB`, and the powers of 1024 as `KiB`, `MiB` and `GiB`; in bytes.
///
/// # Errors
/// A sentence that says what a size looks like.
pub fn parse(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor = match unit.trim() {
        "" | "B" => 1.0,
        "kB" | "KB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        "KiB" => 1024.0,
        "MiB" => 1024.0 * 1024.0,
        "GiB" => 1024.0 * 1024.0 * 1024.0,
        _ => return Err(format!("`{text}` is no size: write a number and B, kB, MB, GB, KiB, MiB or GiB")),
    };
    let number: f64 = number.parse().map_err(|_| format!("`{text}` is no size: `{number}` is no number"))?;
    let bytes = number * factor;
    // Beyond this a float can't tell two sizes apart.
    if bytes > 9e15 { Err(format!("`{text}` is too large")) } else { Ok(bytes.round() as u64) }
}

/// Writes a size so that a person reads it, in the largest unit that fits: `512 B`, `1.5 MB`.
pub fn format(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.into_iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{} {name}", (bytes as f64 / unit as f64 * 100.0).round() / 100.0),
        None => format!("{bytes} B"),
    }
}

/// How files write one.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": ["string", "integer"],
        "pattern": r"^\s*[0-9]+(\.[0-9]*)?\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)?\s*$",
        "minimum": 0,
        "examples": ["200 kB", "1.5 MB"],
    })
}

/// For `#[serde(deserialize_with = "crate::size::text::deserialize")]`: a text, or a number of bytes.
pub(crate) mod text {
    use serde::{Deserialize, Deserializer, de::Error as _};
    use serde_json::Value;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        let text = match Value::deserialize(from)? {
            Value::String(text) => text,
            other => other.to_string(),
        };
        super::parse(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_in_powers_of_1000_and_of_1024() {
        assert_eq!(parse("512"), Ok(512));
        assert_eq!(parse("200kB"), Ok(200_000));
        assert_eq!(parse("1.5 MiB"), Ok(1_572_864));
        assert_eq!(format(1_500_000), "1.5 MB");
        assert_eq!(format(999), "999 B");
    }

    #[test]
    fn what_is_no_size_says_what_to_write() {
        assert!(parse("3 m").unwrap_err().contains("kB, MB"));
        assert!(parse("kB").unwrap_err().contains("no number"));
        assert!(parse("99999999999 GB").unwrap_err().contains("too large"));
    }
}
