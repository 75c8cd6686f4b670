//! The date pickers before Dash 4, which are those of react-dates.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::super::element::Element;
use super::super::icon::{ARROW, CLEAR, icon};
use super::super::view::View;
use super::date;
use crate::dash::calendar::{day, first_shown, month_after};

/// What it tells to screen readers.
const FORWARD: &str = "Navigate forward to interact with the calendar and select a date. Press the question mark key to get \
     the keyboard shortcuts for changing dates.";
const BACKWARD: &str = "Navigate backward to interact with the calendar and select a date. Press the question mark key to get \
     the keyboard shortcuts for changing dates.";

/// Renders a date picker.
pub(super) fn single(view: &View<'_>) -> Element {
    let placeholder = view.text("placeholder").unwrap_or_else(|| "Date".to_owned());
    let field = field(view, Some("date".to_owned()), "date", &placeholder, FORWARD);
    picker(view, "SingleDatePicker", vec![field], &["date"], "Clear Date")
}

/// Renders a date range picker.
pub(super) fn range(view: &View<'_>) -> Element {
    let text = |prop: &str, default: &str| view.text(prop).unwrap_or_else(|| default.to_owned());
    let start = text("start_date_placeholder_text", "Start Date");
    let end = text("end_date_placeholder_text", "End Date");
    let arrow = Element::new("div")
        .class("DateRangePickerInput_arrow DateRangePickerInput_arrow_1")
        .attr("aria-hidden", "true")
        .attr("role", "presentation")
        .child(icon(ARROW, "DateRangePickerInput_arrow_svg DateRangePickerInput_arrow_svg_1"));
    let fields = vec![
        field(view, view.text("start_date_id"), "start_date", &start, FORWARD),
        arrow,
        field(view, view.text("end_date_id"), "end_date", &end, BACKWARD),
    ];
    picker(view, "DateRangePicker", fields, &["start_date", "end_date"], "Clear Dates")
}

fn field(view: &View<'_>, id: Option<String>, prop: &str, placeholder: &str, says: &str) -> Element {
    let format = view.text("display_format").unwrap_or_else(|| "MM/DD/YYYY".to_owned());
    let shown = view.text(prop).map(|text| date::display(&text, &format)).unwrap_or_default();
    let input = Element::new("input")
        .class("DateInput_input DateInput_input_1")
        .attr("aria-label", placeholder)
        .attr("type", "text")
        .attr_opt("id", id.clone())
        .attr_opt("name", id)
        .attr("value", shown)
        .attr("placeholder", placeholder)
        .attr("autocomplete", "off")
        .flag("disabled", view.flag("disabled"));
    let message = Element::new("p").class("DateInput_screenReaderMessage DateInput_screenReaderMessage_1");
    Element::new("div").class("DateInput DateInput_1").child(input).child(message.text(says))
}

fn picker(view: &View<'_>, name: &str, fields: Vec<Element>, dates: &[&str], clear: &str) -> Element {
    let mut inside = Element::new("div")
        .class(&format!("{name}Input {name}Input_1 {name}Input__withBorder {name}Input__withBorder_2"))
        .children(fields.into_iter().map(Element::into));
    if view.flag("clearable") && dates.iter().any(|date| view.prop(date).is_some()) {
        inside = inside.class(&format!("{name}Input__showClearDate {name}Input__showClearDate_3"));
        let prefix = if dates.len() == 1 { "Input_clearDate" } else { "Input_clearDates" };
        let cross = Element::new("button").attr("type", "button").attr("aria-label", clear).class(&format!(
            "{name}{prefix} {name}{prefix}_1 {name}{prefix}__default {name}{prefix}__default_2"
        ));
        inside = inside.child(cross.child(icon(CLEAR, &format!("{name}{prefix}_svg {name}{prefix}_svg_1"))));
    }
    inside = inside.children(calendar(view, name, dates).map(Into::into));
    let wrapper = Element::new("div").child(inside);
    let picker = Element::new("div").class(&format!("{name} {name}_1")).child(wrapper);
    let root = view.outer("div").attr_opt("id", view.id()).class(&view.class());
    root.style("position: relative; display: inline-block;").style(&view.css("style")).child(picker)
}

/// The open calendar: the months that are shown, and one before and after them, which are hidden.
fn calendar(view: &View<'_>, name: &str, props: &[&str]) -> Option<Element> {
    let month = view.memory()?.get("month").and_then(Value::as_str).and_then(day)?;
    let shown = view.number("number_of_months_shown").map_or(1, |number| number.clamp(1.0, 24.0) as i64);
    let button = |says: &str| {
        let button = Element::new("div").class("DayPickerNavigation_button DayPickerNavigation_button_1");
        let button = button
            .class("DayPickerNavigation_button__horizontal DayPickerNavigation_button__horizontalDefault");
        let side = if says.contains("forward") { "right" } else { "left" };
        let button = button.class(&format!("DayPickerNavigation_{side}Button__horizontalDefault"));
        button.attr("role", "button").attr("tabindex", "0").attr("aria-label", says)
    };
    let navigation = Element::new("div")
        .class("DayPickerNavigation DayPickerNavigation_1 DayPickerNavigation__horizontal")
        .child(button("Move backward to switch to the previous month."))
        .child(button("Move forward to switch to the next month."));
    let months = (-1..=shown).map(|number| {
        let visible = (0..shown).contains(&number);
        let boxed = Element::new("div")
            .class("CalendarMonthGrid_month__horizontal CalendarMonthGrid_month__horizontal_1")
            .class_if(!visible, "CalendarMonthGrid_month__hidden CalendarMonthGrid_month__hidden_3")
            .style(if visible { "" } else { "visibility: hidden;" });
        let table = self::month(view, month_after(month, number), props);
        boxed.child(table.attr("data-visible", visible.to_string())).into()
    });
    let grid =
        Element::new("div").class("CalendarMonthGrid CalendarMonthGrid_1 CalendarMonthGrid__horizontal");
    let region = Element::new("div")
        .class("DayPicker_focusRegion DayPicker_focusRegion_1")
        .attr("role", "application");
    let region = region.attr("aria-label", "Calendar").child(navigation).child(grid.children(months));
    let picker = Element::new("div").class("DayPicker DayPicker_1 DayPicker__horizontal").child(region);
    Some(Element::new("div").class(&format!("{name}_picker {name}_picker_1")).child(picker))
}

fn month(view: &View<'_>, month: Date, props: &[&str]) -> Element {
    let first = first_shown(month, view.number("first_day_of_week").map_or(0, |day| day as i8));
    let limit = |prop: &str| day(&view.text(prop)?);
    let chosen = |date: Date| props.iter().any(|prop| limit(prop) == Some(date));
    let blocked = |date: Date| {
        limit("min_date_allowed").is_some_and(|min| date < min)
            || limit("max_date_allowed").is_some_and(|max| date > max)
            || view.list("disabled_days").iter().any(|off| off.as_str().and_then(day) == Some(date))
    };
    let cell = |date: Date| {
        let outside = date.first_of_month() != month;
        if outside && !view.flag("show_outside_days") {
            return Element::new("td");
        }
        let blocked = blocked(date);
        let named = date.strftime("%A, %B %-d, %Y");
        let says = match (blocked, chosen(date)) {
            (true, _) => format!("Not available. {named}"),
            (false, true) => format!("Selected. {named}"),
            (false, false) => format!("Choose {named} as your check-in date. It’s available."),
        };
        Element::new("td")
            .class("CalendarDay CalendarDay_1")
            .class(if outside { "CalendarDay__outside" } else { "CalendarDay__default" })
            .class_if(blocked, "CalendarDay__blocked_out_of_range")
            .class_if(chosen(date), "CalendarDay__selected")
            .attr("role", "button")
            .attr("aria-disabled", blocked.to_string())
            .attr("aria-label", says)
            .text(date.day().to_string())
    };
    let weeks = (0..6_i64).map(|week| first.saturating_add((week * 7).days()));
    let weeks = weeks.filter(|begin| begin.first_of_month() <= month).map(|begin| {
        let days = (0..7_i64).map(|at| cell(begin.saturating_add(at.days())).into());
        Element::new("tr").children(days).into()
    });
    let format = view.text("month_format").unwrap_or_else(|| "MMMM YYYY".to_owned());
    let caption = Element::new("strong").text(date::display(&month.to_string(), &format));
    let caption = Element::new("div").class("CalendarMonth_caption CalendarMonth_caption_1").child(caption);
    let table =
        Element::new("table").class("CalendarMonth_table CalendarMonth_table_1").attr("role", "presentation");
    let table = table.child(Element::new("tbody").children(weeks));
    Element::new("div").class("CalendarMonth CalendarMonth_1").child(caption).child(table)
}
