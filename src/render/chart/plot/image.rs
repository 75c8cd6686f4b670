//! Image traces: pixels in data coordinates.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kurbo::Rect;
use serde_json::Value;

use super::Trace;
use super::stage::{Stage, frame};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Pads};
use crate::render::chart::color;
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::scene::Image;

/// More pixels than this are not decoded.
const MOST_PIXELS: usize = 64_000_000;

/// A picture and the rectangle it covers, in calculation coordinates.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    image: Arc<Image>,
    x: (f64, f64),
    y: (f64, f64),
}

impl Picture {
    /// Reads `z` or a PNG in `source`; `None` when there is neither.
    pub(crate) fn new(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let image = match trace.attrs.get("z") {
            Some(z) => pixels(z, &trace.attrs)?,
            None => decode(trace.attrs.str("source")?)?,
        };
        let mut span = |letter: char, id: &str, count: u32| {
            let step = trace.attrs.number(&format!("d{letter}"));
            let axis = axes.get_mut(id)?;
            let first = trace.attrs.get(&format!("{letter}0")).and_then(|value| axis.locate(value));
            let start = first.unwrap_or(0.0) - step / 2.0;
            let end = start + f64::from(count) * step;
            for edge in [start, end] {
                let edge = axis.linear(edge);
                axis.extremes.add(edge, Pads::default());
            }
            Some((start, end))
        };
        let x = span('x', &trace.x_axis, image.width)?;
        let y = span('y', &trace.y_axis, image.height)?;
        Some(Self { image: Arc::new(image), x, y })
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let (from, to) = ((x.px(self.x.0), y.px(self.y.0)), (x.px(self.x.1), y.px(self.y.1)));
        let rect = Rect::new(from.0, from.1, to.0, to.1).abs();
        if !rect.is_finite() || rect.is_zero_area() {
            return;
        }
        let image = Arc::new(flipped(&self.image, to.0 < from.0, to.1 < from.1));
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                canvas.image(image, rect, trace.attrs.str("zsmooth") == Some("fast"));
            });
        });
    }
}

/// Rows of pixels of two to four components as RGBA.
fn pixels(z: &Value, attrs: &Attrs) -> Option<Image> {
    let rows = z.as_array()?;
    let width =
        rows.iter().filter_map(|row| row.as_array().map(Vec::len)).max().filter(|width| *width > 0)?;
    if rows.len().saturating_mul(width) > MOST_PIXELS {
        return None;
    }
    let model = attrs.str_or("colormodel", "rgb");
    let mut rgba = Vec::with_capacity(rows.len() * width * 4);
    for row in rows {
        for at in 0..width {
            rgba.extend(row.get(at).and_then(|pixel| pixel_color(pixel, model, attrs)).unwrap_or([0; 4]));
        }
    }
    Some(Image { width: width as u32, height: rows.len() as u32, rgba })
}

fn pixel_color(pixel: &Value, model: &str, attrs: &Attrs) -> Option<[u8; 4]> {
    let most: &[f64] = match model {
        "rgba" => &[255.0, 255.0, 255.0, 1.0],
        "rgba256" => &[255.0; 4],
        "hsl" => &[360.0, 100.0, 100.0],
        "hsla" => &[360.0, 100.0, 100.0, 1.0],
        _ => &[255.0; 3],
    };
    let values = Column::of(pixel)?;
    let bound =
        |path: &str, index: usize| attrs.get(path).and_then(Column::of).and_then(|list| list.num(index));
    // Components as fractions of what the model allows.
    let mut parts = [1.0; 4];
    for (index, (most, part)) in most.iter().zip(&mut parts).enumerate() {
        let low = bound("zmin", index).unwrap_or(0.0);
        let high = bound("zmax", index).unwrap_or(*most);
        *part = ((values.num(index)? - low) / (high - low)).clamp(0.0, 1.0);
    }
    if model.starts_with("hsl") {
        let css = format!("hsl({},{}%,{}%)", parts[0] * 360.0, parts[1] * 100.0, parts[2] * 100.0);
        let color = color::parse(&css)?;
        return Some([color.r, color.g, color.b, (parts[3] * 255.0).round() as u8]);
    }
    Some(parts.map(|part| (part * 255.0).round() as u8))
}

/// The pixels of a PNG in a data URI.
pub(crate) fn decode(source: &str) -> Option<Image> {
    let data = source.strip_prefix("data:image/png;base64,")?;
    let bytes = STANDARD.decode(data.trim()).ok()?;
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let size = reader.output_buffer_size().filter(|size| *size <= 4 * MOST_PIXELS)?;
    let mut buffer = vec![0; size];
    let info = reader.next_frame(&mut buffer).ok()?;
    let channels = info.color_type.samples();
    let rgba = buffer
        .get(..info.buffer_size())?
        .chunks_exact(channels)
        .flat_map(|pixel| match pixel {
            [gray] => [*gray, *gray, *gray, 255],
            [gray, alpha] => [*gray, *gray, *gray, *alpha],
            [r, g, b] => [*r, *g, *b, 255],
            [r, g, b, a, ..] => [*r, *g, *b, *a],
            [] => [0; 4],
        })
        .collect();
    Some(Image { width: info.width, height: info.height, rgba })
}

/// The picture mirrored left to right, and top to bottom.
fn flipped(image: &Image, across: bool, down: bool) -> Image {
    let mut rows: Vec<Vec<u8>> =
        image.rgba.chunks_exact((image.width as usize * 4).max(1)).map(<[u8]>::to_vec).collect();
    if down {
        rows.reverse();
    }
    if across {
        for row in &mut rows {
            *row = row.rchunks_exact(4).flatten().copied().collect();
        }
    }
    Image { width: image.width, height: image.height, rgba: rows.concat() }
}
