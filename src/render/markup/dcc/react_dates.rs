//! The date pickers before Dash 4, which are those of react-dates.

use super::super::element::Element;
use super::super::icon::{ARROW, CLEAR, icon};
use super::super::view::View;
use super::date;

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
    let wrapper = Element::new("div").child(inside);
    let picker = Element::new("div").class(&format!("{name} {name}_1")).child(wrapper);
    let root = view.outer("div").attr_opt("id", view.id()).class(&view.class());
    root.style("position: relative; display: inline-block;").style(&view.css("style")).child(picker)
}
