//! Pies and donuts.

use std::f64::consts::{PI, TAU};

use kurbo::{Affine, Arc, BezPath, Point, Vec2};
use serde_json::Value;

use super::Trace;
use super::font::at_point;
use super::pattern::paint_sector;
use super::pie_area::PieArea;
use super::pie_labels::{self, Label, Outer};
use super::sector_text::Sector;
use super::slices::{Slice, Slices};
use super::stage::Stage;
use crate::render::chart::attrs::number;
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement, RichText};

impl Slices {
    /// Draws the pie with its labels, lines and title; says whether some labels lie outside.
    pub(crate) fn draw_pie(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) -> bool {
        let hole = trace.attrs.number("hole");
        let area = PieArea::new(trace, self.total, stage, hole, 1.0);
        let (center, radius) = (area.center, area.radius);
        let clockwise = trace.attrs.text("direction") == "clockwise";
        let mut angle = trace.attrs.number("rotation").to_radians();
        if !clockwise && let Some(first) = self.list.first() {
            // Counterclockwise, the first slice still lies right of the top.
            angle += first.value / self.total * TAU;
        }
        let mut outers = Vec::new();
        for slice in &self.list {
            let share = slice.value / self.total;
            let sweep = share * TAU * if clockwise { 1.0 } else { -1.0 };
            let from_center = |angle: f64| Vec2::new(angle.sin(), -angle.cos()) * radius;
            let middle = from_center(angle + sweep / 2.0);
            let pull =
                trace.attrs.get("pull").and_then(|value| at_point(value, slice.point)).and_then(number);
            let pull = pull.unwrap_or(0.0).max(0.0);
            let shifted = center + middle * pull;
            let path = sector(shifted, radius, hole * radius, angle, sweep);
            let line = Some(Self::line(trace, slice, DARK));
            paint_sector(canvas, (trace, stage), Some(slice.point), path, slice.color, line);
            let shape = Sector { start: angle, stop: angle + sweep, half: PI * share.min(0.5), radius, hole };
            let label = self.draw_inner(canvas, trace, stage, slice, (shape, shifted));
            let label = label.map(|text| {
                let style = Self::outer_style(trace, stage, slice);
                let scale = stage.uniform.scale(trace.kind, 1.0, style.size);
                Label::new(stage.setter.set(&text, &style), &style, scale, shifted, middle)
            });
            let ends = [from_center(angle), from_center(angle + sweep)];
            outers.push(Outer { middle, ends, center: shifted, pull, label });
            angle += sweep;
        }
        area.draw_title(canvas, hole, 1.0);
        pie_labels::scoot(&mut outers);
        for outer in &outers {
            pie_labels::draw(canvas, outer);
        }
        outers.iter().any(|outer| outer.label.is_some())
    }

    /// Writes a slice's text in it; gives the text back when it belongs outside.
    fn draw_inner(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        slice: &Slice,
        (shape, center): (Sector, Point),
    ) -> Option<String> {
        let text = self.text(trace, stage, slice);
        let position = trace.attrs.get("textposition").and_then(|value| at_point(value, slice.point));
        let position = position.and_then(Value::as_str).unwrap_or("auto");
        if text.is_empty() || position == "outside" {
            return (!text.is_empty()).then_some(text);
        }
        let set = stage.setter.set(&text, &Self::inner_style(trace, stage, slice));
        let mut fit = shape.fit(&set, trace.attrs.text("insidetextorientation"));
        if shape.start == shape.stop {
            fit.scale = 0.0;
        }
        if position == "auto" && fit.scale < 1.0 {
            return Some(text);
        }
        let scale = stage.uniform.scale(trace.kind, fit.scale, set.size());
        let direction = Vec2::new(fit.angle.sin(), -fit.angle.cos());
        let at = center + direction * fit.distance * shape.radius;
        canvas.text(&set, &place(&set, at, scale, fit.degrees));
        None
    }
}

/// A text whose middle stands at a point, scaled and turned clockwise.
pub(super) fn place(text: &RichText, at: Point, scale: f64, degrees: f64) -> Placement {
    let middle = Vec2::new(0.0, text.height() / 2.0 - text.ascent());
    let transform = Affine::translate(at.to_vec2())
        * Affine::rotate(degrees.to_radians())
        * Affine::scale(scale.max(0.0))
        * Affine::translate(-middle);
    Placement { at: Point::ZERO, anchor: Anchor::Middle, transform }
}

/// A slice from `angle` (clockwise from the top) over `sweep`.
pub(super) fn sector(center: Point, outer: f64, inner: f64, angle: f64, sweep: f64) -> BezPath {
    let start = angle - PI / 2.0;
    let point = |radius: f64, at: f64| center + Vec2::from_angle(at) * radius;
    let arc = |radius: f64, from: f64, sweep: f64| Arc::new(center, (radius, radius), from, sweep, 0.0);
    let mut path = BezPath::new();
    if sweep.abs() < TAU - 1e-9 && inner == 0.0 {
        path.move_to(center);
        path.line_to(point(outer, start));
    } else {
        path.move_to(point(outer, start));
    }
    path.extend(arc(outer, start, sweep).append_iter(0.01));
    if inner > 0.0 {
        if sweep.abs() >= TAU - 1e-9 {
            // A whole ring has no edge between its circles.
            path.close_path();
            path.move_to(point(inner, start + sweep));
        } else {
            path.line_to(point(inner, start + sweep));
        }
        path.extend(arc(inner, start + sweep, -sweep).append_iter(0.01));
    }
    path.close_path();
    path
}
