//! A scene into pixels: tiny-skia for paths, stamped sprites for markers and glyphs.

mod bitmap;
mod canvas;
mod clip;
mod convert;
mod marker_sprites;
mod png;
mod sprite;

use canvas::Canvas;
pub use png::PngOptions;

use super::{Image, Scene};
use crate::render::Error;

/// The most pixels that a picture may have: a quarter of a GiB.
const MOST_PIXELS: f64 = (1_u32 << 26) as f64;

impl Scene {
    /// Draws the scene with `scale` device px per CSS px, anti-aliased; transparent where nothing is painted.
    ///
    /// # Errors
    /// [`Error::BadSize`] when a side is not a positive number, or the picture would have more than 67 million
    /// pixels.
    pub fn to_rgba(&self, scale: f64) -> Result<Image, Error> {
        let (width, height) = (self.size.width * scale, self.size.height * scale);
        let bad = || Error::BadSize { width, height };
        // Written so that NaN fails too.
        if !(width > 0.0 && height > 0.0 && width.ceil() * height.ceil() <= MOST_PIXELS) {
            return Err(bad());
        }
        let side = |length: f64| length.round().max(1.0) as u32;
        let mut canvas = Canvas::new(side(width), side(height)).ok_or_else(bad)?;
        if let Some(color) = self.background {
            canvas.fill(color);
        }
        canvas.paint(&self.items, kurbo::Affine::scale(scale));
        Ok(canvas.into_image())
    }

    /// Draws the scene as a PNG file, encoded for speed: see [`PngOptions`] for size.
    ///
    /// # Errors
    /// As [`Scene::to_rgba`].
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>, Error> {
        self.to_rgba(scale)?.to_png(PngOptions::default().scaled(scale))
    }

    /// As [`Scene::to_png`], made as small as [`PngOptions::optimize`] can.
    ///
    /// # Errors
    /// As [`Scene::to_rgba`].
    pub fn to_small_png(&self, scale: f64) -> Result<Vec<u8>, Error> {
        let options = PngOptions { optimize: true, ..PngOptions::default() };
        self.to_rgba(scale)?.to_png(options.scaled(scale))
    }
}

#[cfg(test)]
mod tests;
