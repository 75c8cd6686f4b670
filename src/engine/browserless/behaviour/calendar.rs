//! The open calendar of a date picker: what a click or a key does in it.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::Effect;
use super::target::{Drawn, Target};
use crate::dash::calendar::{day, first_shown, month_after};
use crate::dash::{Component, truthy};

/// What a click or a key means to a date picker.
pub(super) enum Meant {
    /// The cross.
    Clear,
    /// A day of the calendar.
    Day(Date),
    /// Something that only changes what is open.
    Turn(Vec<Effect>),
}

/// An open calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Open {
    /// The first month that is shown.
    first: Date,
    /// The month that its own fields name, which is one of those shown.
    active: Date,
    /// The day that has the keyboard.
    focused: Option<Date>,
    /// Whether the list of months is open.
    lists: bool,
}

impl Open {
    /// The one that a component keeps; `None` while it is closed.
    fn of(memory: Option<&Value>) -> Option<Self> {
        let memory = memory?;
        let date = |name: &str| memory.get(name).and_then(Value::as_str).and_then(day);
        let first = date("month")?;
        Some(Self {
            first,
            active: date("active").unwrap_or(first),
            focused: date("focused"),
            lists: truthy(memory.get("lists")),
        })
    }

    fn kept(self, at: &str) -> Effect {
        let memory = json!({"open": true, "month": self.first.to_string(), "active": self.active.to_string(),
            "focused": self.focused.map(|date| date.to_string()), "lists": self.lists});
        Effect::Remember { at: at.to_owned(), memory }
    }

    /// The same with another month named, which is the first or the last one where it was not shown.
    fn naming(self, active: Date, months: i64) -> Self {
        let first = match active {
            active if active < self.first => active,
            active if active >= month_after(self.first, months) => month_after(active, 1 - months),
            _ => self.first,
        };
        Self { first, active, ..self }
    }
}

/// How many months a picker shows.
fn months(component: Component<'_>) -> i64 {
    component.prop("number_of_months_shown").and_then(Value::as_i64).unwrap_or(1).clamp(1, 24)
}

/// What a click is, by the part of the component that it is on; `dates` are those that the picker holds.
pub(super) fn clicked(target: &Target<'_>, dates: &[Option<Date>]) -> Meant {
    let spot = &target.spot;
    let crosses =
        ["dash-datepicker-clear", "SingleDatePickerInput_clearDate", "DateRangePickerInput_clearDates"];
    if crosses.iter().any(|class| spot.is_in(class)) {
        return Meant::Clear;
    }
    let Some(open) = Open::of(spot.memory) else { return Meant::Turn(vec![opened(target, dates)]) };
    if spot.is_in("dash-datepicker-close-button") {
        return Meant::Turn(vec![closed(target)]);
    }
    if let Some(button) = spot.within("DayPickerNavigation_button") {
        let forward = button.attribute("aria-label").is_some_and(|says| says.contains("forward"));
        let first = month_after(open.first, if forward { 1 } else { -1 });
        return Meant::Turn(vec![Open { first, active: first, ..open }.kept(target.at)]);
    }
    if let Some((date, true)) = day_of(target, open) {
        return Meant::Day(date);
    }
    let turned = if spot.is_in("dash-datepicker-controls") { controlled(target, open) } else { None };
    Meant::Turn(turned.map(|open| open.kept(target.at)).into_iter().collect())
}

/// What a click on the arrows, the list of months or the buttons of the year does.
fn controlled(target: &Target<'_>, open: Open) -> Option<Open> {
    let spot = &target.spot;
    let shown = months(target.component);
    let open = Open { focused: None, ..open };
    if let Some(button) = spot.within("dash-datepicker-month-nav") {
        let by = if button.attribute("aria-label") == Some("Next month") { 1 } else { -1 };
        let by = if truthy(target.component.prop("is_RTL")) { -by } else { by };
        let first = month_after(open.active, by);
        let stays = button.attribute("disabled").is_some() || !is_offered(target.component, first);
        return (!stays).then_some(Open { first, active: first, lists: false, ..open });
    }
    if let Some(button) = spot.within("dash-input-stepper") {
        let by = if button.has_class("dash-stepper-increment") { 12 } else { -12 };
        let stays = button.attribute("disabled").is_some();
        return (!stays).then(|| open.naming(month_after(open.active, by), shown));
    }
    if let Some(option) = spot.within("dash-dropdown-option") {
        let number = option.descendants().find_map(|node| node.attribute("value")?.parse::<i64>().ok())?;
        let named =
            Open { lists: false, ..open }.naming(month_after(open.active.first_of_year(), number), shown);
        return Some(named);
    }
    Some(Open { lists: spot.is_in("dash-dropdown") && !open.lists, ..open })
}

/// What a key means, which is pressed in a field or in the calendar.
pub(super) fn pressed(target: &Target<'_>, key: &str, dates: &[Option<Date>]) -> Meant {
    let Some(open) = Open::of(target.spot.memory) else {
        let Effect::Remember { at, memory } = opened(target, dates) else { return Meant::Turn(Vec::new()) };
        return Meant::Turn(match key {
            "Enter" | "ArrowDown" | "ArrowUp" => match Open::of(Some(&memory)) {
                Some(open) => vec![focusing(target, open, dates).kept(&at)],
                None => Vec::new(),
            },
            _ => Vec::new(),
        });
    };
    let then = match (key, day_of(target, open)) {
        ("Escape", _) => return Meant::Turn(vec![closed(target)]),
        ("Enter" | "Space" | " ", Some((date, true))) => return Meant::Day(date),
        (_, Some((date, _))) if !target.moment.is_classic() => moved(target, open, date, key),
        ("Enter" | "Space" | " ", None) if target.spot.within("dash-datepicker-content").is_some() => {
            return clicked(target, dates);
        }
        ("ArrowDown" | "ArrowUp" | "Enter", None) => Some(focusing(target, open, dates)),
        _ => None,
    };
    Meant::Turn(then.map(|open| open.kept(target.at)).into_iter().collect())
}

/// Puts the keyboard on the date of the field that it is in, or on the first of the month (4.0).
fn focusing(target: &Target<'_>, open: Open, dates: &[Option<Date>]) -> Open {
    if target.moment.is_classic() {
        return open;
    }
    let last = target.spot.is_in("dash-datepicker-end-date");
    let date = if last { dates.last() } else { dates.first() };
    let date = date.copied().flatten().unwrap_or(open.active);
    Open { focused: Some(date), ..open }.naming(date.first_of_month(), months(target.component))
}

/// Where an arrow or another key moves the keyboard from a day; `None` where it stays.
fn moved(target: &Target<'_>, open: Open, from: Date, key: &str) -> Option<Open> {
    let component = target.component;
    let sign = if truthy(component.prop("is_RTL")) { -1 } else { 1 };
    let first = component.prop("first_day_of_week").and_then(Value::as_i64).unwrap_or(0);
    let of_week = (i64::from(from.weekday().to_sunday_zero_offset()) - first).rem_euclid(7);
    let span = match key {
        "ArrowRight" => sign.days(),
        "ArrowLeft" => (-sign).days(),
        "ArrowDown" => 7.days(),
        "ArrowUp" => (-7).days(),
        "PageDown" => 1.months(),
        "PageUp" => (-1).months(),
        "Home" => (-of_week).days(),
        "End" => (6 - of_week).days(),
        _ => return None,
    };
    let date = from.checked_add(span).ok().filter(|date| is_offered(component, *date))?;
    // A day that is disabled takes no keyboard.
    let off = component.prop("disabled_days").and_then(Value::as_array);
    let off = off.into_iter().flatten().any(|off| off.as_str().and_then(day) == Some(date));
    let focused = if off { open.focused } else { Some(date) };
    Some(Open { focused, ..open }.naming(date.first_of_month(), months(component)))
}

/// Whether a day is within the picker's limits.
fn is_offered(component: Component<'_>, date: Date) -> bool {
    let limit = |name| component.text(name).and_then(day);
    limit("min_date_allowed").is_none_or(|min| date >= min)
        && limit("max_date_allowed").is_none_or(|max| date <= max)
}

/// The day that the hand is on, and whether it can be chosen.
fn day_of(target: &Target<'_>, open: Open) -> Option<(Date, bool)> {
    let classes =
        ["dash-datepicker-calendar-date-inside", "dash-datepicker-calendar-date-outside", "CalendarDay"];
    let cell = classes.iter().find_map(|class| target.spot.within(class))?;
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
    let first = first_shown(month_after(open.first, number), first);
    let date = first.saturating_add((row.index() as i64 * 7 + cell.index() as i64).days());
    Some((date, cell.attribute("aria-disabled") != Some("true")))
}

/// The day that has the keyboard, as an element (4.0).
pub(super) fn inner(drawn: &Drawn<'_>) -> Option<(&'static str, usize)> {
    let open = Open::of(drawn.memory).filter(|_| !drawn.moment.is_classic())?;
    let date = open.focused.filter(|date| *date >= open.first)?;
    let before = (date - open.first).get_days();
    Some(("dash-datepicker-calendar-date-inside", before as usize))
}

/// Whether the calendar is open.
pub(super) fn is_open(target: &Target<'_>) -> bool {
    Open::of(target.spot.memory).is_some()
}

/// Opens the calendar where the app wants, or its dates are, or today.
pub(super) fn opened(target: &Target<'_>, dates: &[Option<Date>]) -> Effect {
    let component = target.component;
    let given = |name| component.text(name).and_then(day);
    let wanted = given("initial_visible_month");
    let date = dates.iter().flatten().next().copied();
    let today = jiff::Timestamp::from_millisecond(target.moment.now_ms).unwrap_or_default();
    let today = today.to_zoned(jiff::tz::TimeZone::UTC).date();
    let min = given("min_date_allowed");
    let (min, max) = if target.moment.is_classic() {
        (min.filter(|min| *min > today), None)
    } else {
        (min, given("max_date_allowed").filter(|_| component.kind == "DatePickerRange"))
    };
    let active = wanted.or(date).or(min).or(max).unwrap_or(today).first_of_month();
    // From 4.0 it is in the middle of those that are shown.
    let before = if target.moment.is_classic() { 0 } else { (months(component) - 1) / 2 };
    Open { first: month_after(active, -before), active, focused: None, lists: false }.kept(target.at)
}

/// Closes it.
pub(super) fn closed(target: &Target<'_>) -> Effect {
    Effect::Remember { at: target.at.to_owned(), memory: Value::Null }
}
