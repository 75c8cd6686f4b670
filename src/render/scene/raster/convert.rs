//! The scene's geometry and paints in tiny-skia's terms.

use kurbo::{Affine, BezPath, PathEl, Point};
use tiny_skia as skia;

use super::super::{Color, FillRule, Gradient, GradientKind, LineCap, LineJoin, Paint, Stroke};

/// The rasteriser's arithmetic fails far outside any picture, and for lines wider than any.
const FAR: f64 = 1e6;

/// The path, or nothing when it is empty or not finite.
pub(super) fn path(path: &BezPath) -> Option<skia::Path> {
    let count = path.elements().len();
    let mut builder = skia::PathBuilder::with_capacity(count, count);
    let near = |p: Point| (p.x.clamp(-FAR, FAR) as f32, p.y.clamp(-FAR, FAR) as f32);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                let (x, y) = near(p);
                builder.move_to(x, y);
            }
            PathEl::LineTo(p) => {
                let (x, y) = near(p);
                builder.line_to(x, y);
            }
            PathEl::QuadTo(c, p) => {
                let ((x1, y1), (x, y)) = (near(c), near(p));
                builder.quad_to(x1, y1, x, y);
            }
            PathEl::CurveTo(c, d, p) => {
                let ((x1, y1), (x2, y2), (x, y)) = (near(c), near(d), near(p));
                builder.cubic_to(x1, y1, x2, y2, x, y);
            }
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}

pub(super) fn transform(affine: Affine) -> skia::Transform {
    let [a, b, c, d, e, f] = affine.as_coeffs().map(|value| value as f32);
    skia::Transform::from_row(a, b, c, d, e, f)
}

pub(super) fn fill_rule(rule: FillRule) -> skia::FillRule {
    match rule {
        FillRule::NonZero => skia::FillRule::Winding,
        FillRule::EvenOdd => skia::FillRule::EvenOdd,
    }
}

fn color(Color { r, g, b, a }: Color) -> skia::Color {
    skia::Color::from_rgba8(r, g, b, a)
}

/// The paint with its alpha multiplied; nothing when it can't be seen.
pub(super) fn paint(paint: &Paint, opacity: f64) -> Option<skia::Paint<'static>> {
    let mut shader = match paint {
        Paint::Solid(solid) if solid.a == 0 => return None,
        Paint::Solid(solid) => skia::Shader::SolidColor(color(*solid)),
        Paint::Gradient(gradient) => self::gradient(gradient)?,
    };
    if opacity < 1.0 {
        shader.apply_opacity(opacity.max(0.0) as f32);
    }
    Some(skia::Paint { shader, anti_alias: true, ..skia::Paint::default() })
}

fn gradient(gradient: &Gradient) -> Option<skia::Shader<'static>> {
    let stops: Vec<_> = gradient
        .stops
        .iter()
        .map(|stop| skia::GradientStop::new(stop.offset as f32, color(stop.color)))
        .collect();
    let last = gradient.stops.last().map(|stop| skia::Shader::SolidColor(color(stop.color)));
    let point = |p: kurbo::Point| skia::Point::from_xy(p.x as f32, p.y as f32);
    let identity = skia::Transform::identity();
    let spread = skia::SpreadMode::Pad;
    let shader = match gradient.kind {
        GradientKind::Linear { from, to } => {
            skia::LinearGradient::new(point(from), point(to), stops, spread, identity)
        }
        GradientKind::Radial { center, radius } => skia::RadialGradient::new(
            point(center),
            0.0,
            point(center),
            radius as f32,
            stops,
            spread,
            identity,
        ),
    };
    // A gradient without extent is its last colour, as in SVG.
    shader.or(last)
}

pub(super) fn stroke(stroke: &Stroke) -> skia::Stroke {
    let dash = stroke.dash.iter().map(|length| *length as f32).collect::<Vec<_>>();
    // An odd list is said twice, as in SVG.
    let dash = if dash.len() % 2 == 1 { dash.repeat(2) } else { dash };
    skia::Stroke {
        width: stroke.width.min(FAR) as f32,
        miter_limit: stroke.miter_limit.max(1.0) as f32,
        line_cap: match stroke.cap {
            LineCap::Butt => skia::LineCap::Butt,
            LineCap::Round => skia::LineCap::Round,
            LineCap::Square => skia::LineCap::Square,
        },
        line_join: match stroke.join {
            LineJoin::Miter => skia::LineJoin::Miter,
            LineJoin::Round => skia::LineJoin::Round,
            LineJoin::Bevel => skia::LineJoin::Bevel,
        },
        dash: skia::StrokeDash::new(dash, stroke.dash_offset as f32),
    }
}
