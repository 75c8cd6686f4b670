//! How faces are lit (the shaders of gl-mesh3d and gl-surface3d).

use super::camera::Camera;
use super::scale::Scale;
use super::vector::Vector;
use crate::render::chart::attrs::Attrs;

const PI: f64 = std::f64::consts::PI;

/// What `lighting` and `lightposition` of a plot trace ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Light {
    ambient: f64,
    diffuse: f64,
    specular: f64,
    roughness: f64,
    /// `None` for surfaces, whose shine does not depend on where they are seen from.
    fresnel: Option<f64>,
    /// plotly has both in the data's own coordinates, and takes the distance to the camera's.
    source: Vector,
    eye: Vector,
}

impl Light {
    pub(super) fn read(trace: &Attrs, scale: &Scale, camera: &Camera, surface: bool) -> Self {
        let lighting = trace.at("lighting");
        let source = Vector(["x", "y", "z"].map(|axis| trace.number(&format!("lightposition.{axis}"))));
        Self {
            ambient: lighting.number("ambient"),
            diffuse: lighting.number("diffuse"),
            specular: lighting.number("specular"),
            roughness: lighting.number("roughness"),
            fresnel: (!surface).then(|| lighting.number("fresnel")),
            source: scale.unit(camera.unclip(source)),
            eye: scale.unit(camera.unclip(Vector::default())),
        }
    }

    /// How much of a face's own colour is seen at a point in camera coordinates, and how much white is added.
    ///
    /// `normal` is turned to the camera.
    pub(super) fn on(&self, point: Vector, normal: Vector) -> (f64, f64) {
        let (light, view, normal) = ((self.source - point).unit(), (self.eye - point).unit(), normal.unit());
        let diffuse = (self.ambient + self.diffuse * normal.dot(light).max(0.0)).min(1.0);
        let half = (light + view).unit();
        let shine = match self.fresnel {
            None => self.beckmann(normal.dot(half)).max(0.0),
            Some(fresnel) => {
                let (across, along) = (view.dot(normal).max(0.0), light.dot(normal).max(0.0));
                let bright = normal.dot(half).max(0.0);
                let first = 2.0 * bright * across / view.dot(half).max(1e-6);
                let second = 2.0 * bright * along / light.dot(half).max(1e-6);
                let shade = first.min(second).min(1.0);
                let edge = (1.0 - across).powf(fresnel);
                (shade * edge * self.beckmann(bright) / (PI * across).max(1e-6)).clamp(0.0, 1.0)
            }
        };
        (diffuse, self.specular * shine)
    }

    fn beckmann(&self, bright: f64) -> f64 {
        let cos2 = bright.max(1e-4).powi(2);
        let rough2 = self.roughness * self.roughness;
        ((cos2 - 1.0) / cos2 / rough2).exp() / (PI * rough2 * cos2 * cos2)
    }
}
