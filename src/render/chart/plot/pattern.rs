//! Fill patterns: lines and dots over or instead of a colour (`marker.pattern`, `fillpattern`).

use std::f64::consts::{PI, SQRT_2};

use kurbo::{Affine, BezPath, Circle, Point, Rect, Shape as _};

use super::font::at_point;
use super::{Stage, Trace};
use crate::render::chart::attrs::{Attrs, number};
use crate::render::chart::color;
use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Stroke};

/// More tiles than this in one shape are not drawn.
const MOST_TILES: f64 = 100_000.0;

/// What a pattern repeats.
#[derive(Debug, Clone, PartialEq)]
enum Motif {
    /// `/`, `\`, `x`, `-`, `|`, `+`.
    Lines {
        rising: bool,
        falling: bool,
        across: bool,
        upright: bool,
    },
    Dots,
    /// A path of its own.
    Path(BezPath),
}

impl Motif {
    fn named(name: &str) -> Option<Self> {
        let lines = |rising, falling, across, upright| Self::Lines { rising, falling, across, upright };
        Some(match name {
            "/" => lines(true, false, false, false),
            "\\" => lines(false, true, false, false),
            "x" => lines(true, true, false, false),
            "-" => lines(false, false, true, false),
            "|" => lines(false, false, false, true),
            "+" => lines(false, false, true, true),
            "." => Self::Dots,
            _ => return None,
        })
    }
}

/// A pattern for one mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pattern {
    motif: Motif,
    /// px between repetitions.
    size: f64,
    /// The share of the area that is covered, roughly.
    solidity: f64,
    background: Option<Color>,
    foreground: Color,
}

impl Pattern {
    /// The pattern of the mark at `index`, painted `fill`; `None` without one.
    ///
    /// `each` says whether marks have colours of their own, which then are the pattern's.
    pub(super) fn read(attrs: &Attrs, index: usize, fill: Color, each: bool) -> Option<Self> {
        let own = |path: &str| attrs.get(path).and_then(|value| at_point(value, index));
        let text = |path: &str| own(path).and_then(serde_json::Value::as_str);
        let shape = text("shape").and_then(Motif::named);
        let path = || text("path").and_then(|path| BezPath::from_svg(path).ok()).map(Motif::Path);
        let motif = shape.or_else(path)?;
        let overlay = attrs.text("fillmode") == "overlay";
        let given = |path: &str| text(path).filter(|_| !each).and_then(color::parse);
        let background = given("bgcolor").or(overlay.then_some(fill));
        let front = if overlay { color::contrast(background.unwrap_or(fill)) } else { fill };
        let opacity = attrs.num_or("fgopacity", if overlay { 0.5 } else { 1.0 });
        let foreground = given("fgcolor").unwrap_or(front).faded(opacity);
        let length = |path: &str, default: f64| own(path).and_then(number).unwrap_or(default);
        let (size, solidity) = (length("size", 8.0), length("solidity", 0.3));
        let sane = size > 0.0 && size.is_finite();
        sane.then_some(Self { motif, size, solidity: solidity.clamp(0.0, 1.0), background, foreground })
    }

    /// Fills an outline; the tiles are counted from `origin`, and drawn at a scale.
    pub(super) fn fill(&self, canvas: &Canvas, outline: BezPath, origin: Point, scale: f64) {
        let bounds = outline.bounding_box();
        if !bounds.is_finite() || bounds.is_zero_area() {
            return;
        }
        if let Some(background) = self.background {
            canvas.path(outline.clone(), Some(background.into()), None);
        }
        let size = self.size * scale;
        if bounds.area() / (size * size) > MOST_TILES {
            return;
        }
        let bounds = bounds.inflate(size, size);
        canvas.clipped_to(outline, |canvas| match &self.motif {
            Motif::Lines { rising, falling, across, upright } => {
                let crossed = (*rising && *falling) || (*across && *upright);
                let width =
                    if crossed { size - size * (1.0 - self.solidity).sqrt() } else { size * self.solidity };
                let mut path = BezPath::new();
                if *rising || *falling {
                    diagonals(&mut path, bounds, origin, size * SQRT_2, *rising, *falling);
                }
                if *across || *upright {
                    straights(&mut path, bounds, origin, size, *across, *upright);
                }
                canvas.path(path, None, Some(Stroke::new(self.foreground, width)));
            }
            Motif::Dots => {
                let small = self.solidity < PI / 4.0;
                let share = (self.solidity - PI / 4.0) / (1.0 - PI / 4.0);
                let radius = if small {
                    (self.solidity * size * size / PI).sqrt()
                } else {
                    size / 2.0 + (size / SQRT_2 - size / 2.0) * share
                };
                let dot = Circle::new((size / 2.0, size / 2.0), radius).to_path(0.01);
                self.repeat(canvas, &dot, bounds, origin, size);
            }
            Motif::Path(path) => {
                let path = Affine::scale(scale) * path.clone();
                self.repeat(canvas, &path, bounds, origin, size);
            }
        });
    }

    fn repeat(&self, canvas: &Canvas, tile: &BezPath, bounds: Rect, origin: Point, size: f64) {
        let mut path = BezPath::new();
        for column in steps(bounds.x0 - size, bounds.x1, origin.x, size) {
            for row in steps(bounds.y0 - size, bounds.y1, origin.y, size) {
                path.extend(Affine::translate((column, row)) * tile.clone());
            }
        }
        canvas.path(path, Some(self.foreground.into()), None);
    }
}

/// Fills and strokes the slice or sector of the point at `index`, in the pattern of its trace where it has one.
pub(super) fn paint_sector(
    canvas: &Canvas,
    (trace, stage): (&Trace, &Stage),
    index: Option<usize>,
    outline: BezPath,
    fill: Color,
    line: Option<Stroke>,
) {
    let attrs = trace.attrs.at("marker.pattern");
    let Some(pattern) = index.and_then(|index| Pattern::read(&attrs, index, fill, false)) else {
        canvas.path(outline, Some(fill.into()), line);
        return;
    };
    // What lies beneath is not seen between the lines.
    let paper = stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
    canvas.path(outline.clone(), Some(paper.into()), None);
    pattern.fill(canvas, outline.clone(), Point::ZERO, 1.0);
    canvas.path(outline, None, line);
}

/// The multiples of `step` from `origin` within a span.
fn steps(from: f64, to: f64, origin: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = ((from - origin) / step).ceil();
    let count = (((to - origin) / step).floor() - first + 1.0).max(0.0);
    (0..count as usize).map(move |index| origin + (first + index as f64) * step)
}

fn diagonals(path: &mut BezPath, bounds: Rect, origin: Point, step: f64, rising: bool, falling: bool) {
    let height = bounds.height();
    if rising {
        for at in steps(bounds.x0, bounds.x1 + height, origin.x + origin.y - bounds.y0, step) {
            path.move_to((at, bounds.y0));
            path.line_to((at - height, bounds.y1));
        }
    }
    if falling {
        for at in steps(bounds.x0 - height, bounds.x1, origin.x - origin.y + bounds.y0, step) {
            path.move_to((at, bounds.y0));
            path.line_to((at + height, bounds.y1));
        }
    }
}

fn straights(path: &mut BezPath, bounds: Rect, origin: Point, step: f64, across: bool, upright: bool) {
    let middle = step / 2.0;
    if across {
        for at in steps(bounds.y0 - step, bounds.y1 + step, origin.y + middle, step) {
            path.move_to((bounds.x0, at));
            path.line_to((bounds.x1, at));
        }
    }
    if upright {
        for at in steps(bounds.x0 - step, bounds.x1 + step, origin.x + middle, step) {
            path.move_to((at, bounds.y0));
            path.line_to((at, bounds.y1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pattern_is_drawn_in_the_marks_colour_or_over_it() {
        let fill = Color::rgb(0, 0, 0);
        let read = |value: &serde_json::Value| Pattern::read(&Attrs::new([value]), 1, fill, false);
        let plain = json!({"shape": ["", "/"]});
        assert_eq!(read(&plain).map(|pattern| (pattern.background, pattern.foreground)), Some((None, fill)));
        let over = json!({"shape": "x", "fillmode": "overlay"});
        let white = Color::WHITE.faded(0.5);
        assert_eq!(
            read(&over).map(|pattern| (pattern.background, pattern.foreground)),
            Some((Some(fill), white))
        );
        assert_eq!(read(&json!({"shape": ["x", ""]})), None);
    }

    #[test]
    fn repetitions_are_counted_from_the_origin() {
        assert_eq!(steps(-3.0, 9.0, 1.0, 4.0).collect::<Vec<_>>(), [-3.0, 1.0, 5.0, 9.0]);
    }
}
