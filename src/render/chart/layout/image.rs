//! Pictures of the layout (`layout.images`): PNGs in data URIs, on axes or on the plot area.

use std::sync::Arc;

use kurbo::Rect;

use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Axis, Letter};
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::decode;

/// Draws the images of a layer, `above` or `below` the plot traces.
pub(crate) fn draw_images(canvas: &Canvas, layout: &Attrs, axes: &Axes, area: Rect, layer: &str) {
    for item in layout.items("images", "imagedefaults") {
        if item.is("visible") && item.text("layer") == layer {
            draw(canvas, &item, axes, area);
        }
    }
}

/// Draws one; nothing where it has no picture that can be read, or no place.
fn draw(canvas: &Canvas, item: &Attrs, axes: &Axes, area: Rect) -> Option<()> {
    let image = decode(item.str("source")?)?;
    let axis = |path: &str| axes.get(item.str_or(path, "paper"));
    let (x_axis, y_axis) = (axis("xref"), axis("yref"));
    let left = match item.text("xanchor") {
        "center" => 0.5,
        "right" => 1.0,
        _ => 0.0,
    };
    let above = match item.text("yanchor") {
        "middle" => 0.5,
        "bottom" => 1.0,
        _ => 0.0,
    };
    let (x, width) = span(item, Letter::X, x_axis, area)?;
    let (y, height) = span(item, Letter::Y, y_axis, area)?;
    let given = Rect::from_origin_size((x - left * width, y - above * height), (width, height));
    let (wide, tall) = (f64::from(image.width), f64::from(image.height));
    let (across, down) = (given.width() / wide, given.height() / tall);
    let scale = match item.text("sizing") {
        "stretch" => None,
        "fill" => Some(across.max(down)),
        _ => Some(across.min(down)),
    };
    let rect = scale.map_or(given, |scale| {
        let (width, height) = (wide * scale, tall * scale);
        let corner =
            (given.x0 + (given.width() - width) * left, given.y0 + (given.height() - height) * above);
        Rect::from_origin_size(corner, (width, height))
    });
    if !rect.is_finite() || rect.is_zero_area() {
        return None;
    }
    // What is on an axis ends with it; a picture that fills its place is cut to it.
    let mut clip = given.union(rect);
    if item.text("sizing") == "fill" {
        clip = given;
    }
    if let Some(axis) = x_axis {
        (clip.x0, clip.x1) = (clip.x0.max(axis.offset), clip.x1.min(axis.offset + axis.length));
    }
    if let Some(axis) = y_axis {
        (clip.y0, clip.y1) = (clip.y0.max(axis.offset), clip.y1.min(axis.offset + axis.length));
    }
    if clip.x0 < clip.x1 && clip.y0 < clip.y1 {
        canvas.clipped(clip, |canvas| {
            canvas.faded(item.number("opacity"), |canvas| canvas.image(Arc::new(image), rect, true));
        });
    }
    Some(())
}

/// Where an image is anchored in one direction, and its size there, px.
fn span(item: &Attrs, letter: Letter, axis: Option<&Axis>, area: Rect) -> Option<(f64, f64)> {
    let (path, size) = if letter == Letter::X { ("x", "sizex") } else { ("y", "sizey") };
    let size = item.number(size);
    if let Some(axis) = axis {
        let at = axis.locate(item.get(path)?)?;
        return Some((axis.place(at), (size * axis.slope()).abs()));
    }
    let at = item.num_or(path, 0.0);
    Some(match letter {
        Letter::X => (area.x0 + at * area.width(), size * area.width()),
        Letter::Y => (area.y0 + (1.0 - at) * area.height(), size * area.height()),
    })
}

#[cfg(test)]
mod tests {
    use crate::render::Error;
    use crate::render::chart::Figure;

    /// One red pixel.
    const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

    /// How many pixels of a 100 px square page the image at the plot's middle turns red.
    fn red(source: &str, sizing: &str) -> Result<usize, Error> {
        let figure = Figure::from_json(&format!(
            r#"{{"data": [], "layout": {{"width": 100, "height": 100, "margin": {{"l": 0, "r": 0, "t": 0, "b": 0}},
                "images": [{{"source": "{source}", "sizing": "{sizing}", "x": 0.5, "y": 0.5, "sizex": 0.4, "sizey": 0.2,
                             "xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "middle", "layer": "above"}}]}}}}"#
        ))?;
        let page = figure.render(figure.size())?.to_rgba(1.0)?;
        Ok(page.rgba.chunks(4).filter(|pixel| matches!(pixel, [255, 0, 0, 255])).count())
    }

    #[test]
    fn a_picture_keeps_its_shape_unless_it_is_stretched() -> Result<(), Error> {
        assert_eq!(red(PIXEL, "contain")?, 20 * 20);
        assert_eq!(red(PIXEL, "stretch")?, 40 * 20);
        assert_eq!(red(PIXEL, "fill")?, 40 * 20);
        assert_eq!(red("https://example.com/logo.png", "contain")?, 0);
        Ok(())
    }
}
