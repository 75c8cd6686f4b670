//! The calendar of Dash 4's date pickers.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::super::element::Element;
use super::super::icon::{CLEAR, OPEN, icon};
use super::super::view::View;
use super::date;
use super::input::steppers;
use crate::dash::calendar::{day, first_shown, month_after};

/// An arrow to the left, and one to the right.
const BACK: &str = "M11 2 L5 7.5 L11 13";
const FORTH: &str = "M5 2 L11 7.5 L5 13";

/// What a calendar knows of its picker.
struct Calendar<'v, 'a> {
    view: &'v View<'a>,
    /// The first of the months shown.
    month: Date,
    /// The month that its fields name.
    active: Date,
    months: i64,
    /// 0 is Sunday.
    first_weekday: i8,
    outside: bool,
    /// The day that has the keyboard.
    focused: Option<Date>,
    /// The dates that are chosen, `None` without.
    chosen: [Option<Date>; 2],
}

/// Renders the calendar of an open picker, whose dates are these props.
pub(super) fn content(view: &View<'_>, props: &[&str]) -> Option<Element> {
    let kept = |name: &str| view.memory()?.get(name).and_then(Value::as_str).and_then(day);
    let month = kept("month")?;
    let months = view.number("number_of_months_shown").map_or(1, |number| number.clamp(1.0, 24.0) as i64);
    let date = |prop: Option<&&str>| prop.and_then(|prop| day(&view.text(prop)?));
    // A start that waits for its end is no prop yet.
    let drafted = view.renderer.options.typed.get(&view.pointer).and_then(|text| day(text));
    let chosen = match drafted {
        Some(start) => [Some(start), None],
        None => [date(props.first()), date(props.last())],
    };
    let calendar = Calendar {
        view,
        month: month.first_of_month(),
        active: kept("active").unwrap_or(month).first_of_month(),
        focused: kept("focused"),
        months,
        first_weekday: view.number("first_day_of_week").map_or(0, |day| day as i8),
        outside: view.flag_or("show_outside_days", months == 1),
        chosen,
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
    let full_screen = view.flag("with_full_screen_portal");
    let mut content = Element::new("div").class("dash-datepicker-content").attr("role", "dialog");
    content = content
        .class_if(full_screen || view.flag("with_portal"), "dash-datepicker-portal")
        .class_if(full_screen, "dash-datepicker-fullscreen")
        .attr("data-state", "open")
        .attr("tabindex", "-1");
    if full_screen {
        let close = Element::new("button").class("dash-datepicker-close-button");
        content = content.child(close.attr("aria-label", "Close calendar").child(icon(CLEAR, "")));
    }
    let content = content.child(wrapper);
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
            || self.is_too_near(date)
    }

    /// Whether a range would have too few nights that ends on a day.
    fn is_too_near(&self, date: Date) -> bool {
        let [Some(start), None] = self.chosen else { return false };
        let nights = self.view.number("minimum_nights").unwrap_or(1.0);
        date != start && f64::from((date - start).get_days().abs()) < nights
    }

    fn controls(&self) -> Element {
        let button = |says: &str, path: &str, months: i64| {
            let first = month_after(self.active, months);
            let beyond = self.limit("min_date_allowed").is_some_and(|min| first < min)
                || self.limit("max_date_allowed").is_some_and(|max| first > max);
            Element::new("button")
                .attr("type", "button")
                .class("dash-datepicker-month-nav")
                .flag("disabled", beyond)
                .attr("aria-label", says)
                .child(icon(path, ""))
        };
        let names = self.view.text("month_format").unwrap_or_default();
        let tokens = |c: char| names.chars().skip_while(|one| *one != c).take_while(|one| *one == c).count();
        let named = if let 1..=4 = tokens('M') { "M".repeat(tokens('M')) } else { "MMMM".to_owned() };
        let name = |month: Date| date::display(&month.to_string(), &named);
        let january = self.active.first_of_year();
        let all: Vec<Date> = (0..12).map(|number| month_after(january, number)).collect();
        let sizers = all.iter().map(|month| {
            let sizer = Element::new("div").class("dash-datepicker-month-sizer").attr("aria-hidden", "true");
            sizer.style("height: 0px; overflow: hidden; visibility: hidden;").text(name(*month)).into()
        });
        let shown = Element::new("span").class("dash-dropdown-value-item");
        let shown = shown.child(Element::new("span").text(name(self.active)));
        let grid = Element::new("span")
            .class("dash-dropdown-grid-container dash-dropdown-trigger")
            .child(Element::new("span").class("dash-dropdown-value").child(shown))
            .child(icon(OPEN, "dash-dropdown-trigger-icon"));
        let lists = self.view.memory().and_then(|memory| memory.get("lists")) == Some(&Value::Bool(true));
        let trigger =
            Element::new("button").attr("type", "button").class("dash-dropdown").attr("tabindex", "-1");
        let trigger = trigger
            .attr("aria-haspopup", "listbox")
            .attr("aria-expanded", lists.to_string())
            .attr("data-state", if lists { "open" } else { "closed" })
            .child(grid);
        let mut months = Element::new("div").class("dash-dropdown-wrapper").child(trigger);
        if lists {
            months = months.child(self.list(&all, name));
        }
        let limit = |name: &str| self.limit(name).map(Date::year);
        let (min, max) = (limit("min_date_allowed"), limit("max_date_allowed"));
        let shown = if tokens('Y') == 2 { self.active.year() % 100 } else { self.active.year() };
        let year = Element::new("input").attr("type", "number").class("dash-input-element");
        let year = year
            .attr_opt("min", min.map(|year| year.to_string()))
            .attr_opt("max", max.map(|year| year.to_string()))
            .attr("value", shown.to_string());
        let ends = [min.is_some_and(|min| shown <= min), max.is_some_and(|max| shown >= max)];
        let year = Element::new("div").class("dash-input-container dash-input").child(year);
        let year = year.children(steppers(None, ends).map(Into::into));
        Element::new("div")
            .class("dash-datepicker-controls")
            .child(button("Previous month", BACK, -1))
            .child(Element::new("div").style("display: grid;").children(sizers).child(months))
            .child(year)
            .child(button("Next month", FORTH, 1))
    }

    /// The open list of months.
    fn list(&self, all: &[Date], name: impl Fn(Date) -> String) -> Element {
        let limit = |name: &str| self.limit(name).map(Date::first_of_month);
        let (min, max) = (limit("min_date_allowed"), limit("max_date_allowed"));
        let options = all.iter().enumerate().map(|(at, month)| {
            let chosen = *month == self.active;
            let off = min.is_some_and(|min| *month < min) || max.is_some_and(|max| *month > max);
            let field = Element::new("input")
                .attr("type", "radio")
                .class("dash-options-list-option-checkbox")
                .attr("value", at.to_string())
                .flag("checked", chosen)
                .flag("disabled", off);
            let text = Element::new("span").class("dash-options-list-option-text");
            Element::new("label")
                .class("dash-options-list-option")
                .class_if(chosen, "selected")
                .class("dash-dropdown-option")
                .attr("role", "option")
                .attr("aria-selected", chosen.to_string())
                .attr("data-option-index", at.to_string())
                .child(Element::new("span").class("dash-options-list-option-wrapper").child(field))
                .child(text.child(Element::new("span").text(name(*month))))
                .into()
        });
        let list =
            Element::new("div").class("dash-options-list dash-dropdown-options").attr("role", "listbox");
        let content = Element::new("div").class("dash-dropdown-content").attr("role", "dialog");
        let content = content.attr("data-state", "open").child(list.children(options));
        Element::new("div").attr("data-radix-popper-content-wrapper", "").child(content)
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
        let end = end.or(self.focused);
        let (start, end) = if start > end && end.is_some() { (end, start) } else { (start, end) };
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
