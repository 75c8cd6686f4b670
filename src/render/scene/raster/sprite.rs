//! Sprites: the coverage of a small shape, drawn once and stamped many times.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect};
use tiny_skia as skia;
use tiny_skia::{FillRule, Mask, PremultipliedColorU8, Transform};

use super::super::{Color, Font};
use super::clip::{Bounds, Clip};
use super::convert;

/// Shapes larger than this, in device px, are drawn as paths: stamping gains nothing there.
const LARGEST: f64 = 96.0;

/// Sub-pixel places that are told apart along each axis.
pub(super) const PHASES: f64 = 8.0;

/// How many glyph sprites are kept between pictures.
const MOST_GLYPHS: usize = 4096;

/// The coverage of a shape around a place on the pixel grid.
#[derive(Debug)]
pub(super) struct Sprite {
    /// Where the first column lies from the place, px.
    left: i32,
    /// Where the first row lies from the place, px.
    top: i32,
    width: usize,
    /// Row by row.
    coverage: Vec<u8>,
}

impl Sprite {
    /// Draws an outline in device px around the origin; nothing when it is too large to be worth it.
    pub(super) fn new(outline: Option<skia::Path>) -> Option<Self> {
        let Some(outline) = outline else {
            return Some(Self { left: 0, top: 0, width: 1, coverage: vec![0] });
        };
        let around = outline.bounds();
        let around = Rect::new(
            around.left().into(),
            around.top().into(),
            around.right().into(),
            around.bottom().into(),
        );
        let bounds = Bounds::around(around);
        if !(around.width() <= LARGEST && around.height() <= LARGEST) {
            return None;
        }
        let width = (bounds.right - bounds.left).max(1) as u32;
        let height = (bounds.bottom - bounds.top).max(1) as u32;
        let mut mask = Mask::new(width, height)?;
        let to_corner = Transform::from_translate(-bounds.left as f32, -bounds.top as f32);
        mask.fill_path(&outline, FillRule::Winding, true, to_corner);
        Some(Self { left: bounds.left, top: bounds.top, width: width as usize, coverage: mask.take() })
    }

    /// Paints `color` through the sprite at a place on the pixel grid.
    pub(super) fn stamp(
        &self,
        (x, y): (i32, i32),
        color: Color,
        clip: &Clip,
        pixels: &mut [PremultipliedColorU8],
        stride: usize,
    ) {
        let (left, top) = (x.saturating_add(self.left), y.saturating_add(self.top));
        let height = self.coverage.len() / self.width;
        let all = Bounds {
            left,
            top,
            right: left.saturating_add(self.width as i32),
            bottom: top.saturating_add(height as i32),
        };
        let seen = all.intersect(clip.bounds);
        if seen.is_empty() {
            return;
        }
        let [from, to] = [seen.left as usize, seen.right as usize];
        let skipped = (seen.left - left) as usize;
        for row in seen.top..seen.bottom {
            let start = (row - top) as usize * self.width + skipped;
            let Some(coverage) = self.coverage.get(start..start + (to - from)) else { return };
            let row = row as usize * stride;
            let Some(target) = pixels.get_mut(row + from..row + to) else { return };
            let mask = clip.mask.as_ref().and_then(|mask| mask.data().get(row + from..row + to));
            for (index, (pixel, &coverage)) in target.iter_mut().zip(coverage).enumerate() {
                let coverage = mask.map_or(coverage, |mask| times(coverage, mask[index]));
                let alpha = times(coverage, color.a);
                if alpha != 0 {
                    *pixel = over(color, alpha, *pixel);
                }
            }
        }
    }
}

/// `a × b` where 255 is one, rounded.
pub(super) fn times(a: u8, b: u8) -> u8 {
    let product = u32::from(a) * u32::from(b) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

/// A colour with its own alpha replaced, painted over a pixel.
fn over(color: Color, alpha: u8, under: PremultipliedColorU8) -> PremultipliedColorU8 {
    let rest = 255 - alpha;
    let mix = |top: u8, under: u8| times(top, alpha).saturating_add(times(under, rest));
    let a = alpha.saturating_add(times(under.alpha(), rest));
    let [r, g, b] = [mix(color.r, under.red()), mix(color.g, under.green()), mix(color.b, under.blue())];
    PremultipliedColorU8::from_rgba(r.min(a), g.min(a), b.min(a), a).unwrap_or(under)
}

/// A place split into a whole pixel and a phase within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Phase(u8, u8);

impl Phase {
    /// The pixel and the phase nearest to a place; nothing when the place is far out or not finite.
    pub(super) fn of(place: Point) -> Option<((i32, i32), Self)> {
        let split = |value: f64| {
            let steps = (value * PHASES).round();
            (steps.abs() < 1e9).then(|| ((steps / PHASES).floor() as i32, steps.rem_euclid(PHASES) as u8))
        };
        let ((x, phase_x), (y, phase_y)) = (split(place.x)?, split(place.y)?);
        Some(((x, y), Self(phase_x, phase_y)))
    }

    /// The translation that it stands for.
    pub(super) fn offset(self) -> Affine {
        Affine::translate((f64::from(self.0) / PHASES, f64::from(self.1) / PHASES))
    }
}

type GlyphKey = (usize, u32, [u64; 4], Phase);

/// Sprites of glyphs, kept from picture to picture: the same labels come again and again.
#[derive(Default)]
struct GlyphSprites {
    sprites: HashMap<GlyphKey, Option<Rc<Sprite>>>,
    /// Keeps the fonts alive that the keys name by address.
    fonts: Vec<Arc<Font>>,
}

thread_local! {
    static GLYPHS: RefCell<GlyphSprites> = RefCell::default();
}

/// The sprite of a glyph; nothing when it is too large. `transform` goes from design units, y up, to device px
/// around the glyph's origin.
pub(super) fn glyph(font: &Arc<Font>, id: u32, transform: Affine, phase: Phase) -> Option<Rc<Sprite>> {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let key = (Arc::as_ptr(font) as usize, id, [a, b, c, d].map(f64::to_bits), phase);
    GLYPHS.with_borrow_mut(|kept| {
        if let Some(sprite) = kept.sprites.get(&key) {
            return sprite.clone();
        }
        if kept.sprites.len() >= MOST_GLYPHS {
            *kept = GlyphSprites::default();
        }
        if !kept.fonts.iter().any(|known| Arc::ptr_eq(known, font)) {
            kept.fonts.push(Arc::clone(font));
        }
        let outline = phase.offset() * transform * BezPath::clone(&font.outline(id));
        let sprite = Sprite::new(convert::path(&outline)).map(Rc::new);
        kept.sprites.insert(key, sprite.clone());
        sprite
    })
}

/// The area that a sprite-sized shape at `place` may touch.
pub(super) fn around(place: Point, radius: f64) -> Rect {
    Rect::from_center_size(place, (2.0 * radius, 2.0 * radius))
}
