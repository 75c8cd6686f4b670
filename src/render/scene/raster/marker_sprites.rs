//! The sprites of one batch of markers: few sizes at most places of the pixel grid, or many sizes once each.

use std::collections::HashMap;

use kurbo::{Affine, BezPath, Vec2};
use tiny_skia as skia;

use super::super::{Color, Stroke};
use super::convert;
use super::sprite::{PHASES, Phase, Sprite};

/// How many sprites are kept: more are of markers that all differ.
const MOST: usize = 4096;

/// Size and line width, as bits.
type Look = [u64; 2];

/// A marker's inside and line; nothing when it is too large to be stamped.
type Sprites = Option<(Sprite, Sprite)>;

/// Sprites of one shape, made when they are first asked for.
pub(super) struct MarkerSprites<'a> {
    shape: &'a BezPath,
    transform: Affine,
    made: Vec<Sprites>,
    known: HashMap<(Look, Phase), usize>,
    /// The last that was asked for at each phase: most markers look like those before them.
    last: [Option<(Look, usize)>; (PHASES * PHASES) as usize],
}

impl<'a> MarkerSprites<'a> {
    /// `transform` goes from the markers' coordinates to device px.
    pub(super) fn new(shape: &'a BezPath, transform: Affine) -> Self {
        let last = [None; (PHASES * PHASES) as usize];
        Self { shape, transform, made: Vec::new(), known: HashMap::new(), last }
    }

    /// The sprites of a marker of a size and a line width, px; nothing when it is too large.
    pub(super) fn get(&mut self, size: f64, width: f64, phase: Phase) -> Option<&(Sprite, Sprite)> {
        let look = [size, width].map(f64::to_bits);
        let at = match self.last[phase.index()] {
            Some((known, at)) if known == look => at,
            _ => self.find(look, size, width, phase),
        };
        self.made.get(at)?.as_ref()
    }

    fn find(&mut self, look: Look, size: f64, width: f64, phase: Phase) -> usize {
        if self.made.len() >= MOST {
            self.made.clear();
            self.known.clear();
            self.last.fill(None);
        }
        let at = self.known.get(&(look, phase)).copied().unwrap_or_else(|| {
            self.made.push(self.make(size, width, phase));
            self.made.len() - 1
        });
        self.known.insert((look, phase), at);
        self.last[phase.index()] = Some((look, at));
        at
    }

    fn make(&self, size: f64, width: f64, phase: Phase) -> Sprites {
        let shape = convert::path(&(Affine::scale(size) * self.shape.clone()));
        let line = shape.as_ref().and_then(|shape| {
            let stroke = convert::stroke(&Stroke::new(Color::BLACK, width));
            let scale = super::super::geometry::mean_scale(self.transform);
            (width > 0.0).then(|| shape.stroke(&stroke, scale as f32)).flatten()
        });
        let device = convert::transform(phase.offset() * self.transform.with_translation(Vec2::ZERO));
        let placed = |path: Option<skia::Path>| path.and_then(|path| path.transform(device));
        Some((Sprite::new(placed(shape))?, Sprite::new(placed(line))?))
    }
}
