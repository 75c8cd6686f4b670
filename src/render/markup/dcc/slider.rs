//! `dcc.Slider` and `dcc.RangeSlider`.

use serde_json::Value;

use super::super::element::{Content, Element};
use super::super::number::js_f64;
use super::super::style;
use super::super::view::View;
use super::marks::{Mark, marks};
use super::rc_slider;

/// Half the width of a thumb: marks at the ends keep that distance, px.
const THUMB: f64 = 8.0;

/// Where a slider's values lie.
pub(super) struct Range {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) step: f64,
    pub(super) values: Vec<f64>,
}

impl Range {
    fn of(view: &View<'_>) -> Self {
        let keys =
            view.object("marks").into_iter().flatten().filter_map(|(key, _)| key.trim().parse::<f64>().ok());
        let (low, high) = keys.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), at| (a.min(at), b.max(at)));
        let min = view.number("min").unwrap_or(if low.is_finite() { low } else { 0.0 });
        let max = view.number("max").unwrap_or(if high.is_finite() { high } else { 1.0 });
        let whole = min.fract() == 0.0 && max.fract() == 0.0;
        let step = view.number("step").unwrap_or(if whole { 1.0 } else { (max - min) / 100.0 });
        Self { min, max, step, values: values(view, min, max) }
    }

    fn share(&self, at: f64) -> f64 {
        let Self { min, max, .. } = *self;
        if max > min { ((at - min) / (max - min)).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Where a value is along the track, 0 to 100.
    pub(super) fn percent(&self, at: f64) -> f64 {
        (self.share(at) * 1e8).round() / 1e6
    }
}

/// Renders a slider with its number inputs, track, marks and thumbs.
pub(super) fn render(view: &View<'_>) -> Element {
    let range = Range::of(view);
    if view.is_classic() {
        return rc_slider::render(view, &range);
    }
    let Range { min, max, step, values } = &range;
    let several = view.component.kind == "RangeSlider";
    let from = if several { values.first().copied().unwrap_or(*min) } else { *min };
    let to = values.last().copied().unwrap_or(*min);
    let orientation = if view.flag("vertical") { "vertical" } else { "horizontal" };
    let oriented = |element: Element| element.attr("data-orientation", orientation);

    let filled = oriented(Element::new("span").class("dash-slider-range")).style(&format!(
        "left: {}%; right: {}%;",
        js_f64(range.share(from) * 100.0),
        js_f64((1.0 - range.share(to)) * 100.0)
    ));
    let track = oriented(Element::new("span").class("dash-slider-track")).child(filled);
    let marks = marks(view, *min, *max, *step);
    let root = Element::new("span").class("dash-slider-root").class_if(!marks.is_empty(), "has-marks");
    let mut root = oriented(root)
        .attr("data-included", view.flag_or("included", true).to_string())
        .attr("aria-disabled", view.flag("disabled").to_string())
        .attr_opt("dir", (orientation == "horizontal").then_some("ltr"))
        .child(track);
    for mark in marks {
        let outside = mark.at < from || mark.at > to;
        let place = range.share(mark.at);
        root = root.child(label(mark, place, outside));
    }
    for (at, value) in values.iter().enumerate() {
        let mut thumb = oriented(Element::new("span"))
            .attr("role", "slider")
            .attr("tabindex", "0")
            .class("dash-slider-thumb")
            .class(&format!("dash-slider-thumb-{}", at + 1))
            .attr("aria-valuemin", js_f64(*min))
            .attr("aria-valuemax", js_f64(*max))
            .attr("aria-valuenow", js_f64(*value))
            .attr("aria-orientation", orientation);
        if values.len() == 2 {
            thumb = thumb.attr("aria-label", if at == 0 { "Minimum" } else { "Maximum" });
        }
        if view.object("tooltip").is_some() {
            thumb = thumb.child(tooltip(view, at, *value));
        }
        let place = format!("position: absolute; {} transform: translateX(-50%);", left(range.share(*value)));
        root = root.child(Element::new("span").style(&place).child(thumb));
    }
    let mut container =
        view.outer("div").attr_opt("id", view.id()).class("dash-slider-container").class(&view.class());
    if !view.flag("vertical")
        && view.component.prop("step") != Some(&Value::Null)
        && view.flag_or("allow_direct_input", true)
        && values.len() <= 2
    {
        for at in 0..values.len() {
            container = container.child(number(view, &range, at));
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

/// What the tooltip says of a value, as far as no function of the app writes it.
pub(super) fn said(view: &View<'_>, value: f64) -> Vec<Content> {
    let tooltip = view.object("tooltip");
    let template = tooltip.and_then(|tooltip| tooltip.get("template")?.as_str()).unwrap_or("{value}");
    vec![Content::text(template.replace("{value}", &js_f64(value)))]
}

fn tooltip(view: &View<'_>, at: usize, value: f64) -> Element {
    let tooltip = view.object("tooltip");
    let always = tooltip.is_some_and(|tooltip| tooltip.get("always_visible") == Some(&Value::Bool(true)));
    let css = tooltip.and_then(|tooltip| tooltip.get("style")?.as_object()).map(style::css);
    let content = Element::new("div")
        .attr_opt("id", view.id().map(|id| format!("{id}-tooltip-{}-content", at + 1)))
        .style(&css.unwrap_or_default())
        .children(said(view, value));
    Element::new("div").class("dash-slider-tooltip").class_if(always, "always-visible").child(content)
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

/// The field with one of the values, which the others limit.
fn number(view: &View<'_>, range: &Range, at: usize) -> Element {
    let value = range.values.get(at).copied().unwrap_or(range.min);
    let last = at + 1 == range.values.len();
    let below = at.checked_sub(1).and_then(|before| range.values.get(before));
    let above = range.values.get(at + 1);
    let text = js_f64(value);
    let kept = view.memory().filter(|memory| memory.get("last") == Some(&Value::Bool(last)));
    let typed = kept.and_then(|memory| memory.get("typed")?.as_str()).map(str::to_owned);
    let side = if last { "dash-range-slider-max-input" } else { "dash-range-slider-min-input" };
    Element::new("input")
        .attr("type", "number")
        .class("dash-input-container dash-range-slider-input")
        .class(side)
        .style(&format!("width: calc({}ch + 16px);", text.chars().count().max(2)))
        .attr("min", js_f64(below.copied().unwrap_or(range.min)))
        .attr("max", js_f64(above.copied().unwrap_or(range.max)))
        .attr("step", js_f64(range.step))
        .attr("pattern", r"^\\d*\\.?\\d*$")
        .attr("value", typed.unwrap_or(text))
}
