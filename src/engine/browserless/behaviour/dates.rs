//! `dcc.DatePickerSingle` and `dcc.DatePickerRange`.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::click::Inert;
use super::model::Model;
use super::target::{Target, next_gesture};
use super::{Effect, Moment};
use crate::dash::Component;
use crate::engine::{Action, Error};

/// A picker of one date.
pub(super) struct Single;

impl Model for Single {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let now = held(target.component, "date");
        match target.action {
            Action::Dates { start: Some(start), end: None, .. } => {
                let date = allowed(target, start)?;
                Ok(if now == Some(date) { Vec::new() } else { vec![target.set([("date", written(date))])] })
            }
            Action::Dates { .. } => Err(target.bad("the date picker takes one date")),
            Action::Fill { value, .. } if !value.is_empty() => {
                Err(target.bad("a date is set with dates, as YYYY-MM-DD"))
            }
            Action::Fill { .. } | Action::Clear { .. } => {
                let unset = Effect::Unset { at: target.at.to_owned(), props: vec!["date".to_owned()] };
                Ok(now.map(|_| unset).into_iter().collect())
            }
            _ => Inert.act(target),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        clicks(target)
    }

    /// A date of null, from 4.0; a range keeps its nulls.
    fn retracts(&self, component: Component<'_>, moment: &Moment) -> Vec<String> {
        let null = component.prop("date") == Some(&Value::Null);
        (null && moment.dash_version >= (4, 0, 0)).then(|| "date".to_owned()).into_iter().collect()
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        Some(component.prop("date").cloned().unwrap_or_default())
    }
}

/// A picker of a first and a last date.
pub(super) struct Range;

impl Model for Range {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let component = target.component;
        let now = (held(component, "start_date"), held(component, "end_date"));
        match target.action {
            Action::Dates { start, end, .. } => {
                let start = start.as_deref().map(|date| allowed(target, date)).transpose()?;
                let end = end.as_deref().map(|date| allowed(target, date)).transpose()?;
                long_enough(target, start.or(now.0), end.or(now.1))?;
                Ok(typed(target, now, (start, end)))
            }
            Action::Clear { .. } => {
                let props = vec!["start_date".to_owned(), "end_date".to_owned()];
                let unset = Effect::Unset { at: target.at.to_owned(), props };
                Ok(now.0.or(now.1).map(|_| unset).into_iter().collect())
            }
            _ => Inert.act(target),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        clicks(target)
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        let date = |name| component.prop(name).cloned().unwrap_or_default();
        Some(json!([date("start_date"), date("end_date")]))
    }
}

/// Each date is typed into a field that was clicked.
fn clicks(target: &Target<'_>) -> usize {
    match target.action {
        Action::Dates { start, end, .. } => usize::from(start.is_some()) + usize::from(end.is_some()),
        Action::Click { .. } | Action::Clear { .. } => 1,
        _ => 0,
    }
}

type Ends = (Option<Date>, Option<Date>);

/// Types the first date, then the last: each is sent when its field is left, as far as `updatemode` says so.
fn typed(target: &Target<'_>, mut now: Ends, wanted: Ends) -> Vec<Effect> {
    let single = target.component.text("updatemode") != Some("bothdates");
    let mut effects = Vec::new();
    let mut send = |now: Ends| {
        let effect = match now {
            (Some(start), Some(end)) => {
                target.set([("start_date", written(start)), ("end_date", written(end))])
            }
            (Some(start), None) if single => target.set([("start_date", written(start))]),
            (None, Some(end)) if single => target.set([("end_date", written(end))]),
            _ => return,
        };
        next_gesture(&mut effects);
        effects.push(effect);
    };
    if wanted.0.is_some() && wanted.0 != now.0 {
        now.0 = wanted.0;
        send(now);
    }
    if wanted.1.is_some() && wanted.1 != now.1 {
        now.1 = wanted.1;
        send(now);
    }
    effects
}

/// `minimum_nights` between the ends.
fn long_enough(target: &Target<'_>, start: Option<Date>, end: Option<Date>) -> Result<(), Error> {
    let Some((start, end)) = start.zip(end) else { return Ok(()) };
    let nights = (end - start).get_days().abs();
    let needed = target.component.prop("minimum_nights").and_then(Value::as_i64).unwrap_or(1);
    if i64::from(nights) < needed {
        return Err(target
            .not_actionable(format!("it takes at least {needed} nights, {start} to {end} are {nights}")));
    }
    Ok(())
}

/// A date that the picker offers.
fn allowed(target: &Target<'_>, text: &str) -> Result<Date, Error> {
    let date = day(text).ok_or_else(|| target.bad(format!("`{text}` is no date: write YYYY-MM-DD")))?;
    let component = target.component;
    let before = held(component, "min_date_allowed").is_some_and(|min| date < min);
    let after = held(component, "max_date_allowed").is_some_and(|max| date > max);
    let days = component.prop("disabled_days").and_then(Value::as_array);
    let disabled = days.into_iter().flatten().filter_map(Value::as_str).any(|off| day(off) == Some(date));
    if before || after || disabled {
        return Err(target.not_actionable(format!("it does not offer {date}")));
    }
    Ok(date)
}

fn held(component: Component<'_>, name: &str) -> Option<Date> {
    component.text(name).and_then(day)
}

/// The day of a date or a time, as `YYYY-MM-DD…`.
fn day(text: &str) -> Option<Date> {
    text.get(..10).unwrap_or(text).parse().ok()
}

fn written(date: Date) -> Value {
    Value::from(date.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, set};

    fn picker(kind: &str, props: &Value) -> Value {
        json!({"type": kind, "namespace": "dash_core_components", "props": props})
    }

    #[test]
    fn a_date_is_picked_and_cleared() {
        let tree = picker("DatePickerSingle", &json!({"id": "d", "date": "2024-01-05T00:00:00"}));
        assert_eq!(act(&tree, "dates #d 2024-02-01").unwrap(), [set(&json!({"date": "2024-02-01"}))]);
        assert_eq!(act(&tree, "dates #d 2024-01-05").unwrap(), []);
        assert_eq!(
            act(&tree, "clear #d").unwrap(),
            [Effect::Unset { at: String::new(), props: vec!["date".to_owned()] }]
        );
    }

    #[test]
    fn a_date_of_null_is_made_undefined() {
        let moment = Moment { now_ms: 0, dash_version: (4, 4, 1) };
        let retracted = |props: Value, moment: &Moment| {
            let tree = picker("DatePickerSingle", &props);
            Single.retracts(Component::of(&tree).unwrap(), moment)
        };
        assert_eq!(retracted(json!({"date": null}), &moment), ["date"]);
        assert!(retracted(json!({}), &moment).is_empty());
        assert!(retracted(json!({"date": "2024-01-05"}), &moment).is_empty());
        assert!(retracted(json!({"date": null}), &Moment { dash_version: (3, 0, 4), ..moment }).is_empty());
    }

    #[test]
    fn dates_that_are_not_offered_are_refused() {
        let tree = picker(
            "DatePickerSingle",
            &json!({"id": "d", "min_date_allowed": "2024-01-01", "disabled_days": ["2024-01-06"]}),
        );
        assert!(act(&tree, "dates #d 2023-12-31").unwrap_err().is_retryable());
        assert!(act(&tree, "dates #d 2024-01-06").unwrap_err().is_retryable());
        assert!(act(&tree, "dates #d tomorrow").unwrap_err().to_string().contains("YYYY-MM-DD"));
    }

    #[test]
    fn a_range_is_sent_end_by_end_unless_both_are_wanted_at_once() {
        let tree = picker("DatePickerRange", &json!({"id": "d"}));
        assert_eq!(
            act(&tree, "dates #d 2024-01-01 2024-01-05").unwrap(),
            [
                set(&json!({"start_date": "2024-01-01"})),
                Effect::NextGesture,
                set(&json!({"start_date": "2024-01-01", "end_date": "2024-01-05"}))
            ]
        );
        let both = picker("DatePickerRange", &json!({"id": "d", "updatemode": "bothdates"}));
        assert_eq!(
            act(&both, "dates #d 2024-01-01 2024-01-05").unwrap(),
            [set(&json!({"start_date": "2024-01-01", "end_date": "2024-01-05"}))]
        );
    }

    #[test]
    fn a_range_that_is_too_short_is_refused() {
        let tree = picker("DatePickerRange", &json!({"id": "d", "minimum_nights": 3}));
        assert!(act(&tree, "dates #d 2024-01-01 2024-01-02").unwrap_err().to_string().contains("3 nights"));
    }
}
