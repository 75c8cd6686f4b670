//! Shapes: lines, rectangles, circles and paths over or under the plots.

use std::fmt::Write as _;

use kurbo::{BezPath, Ellipse, Point, Rect, Shape};
use serde_json::Value;

use super::annotation::{locate, reference};
use super::shape_label::Labelled;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Pads};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{TextStyle, Typesetter};
use crate::render::scene::{Color, Stroke};

/// Draws `layout.shapes` of a layer: `below`, `between` or `above`.
pub(crate) fn draw_shapes(
    canvas: &Canvas,
    layout: &Attrs,
    axes: &Axes,
    text: (&Typesetter, &TextStyle),
    area: Rect,
    layer: &str,
) {
    for item in layout.items("shapes", "shapedefaults") {
        let seen = item.get("visible").is_none_or(|visible| visible.as_bool() == Some(true));
        if seen && item.text("layer") == layer {
            let _ = draw_one(canvas, &item, axes, text, area);
        }
    }
}

/// Makes room on the axes for the shapes that lie on them, half a line's width around (plotly's
/// `shapes/calc_autorange`). Paths and shapes in px of their own widen nothing.
pub(crate) fn stretch_shapes(layout: &Attrs, axes: &mut Axes) {
    for item in layout.items("shapes", "shapedefaults") {
        if item.get("visible").is_some_and(|visible| visible.as_bool() != Some(true)) || item.has("path") {
            continue;
        }
        let pad = item.number("line.width") / 2.0;
        for letter in ["x", "y"] {
            let pixels = item.str(&format!("{letter}sizemode")) == Some("pixel");
            let id = reference(&item, axes, &format!("{letter}ref"), letter);
            let Some(axis) = axes.get_mut(id).filter(|_| !pixels) else { continue };
            for end in [0, 1] {
                let value = item.get(&format!("{letter}{end}")).and_then(|value| axis.locate(value));
                let linear = axis.linear(value.unwrap_or(f64::NAN));
                axis.extremes.add(linear, Pads { minus: pad, plus: pad, ..Pads::default() });
            }
        }
    }
}

fn draw_one(
    canvas: &Canvas,
    item: &Attrs,
    axes: &Axes,
    (setter, font): (&Typesetter, &TextStyle),
    area: Rect,
) -> Option<()> {
    let (x_ref, y_ref) = (reference(item, axes, "xref", "x"), reference(item, axes, "yref", "y"));
    let kind = item.str_or("type", if item.has("path") { "path" } else { "rect" });
    let x = |path: &str| pixel(item, path, "xsizemode", "xanchor", axes, x_ref, area, true);
    let y = |path: &str| pixel(item, path, "ysizemode", "yanchor", axes, y_ref, area, false);
    let (path, ends) = if kind == "path" {
        let path = data_path(item.str("path")?, axes, (x_ref, y_ref), area)?;
        let frame = path.control_box();
        (path, (Point::new(frame.x0, frame.y0), Point::new(frame.x1, frame.y1)))
    } else {
        let (a, b) = (Point::new(x("x0")?, y("y0")?), Point::new(x("x1")?, y("y1")?));
        let path = match kind {
            "line" => {
                let mut path = BezPath::new();
                path.move_to(a);
                path.line_to(b);
                path
            }
            "circle" => {
                let rect = Rect::from_points(a, b);
                Ellipse::new(rect.center(), (rect.width() / 2.0, rect.height() / 2.0), 0.0).to_path(0.01)
            }
            _ => Rect::from_points(a, b).to_path(0.1),
        };
        (path, (a, b))
    };
    let label = Labelled { item, kind, ends, axes: (axes.get(x_ref), axes.get(y_ref)) };
    let stroke = Stroke::dashed(
        item.color("line.color").unwrap_or(Color::BLACK),
        item.number("line.width"),
        item.text("line.dash"),
    );
    let fill = if kind == "line" {
        Color::TRANSPARENT
    } else {
        item.color("fillcolor").unwrap_or(Color::TRANSPARENT)
    };
    // A shape on an axis is cut off at that axis' ends, a paper one at the page's.
    let clip_of = |reference: &str, across: bool| match axes.get(reference.trim_end_matches(" domain")) {
        Some(axis) => (axis.offset, axis.offset + axis.length),
        None if across => (area.x0 - 1e4, area.x1 + 1e4),
        None => (area.y0 - 1e4, area.y1 + 1e4),
    };
    let ((x0, x1), (y0, y1)) = (clip_of(x_ref, true), clip_of(y_ref, false));
    canvas.clipped(Rect::new(x0, y0, x1, y1), |canvas| {
        canvas.faded(item.number("opacity"), |canvas| canvas.path(path, Some(fill.into()), Some(stroke)));
        label.draw(canvas, setter, font);
    });
    Some(())
}

/// A place of a shape: on log axes it is said as data, not as an exponent.
fn place(axes: &Axes, reference: &str, value: &Value, area: Rect, across: bool) -> Option<f64> {
    match axes.get(reference) {
        Some(axis) => axis.locate(value).map(|value| axis.px(value)),
        None => locate(axes, reference, value, area, across),
    }
}

/// An end of a shape, px; in `pixel` mode it is counted from the anchor.
#[expect(clippy::too_many_arguments, reason = "an end is named by its attribute, its mode and its anchor")]
fn pixel(
    item: &Attrs,
    path: &str,
    mode: &str,
    anchor: &str,
    axes: &Axes,
    reference: &str,
    area: Rect,
    across: bool,
) -> Option<f64> {
    if item.str(mode) == Some("pixel") {
        let from = place(axes, reference, item.get(anchor)?, area, across)?;
        let distance = item.num(path)?;
        return Some(if across { from + distance } else { from - distance });
    }
    let shift = item.number(&format!("{path}shift"));
    let at = place(axes, reference, item.get(path)?, area, across)?;
    if shift == 0.0 {
        return Some(at);
    }
    let unit = axes.get(reference).map_or(0.0, crate::render::chart::axis::Axis::slope);
    Some(at + shift * unit)
}

/// An SVG path in data coordinates: absolute commands, values as the axes write them, dates with `_` for a space.
fn data_path(path: &str, axes: &Axes, (x_ref, y_ref): (&str, &str), area: Rect) -> Option<BezPath> {
    let mut out = String::new();
    let mut rest = path.trim();
    while let Some(command) = rest.chars().next() {
        let body_end = rest[command.len_utf8()..]
            .find(|c: char| "MLHVQCTSZ".contains(c))
            .map_or(rest.len(), |end| end + command.len_utf8());
        let body = &rest[command.len_utf8()..body_end];
        out.push(command);
        for (index, value) in body.split([',', ' ']).filter(|value| !value.is_empty()).enumerate() {
            let across = match command {
                'H' => true,
                'V' => false,
                _ => index % 2 == 0,
            };
            let value = value.replace('_', " ").into();
            let at = place(axes, if across { x_ref } else { y_ref }, &value, area, across)?;
            let _ = write!(out, " {at}");
        }
        rest = &rest[body_end..];
    }
    BezPath::from_svg(&out).ok()
}

#[cfg(test)]
mod tests {
    use crate::render::Error;
    use crate::render::chart::Figure;

    #[test]
    fn a_line_beyond_the_data_widens_the_range() -> Result<(), Error> {
        let figure = Figure::from_json(
            r#"{"data": [{"y": [1, 2]}],
                "layout": {"shapes": [{"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": 9, "y1": 9}]}}"#,
        )?;
        let top = figure.describe(figure.size())["axes"]["yaxis"]["range"][1].as_f64();
        assert!(top.is_some_and(|top| top > 9.0), "{top:?}");
        Ok(())
    }
}
