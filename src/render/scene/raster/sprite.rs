//! Sprites: the coverage of a small shape, drawn once and stamped many times.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect};
use tiny_skia as skia;
use tiny_skia::{FillRule, Mask, Transform};

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

    /// Paints `color` through the sprite at a place on the pixel grid; `pixels` are premultiplied RGBA.
    pub(super) fn stamp(
        &self,
        (x, y): (i32, i32),
        color: Color,
        clip: &Clip,
        pixels: &mut [[u8; 4]],
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
        let ink = Ink::new(color);
        let [from, to] = [seen.left as usize, seen.right as usize];
        let skipped = (seen.left - left) as usize;
        for row in seen.top..seen.bottom {
            let start = (row - top) as usize * self.width + skipped;
            let Some(coverage) = self.coverage.get(start..start + (to - from)) else { return };
            let row = row as usize * stride;
            let Some(target) = pixels.get_mut(row + from..row + to) else { return };
            if ink.is_there(target) {
                continue;
            }
            match clip.mask.as_ref().and_then(|mask| mask.data().get(row + from..row + to)) {
                None => {
                    for (pixel, &coverage) in target.iter_mut().zip(coverage) {
                        ink.paint(pixel, coverage);
                    }
                }
                Some(mask) => {
                    for ((pixel, &coverage), &mask) in target.iter_mut().zip(coverage).zip(mask) {
                        ink.paint(pixel, times(coverage, mask));
                    }
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

/// [`times`] for the two channels in bytes 0 and 2.
fn times_two(channels: u32, by: u8) -> u32 {
    let product = channels * u32::from(by) + 0x0080_0080;
    ((product + ((product >> 8) & TWO)) >> 8) & TWO
}

/// Bytes 0 and 2.
const TWO: u32 = 0x00ff_00ff;

/// A colour ready to be painted, two channels to a word.
struct Ink {
    alpha: u8,
    /// The pixel that it leaves where it covers wholly and is opaque.
    solid: [u8; 4],
    red_and_blue: u32,
    /// Alpha's part is that of an opaque colour: it is multiplied with the colours' at last.
    green_and_one: u32,
}

impl Ink {
    fn new(Color { r, g, b, a }: Color) -> Self {
        let two = |low: u8, high: u8| u32::from(low) | u32::from(high) << 16;
        Self { alpha: a, solid: [r, g, b, 255], red_and_blue: two(r, b), green_and_one: two(g, 255) }
    }

    /// Whether painting changes nothing, however much of the pixels is touched: an opaque colour over itself. Most
    /// markers of a dense cloud lie on others.
    fn is_there(&self, pixels: &[[u8; 4]]) -> bool {
        self.alpha == 255 && pixels.iter().all(|pixel| *pixel == self.solid)
    }

    /// Paints over a premultiplied pixel of which `coverage` is touched.
    fn paint(&self, pixel: &mut [u8; 4], coverage: u8) {
        match times(coverage, self.alpha) {
            0 => {}
            255 => *pixel = self.solid,
            alpha => {
                let under = u32::from_le_bytes(*pixel);
                let rest = 255 - alpha;
                // No sum is more than 255: a premultiplied channel is at most its alpha.
                let even = times_two(self.red_and_blue, alpha) + times_two(under & TWO, rest);
                let odd = times_two(self.green_and_one, alpha) + times_two((under >> 8) & TWO, rest);
                *pixel = (even | odd << 8).to_le_bytes();
            }
        }
    }
}

/// A place split into a whole pixel and a phase within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Phase(u8, u8);

impl Phase {
    /// The pixel and the phase nearest to a place; nothing when the place is far out or not finite.
    pub(super) fn of(place: Point) -> Option<((i32, i32), Self)> {
        let split = |value: f64| {
            let steps = value * PHASES + 0.5;
            // `floor` is a call into the C library on machines of x86-64's first level.
            let whole = steps as i32;
            let whole = if f64::from(whole) > steps { whole.saturating_sub(1) } else { whole };
            (steps.abs() < 1e9)
                .then(|| (whole.div_euclid(PHASES as i32), whole.rem_euclid(PHASES as i32) as u8))
        };
        let ((x, phase_x), (y, phase_y)) = (split(place.x)?, split(place.y)?);
        Some(((x, y), Self(phase_x, phase_y)))
    }

    /// Its number among all phases.
    pub(super) fn index(self) -> usize {
        usize::from(self.1) * PHASES as usize + usize::from(self.0)
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
