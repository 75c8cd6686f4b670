//! The room that annotations need on their axes (plotly's `annotations/calc_autorange`).

use super::annotation::{reference, text_of};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Letter, Pads};
use crate::render::chart::text::{TextStyle, Typesetter};

/// px that the head of an arrow of size and width 1 takes.
const HEAD: f64 = 3.0;
/// How much wider than the text's border an arrow is.
const ARROW_WIDTH: f64 = 2.0;

/// Makes the axes show the annotations that point at data: text and arrow head, px around their anchors.
pub(crate) fn stretch_annotations(layout: &Attrs, axes: &mut Axes, setter: &Typesetter, font: &TextStyle) {
    for item in layout.items("annotations", "annotationdefaults") {
        if !item.is("visible") {
            continue;
        }
        let outer = outer_size(&item, setter, font);
        for letter in [Letter::X, Letter::Y] {
            let _ = stretch(&item, axes, letter, outer);
        }
    }
}

/// The text with its padding and border, px.
fn outer_size(item: &Attrs, setter: &Typesetter, font: &TextStyle) -> (f64, f64) {
    let set = setter.set(&text_of(item), &font.with(&item.at("font")));
    let inset = 2.0 * (item.number("borderwidth") + item.number("borderpad"));
    (
        item.num("width").unwrap_or_else(|| set.width()) + inset,
        item.num("height").unwrap_or_else(|| set.height()) + inset,
    )
}

/// How far an anchor moves a text along the page, as a share of its size.
fn share(anchor: &str) -> f64 {
    match anchor {
        "left" | "top" => 0.5,
        "right" | "bottom" => -0.5,
        _ => 0.0,
    }
}

fn stretch(item: &Attrs, axes: &mut Axes, letter: Letter, (width, height): (f64, f64)) -> Option<()> {
    let (name, turn, forward) = match letter {
        Letter::X => ("x", 0.0, 1.0),
        Letter::Y => ("y", -90.0, -1.0),
    };
    let id = reference(item, axes, if letter == Letter::X { "xref" } else { "yref" }, name);
    let axis = axes.get_mut(id)?;
    let at = axis.locate(item.get(name)?)?;
    let angle = (item.number("textangle") + turn).to_radians();
    let (along, across) = (width * angle.cos(), height * angle.sin());
    let size = along.abs() + across.abs();
    let shift = forward * item.number(&format!("{name}shift"));
    let arrow = item.is("showarrow");
    let own_tail = item.str(&format!("a{name}ref")).filter(|tail| arrow && *tail == id);
    let tail = item.get(&format!("a{name}")).and_then(|value| axis.locate(value));
    let length = match (arrow, own_tail) {
        (true, None) => item.num_or(&format!("a{name}"), if letter == Letter::X { -10.0 } else { -30.0 }),
        _ => 0.0,
    };
    let text_shift = shift
        + length
        + if arrow {
            along * share(item.text("xanchor")) - across * share(item.text("yanchor"))
        } else {
            size * share(item.text(&format!("{name}anchor")))
        };
    let border = item.number("borderwidth");
    let bordered = border > 0.0 && item.color("bordercolor").is_some_and(|color| color.a > 0);
    let line = item.num_or("arrowwidth", if bordered { border } else { 1.0 } * ARROW_WIDTH);
    let side = item.text("arrowside");
    let head = |end: &str, size: &str| {
        if arrow && side.contains(end) { HEAD * item.number(size) * line } else { 0.0 }
    };
    let (end, start) = (head("end", "arrowsize"), head("start", "startarrowsize"));
    // Pads in page direction: after and before the anchor.
    let head_pads = (end + shift, end - shift);
    let text_pads = (
        (size / 2.0 + text_shift).max(start + shift + length),
        (size / 2.0 - text_shift).max(start - shift - length),
    );
    let mut add = |value: f64, (after, before): (f64, f64)| {
        let (plus, minus) = if letter == Letter::X { (after, before) } else { (before, after) };
        axis.extremes.add(value, Pads { plus: plus.max(0.0), minus: minus.max(0.0), ..Pads::default() });
    };
    match (own_tail, tail) {
        (Some(_), Some(tail)) => {
            add(at, head_pads);
            add(tail, text_pads);
        }
        _ => add(at, (text_pads.0.max(head_pads.0), text_pads.1.max(head_pads.1))),
    }
    Some(())
}
