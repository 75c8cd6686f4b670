//! scatter3d traces: lines, markers and texts in space.

use super::camera::{Camera, Seen};
use super::frame::LINE;
use super::painter::{Mark, Painter};
use super::scale::{LETTERS, Scale};
use super::sign::Sign;
use super::vector::Vector;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::{DARK, mix};
use crate::render::chart::column::Column;
use crate::render::chart::draw::symbol;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::paint::{colors, each, pick};
use crate::render::chart::plot::scatter::{ErrorBars, Scatter, radii};
use crate::render::chart::plot::stage::Stage;
use crate::render::scene::{Color, Stroke};

/// plotly's symbols are glyphs of four times the nominal size: the width of its circle, square and diamond, em.
const GLYPH: f64 = 0.7625;
/// And how wide the lines of its open symbols and crosses are, em.
const GLYPH_LINE: f64 = 0.056;
/// The width of its plus, and of the plus' lines, em.
const PLUS: f64 = 0.632;
const PLUS_LINE: f64 = 0.081;
/// Pieces that a line between points of two colours is drawn in.
const PIECES: usize = 8;

/// A scatter3d trace's points, in linear coordinates.
#[derive(Debug)]
pub(super) struct Points {
    pub(super) points: Vec<Vector>,
    errors: [Option<ErrorBars>; 3],
}

impl Points {
    /// Reads the points; `None` when a coordinate is missing.
    pub(super) fn new(trace: &Trace, scale: &mut Scale) -> Option<Self> {
        let points = read_points(trace, scale)?;
        let errors = LETTERS.map(|letter| {
            ErrorBars::new(&trace.attrs.at(&format!("error_{letter}")), &trace.column(letter)?.numbers())
        });
        Some(Self { points, errors })
    }

    /// The points and the ends of error bars, which the ranges show.
    pub(super) fn reach<'s>(&'s self, scale: &'s Scale) -> impl Iterator<Item = Vector> + 's {
        let ends = self.errors.iter().enumerate().flat_map(move |(axis, bars)| {
            bars.iter().flat_map(move |bars| self.ends(scale, axis, bars)).flat_map(|(_, ends)| ends)
        });
        self.points.iter().copied().chain(ends)
    }

    /// Each point with the ends of its bar along an axis.
    fn ends(&self, scale: &Scale, axis: usize, bars: &ErrorBars) -> Vec<(Vector, [Vector; 2])> {
        let of = &scale.axes[axis];
        let bar = |(index, point): (usize, &Vector)| {
            let (low, high) = bars.ends(index, of.unlinear(point[axis]));
            let end = |value: f64| {
                let value = of.linear(value);
                point.with(axis, if value.is_nan() { point[axis] } else { value })
            };
            (*point, [end(low), end(high)])
        };
        self.points.iter().enumerate().filter(|(_, point)| point.is_finite()).map(bar).collect()
    }

    fn add_errors(&self, painter: &mut Painter, trace: &Trace, scale: &Scale, camera: &Camera) {
        let z = trace.attrs.at("error_z");
        for (axis, bars) in self.errors.iter().enumerate() {
            let Some(bars) = bars else { continue };
            let own = trace.attrs.at(&format!("error_{}", LETTERS[axis]));
            let looks = if self.errors[2].is_some() && own.flag("copy_zstyle", true) { &z } else { &own };
            let color = looks
                .color("color")
                .or(trace.attrs.color("line.color"))
                .or(trace.attrs.color("marker.color"))
                .unwrap_or(trace.color)
                .faded(trace.attrs.number("opacity"));
            let cap = looks.num_or("width", 0.0) / 2.0 * camera.pixel();
            for (point, ends) in self.ends(scale, axis, bars) {
                for end in ends.into_iter().filter(|end| *end != point) {
                    let (from, to) = (scale.place(point), scale.place(end));
                    let mut pieces = vec![(from, to)];
                    for side in [(axis + 1) % 3, (axis + 2) % 3] {
                        pieces.push((to - Vector::along(side, cap), to + Vector::along(side, cap)));
                    }
                    for (from, to) in pieces {
                        if let Some((from, to)) = camera.see_line(from, to) {
                            painter.add_line(from, to, Stroke::new(color, LINE));
                        }
                    }
                }
            }
        }
    }

    /// Puts everything on the painter's list.
    pub(super) fn add_to(
        &self,
        painter: &mut Painter,
        trace: &Trace,
        stage: &Stage,
        scale: &Scale,
        camera: &Camera,
    ) {
        let mode = trace.attrs.text("mode");
        let inside = |point: &Vector| {
            (0..3).all(|axis| {
                let (low, high) = scale.axes[axis].span();
                (low..=high).contains(&point[axis])
            })
        };
        self.add_errors(painter, trace, scale, camera);
        if mode.contains("lines") {
            self.add_lines(painter, trace, stage, scale, camera);
        }
        if mode.contains("markers") {
            self.add_markers(painter, trace, stage, |point| {
                if inside(point) { camera.see(scale.place(*point)) } else { None }
            });
        }
        if mode.contains("text") {
            self.add_texts(painter, trace, stage, |point| {
                if inside(point) { camera.see(scale.place(*point)) } else { None }
            });
        }
    }

    fn add_lines(&self, painter: &mut Painter, trace: &Trace, stage: &Stage, scale: &Scale, camera: &Camera) {
        let line = trace.attrs.at("line");
        let opacity = trace.attrs.number("opacity");
        let shades: Vec<Color> = colors(&line, Scatter::line_color(trace), stage.colors, stage.layout)
            .into_iter()
            .map(|color| color.faded(opacity))
            .collect();
        let width = line.num_or("width", 2.0) * LINE;
        let dash = line.text("dash");
        let gaps = !trace.attrs.is("connectgaps");
        let mut before: Option<(usize, Vector)> = None;
        for (index, point) in self.points.iter().enumerate() {
            if !point.is_finite() {
                before = before.filter(|_| !gaps);
                continue;
            }
            if let Some((last, from)) = before
                && let Some((from, to)) = clipped(scale, from, *point)
            {
                let (first, second) = (pick(&shades, last, trace.color), pick(&shades, index, trace.color));
                let pieces = painter.pieces.max(if first == second { 1 } else { PIECES });
                let (from, to) = (scale.place(from), scale.place(to));
                for piece in 0..pieces {
                    let share = |step: usize| step as f64 / pieces as f64;
                    let ends = camera.see_line(from.lerp(to, share(piece)), from.lerp(to, share(piece + 1)));
                    let color = mix(first, second, share(piece) + 0.5 / pieces as f64);
                    let color = if pieces == 1 { first } else { color };
                    if let Some((from, to)) = ends {
                        painter.add_line(from, to, Stroke::dashed(color, width, dash));
                    }
                }
            }
            before = Some((index, *point));
        }
    }

    fn add_markers(
        &self,
        painter: &mut Painter,
        trace: &Trace,
        stage: &Stage,
        see: impl Fn(&Vector) -> Option<Seen>,
    ) {
        let marker = trace.attrs.at("marker");
        let bubble = marker.get("size").and_then(Column::of).is_some();
        let opacity =
            trace.attrs.number("opacity") * marker.num_or("opacity", if bubble { 0.7 } else { 1.0 });
        let radii = radii(&marker);
        // Sizes of bubbles are halved first, and their areas grow with four times the size.
        let em = match (bubble, marker.str("sizemode") == Some("area")) {
            (false, _) => 8.0,
            (true, false) => 4.0,
            (true, true) => 2.0,
        };
        // Markers don't take the colours of a line that has several.
        let several = trace.attrs.get("line.color").and_then(Column::of).is_some();
        let fills = if several && !marker.has("color") {
            vec![DARK]
        } else {
            Scatter::marker_colors(trace, stage.colors, stage.layout)
        };
        let line = marker.at("line");
        let outlines = Scatter::outline_colors(trace, bubble, stage.colors, stage.layout);
        let widths = each(&line, "width", if bubble { 1.0 } else { 0.0 });
        let symbols = marker.get("symbol");
        let list = symbols.and_then(serde_json::Value::as_array);
        let thin = serde_json::Value::from("cross-thin");
        for (index, point) in self.points.iter().enumerate() {
            let Some(seen) = see(point) else { continue };
            let radius = pick(&radii, index, 0.0);
            let named = list.map_or(symbols, |list| list.get(index));
            let plus = named.and_then(serde_json::Value::as_str) == Some("cross");
            let kind = symbol(if plus { Some(&thin) } else { named });
            let fill = pick(&fills, index, trace.color).faded(opacity);
            // Graphics cards draw outlines no wider than this.
            let width = pick(&widths, index, 0.0).clamp(0.0, 1.0);
            let em = em * radius;
            let (stroke, size) = if plus {
                ((fill, em * PLUS_LINE), em * PLUS)
            } else if kind.is_lines() {
                ((fill, em * GLYPH_LINE), em * (GLYPH - GLYPH_LINE))
            } else {
                ((pick(&outlines, index, trace.color).faded(opacity), width), em * GLYPH)
            };
            if size > 0.0 {
                painter.add(seen.depth, Mark::Symbol { kind, at: seen.at, size, fill, stroke });
            }
        }
    }

    fn add_texts(
        &self,
        painter: &mut Painter,
        trace: &Trace,
        stage: &Stage,
        see: impl Fn(&Vector) -> Option<Seen>,
    ) {
        let font = trace.attrs.at("textfont");
        let style = stage.font.with(&font);
        let (texts, one) = (trace.column("text"), trace.attrs.label("text"));
        let sizes = each(&font, "size", style.size);
        let shades = colors(&font, style.color, stage.colors, stage.layout);
        // plotly completes positions of one word before it checks them.
        let unchecked = Attrs::clone(&trace.attrs).checked(None);
        let positions = unchecked.get("textposition").and_then(Column::of);
        let position = unchecked.str("textposition").unwrap_or("top center");
        for (index, point) in self.points.iter().enumerate() {
            let own = texts.as_ref().map_or_else(|| one.clone(), |texts| texts.text(index));
            let (Some(text), Some(seen)) = (own.filter(|text| !text.is_empty()), see(point)) else {
                continue;
            };
            let style =
                style.sized(pick(&sizes, index, style.size)).colored(pick(&shades, index, style.color));
            let sign = Sign::new(&text, stage.setter, &style);
            let position =
                positions.as_ref().and_then(|list| list.text(index)).unwrap_or_else(|| position.into());
            let (width, height) = sign.half();
            let side = |low: &str, high: &str| {
                f64::from(i8::from(position.contains(high)) - i8::from(position.contains(low)))
            };
            let shift =
                (side("left", "right") * (width + style.size), side("top", "bottom") * (height + style.size));
            painter.add(seen.depth, Mark::Text(sign, seen.at + shift));
        }
    }
}

/// The points of three columns, in linear coordinates; `None` when one is missing.
pub(super) fn read_points(trace: &Trace, scale: &mut Scale) -> Option<Vec<Vector>> {
    let mut columns = Vec::with_capacity(3);
    for (axis, letter) in LETTERS.into_iter().enumerate() {
        columns.push(scale.read(axis, &trace.column(letter)?));
    }
    let count = columns.iter().map(Vec::len).min()?;
    Some((0..count).map(|index| Vector::each(|axis| columns[axis][index])).collect())
}

/// The part of a line that lies in the ranges, in linear coordinates.
fn clipped(scale: &Scale, from: Vector, to: Vector) -> Option<(Vector, Vector)> {
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for axis in 0..3 {
        let (low, high) = scale.axes[axis].span();
        let way = to[axis] - from[axis];
        if way == 0.0 {
            if !(low..=high).contains(&from[axis]) {
                return None;
            }
            continue;
        }
        let (a, b) = ((low - from[axis]) / way, (high - from[axis]) / way);
        start = start.max(a.min(b));
        end = end.min(a.max(b));
    }
    (start < end).then(|| (from.lerp(to, start), from.lerp(to, end)))
}
