//! Colours that blend from cell to cell: `zsmooth`, and contours' `heatmap` colouring.

use kurbo::Rect;

use crate::render::chart::color_scale::ColorScale;
use crate::render::scene::Image;

/// For one px: the nearest cell, the one on its other side, and how far towards that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interpolation {
    near: usize,
    other: usize,
    share: f64,
}

impl Interpolation {
    /// Between cells whose centres lie at px.
    pub(crate) fn from_centers(px: f64, centers: &[f64]) -> Self {
        let most = centers.len().saturating_sub(1);
        let bin = find(px, centers).min(most);
        let next = centers.get(bin + 1).copied().unwrap_or(f64::NAN);
        let share = (px - centers.get(bin).copied().unwrap_or(f64::NAN))
            / (next - centers.get(bin).copied().unwrap_or(f64::NAN));
        if share.is_nan() || share <= 0.0 || share.is_infinite() {
            Self { near: bin, other: bin, share: 0.0 }
        } else if share < 0.5 {
            Self { near: bin, other: bin + 1, share }
        } else {
            Self { near: bin + 1, other: bin, share: 1.0 - share }
        }
    }

    /// Between cells whose edges lie at px.
    pub(crate) fn from_edges(px: f64, edges: &[f64]) -> Self {
        let most = edges.len().saturating_sub(2);
        let bin = find(px, edges).min(most);
        let (Some(from), Some(to)) = (edges.get(bin), edges.get(bin + 1)) else {
            return Self { near: 0, other: 0, share: 0.0 };
        };
        let at = (bin as f64 + (px - from) / (to - from) - 0.5).clamp(0.0, most as f64);
        let at = if at.is_nan() { 0.0 } else { at };
        let near = (at + 0.5).floor();
        let share = (at - near).abs();
        if at == 0.0 || at == most as f64 || share == 0.0 {
            return Self { near: near as usize, other: near as usize, share: 0.0 };
        }
        let other = if at > near { near + 1.0 } else { near - 1.0 };
        Self { near: near as usize, other: other as usize, share }
    }
}

/// `Lib.findBin`: the entry that `value` lies behind; edges may fall.
fn find(value: f64, edges: &[f64]) -> usize {
    let rising = edges.first() <= edges.last();
    edges.partition_point(|edge| if rising { *edge <= value } else { *edge > value }).saturating_sub(1)
}

/// The picture of `area` px, each px blended from the four cells around it.
///
/// A cell without a number stays clear; one beside it takes no part in the blend.
pub(crate) fn blend(
    z: &[Vec<f64>],
    across: &[Interpolation],
    down: &[Interpolation],
    scale: &ColorScale,
) -> Image {
    let mut rgba = Vec::with_capacity(across.len() * down.len() * 4);
    for line in down {
        for column in across {
            let number = |row: usize, column: usize| {
                z.get(row).and_then(|row| row.get(column)).copied().unwrap_or(f64::NAN)
            };
            let here = number(line.near, column.near);
            if here.is_nan() {
                rgba.extend([0; 4]);
                continue;
            }
            let beside = number(line.near, column.other);
            let below = number(line.other, column.near);
            let corner = number(line.other, column.other);
            let or_zero = |value: f64| if value.is_nan() { 0.0 } else { value };
            // The mixed term keeps colours continuous whatever neighbours are missing.
            let mixed = match (beside.is_nan(), below.is_nan(), corner.is_nan()) {
                (true, _, true) | (false, true, true) => 0.0,
                (true, true, false) => 2.0 * (corner - here),
                (true, false, false) => (2.0 * corner - below - here) * 2.0 / 3.0,
                (false, false, true) => (2.0 * here - beside - below) * 2.0 / 3.0,
                (false, true, false) => (2.0 * corner - beside - here) * 2.0 / 3.0,
                (false, false, false) => corner + here - beside - below,
            };
            let rise = or_zero(beside - here);
            let fall = or_zero(below - here);
            let color = scale.color(here + column.share * rise + line.share * (fall + column.share * mixed));
            rgba.extend([color.r, color.g, color.b, color.a]);
        }
    }
    Image { width: across.len() as u32, height: down.len() as u32, rgba }
}

/// One px for each cell, for a picture that the drawing itself smooths (`zsmooth: fast`).
pub(crate) fn pixels(z: &[Vec<f64>], width: usize, flip: (bool, bool), scale: &ColorScale) -> Image {
    let mut rgba = Vec::with_capacity(width * z.len() * 4);
    for line in 0..z.len() {
        let row = z.get(if flip.1 { z.len() - 1 - line } else { line });
        for column in 0..width {
            let column = if flip.0 { width - 1 - column } else { column };
            let number = row.and_then(|row| row.get(column)).filter(|number| !number.is_nan());
            let color = number.map(|number| scale.color(*number));
            rgba.extend(color.map_or([0; 4], |color| [color.r, color.g, color.b, color.a]));
        }
    }
    Image { width: width as u32, height: z.len() as u32, rgba }
}

/// Where the picture of a grid lies: its own span, and no more than the plot shows.
pub(crate) fn visible(span: Rect, frame: Rect) -> Option<Rect> {
    let seen = span.abs().intersect(frame);
    let seen = Rect::new(seen.x0, seen.y0, seen.x0 + seen.width().round(), seen.y0 + seen.height().round());
    (seen.is_finite() && !seen.is_zero_area()).then_some(seen)
}
