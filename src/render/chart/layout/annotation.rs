//! Annotations: texts at data or paper coordinates, with arrows.

use kurbo::{Affine, Point, Rect, Shape};

use super::arrow::Arrow;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, AxisKind};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement, TextStyle, Typesetter};
use crate::render::scene::{Color, Stroke};

/// Where a component's reference leads: a fraction of the plot, or an axis.
pub(crate) fn locate(
    axes: &Axes,
    reference: &str,
    value: &serde_json::Value,
    area: Rect,
    across: bool,
) -> Option<f64> {
    if reference == "paper" {
        let fraction = crate::render::chart::attrs::number(value)?;
        return Some(if across {
            area.x0 + fraction * area.width()
        } else {
            area.y0 + (1.0 - fraction) * area.height()
        });
    }
    let (id, of_domain) = reference.strip_suffix(" domain").map_or((reference, false), |id| (id, true));
    let axis = axes.get(id)?;
    if of_domain {
        let fraction = crate::render::chart::attrs::number(value)?;
        return Some(if across {
            axis.offset + fraction * axis.length
        } else {
            axis.offset + (1.0 - fraction) * axis.length
        });
    }
    axis.locate(value).map(|linear| axis.place(linear))
}

/// What a component refers to: an axis, its domain, or the paper; a name that is none of them counts as left out.
pub(super) fn reference<'a>(item: &Attrs<'a>, axes: &Axes, path: &str, default: &'static str) -> &'a str {
    let known = |name: &str| axes.get(name.trim_end_matches(" domain")).is_some();
    let own = item.str(path).filter(|own| *own == "paper" || known(own));
    own.unwrap_or(if known(default) { default } else { "paper" })
}

/// Draws `layout.annotations`.
pub(crate) fn draw_annotations(
    canvas: &Canvas,
    layout: &Attrs,
    axes: &Axes,
    setter: &Typesetter,
    font: &TextStyle,
    area: Rect,
) {
    for item in layout.items("annotations", "annotationdefaults") {
        if item.is("visible") {
            let _ = draw_one(canvas, &item, axes, setter, font, area);
        }
    }
}

/// What an annotation says; one without a text has plotly's prompt, and an arrow nothing.
pub(super) fn text_of(item: &Attrs) -> String {
    let default = if item.is("showarrow") { " " } else { "new text" };
    item.label("text").unwrap_or_else(|| default.to_owned())
}

fn auto(anchor: &str, fraction: f64, reverse: bool) -> f64 {
    match anchor {
        "left" | "top" => 0.0,
        "right" | "bottom" => 1.0,
        "center" | "middle" => 0.5,
        _ => {
            let at = if reverse { 1.0 - fraction } else { fraction };
            if at < 1.0 / 3.0 {
                0.0
            } else if at > 2.0 / 3.0 {
                1.0
            } else {
                0.5
            }
        }
    }
}

fn draw_one(
    canvas: &Canvas,
    item: &Attrs,
    axes: &Axes,
    setter: &Typesetter,
    font: &TextStyle,
    area: Rect,
) -> Option<()> {
    let (x_ref, y_ref) = (reference(item, axes, "xref", "x"), reference(item, axes, "yref", "y"));
    let default = |reference: &str| -> serde_json::Value {
        let on_axis = axes.get(reference).map(|axis| f64::midpoint(axis.range[0], axis.range[1]));
        on_axis.unwrap_or(0.5).into()
    };
    let (x_value, y_value) = (
        item.get("x").cloned().unwrap_or_else(|| default(x_ref)),
        item.get("y").cloned().unwrap_or_else(|| default(y_ref)),
    );
    let log = |reference: &str, value: &serde_json::Value| {
        axes.get(reference).is_some_and(|axis| axis.kind == AxisKind::Log) && value.is_null()
    };
    if log(x_ref, &x_value) || log(y_ref, &y_value) {
        return None;
    }
    let tip = Point::new(
        locate(axes, x_ref, &x_value, area, true)? + item.number("xshift"),
        locate(axes, y_ref, &y_value, area, false)? - item.number("yshift"),
    );
    // What points outside of its axes is not drawn.
    for (reference, at, across) in [(x_ref, tip.x, true), (y_ref, tip.y, false)] {
        if let Some(axis) = axes.get(reference) {
            let slack = 1.0 + if across { item.number("xshift").abs() } else { item.number("yshift").abs() };
            if at < axis.offset - slack || at > axis.offset + axis.length + slack {
                return None;
            }
        }
    }
    let arrow = item.is("showarrow");
    let text = text_of(item);
    let style = font.with(&item.at("font"));
    let set = setter.set(&text, &style);
    let (border, pad) = (item.number("borderwidth"), item.number("borderpad"));
    let drawn_border = item.color("bordercolor").filter(|color| color.a > 0 && border > 0.0);
    let inset = border + pad;
    let width = item.num("width").unwrap_or_else(|| set.width()) + 2.0 * inset;
    let height = item.num("height").unwrap_or_else(|| set.height()) + 2.0 * inset;
    let angle = item.number("textangle");
    let (sin, cos) = angle.to_radians().sin_cos();
    let outer = (width * cos.abs() + height * sin.abs(), width * sin.abs() + height * cos.abs());
    let paper = |reference: &str| reference == "paper" || reference.ends_with(" domain");
    let fraction = |value: &serde_json::Value| crate::render::chart::attrs::number(value).unwrap_or(0.5);
    let (x_anchor, y_anchor) = (item.text("xanchor"), item.text("yanchor"));
    let tail = if arrow { arrow_tail(item, axes, tip, area) } else { tip };
    let (x_share, y_share) = if arrow {
        (auto(x_anchor, 0.5, false), auto(y_anchor, 0.5, true))
    } else {
        (
            auto(x_anchor, if paper(x_ref) { fraction(&x_value) } else { 0.5 }, false),
            auto(y_anchor, if paper(y_ref) { fraction(&y_value) } else { 0.5 }, true),
        )
    };
    let center = tail + kurbo::Vec2::new(outer.0 * (0.5 - x_share), outer.1 * (0.5 - y_share));
    let turn = Affine::translate(center.to_vec2()) * Affine::rotate(angle.to_radians());
    let frame = Rect::from_center_size(Point::ORIGIN, (width, height));
    canvas.faded(item.number("opacity"), |canvas| {
        if arrow {
            Arrow::new(item).draw(canvas, (tail, tip), turn, frame);
        }
        let background = item.color("bgcolor").unwrap_or(Color::TRANSPARENT);
        let stroke = drawn_border.map(|color| Stroke::new(color, border));
        canvas.path(
            turn * frame.inflate(-border / 2.0, -border / 2.0).to_path(0.1),
            Some(background.into()),
            stroke,
        );
        let (x, anchor) = match item.text("align") {
            "left" => (frame.x0 + inset, Anchor::Start),
            "right" => (frame.x1 - inset, Anchor::End),
            _ => (0.0, Anchor::Middle),
        };
        let top = match item.text("valign") {
            "top" => frame.y0 + inset,
            "bottom" => frame.y1 - inset - set.height(),
            _ => -set.height() / 2.0,
        };
        let placement = Placement { at: Point::new(x, top + set.ascent()), anchor, transform: turn };
        canvas.text(&set, &placement);
    });
    Some(())
}

fn arrow_tail(item: &Attrs, axes: &Axes, tip: Point, area: Rect) -> Point {
    let along = |path: &str, reference: &str, default: f64, across: bool, tip: f64| {
        let own = item.str(reference).filter(|own| *own != "pixel");
        match own.and_then(|own| locate(axes, own, item.get(path)?, area, across)) {
            Some(at) => at,
            None => tip + item.num_or(path, default),
        }
    };
    Point::new(along("ax", "axref", -10.0, true, tip.x), along("ay", "ayref", -30.0, false, tip.y))
}
