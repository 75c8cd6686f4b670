//! `dcc.Slider` and `dcc.RangeSlider`.

use serde_json::Value;

use super::super::element::Element;
use super::super::number::js_f64;
use super::super::view::View;
use super::marks::{Mark, marks};

/// Half the width of a thumb: marks at the ends keep that distance, px.
const THUMB: f64 = 8.0;

/// Renders a slider with its number inputs, track, marks and thumbs.
pub(super) fn render(view: &View<'_>) -> Element {
    let range = view.component.kind == "RangeSlider";
    let keys =
        view.object("marks").into_iter().flatten().filter_map(|(key, _)| key.trim().parse::<f64>().ok());
    let (low, high) = keys.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), at| (a.min(at), b.max(at)));
    let min = view.number("min").unwrap_or(if low.is_finite() { low } else { 0.0 });
    let max = view.number("max").unwrap_or(if high.is_finite() { high } else { 1.0 });
    let whole = min.fract() == 0.0 && max.fract() == 0.0;
    let step = view.number("step").unwrap_or(if whole { 1.0 } else { (max - min) / 100.0 });
    let values = values(view, min, max);
    let share = |at: f64| if max > min { ((at - min) / (max - min)).clamp(0.0, 1.0) } else { 0.0 };
    let from = if range { values.first().copied().unwrap_or(min) } else { min };
    let to = values.last().copied().unwrap_or(min);

    let filled = Element::new("span").class("dash-slider-range").style(&format!(
        "left: {}%; right: {}%;",
        js_f64(share(from) * 100.0),
        js_f64((1.0 - share(to)) * 100.0)
    ));
    let track = Element::new("span").class("dash-slider-track").child(filled);
    let marks = marks(view, min, max, step);
    let mut root = Element::new("span")
        .class("dash-slider-root")
        .class_if(!marks.is_empty(), "has-marks")
        .attr("data-orientation", if view.flag("vertical") { "vertical" } else { "horizontal" })
        .child(track);
    for mark in marks {
        let outside = mark.at < from || mark.at > to;
        let place = share(mark.at);
        root = root.child(label(mark, place, outside));
    }
    for value in &values {
        let thumb = Element::new("span").attr("role", "slider").class("dash-slider-thumb");
        let thumb = thumb.attr("aria-valuenow", js_f64(*value));
        let place = format!("position: absolute; {} transform: translateX(-50%);", left(share(*value)));
        root = root.child(Element::new("span").style(&place).child(thumb));
    }
    let mut container =
        view.outer("div").attr_opt("id", view.id()).class("dash-slider-container").class(&view.class());
    if !view.flag("vertical")
        && view.component.prop("step") != Some(&Value::Null)
        && view.flag_or("allow_direct_input", true)
    {
        for (at, value) in values.iter().enumerate() {
            container = container.child(number(*value, at + 1 == values.len()));
        }
    }
    container.child(Element::new("div").class("dash-slider-wrapper").child(root))
}

fn values(view: &View<'_>, min: f64, max: f64) -> Vec<f64> {
    match view.prop("value") {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_f64).collect(),
        Some(value) => value.as_f64().into_iter().collect(),
        None if view.component.kind == "RangeSlider" => vec![min, max],
        None => vec![min],
    }
}

fn label(mark: Mark, place: f64, outside: bool) -> Element {
    Element::new("div")
        .class("dash-slider-mark")
        .class_if(outside, "dash-slider-mark-outside-selection")
        .style(&format!("{} bottom: 0px; transform: translateX(-50%);", left(place)))
        .style(&mark.style)
        .children(mark.label)
}

/// The position of a thumb's centre, 0 to 1 along the track.
fn left(place: f64) -> String {
    let percent = (place * 1e6).round() / 1e4;
    let px = ((1.0 - 2.0 * place) * THUMB * 1e3).round() / 1e3;
    format!("left: calc({}% + {}px);", js_f64(percent), js_f64(px))
}

fn number(value: f64, last: bool) -> Element {
    let text = js_f64(value);
    let side = if last { "dash-range-slider-max-input" } else { "dash-range-slider-min-input" };
    Element::new("input")
        .attr("type", "number")
        .class("dash-input-container dash-range-slider-input")
        .class(side)
        .style(&format!("width: calc({}ch + 16px);", text.chars().count().max(2)))
        .attr("value", text)
}
