//! Peniko's colours and gradients as the scene's.

use kurbo::Affine;
use peniko::{Color as PenikoColor, GradientKind as Kind};

use crate::render::scene::{Color, Gradient, GradientKind, Paint, Stop};

/// A colour, its alpha multiplied by `opacity`.
pub(super) fn color(color: PenikoColor, opacity: f32) -> Color {
    let [r, g, b, a] = color.to_rgba8().to_u8_array();
    Color { r, g, b, a }.faded(f64::from(opacity))
}

/// A gradient under a transform; the plain colour of its last stop for a kind that scenes have not.
pub(super) fn gradient(gradient: &peniko::Gradient, transform: Affine, notes: &mut Vec<String>) -> Paint {
    let stop = |stop: &peniko::ColorStop| Stop {
        offset: f64::from(stop.offset),
        color: color(stop.color.to_alpha_color(), 1.0),
    };
    let mut stops: Vec<Stop> = gradient.stops.iter().map(stop).collect();
    let kind = match gradient.kind {
        Kind::Linear(line) => GradientKind::Linear { from: transform * line.start, to: transform * line.end },
        Kind::Radial(circle) => {
            let scale = transform.determinant().abs().sqrt();
            GradientKind::Radial {
                center: transform * circle.end_center,
                radius: f64::from(circle.end_radius) * scale,
            }
        }
        Kind::Sweep(_) => {
            notes.push("conic-gradient: drawn as one colour".to_owned());
            return Paint::Solid(stops.last().map_or(Color::TRANSPARENT, |stop| stop.color));
        }
    };
    if gradient.extend != peniko::Extend::Pad {
        notes.push("repeating gradient: drawn once".to_owned());
    }
    stops.sort_by(|a, b| a.offset.total_cmp(&b.offset));
    Paint::Gradient(Gradient { kind, stops })
}
