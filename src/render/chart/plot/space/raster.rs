//! Faces as a bitmap in which the nearest hides what lies behind.

use std::sync::Arc;

use kurbo::{Point, Rect};

use super::camera::Seen;
use crate::render::scene::Image;

/// Bitmap pixels per px, so that edges are smooth.
const FINE: f64 = 2.0;
/// More bitmap pixels than this on a side are not kept.
const MOST: f64 = 8192.0;
/// How much farther, as a share, something may lie than the face it lies on.
const SLACK: f64 = 2e-3;

/// A bitmap of a scene's view with the depth of each of its pixels.
#[derive(Debug)]
pub(super) struct Raster {
    view: Rect,
    fine: f64,
    width: usize,
    height: usize,
    /// Red, green, blue, opacity, 0 to 1; the colours are multiplied by the opacity.
    pixels: Vec<[f32; 4]>,
    /// Grows with the distance, and evenly along the page.
    depths: Vec<f32>,
    orthographic: bool,
}

impl Raster {
    pub(super) fn new(view: Rect, orthographic: bool) -> Self {
        let fine = FINE.min(MOST / view.width().max(view.height()));
        let side = |length: f64| ((length * fine).ceil() as usize).max(1);
        let (width, height) = (side(view.width()), side(view.height()));
        Self {
            view,
            fine,
            width,
            height,
            pixels: vec![[0.0; 4]; width * height],
            depths: vec![f32::INFINITY; width * height],
            orthographic,
        }
    }

    /// What grows evenly along the page with a distance.
    fn order(&self, depth: f64) -> f64 {
        if self.orthographic { depth } else { -1.0 / depth }
    }

    /// Fills a triangle. `shade` gives a pixel's colour from the shares of the three corners; what is opaque hides
    /// what comes later behind it.
    pub(super) fn fill(
        &mut self,
        corners: [Seen; 3],
        opaque: bool,
        shade: impl Fn([f64; 3]) -> Option<[f64; 4]>,
    ) {
        let [a, b, c] = corners.map(|corner| {
            Point::new((corner.at.x - self.view.x0) * self.fine, (corner.at.y - self.view.y0) * self.fine)
        });
        let area = (b - a).cross(c - a);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        let orders = corners.map(|corner| self.order(corner.depth));
        let limit = |value: f64, most: usize| value.clamp(0.0, most as f64) as usize;
        let (x0, x1) = (a.x.min(b.x).min(c.x).floor(), a.x.max(b.x).max(c.x).ceil());
        let (y0, y1) = (a.y.min(b.y).min(c.y).floor(), a.y.max(b.y).max(c.y).ceil());
        for y in limit(y0, self.height)..limit(y1, self.height) {
            for x in limit(x0, self.width)..limit(x1, self.width) {
                let at = Point::new(x as f64 + 0.5, y as f64 + 0.5);
                let shares = [
                    (c - b).cross(at - b) / area,
                    (a - c).cross(at - c) / area,
                    (b - a).cross(at - a) / area,
                ];
                if shares.iter().any(|share| *share < 0.0) {
                    continue;
                }
                let order = (0..3).map(|index| shares[index] * orders[index]).sum::<f64>() as f32;
                let pixel = y * self.width + x;
                if order >= self.depths[pixel] {
                    continue;
                }
                let Some([r, g, b, alpha]) = shade(self.true_shares(shares, corners)) else { continue };
                let new = [r * alpha, g * alpha, b * alpha, alpha].map(|channel| channel as f32);
                let old = self.pixels[pixel];
                let rest = 1.0 - new[3];
                self.pixels[pixel] = std::array::from_fn(|channel| new[channel] + rest * old[channel]);
                if opaque {
                    self.depths[pixel] = order;
                }
            }
        }
    }

    /// Shares in space for shares on the page.
    fn true_shares(&self, shares: [f64; 3], corners: [Seen; 3]) -> [f64; 3] {
        if self.orthographic {
            return shares;
        }
        let near: [f64; 3] = std::array::from_fn(|index| shares[index] / corners[index].depth);
        let sum: f64 = near.iter().sum();
        near.map(|share| share / sum)
    }

    /// Whether a face hides what lies at a distance.
    pub(super) fn hides(&self, seen: Seen) -> bool {
        let x = ((seen.at.x - self.view.x0) * self.fine).floor();
        let y = ((seen.at.y - self.view.y0) * self.fine).floor();
        if x < 0.0 || y < 0.0 || x >= self.width as f64 || y >= self.height as f64 {
            return false;
        }
        let nearest = self.depths[y as usize * self.width + x as usize];
        self.order(seen.depth * (1.0 - SLACK)) as f32 > nearest
    }

    /// The bitmap, and where it lies on the page.
    pub(super) fn image(&self) -> (Arc<Image>, Rect) {
        let mut rgba = Vec::with_capacity(self.pixels.len() * 4);
        for [r, g, b, alpha] in &self.pixels {
            let whole = if *alpha > 0.0 { *alpha } else { 1.0 };
            rgba.extend(
                [r / whole, g / whole, b / whole, *alpha].map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8),
            );
        }
        let size = kurbo::Size::new(self.width as f64 / self.fine, self.height as f64 / self.fine);
        let image = Image { width: self.width as u32, height: self.height as u32, rgba };
        (Arc::new(image), Rect::from_origin_size(self.view.origin(), size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners(depth: f64) -> [Seen; 3] {
        [(0.0, 0.0), (20.0, 0.0), (0.0, 20.0)].map(|(x, y)| Seen { at: Point::new(x, y), depth })
    }

    #[test]
    fn the_nearer_face_is_seen_whatever_comes_first() {
        let mut raster = Raster::new(Rect::new(0.0, 0.0, 10.0, 10.0), false);
        raster.fill(corners(1.0), true, |_| Some([1.0, 0.0, 0.0, 1.0]));
        raster.fill(corners(2.0), true, |_| Some([0.0, 1.0, 0.0, 1.0]));
        let (image, _) = raster.image();
        assert_eq!(image.rgba.get(..4), Some([255, 0, 0, 255].as_slice()));
        let at = Point::new(2.0, 2.0);
        assert!(raster.hides(Seen { at, depth: 1.5 }) && !raster.hides(Seen { at, depth: 1.0 }));
    }
}
