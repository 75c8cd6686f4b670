//! Sliders that choose a step (`sliders`), at the step that is active.

use kurbo::{Rect, Size, Vec2};

use super::Push;
use super::menu::is_offered;
use super::widget::{Hook, Widget};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, RichText, TextStyle, Typesetter};

/// px from the ends of a slider to its rail, and to its first and last step.
const RAIL_INSET: f64 = 8.0;
const STEP_INSET: f64 = 10.0;
/// px, the rail's thickness, the grip's size, and from the rail's top to the ticks.
const RAIL: f64 = 5.0;
const GRIP: f64 = 20.0;
const TICKS: f64 = 25.0;
/// px between labels.
const LABEL_GAP: f64 = 8.0;

/// All sliders that can be seen.
pub(crate) fn step_sliders(layout: &Attrs, setter: &Typesetter, font: &TextStyle, area: Rect) -> Vec<Widget> {
    layout
        .items("sliders", "sliderdefaults")
        .iter()
        .filter(|attrs| attrs.is("visible"))
        .filter_map(|attrs| slider(attrs, setter, &font.with(&attrs.at("font")), area))
        .collect()
}

fn slider(attrs: &Attrs, setter: &Typesetter, font: &TextStyle, area: Rect) -> Option<Widget> {
    let all = attrs.items("steps", "stepdefaults");
    let steps: Vec<(usize, String)> = all
        .iter()
        .enumerate()
        .filter(|(_, step)| is_offered(step))
        .map(|(index, step)| (index, step.label("label").unwrap_or_else(|| format!("step-{index}"))))
        .collect();
    if steps.len() < 2 {
        return None;
    }
    let active = attrs.number("active");
    let active = steps.iter().position(|(index, _)| *index as f64 == active).unwrap_or(0);
    let labels: Vec<RichText> = steps.iter().map(|(_, label)| setter.set(label, font)).collect();
    let label_height = labels.iter().map(RichText::height).fold(0.0, f64::max);
    let label_width = labels.iter().map(RichText::width).fold(0.0, f64::max);

    let pad = |side: &str| attrs.number(&format!("pad.{side}"));
    let share = attrs.text("lenmode") == "fraction";
    let outer = if share { (area.width() * attrs.number("len")).round() } else { attrs.number("len") };
    let length = (outer - pad("l") - pad("r")).round();
    let last = (steps.len() - 1) as f64;
    let room = (length - 2.0 * STEP_INSET) / last;
    let stride = ((label_width + LABEL_GAP) / room).ceil().clamp(1.0, steps.len() as f64) as usize;

    let current = attrs.at("currentvalue");
    let current_font = font.with(&current.at("font"));
    let values: Vec<RichText> = steps
        .iter()
        .filter(|_| current.is("visible"))
        .map(|(_, label)| {
            let around = |path: &str| current.label(path).unwrap_or_default();
            setter.set(&format!("{}{label}{}", around("prefix"), around("suffix")), &current_font)
        })
        .collect();
    let most = |measure: fn(&RichText) -> f64| values.iter().map(measure).fold(0.0, f64::max);
    let value_room =
        if values.is_empty() { 0.0 } else { most(RichText::height).ceil() + current.number("offset") };
    let tick = attrs.number("ticklen");
    let height = value_room + TICKS + tick + label_height + pad("t") + pad("b");

    let hook = Hook::new(attrs, (attrs.number("x"), attrs.number("y")));
    let mut push = hook.push(Size::new(outer.ceil(), height.ceil()));
    if share {
        push = Push {
            left: (hook.at.0 - attrs.number("len") * hook.before.0, 0.0),
            right: (hook.at.0 + attrs.number("len") * (1.0 - hook.before.0), 0.0),
            ..push
        };
    }
    let corner = hook.corner(area, Size::new(outer, height)) + Vec2::new(pad("l"), pad("t"));
    let top = corner.y + value_room;
    let place = |index: usize| corner.x + STEP_INSET + (length - 2.0 * STEP_INSET) * index as f64 / last;
    let mut widget = Widget::new(push);
    if let Some(value) = values.get(active).cloned() {
        let lines = values.iter().map(RichText::line_count).max().unwrap_or(1) + 1 - value.line_count();
        let baseline = corner.y + lines as f64 * current_font.size * LINE_SPACING;
        let (x, anchor) = match current.text("xanchor") {
            "right" => (length - most(RichText::width).ceil(), Anchor::Start),
            "center" => (length / 2.0, Anchor::Middle),
            _ => (0.0, Anchor::Start),
        };
        widget.add_text(value, Placement::new(corner.x + x, baseline, anchor));
    }
    let look = (attrs.shade("bgcolor"), (attrs.shade("bordercolor"), attrs.number("borderwidth")));
    let rail = Rect::from_origin_size(
        (corner.x + RAIL_INSET, (top + (GRIP - RAIL) / 2.0).round()),
        ((length - 2.0 * RAIL_INSET).max(0.0), RAIL),
    );
    widget.add_box(rail, 2.0, look.0, look.1);
    for (index, label) in labels.into_iter().enumerate().step_by(stride) {
        let baseline = top + TICKS + tick + font.size * LINE_SPACING;
        widget.add_text(label, Placement::new(place(index), baseline, Anchor::Middle));
    }
    let width = attrs.number("tickwidth");
    for index in 0..steps.len() {
        let length = if index % stride == 0 { tick } else { attrs.number("minorticklen") };
        let left = (place(index) - width / 2.0).round();
        let mark = Rect::from_origin_size((left, top + TICKS), (width, length));
        widget.add_box(mark, 0.0, attrs.shade("tickcolor"), (attrs.shade("tickcolor"), 0.0));
    }
    let grip = Rect::from_origin_size((place(active) - GRIP / 2.0, top), (GRIP, GRIP));
    // The grip is drawn smoothly, half a px off the box' crisp border.
    let border = look.1;
    widget.add_box(
        grip + if border.1 % 2.0 == 1.0 { Vec2::new(0.5, 0.5) } else { Vec2::ZERO },
        GRIP / 2.0,
        look.0,
        border,
    );
    Some(widget)
}
