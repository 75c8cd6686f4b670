//! Faces: triangles with colours, lit and drawn into the bitmap.

use super::camera::Camera;
use super::light::Light;
use super::raster::Raster;
use super::scale::Scale;
use super::vector::Vector;
use crate::render::chart::color_scale::ColorScale;
use crate::render::scene::Color;

/// A corner of a triangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corner {
    /// In the box.
    pub(super) at: Vector,
    /// Its direction in the box, of any length.
    pub(super) normal: Vector,
    pub(super) tint: Tint,
}

/// What gives a face its colour.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tint {
    /// A number on the colour scale.
    Value(f64),
    Plain(Color),
}

/// What the faces of a plot trace are drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brush<'b, 'a> {
    pub(super) scale: &'b Scale<'a>,
    pub(super) camera: &'b Camera,
    pub(super) light: &'b Light,
    pub(super) colors: &'b ColorScale,
    pub(super) opacity: f64,
}

impl Brush<'_, '_> {
    /// Draws a triangle; what lies outside the box is cut off.
    pub(super) fn draw(&self, raster: &mut Raster, corners: [Corner; 3]) {
        let [Some(a), Some(b), Some(c)] = corners.map(|corner| self.camera.see(corner.at)) else { return };
        // Normals follow the corners' order; one that is seen from behind is turned.
        let turn = if (b.at - a.at).cross(c.at - a.at) > 0.0 { -1.0 } else { 1.0 };
        let half = self.scale.aspect * (0.5 + 1e-9);
        let mix = |shares: [f64; 3], of: fn(&Corner) -> Vector| {
            (0..3).fold(Vector::default(), |sum, index| sum + of(&corners[index]) * shares[index])
        };
        raster.fill([a, b, c], self.opacity >= 1.0, |shares| {
            let at = mix(shares, |corner| corner.at);
            if (0..3).any(|axis| at[axis].abs() > half[axis]) {
                return None;
            }
            let [r, g, b, alpha] = self.color(shares, &corners);
            let normal = mix(shares, |corner| corner.normal) * turn;
            let (own, white) = self.light.on(self.camera.local(at), normal);
            let lit = |channel: f64| (own * channel + white).min(1.0);
            Some([lit(r), lit(g), lit(b), alpha * self.opacity])
        });
    }

    fn color(&self, shares: [f64; 3], corners: &[Corner; 3]) -> [f64; 4] {
        let channels =
            |color: Color| [color.r, color.g, color.b, color.a].map(|channel| f64::from(channel) / 255.0);
        let value = corners.iter().zip(shares).map(|(corner, share)| match corner.tint {
            Tint::Value(value) => value * share,
            Tint::Plain(_) => f64::NAN,
        });
        let value: f64 = value.sum();
        if value.is_finite() {
            return channels(self.colors.color(value));
        }
        let mut sum = [0.0; 4];
        for (corner, share) in corners.iter().zip(shares) {
            if let Tint::Plain(color) = corner.tint {
                for (channel, own) in sum.iter_mut().zip(channels(color)) {
                    *channel += own * share;
                }
            }
        }
        sum
    }
}
