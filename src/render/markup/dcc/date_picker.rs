//! `dcc.DatePickerSingle` and `dcc.DatePickerRange`.

use super::super::element::Element;
use super::super::icon::{ARROW, CLEAR, OPEN, icon};
use super::super::view::View;
use super::{calendar, date, react_dates};

/// Renders a date picker.
pub(super) fn single(view: &View<'_>) -> Element {
    if view.is_classic() {
        return react_dates::single(view);
    }
    let placeholder = view.text("placeholder").unwrap_or_else(|| "Select Date".to_owned());
    let id = view.id();
    let field = field(view, id.clone(), "date", placeholder, "dash-datepicker-end-date");
    picker(view, vec![field], id, "Clear date", &["date"])
}

/// Renders a date range picker.
pub(super) fn range(view: &View<'_>) -> Element {
    if view.is_classic() {
        return react_dates::range(view);
    }
    let text = |prop: &str, default: &str| view.text(prop).unwrap_or_else(|| default.to_owned());
    let start_id = view.text("start_date_id").or_else(|| view.id());
    let end_id = view.text("end_date_id").or_else(|| view.id().map(|id| format!("{id}-end-date")));
    let start = text("start_date_placeholder_text", "Start Date");
    let end = text("end_date_placeholder_text", "End Date");
    let labels = start_id.as_ref().zip(end_id.as_ref()).map(|(start, end)| format!("{start} {end}"));
    let fields = vec![
        field(view, start_id, "start_date", start, "dash-datepicker-start-date"),
        icon(ARROW, "dash-datepicker-range-arrow"),
        field(view, end_id, "end_date", end, "dash-datepicker-end-date"),
    ];
    picker(view, fields, labels, "Clear Dates", &["start_date", "end_date"])
}

fn field(view: &View<'_>, id: Option<String>, prop: &str, placeholder: String, class: &str) -> Element {
    let format = view.text("display_format").unwrap_or_else(|| "YYYY-MM-DD".to_owned());
    let shown = view.text(prop).map(|text| date::display(&text, &format)).unwrap_or_default();
    let input = Element::new("input")
        .attr("type", "text")
        .attr_opt("id", id)
        .attr("dir", if view.flag("is_RTL") { "rtl" } else { "ltr" })
        .attr("aria-label", placeholder.as_str())
        .attr("placeholder", placeholder)
        .class("dash-datepicker-input")
        .class(class)
        .flag("disabled", view.flag("disabled"))
        // The input is as wide as its text: ten digits and dashes by default.
        .attr("size", shown.chars().count().max(10).to_string())
        .attr("value", shown);
    Element::new("div").style("display: inline-block;").child(input)
}

fn picker(
    view: &View<'_>,
    fields: Vec<Element>,
    labels: Option<String>,
    clear: &str,
    dates: &[&str],
) -> Element {
    let mut wrapper = Element::new("div")
        .attr_opt("id", view.id().map(|id| format!("{id}-wrapper")))
        .attr("type", "button")
        .class("dash-datepicker-input-wrapper")
        .class_if(view.flag("disabled"), "dash-datepicker-input-wrapper-disabled")
        .class(&view.class())
        .style(&view.css("style"))
        .attr_opt("aria-labelledby", labels)
        .attr("aria-haspopup", "dialog")
        .attr("aria-expanded", view.is_open().to_string())
        .attr("aria-disabled", view.flag("disabled").to_string())
        .attr("data-state", if view.is_open() { "open" } else { "closed" })
        .children(fields.into_iter().map(Element::into));
    if view.flag("clearable") && !view.flag("disabled") && dates.iter().any(|date| view.prop(date).is_some())
    {
        let cross = Element::new("a").class("dash-datepicker-clear").attr("aria-label", clear);
        wrapper = wrapper.child(cross.child(icon(CLEAR, "")));
    }
    let wrapper = wrapper.child(icon(OPEN, "dash-datepicker-caret-icon"));
    let picker = view.outer("div").class("dash-datepicker").child(Element::new("div")).child(wrapper);
    picker.children(calendar::content(view, dates).map(Into::into))
}
