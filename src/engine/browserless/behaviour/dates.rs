//! `dcc.DatePickerSingle` and `dcc.DatePickerRange`.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{self, Meant};
use super::click::Inert;
use super::model::Model;
use super::target::{Drawn, Target};
use super::{Effect, Moment};
use crate::dash::calendar::day;
use crate::dash::{Component, truthy};
use crate::engine::{Action, DatesBy, Error};

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
            Action::Fill { .. } => Err(target.bad("a date is set with dates, as YYYY-MM-DD")),
            Action::Clear { .. } => cleared(target, &["date"]),
            Action::Click { point: None, .. } => chosen(target, now, calendar::clicked(target, &[now])),
            Action::Press { key, .. } => chosen(target, now, calendar::pressed(target, key, &[now])),
            _ => Inert.act(target),
        }
    }

    fn left(&self, target: &Target<'_>) -> Vec<Effect> {
        let stays = truthy(target.component.prop("with_full_screen_portal"));
        (calendar::is_open(target) && !stays).then(|| calendar::closed(target)).into_iter().collect()
    }

    fn inner(&self, drawn: &Drawn<'_>) -> Option<(&'static str, usize)> {
        calendar::inner(drawn)
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
        let untold = target.spot.typed.and_then(day);
        let now = (untold.or(held(component, "start_date")), held(component, "end_date"));
        match target.action {
            Action::Dates { start, end, by, .. } => {
                let start = start.as_deref().map(|date| allowed(target, date)).transpose()?;
                let end = end.as_deref().map(|date| allowed(target, date)).transpose()?;
                if *by == DatesBy::Calendar {
                    return clicked(target, now, (start, end));
                }
                long_enough(target, start.or(now.0), end.or(now.1))?;
                Ok(typed(target, now, (start, end)).into_iter().collect())
            }
            Action::Clear { .. } => cleared(target, &["start_date", "end_date"]),
            Action::Click { point: None, .. } => {
                chosen_end(target, now, calendar::clicked(target, &[now.0, now.1]))
            }
            Action::Press { key, .. } => {
                chosen_end(target, now, calendar::pressed(target, key, &[now.0, now.1]))
            }
            _ => Inert.act(target),
        }
    }

    fn left(&self, target: &Target<'_>) -> Vec<Effect> {
        let stays = truthy(target.component.prop("with_full_screen_portal"));
        (calendar::is_open(target) && !stays).then(|| calendar::closed(target)).into_iter().collect()
    }

    fn inner(&self, drawn: &Drawn<'_>) -> Option<(&'static str, usize)> {
        calendar::inner(drawn)
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        clicks(target)
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        let date = |name| component.prop(name).cloned().unwrap_or_default();
        Some(json!([date("start_date"), date("end_date")]))
    }
}

/// The calendar after a day was chosen, which is the last one or not.
fn kept_open(target: &Target<'_>, last: bool) -> Vec<Effect> {
    let stays = !last || truthy(target.component.prop("stay_open_on_select"));
    (!stays).then(|| calendar::closed(target)).into_iter().collect()
}

/// What is chosen in the calendar of one date.
fn chosen(target: &Target<'_>, now: Option<Date>, meant: Meant) -> Result<Vec<Effect>, Error> {
    match meant {
        Meant::Clear => cleared(target, &["date"]),
        Meant::Turn(effects) => Ok(effects),
        Meant::Day(date) => {
            let mut effects = kept_open(target, true);
            effects.extend((now != Some(date)).then(|| target.set([("date", written(date))])));
            Ok(effects)
        }
    }
}

/// What is chosen in the calendar of a range.
fn chosen_end(target: &Target<'_>, now: Ends, meant: Meant) -> Result<Vec<Effect>, Error> {
    match meant {
        Meant::Clear => cleared(target, &["start_date", "end_date"]),
        Meant::Turn(effects) => Ok(effects),
        Meant::Day(date) => {
            let ends = matches!(now, (Some(_), None)) || target.spot.typed.is_some();
            let day = if ends { (None, Some(date)) } else { (Some(date), None) };
            let mut effects = kept_open(target, ends);
            effects.extend(clicked(target, now, day)?);
            Ok(effects)
        }
    }
}

/// From 4.0 the cross keeps its click to itself.
fn clicks(target: &Target<'_>) -> usize {
    match target.action {
        Action::Click { .. } | Action::Dates { by: DatesBy::Calendar, .. } => 1,
        Action::Clear { .. } => usize::from(target.moment.is_classic()),
        _ => 0,
    }
}

type Ends = (Option<Date>, Option<Date>);

/// What the cross does, which only `clearable` pickers have. From 4.0 the dates are made `undefined`, before they are
/// null.
fn cleared(target: &Target<'_>, names: &[&str]) -> Result<Vec<Effect>, Error> {
    if names.iter().all(|name| held(target.component, name).is_none()) {
        return Ok(Vec::new());
    }
    if !truthy(target.component.prop("clearable")) {
        return Err(target.not_actionable("it offers nothing to clear it with"));
    }
    let at = target.at.to_owned();
    let props = names.iter().map(|name| (*name).to_owned());
    Ok(vec![if target.moment.is_classic() {
        Effect::SetProps { at, props: props.map(|name| (name, Value::Null)).collect() }
    } else {
        Effect::Unset { at, props: props.collect() }
    }])
}

/// What is sent when the field of an end is left, as far as `updatemode` says so.
fn typed(target: &Target<'_>, now: Ends, wanted: Ends) -> Option<Effect> {
    let then = (wanted.0.or(now.0), wanted.1.or(now.1));
    if then == now {
        return None;
    }
    let single = target.component.text("updatemode") != Some("bothdates");
    match then {
        // Before 4.0 `bothdates` waits for the end, whatever there was.
        (Some(start), Some(_)) if !single && target.moment.is_classic() && wanted.1.is_none() => {
            Some(target.draft(start.to_string()))
        }
        (Some(start), Some(end)) => {
            Some(target.set([("start_date", written(start)), ("end_date", written(end))]))
        }
        (Some(start), None) if single => Some(target.set([("start_date", written(start))])),
        (None, Some(end)) if single => Some(target.set([("end_date", written(end))])),
        (Some(start), None) => Some(target.draft(start.to_string())),
        _ => None,
    }
}

/// What a click on a day of the calendar does.
///
/// Before 4.0 the field that is open takes it, and an end only after the start. From 4.0 a click begins a new range, which
/// has no end, or ends the one that has a start alone.
fn clicked(target: &Target<'_>, now: Ends, day: Ends) -> Result<Vec<Effect>, Error> {
    let both_at_once = target.component.text("updatemode") == Some("bothdates");
    let drafted = target.spot.typed.is_some();
    // What is held back until both are there, a browser's page alone knows.
    let known = !both_at_once || drafted;
    let refused = |reason: String| Err(target.not_actionable(reason));
    if let (true, (_, Some(end))) = (known, day) {
        long_enough(target, now.0, Some(end))?;
    }
    let effect = match (day, (now.0, now.1.filter(|_| !drafted))) {
        ((Some(_), Some(_)) | (None, None), _) => return Err(target.bad("one day is clicked at a time")),
        ((_, Some(end)), (Some(start), _)) if target.moment.is_classic() && known && end < start => {
            return refused(format!("{end} is before {start}, when it starts"));
        }
        _ if target.moment.is_classic() => typed(target, now, day),
        ((Some(_), None), (Some(begun), None)) => {
            return refused(format!("a click would end the range that begins on {begun}: clear it first"));
        }
        ((Some(start), None), _) if both_at_once => Some(target.draft(start.to_string())),
        ((Some(start), None), (_, Some(_))) => {
            Some(target.set([("start_date", written(start)), ("end_date", Value::Null)]))
        }
        ((Some(start), None), _) => Some(target.set([("start_date", written(start))])),
        ((None, Some(end)), (Some(start), None)) => {
            let (start, end) = (start.min(end), start.max(end));
            Some(target.set([("start_date", written(start)), ("end_date", written(end))]))
        }
        _ if known => return refused("a click begins a new range: name its start too".to_owned()),
        _ => None,
    };
    Ok(effect.into_iter().collect())
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
    let (first, last) = (held(component, "min_date_allowed"), held(component, "max_date_allowed"));
    let range = match (first, last) {
        (Some(first), Some(last)) => format!("its days are {first} to {last}"),
        (Some(first), None) => format!("its days begin on {first}"),
        (None, Some(last)) => format!("its days end on {last}"),
        (None, None) => "all others are offered".to_owned(),
    };
    let days = component.prop("disabled_days").and_then(Value::as_array);
    if days.into_iter().flatten().filter_map(Value::as_str).any(|off| day(off) == Some(date)) {
        return Err(target.not_actionable(format!("{date} is disabled in it; {range}")));
    }
    if first.is_some_and(|first| date < first) || last.is_some_and(|last| date > last) {
        return Err(target.not_actionable(format!("{date} is not offered; {range}")));
    }
    Ok(date)
}

fn held(component: Component<'_>, name: &str) -> Option<Date> {
    component.text(name).and_then(day)
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
        let tree =
            picker("DatePickerSingle", &json!({"id": "d", "date": "2024-01-05T00:00:00", "clearable": true}));
        assert_eq!(act(&tree, "dates #d 2024-02-01").unwrap(), [set(&json!({"date": "2024-02-01"}))]);
        assert_eq!(act(&tree, "dates #d 2024-01-05").unwrap(), []);
        assert_eq!(
            act(&tree, "clear #d").unwrap(),
            [Effect::Unset { at: String::new(), props: vec!["date".to_owned()] }]
        );
    }

    #[test]
    fn a_date_of_null_is_made_undefined() {
        let moment = Moment { now_ms: 0, dash_version: (4, 4, 1), place: None };
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
    fn a_refused_day_names_those_that_are_offered() {
        let limits = json!({"id": "d", "min_date_allowed": "2024-01-01", "max_date_allowed": "2024-12-20",
            "disabled_days": ["2024-01-06"]});
        let tree = picker("DatePickerSingle", &limits);
        let said = |line| act(&tree, line).unwrap_err().to_string();
        let range = "its days are 2024-01-01 to 2024-12-20";
        assert!(
            said("dates #d 2024-12-21 calendar").contains(&format!("2024-12-21 is not offered; {range}"))
        );
        assert!(
            said("dates #d 2024-01-06 calendar").contains(&format!("2024-01-06 is disabled in it; {range}"))
        );
    }

    #[test]
    fn a_click_in_the_calendar_of_dash_4_begins_a_range_that_has_no_end() {
        let whole = json!({"id": "d", "start_date": "2024-01-01", "end_date": "2024-01-09"});
        let tree = picker("DatePickerRange", &whole);
        let begun = set(&json!({"start_date": "2024-02-01", "end_date": null}));
        assert_eq!(act(&tree, "dates #d 2024-02-01 calendar").unwrap().last(), Some(&begun));
        assert!(act(&tree, "dates #d - 2024-02-01 calendar").unwrap_err().is_retryable());
        let tree =
            picker("DatePickerRange", &json!({"id": "d", "start_date": "2024-02-01", "end_date": null}));
        let ended = set(&json!({"start_date": "2024-01-20", "end_date": "2024-02-01"}));
        assert_eq!(act(&tree, "dates #d - 2024-01-20 calendar").unwrap().last(), Some(&ended));
        assert!(act(&tree, "dates #d 2024-03-01 calendar").unwrap_err().is_retryable());
    }

    #[test]
    fn an_end_of_a_range_is_sent_alone_unless_both_are_wanted_at_once() {
        let tree = picker("DatePickerRange", &json!({"id": "d"}));
        assert_eq!(act(&tree, "dates #d 2024-01-01").unwrap(), [set(&json!({"start_date": "2024-01-01"}))]);
        let started = picker("DatePickerRange", &json!({"id": "d", "start_date": "2024-01-01"}));
        assert_eq!(
            act(&started, "dates #d - 2024-01-05").unwrap(),
            [set(&json!({"start_date": "2024-01-01", "end_date": "2024-01-05"}))]
        );
        let both = picker("DatePickerRange", &json!({"id": "d", "updatemode": "bothdates"}));
        assert_eq!(
            act(&both, "dates #d 2024-01-01").unwrap().last(),
            Some(&Effect::Draft { at: String::new(), text: "2024-01-01".to_owned() })
        );
    }

    #[test]
    fn a_range_that_is_too_short_is_refused() {
        let tree = picker("DatePickerRange", &json!({"id": "d", "minimum_nights": 3}));
        assert!(act(&tree, "dates #d 2024-01-01 2024-01-02").unwrap_err().to_string().contains("3 nights"));
    }
}
