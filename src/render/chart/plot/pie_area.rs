//! The place of a pie or a funnel area in its domain, with its title.

use kurbo::{Affine, Point};

use super::Trace;
use super::stage::Stage;
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement, RichText};

/// Centre, radius and title.
#[derive(Debug)]
pub(super) struct PieArea {
    pub(super) center: Point,
    /// px; half the height of a funnel area.
    pub(super) radius: f64,
    /// How far the slice that is pulled most goes, radii.
    pub(super) pull: f64,
    /// px of the domain's width.
    width: f64,
    /// px that a title outside takes.
    space: f64,
    title: Option<RichText>,
    position: String,
}

impl PieArea {
    /// The place of a trace whose slices sum up to `total`.
    ///
    /// `aspect` is a funnel area's height over its width. Traces of one `scalegroup` have areas in proportion to
    /// their totals.
    pub(super) fn new(trace: &Trace, total: f64, stage: &Stage, hole: f64, aspect: f64) -> Self {
        let group = trace.attrs.text("scalegroup");
        if group.is_empty() {
            return Self::alone(trace, stage, hole, aspect);
        }
        let members = stage.traces.iter().zip(stage.marks).filter_map(|(other, marks)| {
            let same = other.kind == trace.kind && other.attrs.text("scalegroup") == group;
            let slices = marks.shares().filter(|_| same)?;
            let radius = Self::alone(other, stage, other.attrs.num_or("hole", 0.0), 1.0).radius;
            Some(radius * radius * Self::fullness(other) / slices.total)
        });
        let least = members.fold(f64::INFINITY, f64::min);
        let own = Self::alone(trace, stage, hole, 1.0);
        let radius = match trace.kind {
            "pie" => (least * total).sqrt(),
            _ => (least * total / f64::midpoint(1.0, trace.attrs.number("baseratio")) / aspect).sqrt(),
        };
        Self { radius, ..own }
    }

    /// The area of a pie or a funnel area over the square of its radius, as scale groups count.
    fn fullness(trace: &Trace) -> f64 {
        if trace.kind == "pie" {
            return 1.0;
        }
        let aspect = trace.attrs.number("aspectratio");
        let slim = if aspect > 1.0 { 1.0 / aspect } else { aspect };
        slim * f64::midpoint(1.0, trace.attrs.number("baseratio"))
    }

    /// Finds room for the title and centres the rest.
    fn alone(trace: &Trace, stage: &Stage, hole: f64, aspect: f64) -> Self {
        let area = stage.domain(&trace.attrs);
        let text = trace.attrs.label("title.text").or_else(|| trace.attrs.label("title"));
        let style = stage.font.with(&trace.attrs.at("title.font"));
        let title = text.filter(|text| !text.is_empty()).map(|text| stage.setter.set(&text, &style));
        let position =
            trace.attrs.str_or("title.position", if hole > 0.0 { "middle center" } else { "top center" });
        let position = if hole == 0.0 && position == "middle center" { "top center" } else { position };
        let outside = title.as_ref().filter(|_| position != "middle center");
        let space = outside.map_or(0.0, |title| title.height().min(area.height() / 2.0));
        let height = area.height() - space;
        let pull = match trace.attrs.get("pull").and_then(Column::of) {
            Some(list) => (0..list.len()).filter_map(|index| list.num(index)).fold(0.0, f64::max),
            None => trace.attrs.num_or("pull", 0.0),
        };
        let radius = (area.width() / 2.0).min(height / 2.0 / aspect).max(0.0) / (1.0 + pull);
        let lift = if position.contains("bottom") { space } else { 0.0 };
        Self {
            center: Point::new(area.center().x, area.y1 - height / 2.0 - lift),
            radius,
            pull,
            width: area.width(),
            space,
            title,
            position: position.to_owned(),
        }
    }

    /// Draws the title in the hole, above or below.
    pub(super) fn draw_title(&self, canvas: &Canvas, hole: f64, aspect: f64) {
        let Some(title) = &self.title else { return };
        let (width, height) = (title.width(), title.height());
        let has = |word: &str| self.position.contains(word);
        let (at, by, scale) = if has("middle") {
            let room = 2.0 * hole * self.radius;
            (self.center, (0.0, title.size() - height / 2.0), room / width.hypot(height))
        } else {
            let (reach, wide) = ((1.0 + self.pull) * self.radius, (1.0 + self.pull) * self.radius / aspect);
            let (mut at, mut by) = (self.center, (0.0, title.size()));
            if has("top") {
                at.y -= reach;
                by.1 -= height;
            } else {
                at.y += reach;
            }
            let mut room = self.width;
            if has("left") {
                (at.x, by.0, room) = (at.x - wide, width / 2.0, room / 2.0 + wide);
            } else if has("right") {
                (at.x, by.0, room) = (at.x + wide, -width / 2.0, room / 2.0 + wide);
            }
            (at, by, (room / width).min(self.space / height))
        };
        let transform =
            Affine::translate(at.to_vec2()) * Affine::scale(scale.min(1.0)) * Affine::translate(by);
        canvas.text(title, &Placement { at: Point::ZERO, anchor: Anchor::Middle, transform });
    }
}
