//! The calendar of Dash 4's date pickers.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::super::element::Element;
use super::super::icon::{OPEN, icon};
use super::super::view::View;
use super::date;
use crate::dash::calendar::{day, first_shown, month_after};

/// An arrow to the left, and one to the right.
const BACK: &str = "M11 2 L5 7.5 L11 13";
const FORTH: &str = "M5 2 L11 7.5 L5 13";

/// What a calendar knows of its picker.
struct Calendar<'v, 'a> {
    view: &'v View<'a>,
    /// The first of the months shown.
    month: Date,
    months: i64,
    /// 0 is Sunday.
    first_weekday: i8,
    outside: bool,
    /// The dates that are chosen, `None` without.
    chosen: [Option<Date>; 2],
}

/// Renders the calendar of an open picker, whose dates are these props.
pub(super) fn content(view: &View<'_>, props: &[&str]) -> Option<Element> {
    let month = view.memory()?.get("month").and_then(Value::as_str).and_then(day)?;
    let months = view.number("number_of_months_shown").map_or(1, |number| number.clamp(1.0, 24.0) as i64);
    let date = |prop: Option<&&str>| prop.and_then(|prop| day(&view.text(prop)?));
    let calendar = Calendar {
        view,
        month: month.first_of_month(),
        months,
        first_weekday: view.number("first_day_of_week").map_or(0, |day| day as i8),
        outside: view.flag_or("show_outside_days", months == 1),
        chosen: [date(props.first()), date(props.last())],
    };
    let tables = (0..months).map(|number| calendar.month(month_after(calendar.month, number)).into());
    let direction =
        if view.text("calendar_orientation").as_deref() == Some("vertical") { "column" } else { "row" };
    let container = Element::new("div")
        .class("dash-datepicker-calendar-container")
        .attr("dir", if view.flag("is_RTL") { "rtl" } else { "ltr" })
        .style(&format!("flex-direction: {direction};"))
        .children(tables);
    let wrapper = Element::new("div").class("dash-datepicker-calendar-wrapper");
    let wrapper = wrapper.child(calendar.controls()).child(container);
    let content = Element::new("div").class("dash-datepicker-content").attr("role", "dialog");
    let content = content.attr("data-state", "open").attr("tabindex", "-1").child(wrapper);
    Some(Element::new("div").attr("data-radix-popper-content-wrapper", "").child(content))
}

impl Calendar<'_, '_> {
    fn limit(&self, prop: &str) -> Option<Date> {
        day(&self.view.text(prop)?)
    }

    fn is_disabled(&self, date: Date) -> bool {
        let off = |value: &Value| value.as_str().and_then(day) == Some(date);
        self.limit("min_date_allowed").is_some_and(|min| date < min)
            || self.limit("max_date_allowed").is_some_and(|max| date > max)
            || self.view.list("disabled_days").iter().any(off)
    }

    fn controls(&self) -> Element {
        let button = |says: &str, path: &str, months: i64| {
            let first = month_after(self.month, months);
            let beyond = self.limit("min_date_allowed").is_some_and(|min| first < min)
                || self.limit("max_date_allowed").is_some_and(|max| first > max);
            Element::new("button")
                .attr("type", "button")
                .class("dash-datepicker-month-nav")
                .flag("disabled", beyond)
                .attr("aria-label", says)
                .child(icon(path, ""))
        };
        let name = |month: Date| month.strftime("%B").to_string();
        let january = self.month.first_of_year();
        let sizers = (0..12).map(|number| {
            let sizer = Element::new("div").class("dash-datepicker-month-sizer").attr("aria-hidden", "true");
            sizer
                .style("height: 0px; overflow: hidden; visibility: hidden;")
                .text(name(month_after(january, number)))
                .into()
        });
        let shown = Element::new("span").class("dash-dropdown-value-item");
        let shown = shown.child(Element::new("span").text(name(self.month)));
        let grid = Element::new("span")
            .class("dash-dropdown-grid-container dash-dropdown-trigger")
            .child(Element::new("span").class("dash-dropdown-value").child(shown))
            .child(icon(OPEN, "dash-dropdown-trigger-icon"));
        let trigger =
            Element::new("button").attr("type", "button").class("dash-dropdown").attr("tabindex", "-1");
        let trigger = trigger.attr("aria-haspopup", "listbox").attr("aria-expanded", "false").child(grid);
        let months = Element::new("div").class("dash-dropdown-wrapper").child(trigger);
        let year = Element::new("input").attr("type", "number").class("dash-input-element");
        let year = year.attr("value", self.month.year().to_string());
        Element::new("div")
            .class("dash-datepicker-controls")
            .child(button("Previous month", BACK, -1))
            .child(Element::new("div").style("display: grid;").children(sizers).child(months))
            .child(Element::new("div").class("dash-input-container dash-input").child(year))
            .child(button("Next month", FORTH, 1))
    }

    fn month(&self, month: Date) -> Element {
        let first = first_shown(month, self.first_weekday);
        let mut head = Element::new("thead");
        if self.months > 1 {
            let format = self.view.text("month_format").unwrap_or_else(|| "MMMM YYYY".to_owned());
            let title =
                Element::new("th").class("dash-datepicker-calendar-month-header").attr("colspan", "7");
            let title = title.text(date::display(&month.to_string(), &format));
            head = head.child(Element::new("tr").child(title));
        }
        let weekdays = (0..7).map(|number| {
            let name = first.saturating_add(number.days()).strftime("%a").to_string();
            Element::new("th")
                .child(Element::new("span").text(name.chars().take(2).collect::<String>()))
                .into()
        });
        head = head.child(Element::new("tr").children(weekdays));
        let weeks = (0..6_i64).map(|week| {
            let days = (0..7_i64)
                .map(|at| self.day(first.saturating_add((week * 7 + at).days()), month, week).into());
            Element::new("tr").class("dash-datepicker-calendar-week").children(days).into()
        });
        Element::new("table")
            .class("dash-datepicker-calendar")
            .child(head)
            .child(Element::new("tbody").children(weeks))
    }

    fn day(&self, date: Date, month: Date, week: i64) -> Element {
        let outside = date.first_of_month() != month;
        let first_of_week = date.saturating_sub(
            i64::from((date.weekday().to_sunday_zero_offset() - self.first_weekday).rem_euclid(7)).days(),
        );
        let padding = outside && (!self.outside || week > 0 && first_of_week.first_of_month() > month);
        if padding {
            let cell = Element::new("td").class("dash-datepicker-calendar-padding");
            return cell.child(Element::new("span"));
        }
        let disabled = self.is_disabled(date);
        let [start, end] = self.chosen;
        let within = start.zip(end).is_some_and(|(start, end)| (start..=end).contains(&date));
        let selected = self.chosen.contains(&Some(date));
        Element::new("td")
            .class(if outside {
                "dash-datepicker-calendar-date-outside"
            } else {
                "dash-datepicker-calendar-date-inside"
            })
            .class_if(selected, "dash-datepicker-calendar-date-selected")
            .class_if(within || selected && end.is_none(), "dash-datepicker-calendar-date-highlighted")
            .class_if(disabled, "dash-datepicker-calendar-date-disabled")
            .attr("aria-disabled", disabled.to_string())
            .attr_opt("tabindex", (!outside && !disabled).then_some("0"))
            .child(Element::new("span").text(date.day().to_string()))
    }
}
