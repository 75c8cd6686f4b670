//! Where a scene is seen from (gl-plot3d's view and projection).

use kurbo::{Point, Rect};

use super::vector::Vector;
use crate::render::chart::attrs::Attrs;

/// Half of the vertical field of view, radians.
const HALF_VIEW: f64 = std::f64::consts::PI / 8.0;
/// What is nearer or farther is not seen.
const NEAR: f64 = 0.01;
const FAR: f64 = 1000.0;

/// A camera in a scene whose box lies about the origin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Camera {
    pub(super) eye: Vector,
    right: Vector,
    up: Vector,
    forward: Vector,
    pub(super) orthographic: bool,
    /// The scene's place on the page, px.
    view: Rect,
}

/// A point as the camera sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    /// px on the page.
    pub(super) at: Point,
    /// The distance along the view; what is farther is painted first.
    pub(super) depth: f64,
}

impl Camera {
    /// Reads `camera` of a scene.
    pub(super) fn read(scene: &Attrs, view: Rect) -> Self {
        let vector =
            |name: &str| Vector(["x", "y", "z"].map(|axis| scene.number(&format!("camera.{name}.{axis}"))));
        let (eye, center, up) = (vector("eye"), vector("center"), vector("up"));
        let forward = (center - eye).unit();
        let right = forward.cross(up).unit();
        let orthographic = scene.text("camera.projection.type") == "orthographic";
        Self { eye, right, up: right.cross(forward), forward, orthographic, view }
    }

    /// The distance of a point along the view.
    pub(super) fn depth(&self, point: Vector) -> f64 {
        (point - self.eye).dot(self.forward)
    }

    /// What a point's place on the view is divided by.
    fn divisor(&self, point: Vector) -> f64 {
        if self.orthographic { 1.0 } else { self.depth(point) }
    }

    /// A point in clip coordinates, -1 to 1 across, up and into the view.
    pub(super) fn clip(&self, point: Vector) -> Vector {
        let offset = point - self.eye;
        let (ratio, depth) = (self.view.width() / self.view.height(), self.depth(point));
        let (across, up) = (offset.dot(self.right), offset.dot(self.up));
        if self.orthographic {
            return Vector([across / ratio, up, (2.0 * depth - FAR - NEAR) / (FAR - NEAR)]);
        }
        let focus = 1.0 / HALF_VIEW.tan();
        let z = (FAR + NEAR) / (FAR - NEAR) - 2.0 * FAR * NEAR / ((FAR - NEAR) * depth);
        Vector([across * focus / ratio / depth, up * focus / depth, z])
    }

    /// The point at clip coordinates.
    pub(super) fn unclip(&self, clip: Vector) -> Vector {
        let ratio = self.view.width() / self.view.height();
        let (depth, reach) = if self.orthographic {
            ((clip[2] * (FAR - NEAR) + FAR + NEAR) / 2.0, 1.0)
        } else {
            let depth = 2.0 * FAR * NEAR / (FAR + NEAR - clip[2] * (FAR - NEAR));
            (depth, depth * HALF_VIEW.tan())
        };
        self.eye + self.forward * depth + self.right * (clip[0] * ratio * reach) + self.up * (clip[1] * reach)
    }

    /// A point in the camera's own coordinates: right, up, towards the eye.
    pub(super) fn local(&self, point: Vector) -> Vector {
        let offset = point - self.eye;
        Vector([offset.dot(self.right), offset.dot(self.up), -offset.dot(self.forward)])
    }

    /// Whether a point lies behind the eye.
    pub(super) fn is_behind(&self, point: Vector) -> bool {
        self.divisor(point) < 0.0
    }

    /// A point on the page; `None` behind the eye or too near.
    pub(super) fn see(&self, point: Vector) -> Option<Seen> {
        let depth = self.depth(point);
        if !point.is_finite() || (!self.orthographic && depth < NEAR) {
            return None;
        }
        let clip = self.clip(point);
        let at = Point::new(
            self.view.x0 + f64::midpoint(clip[0], 1.0) * self.view.width(),
            self.view.y0 + (1.0 - clip[1]) / 2.0 * self.view.height(),
        );
        Some(Seen { at, depth })
    }

    /// Both ends of a line on the page, cut off where it comes too near.
    pub(super) fn see_line(&self, from: Vector, to: Vector) -> Option<(Seen, Seen)> {
        if self.orthographic {
            return Some((self.see(from)?, self.see(to)?));
        }
        let (a, b) = (self.depth(from), self.depth(to));
        let least = 2.0 * NEAR;
        if a < least && b < least {
            return None;
        }
        let cut = |from: Vector, to: Vector, a: f64, b: f64| {
            if a < least { from.lerp(to, (least - a) / (b - a)) } else { from }
        };
        Some((self.see(cut(from, to, a, b))?, self.see(cut(to, from, b, a))?))
    }

    /// A flat outline on the page, cut off where it comes too near.
    pub(super) fn see_polygon(&self, corners: &[Vector]) -> Vec<Seen> {
        let mut seen = Vec::with_capacity(corners.len() + 1);
        for (index, from) in corners.iter().enumerate() {
            let Some((start, end)) = self.see_line(*from, corners[(index + 1) % corners.len()]) else {
                continue;
            };
            if seen.last() != Some(&start) {
                seen.push(start);
            }
            seen.push(end);
        }
        seen
    }

    /// The length in the scene, about its middle, of one px.
    pub(super) fn pixel(&self) -> f64 {
        // Twice as much room around orthographic scenes.
        let scale = if self.orthographic { 2.0 } else { self.depth(Vector::default()) };
        scale / self.view.height()
    }

    /// The view on the page.
    pub(super) fn view(&self) -> Rect {
        self.view
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_scene_is_seen_in_the_middle_of_its_view() {
        let scene = serde_json::json!({"camera": {"eye": {"x": 2, "y": 1, "z": 1}, "center": {"x": 0, "y": 0, "z": 0},
            "up": {"x": 0, "y": 0, "z": 1}}});
        let camera = Camera::read(&Attrs::new([&scene]), Rect::new(0.0, 0.0, 200.0, 100.0));
        let seen = camera.see(Vector::default());
        assert!(seen.is_some_and(|seen| seen.at.distance(Point::new(100.0, 50.0)) < 1e-9));
        let above = camera.see(Vector([0.0, 0.0, 0.5]));
        assert!(above.is_some_and(|seen| seen.at.y < 50.0 && (seen.at.x - 100.0).abs() < 1e-9));
        assert!(camera.see(Vector([4.0, 2.0, 2.0])).is_none());
    }
}
