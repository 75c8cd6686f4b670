//! The sliders before Dash 4, which are those of rc-slider.

use serde_json::Value;

use super::super::element::Element;
use super::super::number::js_f64;
use super::super::view::View;
use super::marks::{self, Mark};
use super::slider::Range;

/// Renders a slider's rail, dots, handles and marks.
pub(super) fn render(view: &View<'_>, range: &Range) -> Element {
    let several = view.component.kind == "RangeSlider";
    let vertical = view.flag("vertical");
    let marks = marks::classic(view, range);
    let from = if several { range.values.first().copied().unwrap_or(range.min) } else { range.min };
    let to = range.values.last().copied().unwrap_or(range.min);
    let side = if vertical { "bottom" } else { "left" };
    let place = |at: f64| format!("{side}: {}%;", js_f64(range.percent(at)));
    let active = |mark: &Mark| mark.at >= from && mark.at <= to;

    let length = js_f64(range.percent(to) - range.percent(from));
    let length = format!("{}: {length}%;", if vertical { "top: auto; height" } else { "right: auto; width" });
    let track = Element::new("div")
        .class("rc-slider-track")
        .class_if(several, "rc-slider-track-1")
        .style(&format!("{} {length}", place(from)));
    let mut slider = Element::new("div")
        .class("rc-slider")
        .class_if(!marks.is_empty(), "rc-slider-with-marks")
        .class_if(view.flag("disabled"), "rc-slider-disabled")
        .class_if(vertical, "rc-slider-vertical")
        .style("position: relative;")
        .child(Element::new("div").class("rc-slider-rail"))
        .child(track);
    let dots = marks.iter().map(|mark| {
        let dot = Element::new("span").class("rc-slider-dot").class_if(active(mark), "rc-slider-dot-active");
        dot.style(&place(mark.at)).into()
    });
    slider = slider.child(Element::new("div").class("rc-slider-step").children(dots));
    for (at, value) in range.values.iter().enumerate() {
        let number = if several { format!("rc-slider-handle-{}", at + 1) } else { String::new() };
        let shift = if vertical {
            "top: auto; transform: translateY(50%);"
        } else {
            "right: auto; transform: translateX(-50%);"
        };
        let handle = Element::new("div")
            .class("rc-slider-handle")
            .class(&number)
            .attr("tabindex", if view.flag("disabled") { "-1" } else { "0" })
            .attr("role", "slider")
            .attr("aria-valuemin", js_f64(range.min))
            .attr("aria-valuemax", js_f64(range.max))
            .attr("aria-valuenow", js_f64(*value))
            .attr("aria-disabled", view.flag("disabled").to_string());
        slider = slider.child(handle.style(&format!("{} {shift}", place(*value))));
    }
    let labels = marks.into_iter().map(|mark| {
        let shift = if vertical { "margin-bottom: -50%;" } else { "transform: translateX(-50%);" };
        Element::new("span")
            .class("rc-slider-mark-text")
            .class_if(active(&mark), "rc-slider-mark-text-active")
            .style(&format!("{shift} {}", place(mark.at)))
            .style(&mark.style)
            .children(mark.label)
            .into()
    });
    slider = slider.child(Element::new("div").class("rc-slider-mark").children(labels));
    let always = view
        .object("tooltip")
        .is_some_and(|tooltip| tooltip.get("always_visible") == Some(&Value::Bool(true)));
    for value in range.values.iter().filter(|_| always) {
        slider = slider.child(tooltip(view, *value));
    }
    let height = view.number("verticalHeight").unwrap_or(400.0);
    let padding = if vertical {
        format!("padding: 25px 25px 25px 0px; height: {height}px;")
    } else {
        "padding: 0px 25px 25px;".to_owned()
    };
    view.outer("div").attr_opt("id", view.id()).class(&view.class()).style(&padding).child(slider)
}

fn tooltip(view: &View<'_>, value: f64) -> Element {
    let placement =
        view.object("tooltip").and_then(|tooltip| tooltip.get("placement")?.as_str()).unwrap_or("top");
    let part = |name: &str| Element::new("div").class(&format!("rc-slider-tooltip{name}"));
    let says = Element::new("div").class("rc-slider-tooltip-inner").attr("role", "tooltip");
    let inside =
        part("-content").child(part("-arrow")).child(says.children(super::slider::said(view, value)));
    let shown = part("").class(&format!("rc-slider-tooltip-placement-{placement}")).child(inside);
    let place = Element::new("div").style("position: absolute; top: 0px; left: 0px; width: 100%;");
    place.child(Element::new("div").child(shown))
}
