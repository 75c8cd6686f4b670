//! How alike two callback requests are: of one run and of another.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::secrets::HIDDEN;
use crate::trace::stable;

/// Texts that a program makes up anew in each run: UUIDs, tokens, hashes, Unix times.
static MADE_UP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        [0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}
        | eyJ[\w-]+\.[\w-]+\.[\w-]*
        | \b[0-9a-fA-F]{16,}\b
        | \b1[5-9]\d{8}(\d{3})?(\.\d+)?\b",
    )
    .ok()
});
/// Unix times of this century's first decades, in seconds and in milliseconds.
const SECONDS: std::ops::Range<f64> = 1.5e9..2e9;
const MILLISECONDS: std::ops::Range<f64> = 1.5e12..2e12;

/// How a request that is asked resembles a recorded one; the first is the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// They say the same.
    Same,
    /// They differ only in what the clock, the screen and the last digits of floats say.
    Steady,
    /// They differ only in what a program makes up, or in secrets that the recording does not have.
    MadeUp,
}

/// How a request resembles a recorded one; `None` when they ask for different things.
pub(super) fn of(asked: &Value, recorded: &Value) -> Option<Likeness> {
    if ["output", "outputs", "inputs", "state", "changedPropIds"]
        .iter()
        .all(|key| asked.get(key) == recorded.get(key))
    {
        return Some(Likeness::Same);
    }
    let (asked, recorded) = (stable::request(asked), stable::request(recorded));
    if asked == recorded {
        return Some(Likeness::Steady);
    }
    alike(&asked, &recorded).then_some(Likeness::MadeUp)
}

/// Whether two values are the same but for what is made up anew in each run.
fn alike(asked: &Value, recorded: &Value) -> bool {
    match (asked, recorded) {
        (_, Value::String(hidden)) if hidden == HIDDEN => true,
        (Value::String(asked), Value::String(recorded)) => alike_texts(asked, recorded),
        (Value::Number(asked), Value::Number(recorded)) => {
            let times = [SECONDS, MILLISECONDS];
            let both = |range: &std::ops::Range<f64>| {
                [asked, recorded]
                    .iter()
                    .all(|number| number.as_f64().is_some_and(|number| range.contains(&number)))
            };
            asked == recorded || times.iter().any(both)
        }
        (Value::Array(asked), Value::Array(recorded)) => {
            asked.len() == recorded.len()
                && asked.iter().zip(recorded).all(|(asked, recorded)| alike(asked, recorded))
        }
        (Value::Object(asked), Value::Object(recorded)) => {
            asked.len() == recorded.len()
                && asked
                    .iter()
                    .all(|(key, value)| recorded.get(key).is_some_and(|recorded| alike(value, recorded)))
        }
        (asked, recorded) => asked == recorded,
    }
}

/// Whether two texts are the same but for what is made up anew in each run.
pub(super) fn alike_texts(asked: &str, recorded: &str) -> bool {
    let masked = |text: &str| match &*MADE_UP {
        Some(pattern) => pattern.replace_all(text, "<made up>").into_owned(),
        None => text.to_owned(),
    };
    asked == recorded || masked(asked) == masked(recorded) || {
        // A secret stands for any text.
        let mut parts = recorded.split(HIDDEN);
        let (first, last) =
            (parts.next().unwrap_or_default(), recorded.rsplit(HIDDEN).next().unwrap_or_default());
        parts.next().is_some() && asked.starts_with(first) && asked.ends_with(last)
    }
}

/// The props in which a request differs from a recorded one: `year.value is 1957, recorded was 1952`.
pub(super) fn differences(asked: &Value, recorded: &Value) -> Vec<String> {
    let (asked, recorded) = (stable::request(asked), stable::request(recorded));
    let mut all = Vec::new();
    for key in ["inputs", "state"] {
        let props =
            |request: &Value| request.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        let (asked, recorded) = (props(&asked), props(&recorded));
        let names: BTreeSet<&String> = asked.keys().chain(recorded.keys()).collect();
        for name in names {
            let (asked, recorded) = (asked.get(name), recorded.get(name));
            let differ = match (asked, recorded) {
                (Some(asked), Some(recorded)) => !alike(asked, recorded),
                _ => true,
            };
            if differ {
                all.push(format!("{name} is {}, recorded was {}", told(asked), told(recorded)));
            }
        }
    }
    if all.is_empty() && asked.get("changed") != recorded.get("changed") {
        let changed = |request: &Value| request.get("changed").map_or_else(String::new, Value::to_string);
        all.push(format!("it is triggered by {}, recorded was {}", changed(&asked), changed(&recorded)));
    }
    all
}

/// A value as a message tells it: a long one by its beginning.
fn told(value: Option<&Value>) -> String {
    const LONGEST: usize = 80;
    let Some(value) = value else { return "not there".to_owned() };
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        text
    } else {
        format!("{}…", text.chars().take(LONGEST).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(value: &Value) -> Value {
        json!({"output": "o.children", "outputs": {"id": "o", "property": "children"}, "changedPropIds": ["i.value"],
            "inputs": [{"id": "i", "property": "value", "value": value}], "state": []})
    }

    fn likeness(asked: &Value, recorded: &Value) -> Option<Likeness> {
        of(&request(asked), &request(recorded))
    }

    #[test]
    fn what_a_run_makes_up_does_not_tell_requests_apart() {
        assert_eq!(likeness(&json!(1952), &json!(1952)), Some(Likeness::Same));
        assert_eq!(likeness(&json!(0.1 + 0.2), &json!(0.3)), Some(Likeness::Steady));
        let ids = ["6f0d7a4e-7c3a-4b55-9d7f-0a6a3d1a2b3c", "0b1c2d3e-0000-4b55-9d7f-0a6a3d1a2b3c"];
        assert_eq!(likeness(&json!(ids[0]), &json!(ids[1])), Some(Likeness::MadeUp));
        assert_eq!(likeness(&json!(1_700_000_000.5), &json!(1_710_000_000)), Some(Likeness::MadeUp));
        assert_eq!(likeness(&json!("pa55"), &json!("<secret>")), Some(Likeness::MadeUp));
    }

    #[test]
    fn what_a_visitor_chose_does() {
        assert_eq!(likeness(&json!(1957), &json!(1952)), None);
        assert_eq!(likeness(&json!("Ada"), &json!("Bob")), None);
        let told = differences(&request(&json!(1957)), &request(&json!(1952)));
        assert_eq!(told, ["i.value is 1957, recorded was 1952"]);
    }
}
