//! What becomes of a value that a visitor writes into a cell.

use serde_json::Value;

use super::column::Kind;
use super::{Column, date, js};
use crate::dash::json::{normalise, print};
use crate::dash::truthy;

/// The value that a cell takes for what was written; `None` when it stays as it is.
///
/// A column says by `on_change.action` whether a value is converted to its type (`coerce`, the default), only looked at
/// (`validate`) or taken as it is (`none`), and by `on_change.failure` what becomes of one that does not fit: it is
/// refused (`reject`, the default), replaced by `validation.default`, or taken all the same (`accept`).
pub fn reconciled(written: &Value, column: &Column<'_>) -> Option<Value> {
    let on_change = |name: &str| column.setting("on_change")?.get(name)?.as_str();
    let tried = match on_change("action") {
        Some("none") => Ok(written.clone()),
        Some("validate") => validated(written, column),
        _ => coerced(written, column),
    };
    match (tried, on_change("failure")) {
        (Ok(value), _) => Some(value),
        (Err(_), Some("default")) => Some(validation(column, "default").cloned().unwrap_or_default()),
        (Err(kept), Some("accept")) => Some(kept),
        (Err(_), _) => None,
    }
}

fn validation<'a>(column: &Column<'a>, name: &str) -> Option<&'a Value> {
    column.setting("validation")?.get(name)
}

/// A value by conversion; as an error what an accepted failure leaves.
fn coerced(written: &Value, column: &Column<'_>) -> Result<Value, Value> {
    match (column.kind, written) {
        (Kind::Any, _) | (Kind::Text, Value::String(_)) => Ok(written.clone()),
        (Kind::Numeric, _) => match js::numeric(Some(written)) {
            Some(number) => Ok(normalise(number.into())),
            None => null(written, column),
        },
        (Kind::Text, Value::Null) => null(written, column),
        (Kind::Text, _) => Ok(print(written).into()),
        (Kind::Datetime, _) => match written.as_str().and_then(|text| normalised(text, column)) {
            Some(date) => Ok(date.into()),
            None => null(written, column),
        },
    }
}

fn validated(written: &Value, column: &Column<'_>) -> Result<Value, Value> {
    match (column.kind, written) {
        (Kind::Any, _) | (Kind::Numeric, Value::Number(_)) | (Kind::Text, Value::String(_)) => {
            Ok(written.clone())
        }
        (Kind::Datetime, Value::String(text)) if normalised(text, column).is_some() => Ok(text.trim().into()),
        _ => null(written, column),
    }
}

fn normalised(text: &str, column: &Column<'_>) -> Option<String> {
    date::normalised(text, truthy(validation(column, "allow_YY")))
}

/// A null is taken where the column allows it.
fn null(written: &Value, column: &Column<'_>) -> Result<Value, Value> {
    let allowed = written.is_null() && truthy(validation(column, "allow_null"));
    if allowed { Ok(Value::Null) } else { Err(written.clone()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_converted_looked_at_or_taken() {
        for (column, written, expected) in [
            (json!({}), json!("12"), Some(json!("12"))),
            (json!({"type": "numeric"}), json!("12.50"), Some(json!(12.5))),
            (json!({"type": "numeric"}), json!("a lot"), None),
            (
                json!({"type": "numeric", "on_change": {"failure": "default"}}),
                json!("a lot"),
                Some(json!(null)),
            ),
            (
                json!({"type": "numeric", "on_change": {"failure": "default"}, "validation": {"default": 0}}),
                json!("x"),
                Some(json!(0)),
            ),
            (
                json!({"type": "numeric", "on_change": {"failure": "accept"}}),
                json!("a lot"),
                Some(json!("a lot")),
            ),
            (json!({"type": "numeric", "on_change": {"action": "validate"}}), json!("12"), None),
            (json!({"type": "numeric", "on_change": {"action": "none"}}), json!("12"), Some(json!("12"))),
            (json!({"type": "numeric", "validation": {"allow_null": true}}), json!(null), Some(json!(null))),
            (json!({"type": "text"}), json!(5), Some(json!("5"))),
            (json!({"type": "text"}), json!(null), None),
            (json!({"type": "datetime"}), json!("2018-1-2"), Some(json!("2018-01-02"))),
            (json!({"type": "datetime"}), json!("18-01"), None),
            (
                json!({"type": "datetime", "validation": {"allow_YY": true}}),
                json!("18-01"),
                Some(json!("2018-01")),
            ),
            (
                json!({"type": "datetime", "on_change": {"action": "validate"}}),
                json!(" 2018-1-2 "),
                Some(json!("2018-1-2")),
            ),
        ] {
            let mut given = column.clone();
            given["id"] = json!("a");
            let props = json!({"columns": [given]});
            let columns = Column::all(props.as_object().unwrap(), &[]);
            assert_eq!(reconciled(&written, &columns[0]), expected, "{column} {written}");
        }
    }
}
