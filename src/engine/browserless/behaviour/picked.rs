//! Fields whose value is picked, not typed: what each type takes (HTML 4.10.5.1, the value sanitization algorithms).

use jiff::civil::{Date, ISOWeekDate, Time, Weekday};

use super::number::{self, bound};
use crate::dash::Component;

/// Why a field does not take a text; `None` when it does, and for fields that are typed into.
pub(super) fn refusal(component: Component<'_>, text: &str) -> Option<String> {
    let kind = component.text("type")?;
    let takes = match kind {
        "color" => is_color(text),
        "range" => number::taken(component, text).is_some_and(|value| {
            (bound(component, "min").unwrap_or(0.0)..=bound(component, "max").unwrap_or(100.0))
                .contains(&value)
        }),
        "date" => text.is_empty() || is_date(text),
        "time" => text.is_empty() || is_time(text),
        "datetime-local" => {
            text.is_empty()
                || text.split_once(['T', ' ']).is_some_and(|(date, time)| is_date(date) && is_time(time))
        }
        "month" => text.is_empty() || is_date(&format!("{text}-01")),
        "week" => text.is_empty() || is_week(text),
        _ => true,
    };
    (!takes).then(|| format!("a field of type {kind} does not take \"{text}\""))
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

fn is_date(text: &str) -> bool {
    text.parse::<Date>().is_ok_and(|date| date.to_string() == text)
}

fn is_time(text: &str) -> bool {
    let seconds = if text.len() == 5 { format!("{text}:00") } else { text.to_owned() };
    seconds.parse::<Time>().is_ok_and(|time| time.to_string() == seconds)
}

fn is_week(text: &str) -> bool {
    let parts = text.split_once("-W").filter(|(year, week)| year.len() == 4 && week.len() == 2);
    let numbers = parts.and_then(|(year, week)| Some((year.parse().ok()?, week.parse().ok()?)));
    numbers.is_some_and(|(year, week)| ISOWeekDate::new(year, week, Weekday::Monday).is_ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_type_takes_its_own_form_alone() {
        let takes = |kind: &str, text: &str| {
            let field =
                json!({"type": "Input", "namespace": "dash_bootstrap_components", "props": {"type": kind}});
            refusal(Component::of(&field).unwrap(), text).is_none()
        };
        for (kind, good, bad) in [
            ("date", "2025-03-10", "2025-02-30"),
            ("time", "09:30", "9:30"),
            ("datetime-local", "2025-03-10T09:30", "2025-03-10"),
            ("month", "2025-03", "2025-13"),
            ("week", "2026-W53", "2025-W53"),
            ("color", "#FF8800", "orange"),
            ("range", "30", "101"),
        ] {
            assert!(takes(kind, good), "{kind}: {good}");
            assert!(!takes(kind, bad), "{kind}: {bad}");
        }
        assert!(takes("email", "anything"));
    }
}
