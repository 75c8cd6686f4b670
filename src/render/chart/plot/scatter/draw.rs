//! Scatter traces on the canvas.

use std::borrow::Cow;

use kurbo::{BezPath, Point, Shape};

use super::curve::Curve;
use super::{Ground, Scatter};
use crate::render::chart::axis::Axis;
use crate::render::chart::color::DARK;
use crate::render::chart::column::Column;
use crate::render::chart::draw::{Canvas, symbol};
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::paint::{each, pick};
use crate::render::chart::plot::stage::{Stage, frame};
use crate::render::chart::plot::template::{self, Filling};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement};
use crate::render::scene::{LineJoin, Markers, Stroke};

impl Scatter {
    /// Where the points lie on the page.
    pub(crate) fn points(&self, trace: &Trace, stage: &Stage) -> Vec<Point> {
        let Some((x, y)) = stage.axes_of(trace) else { return Vec::new() };
        self.x.iter().zip(&self.y).map(|(at, value)| Point::new(x.px(*at), y.px(*value))).collect()
    }

    /// Draws on x and y axes; `before` is the last line of this subplot.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, before: Option<&BezPath>) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let points = self.points(trace, stage);
        let area = frame(x, y);
        let zero = |axis: &Axis| {
            let zero = axis.linear(0.0);
            axis.place(if zero.is_finite() { zero } else { axis.range[0].min(axis.range[1]) })
        };
        let ground = Ground {
            points: &points,
            clip: area.to_path(0.1),
            line_clip: self.carpet.as_ref().map(|carpet| carpet.cloth.outline((x, y))),
            zero: Point::new(zero(x), zero(y)),
            shows: &|index| points.get(index).is_some_and(|point| area.inflate(0.01, 0.01).contains(*point)),
            fill: &|name, index| match name {
                "x" => Some(template::on_axis(x, *self.x.get(index)?)),
                "y" => Some(template::on_axis(y, *self.y.get(index)?)),
                _ => None,
            },
        };
        self.draw_on(canvas, trace, stage, &ground, before);
    }

    /// Draws the area, the line, the error bars, the markers, the text; `before` is the last line of this subplot.
    pub(crate) fn draw_on(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        ground: &Ground,
        before: Option<&BezPath>,
    ) {
        let points = ground.points;
        let clipped = trace.attrs.is("cliponaxis") || trace.kind.ends_with("gl");
        canvas.clipped_to(ground.clip.clone(), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                self.draw_fill(canvas, trace, ground, before);
                if self.lines {
                    let mut stroke = Stroke::dashed(
                        Self::line_color(trace),
                        trace.attrs.number("line.width"),
                        trace.attrs.text("line.dash"),
                    );
                    stroke.miter_limit = 2.0;
                    stroke.join = LineJoin::Miter;
                    let line = Self::outline(trace, points);
                    match &ground.line_clip {
                        Some(clip) => {
                            canvas.clipped_to(clip.clone(), |canvas| canvas.path(line, None, Some(stroke)));
                        }
                        None => canvas.path(line, None, Some(stroke)),
                    }
                }
                self.draw_errors(canvas, trace, stage, points);
                if clipped {
                    self.draw_points(canvas, trace, stage, ground, points);
                }
            });
        });
        if !clipped {
            let shown = |(index, point): (usize, &Point)| {
                if (ground.shows)(index) { *point } else { Point::new(f64::NAN, f64::NAN) }
            };
            let shown: Vec<Point> = points.iter().enumerate().map(shown).collect();
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                self.draw_points(canvas, trace, stage, ground, &shown);
            });
        }
    }

    fn draw_errors(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, points: &[Point]) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let color = Self::error_color(trace, self.lines, stage.colors, stage.layout);
        if let Some(error) = &self.error_x {
            error.draw(canvas, x, points, &self.x, color);
        }
        if let Some(error) = &self.error_y {
            error.draw(canvas, y, points, &self.y, color);
        }
    }

    /// Draws the markers and the texts.
    pub(crate) fn draw_points(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        ground: &Ground,
        points: &[Point],
    ) {
        let points = &self.covered(points);
        if self.markers {
            self.draw_markers(canvas, trace, stage, points);
        }
        if self.texts {
            self.draw_texts(canvas, trace, stage, ground, points);
        }
    }

    /// Points beside a carpet are not there.
    fn covered<'p>(&self, points: &'p [Point]) -> Cow<'p, [Point]> {
        let Some(carpet) = &self.carpet else { return Cow::Borrowed(points) };
        let seen = |(point, covered): (&Point, &bool)| {
            if *covered { *point } else { Point::new(f64::NAN, f64::NAN) }
        };
        points.iter().zip(&carpet.covered).map(seen).collect()
    }

    /// The pieces between gaps.
    fn pieces<'p>(trace: &Trace, points: &'p [Point]) -> Vec<Vec<Point>> {
        let seen = |point: &Point| point.x.is_finite() && point.y.is_finite();
        if trace.attrs.is("connectgaps") {
            return vec![points.iter().copied().filter(seen).collect()];
        }
        points
            .split(|point| !seen(point))
            .filter(|piece: &&'p [Point]| !piece.is_empty())
            .map(<[Point]>::to_vec)
            .collect()
    }

    /// The line itself.
    pub(crate) fn outline(trace: &Trace, points: &[Point]) -> BezPath {
        let curve = Curve::read(&trace.attrs.at("line"));
        let mut path = BezPath::new();
        for piece in Self::pieces(trace, points) {
            curve.append(&mut path, &piece, false);
        }
        path
    }

    fn draw_fill(&self, canvas: &Canvas, trace: &Trace, ground: &Ground, before: Option<&BezPath>) {
        let pieces = Self::pieces(trace, ground.points);
        let (Some(first), Some(last)) =
            (pieces.first().and_then(|p| p.first()), pieces.last().and_then(|p| p.last()))
        else {
            return;
        };
        let curve = Curve::read(&trace.attrs.at("line"));
        let mut path = BezPath::new();
        let whole = |path: &mut BezPath| {
            for (index, piece) in pieces.iter().enumerate() {
                curve.append(path, piece, index > 0);
            }
        };
        // An area ends near the plot even where zero is far away.
        let plot = ground.clip.bounding_box();
        let near = |at: f64, from: f64, to: f64| at.clamp(2.0 * from - to, 2.0 * to - from);
        match (self.fill, before) {
            ("none", _) => return,
            ("toself" | "tonext", None) | ("toself", _) => {
                for piece in &pieces {
                    curve.append(&mut path, piece, false);
                    path.close_path();
                }
            }
            ("tonexty" | "tonextx" | "tonext", Some(before)) => {
                whole(&mut path);
                let back = before.reverse_subpaths();
                for (index, element) in back.elements().iter().enumerate() {
                    match (index, element) {
                        (_, kurbo::PathEl::MoveTo(at)) => path.line_to(*at),
                        (_, element) => path.push(*element),
                    }
                }
                path.close_path();
            }
            ("tozerox" | "tonextx", _) => {
                whole(&mut path);
                let at = near(ground.zero.x, plot.x0, plot.x1);
                path.line_to((at, last.y));
                path.line_to((at, first.y));
                path.close_path();
            }
            _ => {
                whole(&mut path);
                let at = near(ground.zero.y, plot.y0, plot.y1);
                path.line_to((last.x, at));
                path.line_to((first.x, at));
                path.close_path();
            }
        }
        canvas.path(path, Some(Self::fill_color(trace, self.lines).into()), None);
    }

    fn draw_markers(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, points: &[Point]) {
        let marker = trace.attrs.at("marker");
        let bubble = self.radii.len() > 1;
        let fills = Self::marker_colors(trace, stage.colors, stage.layout);
        let opacities = each(&marker, "opacity", if bubble { 0.7 } else { 1.0 });
        let line = marker.at("line");
        let line_colors = Self::outline_colors(trace, bubble, stage.colors, stage.layout);
        let line_widths = each(&line, "width", if bubble { 1.0 } else { 0.0 });
        let symbols = marker.get("symbol");
        let list = symbols.and_then(serde_json::Value::as_array);
        let mut batches: Vec<(crate::render::chart::draw::Marker, Markers)> = Vec::new();
        for (index, point) in points.iter().enumerate() {
            let radius = pick(&self.radii, index, 0.0);
            if !point.x.is_finite() || !point.y.is_finite() || radius <= 0.0 {
                continue;
            }
            let kind = symbol(list.map_or(symbols, |list| list.get(index)));
            let opacity = pick(&opacities, index, 1.0);
            let opacity = if opacity.is_finite() { opacity } else { 1.0 };
            let fill = pick(&fills, index, trace.color).faded(opacity);
            let width = pick(&line_widths, index, 0.0);
            let (stroke, width) = if kind.open {
                // Open symbols are drawn in the fill's colour.
                (fill, if width > 0.0 { width } else { 1.0 })
            } else {
                let width = if kind.needs_line() && width <= 0.0 { 1.0 } else { width };
                (pick(&line_colors, index, DARK).faded(opacity), width.max(0.0))
            };
            let at = match batches.iter().rposition(|(known, _)| *known == kind) {
                Some(at) if at + 1 == batches.len() => at,
                _ => {
                    let (shape, open) = (kind.outline(), kind.open);
                    let empty = Markers {
                        shape,
                        open,
                        positions: vec![],
                        sizes: vec![],
                        fills: vec![],
                        strokes: vec![],
                    };
                    batches.push((kind, empty));
                    batches.len() - 1
                }
            };
            let batch = &mut batches[at].1;
            batch.positions.push(*point);
            batch.sizes.push(2.0 * radius);
            batch.fills.push(fill);
            batch.strokes.push((stroke, width));
        }
        for (_, mut batch) in batches {
            compact(&mut batch);
            canvas.markers(batch);
        }
    }

    fn draw_texts(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, ground: &Ground, points: &[Point]) {
        let style = stage.font.with(&trace.attrs.at("textfont"));
        let texts = trace.column("text");
        let one = trace.attrs.label("text");
        let template = trace.attrs.str("texttemplate");
        let font_colors = trace.attrs.get("textfont.color").and_then(Column::of);
        // plotly completes positions of one word before it checks them.
        let unchecked = trace.attrs.clone().checked(None);
        let positions = unchecked.get("textposition").and_then(Column::of);
        let own_position = unchecked.str("textposition").unwrap_or("middle center");
        for (index, point) in points.iter().enumerate() {
            let own = texts.as_ref().map_or(one.clone(), |texts| texts.text(index));
            let text = match template {
                Some(template) => Some(template::fill(&trace.attrs, template, |name| match name {
                    "text" => own.clone().map(Filling::Text),
                    name => {
                        (ground.fill)(name, index).or_else(|| template::lookup(&trace.attrs, name, index))
                    }
                })),
                None => own,
            };
            let Some(text) =
                text.filter(|text| !text.is_empty() && point.x.is_finite() && point.y.is_finite())
            else {
                continue;
            };
            let own_color = font_colors
                .as_ref()
                .and_then(|c| c.text(index))
                .and_then(|c| crate::render::chart::color::parse(&c));
            let style = own_color.map_or_else(|| style.clone(), |color| style.colored(color));
            let text = stage.setter.set(&text, &style);
            let radius = if self.markers { pick(&self.radii, index, 0.0) / 0.8 + 1.0 } else { 0.0 };
            let position = positions
                .as_ref()
                .and_then(|positions| positions.text(index))
                .unwrap_or_else(|| own_position.to_owned());
            let v = if position.contains("top") {
                -1.0
            } else if position.contains("bottom") {
                1.0
            } else {
                0.0
            };
            let (h, anchor) = if position.contains("left") {
                (-1.0, Anchor::End)
            } else if position.contains("right") {
                (1.0, Anchor::Start)
            } else {
                (0.0, Anchor::Middle)
            };
            let lines = text.line_count() as f64 - 1.0;
            let dy = style.size * 0.75
                + v * radius
                + (v - 1.0) * ((lines + 1.0) * LINE_SPACING - LINE_SPACING + 1.0) * style.size / 2.0;
            canvas.text(&text, &Placement::new(point.x + h * radius, point.y + dy, anchor));
        }
    }
}

/// One entry for all where all are equal.
fn compact(batch: &mut Markers) {
    fn same<T: PartialEq>(list: &mut Vec<T>) {
        if list.windows(2).all(|pair| pair[0] == pair[1]) {
            list.truncate(1);
        }
    }
    same(&mut batch.sizes);
    same(&mut batch.fills);
    if batch.strokes.iter().all(|(color, width)| *width <= 0.0 || color.a == 0) {
        batch.strokes.clear();
    }
    same(&mut batch.strokes);
}
