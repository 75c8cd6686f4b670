//! What can be expected after a step: what callbacks wrote then, as the page shows it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::engine::{Error, Expectation, Locator, Matcher, Property, Session};
use crate::trace::{CallStatus, Trace};

/// Characters of a text that anybody would compare.
const LONGEST: usize = 160;
/// Options that anybody would list.
const MOST_OPTIONS: usize = 20;
/// Expectations of one step.
const MOST: usize = 12;

/// Reads what calls since `from` (milliseconds since the trace began) wrote, in the order of the calls.
///
/// # Errors
/// When the browser is gone.
pub(super) async fn offers(
    session: &mut Session,
    trace: &Trace,
    from: f64,
) -> Result<Vec<Expectation>, Error> {
    let secrets = session.recorder().secrets();
    let mut offers = Vec::new();
    for (id, prop) in written(trace, from) {
        if offers.len() >= MOST {
            break;
        }
        let (on, property) = (locator(&id), property(&prop));
        let value = match session.read(&on, &property).await {
            Ok(value) => value,
            // What is not there can't be expected.
            Err(Error::Browser { reason }) => return Err(Error::Browser { reason }),
            Err(_) => continue,
        };
        let shown = value.to_string();
        if tells(&property, &value) && secrets.hide(&shown) == shown {
            offers.push(Expectation { on, property, matcher: Matcher::Equals(value) });
        }
    }
    Ok(offers)
}

/// The props that calls since `from` wrote, each once.
fn written(trace: &Trace, from: f64) -> Vec<(String, String)> {
    let calls = trace.calls.iter().filter(|call| call.start >= from && call.status == CallStatus::Updated);
    let mut known = BTreeSet::new();
    let written = calls.flat_map(|call| {
        call.written().map(|(id, prop, _)| (id.to_owned(), prop.to_owned())).collect::<Vec<_>>()
    });
    written.filter(|one| known.insert(one.clone())).collect()
}

/// The component with an id as it stands in answers.
fn locator(id: &str) -> Locator {
    if id.starts_with('{') {
        return Locator::from(id);
    }
    match Locator::from(format!("#{id}")) {
        found @ Locator::Id(_) => found,
        _ => Locator::Css(format!("[id={}]", Value::from(id))),
    }
}

/// How a visitor reads a prop.
fn property(prop: &str) -> Property {
    match prop {
        "children" => Property::Text,
        "value" => Property::Value,
        "figure" => Property::FigureTitle,
        "options" => Property::Options,
        "disabled" => Property::Enabled,
        other => Property::Prop(other.to_owned()),
    }
}

/// Whether a value is worth a line.
fn tells(property: &Property, value: &Value) -> bool {
    match (property, value) {
        (Property::Options, Value::Array(labels)) => !labels.is_empty() && labels.len() <= MOST_OPTIONS,
        (Property::Value, Value::Array(values)) => {
            values.len() <= MOST_OPTIONS && values.iter().all(|value| !value.is_object() && !value.is_array())
        }
        (_, Value::Array(_) | Value::Object(_) | Value::Null) => false,
        (_, Value::String(text)) => !text.is_empty() && text.len() <= LONGEST && !text.contains('\n'),
        (_, Value::Bool(_) | Value::Number(_)) => true,
    }
}
