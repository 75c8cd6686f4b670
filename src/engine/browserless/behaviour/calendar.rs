//! The open calendar of a date picker: what a click or a key does in it.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::Effect;
use super::target::Target;
use crate::dash::calendar::{day, first_shown, month_after};

/// What a click means to a date picker.
pub(super) enum Click {
    /// The cross.
    Clear,
    /// A day of the calendar.
    Day(Date),
    /// Something that only changes what is open.
    Turn(Vec<Effect>),
}

/// What a click is, by the part of the component that it is on; `dates` are those that the picker holds.
pub(super) fn clicked(target: &Target<'_>, dates: &[Option<Date>]) -> Click {
    let spot = &target.spot;
    let crosses =
        ["dash-datepicker-clear", "SingleDatePickerInput_clearDate", "DateRangePickerInput_clearDates"];
    if crosses.iter().any(|class| spot.is_in(class)) {
        return Click::Clear;
    }
    let Some(month) = month(target) else { return Click::Turn(vec![opened(target, dates)]) };
    if let Some(button) = spot.within("dash-datepicker-month-nav") {
        let by = if button.attribute("aria-label") == Some("Next month") { 1 } else { -1 };
        let stays = button.attribute("disabled").is_some();
        return Click::Turn(if stays { Vec::new() } else { vec![shows(target, month_after(month, by))] });
    }
    if let Some(button) = spot.within("DayPickerNavigation_button") {
        let forward = button.attribute("aria-label").is_some_and(|says| says.contains("forward"));
        return Click::Turn(vec![shows(target, month_after(month, if forward { 1 } else { -1 }))]);
    }
    if let Some(date) = pressed_day(target, month) {
        return Click::Day(date);
    }
    let inside = ["dash-datepicker-content", "DayPicker"].iter().any(|class| spot.is_in(class));
    let stays = inside || target.moment.is_classic();
    Click::Turn(if stays { Vec::new() } else { vec![closed(target)] })
}

/// The day that a cell of the calendar is, when it can be chosen.
fn pressed_day(target: &Target<'_>, month: Date) -> Option<Date> {
    let classes =
        ["dash-datepicker-calendar-date-inside", "dash-datepicker-calendar-date-outside", "CalendarDay"];
    let cell = classes.iter().find_map(|class| target.spot.within(class))?;
    if cell.attribute("aria-disabled") == Some("true") {
        return None;
    }
    let row = cell.ancestors().find(|node| node.tag() == "tr")?;
    let table = row.ancestors().find(|node| node.tag() == "table")?;
    // Before Dash 4 each month is in a box of its own, the month before the first one too.
    let number = if target.moment.is_classic() {
        let boxed = table.ancestors().find(|node| node.has_class("CalendarMonthGrid_month__horizontal"))?;
        boxed.index() as i64 - 1
    } else {
        table.index() as i64
    };
    let first = target.component.prop("first_day_of_week").and_then(Value::as_i64).unwrap_or(0) as i8;
    let first = first_shown(month_after(month, number), first);
    Some(first.saturating_add((row.index() as i64 * 7 + cell.index() as i64).days()))
}

/// The first month that is shown; `None` while the calendar is closed.
fn month(target: &Target<'_>) -> Option<Date> {
    target.spot.memory?.get("month").and_then(Value::as_str).and_then(day)
}

/// Whether the calendar is open.
pub(super) fn is_open(target: &Target<'_>) -> bool {
    month(target).is_some()
}

fn shows(target: &Target<'_>, month: Date) -> Effect {
    let memory = json!({"open": true, "month": month.to_string()});
    Effect::Remember { at: target.at.to_owned(), memory }
}

/// Opens the calendar where its dates are, or as the app wants, or today.
pub(super) fn opened(target: &Target<'_>, dates: &[Option<Date>]) -> Effect {
    let wanted = target.component.text("initial_visible_month").and_then(day);
    let limit = target.component.text("min_date_allowed").and_then(day);
    let today = jiff::Timestamp::from_millisecond(target.moment.now_ms).unwrap_or_default();
    let today = today.to_zoned(jiff::tz::TimeZone::UTC).date();
    let usual = limit.filter(|min| *min > today).unwrap_or(today);
    let date = dates.iter().flatten().next().copied();
    let month = if target.moment.is_classic() { wanted.or(date) } else { date.or(wanted) };
    shows(target, month.unwrap_or(usual).first_of_month())
}

/// Closes it.
pub(super) fn closed(target: &Target<'_>) -> Effect {
    Effect::Remember { at: target.at.to_owned(), memory: Value::Null }
}
