//! Scatter traces on the canvas.

use kurbo::{BezPath, Point};

use super::Scatter;
use super::curve::Curve;
use crate::render::chart::color::DARK;
use crate::render::chart::column::Column;
use crate::render::chart::draw::{Canvas, symbol};
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::paint::{each, pick};
use crate::render::chart::plot::stage::{Stage, frame};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement};
use crate::render::scene::{LineJoin, Markers, Stroke};

impl Scatter {
    /// Where the points lie on the page.
    pub(crate) fn points(&self, trace: &Trace, stage: &Stage) -> Vec<Point> {
        let Some((x, y)) = stage.axes_of(trace) else { return Vec::new() };
        self.x.iter().zip(&self.y).map(|(at, value)| Point::new(x.px(*at), y.px(*value))).collect()
    }

    /// Draws the area, the line, the error bars, the markers, the text; `before` is the last line of this subplot.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, before: Option<&BezPath>) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let points = self.points(trace, stage);
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                self.draw_fill(canvas, trace, stage, &points, before);
                if self.lines {
                    let mut stroke = Stroke::dashed(
                        Self::line_color(trace),
                        trace.attrs.number("line.width"),
                        trace.attrs.text("line.dash"),
                    );
                    stroke.miter_limit = 2.0;
                    stroke.join = LineJoin::Miter;
                    let line = Self::outline(trace, &points);
                    match &self.carpet {
                        Some(carpet) => canvas.clipped_to(carpet.cloth.outline((x, y)), |canvas| {
                            canvas.path(line, None, Some(stroke));
                        }),
                        None => canvas.path(line, None, Some(stroke)),
                    }
                }
                let error_color = Self::error_color(trace, self.lines, stage.colors, stage.layout);
                if let Some(error) = &self.error_x {
                    error.draw(canvas, x, &points, &self.x, error_color);
                }
                if let Some(error) = &self.error_y {
                    error.draw(canvas, y, &points, &self.y, error_color);
                }
                let points = self.covered(points);
                if self.markers {
                    self.draw_markers(canvas, trace, stage, &points);
                }
                if self.texts {
                    self.draw_texts(canvas, trace, stage, &points);
                }
            });
        });
    }

    /// Points beside a carpet are not there.
    fn covered(&self, points: Vec<Point>) -> Vec<Point> {
        let Some(carpet) = &self.carpet else { return points };
        let seen = |(point, covered): (Point, &bool)| {
            if *covered { point } else { Point::new(f64::NAN, f64::NAN) }
        };
        points.into_iter().zip(&carpet.covered).map(seen).collect()
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

    fn draw_fill(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        points: &[Point],
        before: Option<&BezPath>,
    ) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let pieces = Self::pieces(trace, points);
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
        let zero = |axis: &crate::render::chart::axis::Axis| {
            let zero = axis.linear(0.0);
            axis.place(if zero.is_finite() { zero } else { axis.range[0].min(axis.range[1]) })
        };
        let near = |at: f64, offset: f64, length: f64| at.clamp(offset - length, offset + 2.0 * length);
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
                let at = near(zero(x), x.offset, x.length);
                path.line_to((at, last.y));
                path.line_to((at, first.y));
                path.close_path();
            }
            _ => {
                whole(&mut path);
                let at = near(zero(y), y.offset, y.length);
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

    fn draw_texts(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, points: &[Point]) {
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
                Some(template) => Some(self.fill_template(template, index, own.as_deref(), trace, stage)),
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

    fn fill_template(
        &self,
        template: &str,
        index: usize,
        text: Option<&str>,
        trace: &Trace,
        stage: &Stage,
    ) -> String {
        let Some((x, y)) = stage.axes_of(trace) else { return String::new() };
        crate::render::chart::plot::template::fill(&trace.attrs, template, |name| match name {
            "x" => Some(crate::render::chart::plot::template::on_axis(x, *self.x.get(index)?)),
            "y" => Some(crate::render::chart::plot::template::on_axis(y, *self.y.get(index)?)),
            "text" => text.map(|text| crate::render::chart::plot::template::Filling::Text(text.to_owned())),
            other => crate::render::chart::plot::template::lookup(&trace.attrs, other, index),
        })
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
