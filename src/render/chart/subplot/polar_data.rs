//! The data of plot traces in polar subplots.

use kurbo::{BezPath, Point};

use super::polar::{ANGULAR, Polar, RADIAL};
use crate::render::chart::attrs::{number, write_number};
use crate::render::chart::axis::{Axis, AxisKind, Pads};
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::template::{Filling, on_axis};
use crate::render::chart::plot::{Ground, Scatter, Stage, Trace, marker_pads, pick};

impl Polar<'_> {
    /// Angles and radii in calculation coordinates, as many as there are of both.
    pub(super) fn read(&mut self, trace: &Trace) -> Option<(Vec<f64>, Vec<f64>)> {
        let (theta, r) = (trace.column("theta"), trace.column("r"));
        let count = match (&theta, &r) {
            (Some(theta), Some(r)) => theta.len().min(r.len()),
            (Some(one), None) | (None, Some(one)) => one.len(),
            (None, None) => return None,
        };
        let radial = self.axes.get_mut(RADIAL)?;
        let mut radii = match &r {
            Some(r) => radial.read(r),
            None => {
                let start = trace.attrs.get("r0").and_then(|start| radial.locate(start)).unwrap_or(0.0);
                let step = trace.attrs.number("dr");
                (0..count).map(|index| start + index as f64 * step).collect()
            }
        };
        let angular = self.axes.get_mut(ANGULAR)?;
        let mut angles = match &theta {
            Some(theta) => Self::read_angles(angular, theta, trace),
            None => {
                let unit = Self::unit(angular, trace);
                let start = trace.attrs.num("theta0").unwrap_or(0.0) * unit;
                let period = angular.attrs.num("period").filter(|_| angular.kind == AxisKind::Category);
                let whole = period.filter(|period| *period > 0.0).unwrap_or(std::f64::consts::TAU);
                let own = trace.attrs.num("dtheta").filter(|step| *step != 0.0).map(|step| step * unit);
                let step = own.unwrap_or(whole / count as f64);
                (0..count).map(|index| start + index as f64 * step).collect()
            }
        };
        radii.truncate(count);
        angles.truncate(count);
        Some((angles, radii))
    }

    fn read_angles(angular: &mut Axis, theta: &Column, trace: &Trace) -> Vec<f64> {
        if angular.kind == AxisKind::Category {
            return angular.read(theta);
        }
        let unit = Self::unit(angular, trace);
        theta.numbers().into_iter().map(|angle| angle * unit).collect()
    }

    /// Calculation coordinates for one unit of a plot trace's angles.
    pub(super) fn unit(angular: &Axis, trace: &Trace) -> f64 {
        let degrees = angular.kind == AxisKind::Linear && trace.attrs.text("thetaunit") == "degrees";
        if degrees { 1.0_f64.to_radians() } else { 1.0 }
    }

    /// Reads a scatter trace, and tells the radial axis what it must show.
    pub(super) fn scatter(&mut self, trace: &Trace) -> Option<Scatter> {
        let (angles, radii) = self.read(trace)?;
        let radial = self.axes.get_mut(RADIAL)?;
        let scatter = Scatter::at(trace, angles, radii)?;
        let pads = if scatter.markers { marker_pads(&trace.attrs.at("marker")) } else { vec![0.0] };
        for (index, radius) in scatter.y.iter().enumerate() {
            let pad = pick(&pads, index, 0.0);
            let at = radial.linear(*radius);
            radial.extremes.add(at, Pads { minus: pad, plus: pad, ..Pads::default() });
        }
        Some(scatter)
    }

    /// px from the centre of a radius in calculation coordinates; those below the range's start lie upon it.
    pub(super) fn distance(&self, radial: &Axis, radius: f64) -> f64 {
        let at = radial.px(radius);
        if at.is_nan() { self.disc.inner } else { at.max(self.disc.inner) }
    }

    /// Draws a scatter trace; gives the line that a next trace's fill goes to.
    pub(super) fn draw_scatter(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        scatter: &Scatter,
        stage: &Stage,
        before: Option<&BezPath>,
    ) -> Option<BezPath> {
        let (radial, angular) = (self.radial()?, self.angular()?);
        let place = |(angle, radius): (&f64, &f64)| {
            if !angle.is_finite() || !radius.is_finite() {
                return Point::new(f64::NAN, f64::NAN);
            }
            self.disc.at(self.turn.angle(*angle), self.distance(radial, *radius))
        };
        let points: Vec<Point> = scatter.x.iter().zip(&scatter.y).map(place).collect();
        let shows = |index: usize| {
            let (Some(angle), Some(radius)) = (scatter.x.get(index), scatter.y.get(index)) else {
                return false;
            };
            let (low, high) = radial.span();
            self.disc.sector.holds(self.turn.angle(*angle)) && (low..=high).contains(&radial.linear(*radius))
        };
        let fill = |name: &str, index: usize| match name {
            "r" => Some(raw(trace, "r", index, on_axis(radial, *scatter.y.get(index)?))),
            "theta" => Some(raw(trace, "theta", index, write_angle(angular, *scatter.x.get(index)?))),
            _ => None,
        };
        let ground = Ground {
            points: &points,
            clip: self.disc.outline(),
            line_clip: None,
            zero: self.disc.center,
            shows: &shows,
            angles: None,
            fill: &fill,
        };
        scatter.draw_on(canvas, trace, stage, &ground, before);
        Some(scatter.edge(trace, &ground))
    }
}

/// An angle as its axis writes it.
fn write_angle(angular: &Axis, angle: f64) -> Filling {
    if angular.kind == AxisKind::Category {
        return on_axis(angular, angle);
    }
    let radians = angular.attrs.text("thetaunit") == "radians";
    let value = if radians { angle } else { angle.to_degrees() };
    let text =
        format!("{}{}{}", angular.attrs.text("tickprefix"), angular.write(value), angular.tick_suffix());
    Filling::Number(value, text)
}

/// What a format is applied to: the number as the figure gives it, where it is one.
pub(super) fn raw(trace: &Trace, path: &str, index: usize, written: Filling) -> Filling {
    let column = trace.column(path);
    let own = column.and_then(|column| column.value(index).map_or_else(|| column.num(index), number));
    match (own, written) {
        (Some(own), Filling::Number(_, text)) => Filling::Number(own, text),
        (Some(own), Filling::Text(text)) if text.is_empty() => Filling::Number(own, write_number(own)),
        (_, written) => written,
    }
}
