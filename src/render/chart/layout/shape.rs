//! Shapes: lines, rectangles, circles and paths over or under the plots.

use std::fmt::Write as _;

use kurbo::{BezPath, Ellipse, Point, Rect, Shape};

use super::annotation::locate;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Pads};
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Stroke};

/// Draws `layout.shapes` of a layer: `below`, `between` or `above`.
pub(crate) fn draw_shapes(canvas: &Canvas, layout: &Attrs, axes: &Axes, area: Rect, layer: &str) {
    for item in layout.items("shapes", "shapedefaults") {
        let seen = item.get("visible").is_none_or(|visible| visible.as_bool() == Some(true));
        if seen && item.text("layer") == layer {
            let _ = draw_one(canvas, &item, axes, area);
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
            let at = |path: String| item.str(&path).unwrap_or(letter);
            let pixels = item.str(&format!("{letter}sizemode")) == Some("pixel");
            let Some(axis) = axes.get_mut(at(format!("{letter}ref"))).filter(|_| !pixels) else { continue };
            for end in [0, 1] {
                let value = item.get(&format!("{letter}{end}")).and_then(|value| axis.locate(value));
                let linear = axis.linear(value.unwrap_or(f64::NAN));
                axis.extremes.add(linear, Pads { minus: pad, plus: pad, ..Pads::default() });
            }
        }
    }
}

fn draw_one(canvas: &Canvas, item: &Attrs, axes: &Axes, area: Rect) -> Option<()> {
    let reference = |path: &str, default: &'static str| {
        let own = item.str(path).unwrap_or(default);
        if own == "paper" || axes.get(own.trim_end_matches(" domain")).is_some() { own } else { "paper" }
    };
    let (x_ref, y_ref) = (reference("xref", "x"), reference("yref", "y"));
    let kind = item.str_or("type", if item.has("path") { "path" } else { "rect" });
    let x = |path: &str| pixel(item, path, "xsizemode", "xanchor", axes, x_ref, area, true);
    let y = |path: &str| pixel(item, path, "ysizemode", "yanchor", axes, y_ref, area, false);
    let path = if kind == "path" {
        data_path(item.str("path")?, axes, (x_ref, y_ref), area)?
    } else {
        let (a, b) = (Point::new(x("x0")?, y("y0")?), Point::new(x("x1")?, y("y1")?));
        match kind {
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
        }
    };
    let stroke = Stroke::dashed(
        item.color("line.color").unwrap_or(DARK),
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
    });
    Some(())
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
        let from = locate(axes, reference, item.get(anchor)?, area, across)?;
        let distance = item.num(path)?;
        return Some(if across { from + distance } else { from - distance });
    }
    let shift = item.number(&format!("{path}shift"));
    let at = locate(axes, reference, item.get(path)?, area, across)?;
    if shift == 0.0 {
        return Some(at);
    }
    let unit = axes.get(reference).map_or(0.0, crate::render::chart::axis::Axis::slope);
    Some(at + shift * unit)
}

/// An SVG path in data coordinates: absolute commands, values as the axes write them.
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
            let at = locate(axes, if across { x_ref } else { y_ref }, &value.into(), area, across)?;
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
