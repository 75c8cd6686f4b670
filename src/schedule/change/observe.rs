//! Looking at what conditions are about.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::number::number;
use crate::engine::{Locator, Property, Session};
use crate::scenario::{ChangeTest, Condition, Subject};
use crate::schedule::Error;

/// What a condition looks at, as it is now; of a picture nothing, because pages are captured later.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::schedule) struct Observed {
    /// As a person reads it.
    pub(super) text: String,
    /// The number in it, if it is one.
    pub(super) number: Option<f64>,
}

/// Looks at it.
///
/// # Errors
/// [`Error::Refused`] when it is no number and has to be one, or has no rows; the engine's.
pub(in crate::schedule) async fn observe(
    session: &mut Session,
    condition: &Condition,
) -> Result<Observed, Error> {
    match &condition.subject {
        Subject::Read { on, property, decimal } => {
            let value = session.read(on, property).await?;
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let number = match value.as_f64() {
                Some(number) => Ok(number),
                None => number(&text, *decimal),
            };
            match number {
                Err(reason) if needs_number(&condition.test) => {
                    Err(Error::Refused { reason: format!("{property} of `{on}`: {reason}") })
                }
                number => Ok(Observed { text, number: number.ok() }),
            }
        }
        Subject::Rows(on) => {
            let rows = rows(session, on).await?;
            Ok(Observed { text: rows.to_string(), number: Some(rows as f64) })
        }
        Subject::Picture(_) => Ok(Observed::default()),
    }
}

fn needs_number(test: &ChangeTest) -> bool {
    use crate::scenario::By;
    !matches!(test, ChangeTest::Changed { by: By::Any, .. } | ChangeTest::Empty(_))
}

/// How many rows a component has: points of its figure, rows of its data, or rows in the body of an HTML table.
async fn rows(session: &mut Session, on: &Locator) -> Result<usize, Error> {
    for prop in ["figure", "rowData", "data"] {
        let found = session.read(on, &Property::Prop(prop.to_owned())).await;
        match found.unwrap_or_default() {
            Value::Null => {}
            Value::Array(rows) => return Ok(rows.len()),
            Value::Object(figure) if prop == "figure" => {
                let traces = figure.get("data").and_then(Value::as_array).into_iter().flatten();
                return Ok(traces.map(points).sum());
            }
            Value::Object(entries) => return Ok(entries.len()),
            _ => return Ok(1),
        }
    }
    let body = Locator::from(format!("{on} tbody").as_str());
    if count(session, &body).await? == 0 {
        let reason = format!("`{on}` has no rows: it has no `figure`, `rowData` or `data`, and no `tbody`");
        return Err(Error::Refused { reason });
    }
    count(session, &Locator::from(format!("{on} tbody tr").as_str())).await
}

async fn count(session: &mut Session, on: &Locator) -> Result<usize, Error> {
    Ok(session.read(on, &Property::Count).await?.as_u64().unwrap_or_default() as usize)
}

/// How many points a plot trace has: as many as the longest of the lists that place them.
fn points(trace: &Value) -> usize {
    const PLACES: [&str; 14] =
        ["x", "y", "z", "values", "labels", "lat", "lon", "locations", "r", "theta", "a", "b", "c", "ids"];
    PLACES.iter().filter_map(|name| trace.get(name)).map(length).max().unwrap_or_default()
}

/// The length of a list, or of one of numbers in Base64 (plotly.js, "typed arrays": `dtype` and `bdata`).
fn length(list: &Value) -> usize {
    if let Some(list) = list.as_array() {
        return list.len();
    }
    let bytes = list.get("bdata").and_then(Value::as_str).and_then(|text| STANDARD.decode(text).ok());
    let size =
        list.get("dtype").and_then(Value::as_str).and_then(|name| name.get(1..)?.parse::<usize>().ok());
    bytes.map_or(0, |bytes| bytes.len() / size.unwrap_or(1).max(1))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_points_of_a_figure_are_counted_in_lists_and_in_typed_arrays() {
        assert_eq!(points(&json!({"type": "bar", "x": ["a", "b"], "y": [1, 2]})), 2);
        assert_eq!(points(&json!({"type": "pie", "labels": ["a"], "values": [1, 2, 3]})), 3);
        assert_eq!(points(&json!({"y": {"dtype": "f8", "bdata": "AAAAAAAA8D8AAAAAAAAAQA=="}})), 2);
        assert_eq!(points(&json!({"type": "scatter"})), 0);
    }
}
