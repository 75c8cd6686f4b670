//! Buttons that choose a date axis' range (`rangeselector`).

use kurbo::{Rect, Size};

use super::widget::{Hook, Widget};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Axis, AxisKind, Letter};
use crate::render::chart::color;
use crate::render::chart::date::{self, DAY, HOUR, MINUTE, SECOND};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, RichText, TextStyle, Typesetter};

/// px: a button's least width, its corners, between buttons.
const LEAST: f64 = 30.0;
const RADIUS: f64 = 3.0;
const GAP: f64 = 5.0;
/// How far above the plot the buttons stand, as a fraction of the plot area.
const ABOVE: f64 = 0.02;

/// The buttons of all x axes that have some.
pub(crate) fn range_selectors(axes: &Axes, setter: &Typesetter, font: &TextStyle, area: Rect) -> Vec<Widget> {
    let dated = axes.iter().filter(|axis| axis.letter == Letter::X && axis.kind == AxisKind::Date);
    dated
        .filter_map(|axis| {
            let anchored = axes.iter().filter(|other| other.anchor.as_deref() == Some(axis.id.as_str()));
            let top = anchored.map(|other| other.domain[1]).fold(0.0, f64::max);
            selector(axis, top, setter, font, area)
        })
        .collect()
}

fn selector(axis: &Axis, top: f64, setter: &Typesetter, font: &TextStyle, area: Rect) -> Option<Widget> {
    let attrs = axis.attrs.at("rangeselector");
    let buttons = attrs.items("buttons", "buttondefaults");
    if !attrs.flag("visible", !buttons.is_empty()) {
        return None;
    }
    let font = font.with(&attrs.at("font"));
    let line = font.size * LINE_SPACING;
    let shown: Vec<(&Attrs, RichText)> = buttons
        .iter()
        .filter(|button| button.is("visible"))
        .map(|button| (button, setter.set(&label(button), &font)))
        .collect();
    let height = shown.iter().map(|(_, text)| (line * text.line_count() as f64).max(16.0) + 3.0);
    let height = height.fold(0.0, f64::max);
    let wide = |text: &RichText| (text.width() + 10.0).max(LEAST);
    let width: f64 = shown.iter().map(|(_, text)| wide(text) + GAP).sum();
    let at = (attrs.num_or("x", axis.domain[0]), attrs.num_or("y", top + ABOVE));
    let hook = Hook::new(&attrs, at);
    let mut widget = Widget::new(hook.push(Size::new(width.ceil(), height.ceil())));
    let border = attrs.number("borderwidth");
    let corner = hook.corner(area, Size::new(width, height)) + kurbo::Vec2::new(border, border);
    let fill = attrs.shade("bgcolor");
    let active = attrs.color("activecolor").unwrap_or_else(|| color::stand_out(fill));
    let mut x = corner.x;
    for (button, text) in shown {
        let rect = Rect::from_origin_size((x, corner.y), (wide(&text), height));
        let lines = (text.line_count() - 1) as f64 * line / 2.0;
        let place = Placement::new(rect.center().x, rect.center().y - lines + 3.0, Anchor::Middle);
        x += rect.width() + GAP;
        let fill = if is_active(button, axis) { active } else { fill };
        widget.add_box(rect, RADIUS, fill, (attrs.shade("bordercolor"), border));
        widget.add_text(text, place);
    }
    Some(widget)
}

fn label(button: &Attrs) -> String {
    let own = button.label("label").filter(|label| !label.is_empty());
    own.unwrap_or_else(|| match button.text("step") {
        "all" => "all".to_owned(),
        step => format!("{}{}", button.number("count"), step.get(..1).unwrap_or_default()),
    })
}

/// Whether the axis already shows what a button would make it show.
fn is_active(button: &Attrs, axis: &Axis) -> bool {
    let (step, count) = (button.text("step"), button.number("count"));
    let [from, to] = axis.range;
    let back = match step {
        "all" => return axis.is_automatic(),
        "year" => date::add_months(to, -12 * count as i64),
        "month" => date::add_months(to, -(count as i64)),
        step => to - count * length(step),
    };
    let start = match (button.text("stepmode"), step) {
        ("todate", "year" | "month") => months_up(back, if step == "year" { 12 } else { 1 }),
        ("todate", step) => (back / length(step)).ceil() * length(step),
        _ => back,
    };
    (start - from).abs() < 0.05
}

fn length(step: &str) -> f64 {
    match step {
        "hour" => HOUR,
        "minute" => MINUTE,
        "second" => SECOND,
        _ => DAY,
    }
}

/// The first beginning of a month, or of a year when `of` is 12, that is not before a time.
fn months_up(time: f64, of: i64) -> f64 {
    let near = (time / (date::MONTH * of as f64)).floor() as i64;
    (near - 1..=near + 2)
        .map(|count| date::add_months(0.0, count * of))
        .find(|at| *at >= time)
        .unwrap_or(time)
}
