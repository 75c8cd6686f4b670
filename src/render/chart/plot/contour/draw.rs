//! How contours are drawn: areas, blended colours, lines, labels.

use std::sync::Arc;

use kurbo::{BezPath, Rect, Size};

use super::super::Trace;
use super::super::grid::{Cells, Interpolation, blend, visible};
use super::super::scatter::Curve;
use super::super::stage::{Stage, frame};
use super::contours::Contours;
use super::crossings::cross;
use super::ground::Ground;
use super::isoline::{Field, Isoline};
use super::label::{Format, Labels};
use super::levels::{Constraint, Levels};
use super::region::outline;
use super::track::Track;
use super::trail::Trail;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axis;
use crate::render::chart::color_scale::ColorScale;
use crate::render::chart::draw::Canvas;
use crate::render::scene::Stroke;

/// A present point beside a missing one reaches so far towards it.
const GAP_LEVEL: f64 = 0.9;

impl Contours {
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some(axes) = stage.axes_of(trace) else { return };
        let curve = Curve::Spline(trace.attrs.number("line.smoothing").clamp(0.0, 1.3));
        let field = Field { z: &self.z, x: &self.x, y: &self.y, ground: self.ground(axes) };
        let corners = field.corners();
        if corners.iter().any(|corner| !corner.is_finite()) {
            return;
        }
        let gaps = self.mask.as_ref().map(|mask| {
            let field = Field { z: mask, ..field };
            let lines = follow(&field, &[GAP_LEVEL], 0.0);
            lines.first().map_or_else(BezPath::new, |line| {
                outline(line, (&field.ground, &corners), rises_above(mask, line), Curve::Linear)
            })
        });
        // What lies on a carpet ends where it does.
        let gaps = gaps.or_else(|| self.cloth.as_ref().map(|cloth| cloth.outline(axes)));
        canvas.clipped(frame(axes.0, axes.1), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| match gaps {
                Some(gaps) if gaps.is_empty() => {}
                Some(gaps) => {
                    canvas.clipped_to(gaps, |canvas| self.draw_seen(canvas, trace, stage, &field, curve));
                }
                None => self.draw_seen(canvas, trace, stage, &field, curve),
            });
        });
    }

    fn ground<'f, 'a>(&'f self, axes: (&'f Axis<'a>, &'f Axis<'a>)) -> Ground<'f, 'a> {
        match &self.cloth {
            Some(cloth) => Ground::Carpet(cloth, axes),
            None => Ground::Axes(axes.0, axes.1),
        }
    }

    fn draw_seen(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, field: &Field, curve: Curve) {
        let scale = stage.colors.of(&trace.attrs, "z", Some(self.extent), stage.layout);
        let smoothing = trace.attrs.number("line.smoothing").clamp(0.0, 1.3);
        let coloring = trace.attrs.text("contours.coloring");
        let corners = field.corners();
        let values = self.constraint.map_or_else(|| self.levels.values(), Constraint::values);
        let mut lines = follow(field, &values, smoothing);
        if matches!(self.constraint, Some(Constraint::Greater(_))) {
            lines = lines.into_iter().map(Isoline::reversed).collect();
        }
        let map = self.color_map(trace, &scale);
        match self.constraint {
            Some(Constraint::Equal(_)) => {}
            Some(constraint) => {
                if let Some(area) = joined(constraint, &lines) {
                    let whole = area.open.is_empty() && constraint.fills_all(&self.z, area.starts);
                    let path = outline(&area, (&field.ground, &corners), whole, curve);
                    canvas.path(path, Some(Self::fill_color(trace).into()), None);
                }
            }
            None if coloring == "heatmap" => self.draw_blended(canvas, trace, stage, field, &scale),
            None if coloring == "fill" => {
                let half = self.levels.size / 2.0;
                canvas.path(
                    field.ground.perimeter(&corners),
                    Some(map.color(self.levels.start - half).into()),
                    None,
                );
                for line in &lines {
                    let path = outline(line, (&field.ground, &corners), rises_above(&self.z, line), curve);
                    canvas.path(path, Some(map.color(line.level + half).into()), None);
                }
            }
            None => {}
        }
        self.draw_lines(canvas, trace, stage, (field, &lines), (curve, &map));
    }

    fn draw_blended(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, field: &Field, scale: &ColorScale) {
        let corners = field.corners();
        let (x_axis, y_axis) = field.ground.axes();
        let span = Rect::from_points(corners[0], corners[2]);
        let Some(seen) = visible(span, frame(x_axis, y_axis)) else { return };
        let along = |axis: &Axis, centers: &[f64], from: f64, count: f64| -> Vec<Interpolation> {
            let places: Vec<f64> = centers.iter().map(|at| (axis.px(*at) - from).round()).collect();
            (0..count as usize).map(|px| Interpolation::from_centers(px as f64, &places)).collect()
        };
        let across = along(x_axis, &self.x, seen.x0, seen.width());
        let down = along(y_axis, &self.y, seen.y0, seen.height());
        canvas.image(Arc::new(blend(&self.z, &across, &down, scale)), seen, false);
        let cells = Cells {
            z: &self.z,
            x: &self.x,
            y: &self.y,
            order: self.order.as_deref(),
            inner: true,
            gaps: (0.0, 0.0),
        };
        cells.write(canvas, trace, stage, scale);
    }

    fn draw_lines(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        (field, lines): (&Field, &[Isoline]),
        (curve, map): (Curve, &ColorScale),
    ) {
        let equal = matches!(self.constraint, Some(Constraint::Equal(_)));
        let coloring = trace.attrs.text("contours.coloring");
        let leveled = self.constraint.is_none() && coloring == "lines";
        // Only filled levels can go without lines.
        let optional = self.constraint.is_some() || coloring == "fill";
        let shown = equal || !optional || trace.attrs.is("contours.showlines");
        let (color, width) = self.line(trace);
        let trails: Vec<Trail> = lines
            .iter()
            .flat_map(|line| {
                let color = if leveled { map.color(line.level) } else { color };
                Trail::all(field, line, curve, color)
            })
            .collect();
        let labels = trace
            .attrs
            .is("contours.showlabels")
            .then(|| self.place_labels(trace, stage, (field, lines.len()), &trails))
            .flatten();
        let draw = |canvas: &Canvas| {
            for trail in &trails {
                let stroke = Stroke {
                    miter_limit: 1.0,
                    ..Stroke::dashed(trail.color, width, trace.attrs.text("line.dash"))
                };
                canvas.path(trail.path.clone(), None, Some(stroke));
            }
        };
        match &labels {
            Some(labels) if shown => canvas.clipped_to(labels.clip(), draw),
            None if shown => draw(canvas),
            _ => {}
        }
        if let Some(labels) = labels {
            labels.draw(canvas);
        }
    }

    fn place_labels(
        &self,
        trace: &Trace,
        stage: &Stage,
        (field, count): (&Field, usize),
        trails: &[Trail],
    ) -> Option<Labels> {
        let axes = stage.axes_of(trace)?;
        let area = frame(axes.0, axes.1);
        let bounds = match field.ground {
            Ground::Axes(..) => {
                let corners = field.corners();
                Rect::from_points(corners[0], corners[2]).intersect(area)
            }
            Ground::Carpet(..) => area,
        };
        let levels = match self.constraint.map(Constraint::values).as_deref() {
            None => self.levels,
            Some([first, .., last]) => plain(*first, *last),
            Some([one]) => plain(*one, *one),
            Some([]) => return None,
        };
        let bar = self.bar(trace, stage);
        let format = Format::new(trace.attrs.text("contours.labelformat"), bar, &levels, stage.font);
        let font = stage.font.with(&trace.attrs.at("contours.labelfont"));
        let own = trace.attrs.color("contours.labelfont.color");
        let mut labels = Labels::new(bounds, Size::new(area.width(), area.height()).to_vec2().hypot(), count);
        for trail in trails {
            let text = format.set(trail.level, stage.setter, &font.colored(own.unwrap_or(trail.color)));
            let track = Track::new(&trail.path);
            let margins = trail.margins(field, &track, text.height());
            labels.add(&track, margins, trail.level, &text);
        }
        Some(labels)
    }

    /// The colour bar whose ticks labels look like.
    fn bar<'a>(&self, trace: &Trace<'a>, stage: &Stage<'_, 'a>) -> Option<(Attrs<'a>, [f64; 2])> {
        let scale = stage.colors.of(&trace.attrs, "z", Some(self.extent), stage.layout);
        let (scale, _) = self.steps(trace, scale)?;
        let holder = match trace.attrs.str("coloraxis") {
            Some(id) => stage.layout.at(id),
            None => trace.attrs.clone(),
        };
        holder.is("showscale").then(|| (holder.at("colorbar"), [scale.min, scale.max]))
    }
}

fn follow(field: &Field, levels: &[f64], smoothing: f64) -> Vec<Isoline> {
    let crossings = cross(field.z, levels);
    let lines = levels.iter().zip(crossings);
    lines.map(|(level, crossings)| Isoline::follow(field, *level, crossings, smoothing)).collect()
}

/// Whether the grid's edge lies above a level that no line takes there (plotly looks at its first two numbers).
fn rises_above(z: &[Vec<f64>], line: &Isoline) -> bool {
    let Some([first, second, ..]) = z.first().map(Vec::as_slice) else { return false };
    let edge = first.min(*second);
    line.open.is_empty() && (edge > line.level || (line.starts && edge == line.level))
}

/// The lines around a constraint's area, all in one direction.
fn joined(constraint: Constraint, lines: &[Isoline]) -> Option<Isoline> {
    let (first, second) = (lines.first()?.clone(), lines.get(1).cloned());
    let (mut area, other) = match (constraint, second) {
        (Constraint::Within(..), Some(second)) => (first.reversed(), second),
        (Constraint::Outside(..), Some(second)) => (first, second.reversed()),
        _ => return Some(first),
    };
    area.open.extend(other.open);
    area.closed.extend(other.closed);
    area.starts |= other.starts;
    Some(area)
}

/// Levels that stand for the digits of a constraint's values.
fn plain(start: f64, end: f64) -> Levels {
    let end = if start == end { end + if start == 0.0 { 1.0 } else { start } } else { end };
    Levels { start, end, size: (end - start).abs() / 1000.0, auto: false }
}
