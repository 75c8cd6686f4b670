//! Bars with rounded corners (`marker.cornerradius`).

use kurbo::{Arc, BezPath, Point, SvgArc, Vec2};

use super::Bar;
use super::label::Span;
use crate::render::chart::attrs::{Attrs, number};
use crate::render::chart::axis::Axis;
use crate::render::chart::plot::Trace;

/// How round corners are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Radius {
    Px(f64),
    /// A fraction of the bar's width.
    Share(f64),
}

impl Radius {
    /// A trace's own radius, or the layout's for all bars.
    pub(super) fn read(trace: &Trace, layout: &Attrs) -> Option<Self> {
        if !matches!(trace.kind, "bar" | "histogram") {
            return None;
        }
        let value = trace.attrs.get("marker.cornerradius").or_else(|| layout.get("barcornerradius"))?;
        if let Some(percent) = value.as_str().and_then(|text| text.trim().strip_suffix('%')) {
            let percent: f64 = percent.parse().ok().filter(|percent| *percent >= 0.0)?;
            return Some(Self::Share(percent.min(50.0) / 100.0));
        }
        number(value).filter(|px| *px >= 0.0).map(Self::Px)
    }
}

/// The rounding of one bar, px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Corner {
    pub(super) radius: f64,
    /// What is stacked above the bar.
    pub(super) above: f64,
}

impl Corner {
    /// The rounding of a bar; `whole` says that its px are rounded down, as plotly does for bars without outline.
    /// `None` when nothing of it is round.
    pub(super) fn of(
        bar: &Bar,
        span: Span,
        along: &Axis,
        radius: Option<Radius>,
        whole: bool,
    ) -> Option<Self> {
        let fix = |px: f64| if whole { px.floor() } else { px };
        let rect = span.rect();
        let (width, length) =
            if span.horizontal { (rect.height(), rect.width()) } else { (rect.width(), rect.height()) };
        let asked = match radius? {
            Radius::Px(px) => px,
            Radius::Share(share) => width * share,
        };
        let (start, end) = (bar.base, bar.base + bar.size);
        let outer = if start > 0.0 || (start == 0.0 && end > 0.0) { bar.stack.1 } else { bar.stack.0 };
        let distance = |from: f64, to: f64| fix((along.px(from) - along.px(to)).abs());
        let most = if bar.has_base { length / 2.0 } else { distance(outer, 0.0) };
        let radius = fix(asked.min(width / 2.0).min(most).max(0.0));
        let last = if start == 0.0 || (bar.size > 0.0) == (start > 0.0) { end } else { start };
        let above = if bar.has_base { 0.0 } else { distance(outer, last) };
        (radius > 0.0 && bar.size != 0.0 && above < radius).then_some(Self { radius, above })
    }

    /// The bar's outline: with a base of its own all corners are round, else those at its end.
    pub(super) fn outline(self, span: Span, floating: bool) -> BezPath {
        let Self { radius: r, above } = self;
        let (p0, p1, s0, s1) = if span.horizontal {
            (span.y0, span.y1, span.x0, span.x1)
        } else {
            (span.x0, span.x1, span.y0, span.y1)
        };
        let way = |from: f64, to: f64| if from < to { 1.0 } else { -1.0 };
        let (across, up) = (way(p0, p1), way(s0, s1));
        let point = |p: f64, s: f64| if span.horizontal { Point::new(s, p) } else { Point::new(p, s) };
        let sweep = if span.horizontal { across == up } else { across == -up };
        let mut path = BezPath::new();
        let turn = |path: &mut BezPath, from: Point, to: Point| {
            path.line_to(from);
            let arc = SvgArc { from, to, radii: Vec2::new(r, r), x_rotation: 0.0, large_arc: false, sweep };
            match Arc::from_svg_arc(&arc) {
                Some(arc) => path.extend(arc.append_iter(0.01)),
                None => path.line_to(to),
            }
        };
        if floating {
            path.move_to(point(p0, s0 + r * up));
            turn(&mut path, point(p0, s1 - r * up), point(p0 + r * across, s1));
            turn(&mut path, point(p1 - r * across, s1), point(p1, s1 - r * up));
            turn(&mut path, point(p1, s0 + r * up), point(p1 - r * across, s0));
            turn(&mut path, point(p0 + r * across, s0), point(p0, s0 + r * up));
        } else {
            let length = (s1 - s0).abs() + above;
            // Where the arcs, which are carried down from above, meet the bar's ends.
            let low = if length < r { r - (length * (2.0 * r - length)).sqrt() } else { 0.0 };
            let high = if above > 0.0 { (above * (2.0 * r - above)).sqrt() } else { 0.0 };
            let shoulder = s1 - (r - above) * up;
            let shoulder = if up > 0.0 { shoulder.max(s0) } else { shoulder.min(s0) };
            path.move_to(point(p0 + low * across, s0));
            turn(&mut path, point(p0 + low * across, shoulder), point(p0 + (r - high) * across, s1));
            turn(&mut path, point(p1 - (r - high) * across, s1), point(p1 - low * across, shoulder));
            path.line_to(point(p1 - low * across, s0));
        }
        path.close_path();
        path
    }
}
