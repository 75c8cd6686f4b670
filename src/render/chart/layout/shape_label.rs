//! The label of a shape (plotly's `shapes/display_labels`).

use kurbo::{Point, Rect, Vec2};

use crate::render::chart::attrs::{Attrs, write_number};
use crate::render::chart::axis::Axis;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::template::{Filling, fill, lookup};
use crate::render::chart::text::{Anchor, Placement, TextStyle, Typesetter};

/// px that labels in a corner keep more of the left and right edge than of the top and bottom.
const SIDE_PAD: f64 = 3.0;

/// A shape as its label sees it.
pub(super) struct Labelled<'s, 'a> {
    pub(super) item: &'s Attrs<'a>,
    /// `line`, `rect`, `circle` or `path`.
    pub(super) kind: &'s str,
    /// Where it starts and ends on the page, px.
    pub(super) ends: (Point, Point),
    /// The axes that it lies on.
    pub(super) axes: (Option<&'s Axis<'a>>, Option<&'s Axis<'a>>),
}

impl Labelled<'_, '_> {
    /// Draws the label, if the shape has one.
    pub(super) fn draw(&self, canvas: &Canvas, setter: &Typesetter, font: &TextStyle) {
        let label = self.item.at("label");
        let template = label.label("texttemplate").filter(|text| !text.is_empty() && self.kind != "path");
        let text = match template {
            Some(template) => Some(fill(&label, &template, |name| self.variable(name))),
            None => label.label("text"),
        };
        let Some(text) = text.filter(|text| !text.is_empty()) else { return };
        let style = font.with(&label.at("font"));
        let text = setter.set(&text, &style);
        let angle = label.num("textangle").unwrap_or_else(|| self.angle());
        let above = self.above(&label);
        let (at, anchor) =
            if self.kind == "line" { self.on_line(&label, angle) } else { self.in_box(&label, above) };
        // The anchor is the first line's top, the placement its baseline.
        let (sin, cos) = angle.to_radians().sin_cos();
        let lift = text.height() * above - style.size;
        let at = at + Vec2::new(lift * sin, -lift * cos);
        canvas.text(&text, &Placement::new(at.x, at.y, anchor).turned(angle, at));
    }

    /// How much of the label lies above its point.
    fn above(&self, label: &Attrs) -> f64 {
        let place = label.str("textposition").unwrap_or_default();
        let own = label.str("yanchor").unwrap_or(match place {
            _ if self.kind == "line" => "bottom",
            place if place.contains("top") => "top",
            place if place.contains("bottom") => "bottom",
            _ => "middle",
        });
        match own {
            "top" => 0.0,
            "bottom" => 1.0,
            _ => 0.5,
        }
    }

    /// Degrees by which the label leans unless it says: along a line, never upside down.
    fn angle(&self) -> f64 {
        if self.kind != "line" {
            return 0.0;
        }
        let way = self.ends.1 - self.ends.0;
        let way = if way.x < 0.0 { -way } else { way };
        way.atan2().to_degrees()
    }

    fn on_line(&self, label: &Attrs, angle: f64) -> (Point, Anchor) {
        let (start, end) = self.ends;
        let along = label.num("textangle").is_none();
        let outward = |at_start: bool| {
            let inward = if at_start { end.x - start.x } else { start.x - end.x };
            match if along { inward } else { -inward } {
                inward if inward > 0.0 => Anchor::Start,
                inward if inward < 0.0 => Anchor::End,
                _ => Anchor::Middle,
            }
        };
        let (at, default) = match label.str("textposition") {
            Some("start") => (start, outward(true)),
            Some("end") => (end, outward(false)),
            _ => (start.midpoint(end), Anchor::Middle),
        };
        let anchor = own_anchor(label).unwrap_or(default);
        let pad = label.number("padding");
        let down = pad * (1.0 - 2.0 * self.above(label));
        let (sin, cos) = angle.to_radians().sin_cos();
        let aside = if along {
            Vec2::new(-sin * down, cos * down)
        } else {
            Vec2::new(pad * (1.0 - 2.0 * anchor.share()), down)
        };
        (at + aside, anchor)
    }

    fn in_box(&self, label: &Attrs, above: f64) -> (Point, Anchor) {
        let frame = Rect::from_points(self.ends.0, self.ends.1);
        let place = label.str("textposition").unwrap_or_default();
        let pad = label.number("padding");
        let (x, default) = if place.contains("right") {
            (frame.x1 - pad - SIDE_PAD, Anchor::End)
        } else if place.contains("left") {
            (frame.x0 + pad + SIDE_PAD, Anchor::Start)
        } else {
            (frame.center().x, Anchor::Middle)
        };
        let y = if place.contains("top") {
            frame.y0
        } else if place.contains("bottom") {
            frame.y1
        } else {
            frame.center().y
        };
        (Point::new(x, y + pad * (1.0 - 2.0 * above)), own_anchor(label).unwrap_or(default))
    }

    /// A variable of `label.texttemplate`: an end as the figure says it, or what follows from both.
    fn variable(&self, name: &str) -> Option<Filling> {
        let span = |letter: &str, axis: Option<&Axis>| {
            let end = |path: String| {
                let value = self.item.get(&path)?;
                let at = axis.map_or_else(|| value.as_f64(), |axis| axis.locate(value))?;
                Some(at + self.item.number(&format!("{path}shift")))
            };
            Some((end(format!("{letter}0"))?, end(format!("{letter}1"))?))
        };
        let x = || span("x", self.axes.0);
        let y = || span("y", self.axes.1);
        let delta = |(from, to): (f64, f64)| to - from;
        let line = |number: f64| (self.kind == "line").then_some(number);
        let number = match name {
            "x0" | "x1" | "y0" | "y1" => return lookup(self.item, name, 0),
            "dx" => delta(x()?),
            "dy" => delta(y()?),
            "width" => delta(x()?).abs(),
            "height" => delta(y()?).abs(),
            "xcenter" => x().map(|(from, to)| f64::midpoint(from, to))?,
            "ycenter" => y().map(|(from, to)| f64::midpoint(from, to))?,
            "length" => line(delta(x()?).hypot(delta(y()?)))?,
            "slope" => line(delta(y()?) / delta(x()?))?,
            _ => return None,
        };
        Some(Filling::Number(number, write_number(number)))
    }
}

fn own_anchor(label: &Attrs) -> Option<Anchor> {
    match label.str("xanchor")? {
        "left" => Some(Anchor::Start),
        "center" => Some(Anchor::Middle),
        "right" => Some(Anchor::End),
        _ => None,
    }
}
