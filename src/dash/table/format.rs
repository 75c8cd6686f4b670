//! The text of a cell.

use serde_json::{Map, Value, json};

use super::column::Kind;
use super::{Column, js};
use crate::dash::truthy;
use crate::number_format::{Locale, format, format_prefix};

/// From this number on thousands are separated even where a locale says that four digits are not.
const FIVE_DIGITS: f64 = 10_000.0;

/// What a visitor reads in a cell with a value: a number by the column's `format`.
pub fn formatted(value: Option<&Value>, column: &Column<'_>) -> String {
    let format = column.setting("format").filter(|format| truthy(Some(format)));
    match format {
        Some(format) if column.kind == Kind::Numeric => number(value, format, column),
        _ => value.map(plain).unwrap_or_default(),
    }
}

/// A value as React renders it.
fn plain(value: &Value) -> String {
    if value.is_null() { String::new() } else { js::text(value) }
}

fn number(value: Option<&Value>, given: &Value, column: &Column<'_>) -> String {
    let nully = given.get("nully");
    let value = if js::is_nil(value) { nully } else { value };
    let number = match value {
        Some(Value::Number(number)) => number.as_f64().unwrap_or(f64::NAN),
        value => return value.map(plain).unwrap_or_default(),
    };
    let sources = [column.locale(), given.get("locale")];
    let setting = |name: &str| sources.iter().rev().find_map(|source| (*source)?.get(name));
    let specifier = given.get("specifier").and_then(Value::as_str).unwrap_or_default();
    let separates_four = setting("separate_4digits").is_none_or(|flag| truthy(Some(flag)));
    let specifier = if number.abs() < FIVE_DIGITS && !separates_four {
        specifier.replacen(',', "", 1)
    } else {
        specifier.to_owned()
    };
    let locale = locale(&setting);
    match given.get("prefix").and_then(Value::as_f64).filter(|prefix| *prefix != 0.0) {
        Some(prefix) => format_prefix(number, &specifier, prefix, &locale),
        None => format(number, &specifier, locale),
    }
}

/// Writes into a column's `format` what the component adds to it.
pub(super) fn complete(format: &mut Map<String, Value>, table: Option<&Value>) {
    let mut locale = Map::new();
    let own = json!({"symbol": ["$", ""], "decimal": ".", "group": ",", "grouping": [3], "percent": "%",
        "separate_4digits": true});
    for source in [Some(&own), table, format.get("locale")] {
        let settings = source.and_then(Value::as_object).into_iter().flatten();
        locale.extend(settings.map(|(name, value)| (name.clone(), value.clone())));
    }
    format.insert("locale".to_owned(), locale.into());
    for name in ["nully", "specifier"] {
        format.entry(name).or_insert_with(|| "".into());
    }
}

/// A locale from the settings that are given, with d3's own for the others.
fn locale<'a>(setting: &impl Fn(&str) -> Option<&'a Value>) -> Locale {
    let text = |name: &str| setting(name).and_then(Value::as_str).map(str::to_owned);
    let texts = |name: &str| -> Option<Vec<String>> {
        Some(setting(name)?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    };
    let default = Locale::default();
    let grouping = setting("grouping").and_then(Value::as_array);
    let sizes =
        |sizes: &Vec<Value>| sizes.iter().filter_map(Value::as_u64).map(|size| size as usize).collect();
    Locale {
        decimal: text("decimal").unwrap_or(default.decimal),
        thousands: text("group").unwrap_or(default.thousands),
        grouping: grouping.map_or(default.grouping, sizes),
        currency: texts("symbol").and_then(|pair| pair.try_into().ok()).unwrap_or(default.currency),
        numerals: texts("numerals").and_then(|digits| digits.try_into().ok()),
        percent: text("percent").unwrap_or(default.percent),
        minus: "−".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(value: &Value, format: &Value, locale: &Value) -> String {
        let props = json!({"locale_format": locale,
            "columns": [{"id": "a", "type": "numeric", "format": format}]});
        let columns = Column::all(props.as_object().unwrap(), &[]);
        formatted(Some(value), &columns[0])
    }

    #[test]
    fn numbers_are_written_by_specifier_and_locale() {
        let none = json!({});
        assert_eq!(shown(&json!(-1234.5), &json!({"specifier": "$,.2f"}), &none), "−$1,234.50");
        assert_eq!(
            shown(&json!(1234), &json!({"specifier": ","}), &json!({"separate_4digits": false})),
            "1234"
        );
        assert_eq!(
            shown(&json!(12345), &json!({"specifier": ","}), &json!({"separate_4digits": false})),
            "12,345"
        );
        assert_eq!(
            shown(&json!(0.5), &json!({"specifier": ".1%", "locale": {"decimal": ","}}), &none),
            "50,0%"
        );
        assert_eq!(shown(&json!(null), &json!({"nully": "N/A"}), &none), "N/A");
        assert_eq!(shown(&json!("much"), &json!({"specifier": ".2f"}), &none), "much");
        assert_eq!(shown(&json!(0.0015), &json!({"specifier": ".1f", "prefix": 0.001}), &none), "1.5m");
    }
}
