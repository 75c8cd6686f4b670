//! The labels of lines: what they say, where they stand, and the room they cut out of the lines.

use kurbo::{BezPath, Point, Rect, Size};

use super::levels::Levels;
use super::optimum::{Placed, Spot, best};
use super::track::Track;
use crate::number_format;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axis;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement, RichText, TextStyle, Typesetter};

/// Length of line per label, in diagonals of the plot.
const DISTANCE: f64 = 2.0;
/// From this many levels on, labels stand closer.
const CROWDED: f64 = 10.0;
/// The shortest line that gets a label, in label lengths.
const SHORTEST: f64 = 3.0;
const MOST: f64 = 10.0;

/// All labels of a plot trace.
#[derive(Debug)]
pub(super) struct Labels {
    bounds: Rect,
    /// px of line per label.
    spacing: f64,
    placed: Vec<Placed>,
    texts: Vec<(RichText, Spot)>,
    holes: Vec<[Point; 4]>,
}

impl Labels {
    /// For the part of the grid that is seen, in a plot whose diagonal is so long, with so many levels.
    pub(super) fn new(bounds: Rect, diagonal: f64, levels: usize) -> Self {
        let spacing = DISTANCE * diagonal / f64::max(1.0, levels as f64 / CROWDED);
        Self { bounds, spacing, placed: Vec::new(), texts: Vec::new(), holes: Vec::new() }
    }

    /// Finds places on one line of a level; the margins are px at its ends that stay free.
    pub(super) fn add(&mut self, track: &Track, (start, end): (f64, f64), level: f64, text: &RichText) {
        let size = Size::new(text.width(), text.height());
        let Some(mut part) = track.visible(self.bounds, size.height / 2.0) else { return };
        (part.from, part.to) = (part.from.max(start), part.to.min(track.length() - end));
        if part.length() < (size.width + size.height) * SHORTEST {
            return;
        }
        let count = (part.length() / self.spacing).ceil().min(MOST) as usize;
        for _ in 0..count {
            let Some(spot) = best(track, &part, (size, level), &self.placed, self.bounds) else { break };
            let em = text.size() / 3.0;
            let room = Size::new(size.width + em, (size.height - em).max(0.0));
            let (x, y) = (room.width / 2.0, room.height / 2.0);
            self.holes.push([spot.corner(-x, -y), spot.corner(-x, y), spot.corner(x, y), spot.corner(x, -y)]);
            self.placed.push(Placed { spot, level, size: room });
            self.texts.push((text.clone(), spot));
        }
    }

    /// Where lines are drawn: what is seen of the grid, without the labels' room.
    pub(super) fn clip(&self) -> BezPath {
        let Rect { x0, y0, x1, y1 } = self.bounds;
        let whole = [Point::new(x0, y0), Point::new(x1, y0), Point::new(x1, y1), Point::new(x0, y1)];
        let mut path = BezPath::new();
        for corners in std::iter::once(&whole).chain(&self.holes) {
            path.move_to(corners[0]);
            corners[1..].iter().for_each(|corner| path.line_to(*corner));
            path.close_path();
        }
        path
    }

    pub(super) fn draw(&self, canvas: &Canvas) {
        for (text, spot) in &self.texts {
            let middle = text.height() / 2.0 - text.ascent();
            let (sin, cos) = spot.angle.sin_cos();
            let at = Point::new(spot.center.x + sin * middle, spot.center.y - cos * middle);
            let placement = Placement::new(at.x, at.y, Anchor::Middle);
            canvas.text(text, &placement.turned(spot.angle.to_degrees(), at));
        }
    }
}

/// How a level is written.
#[derive(Debug)]
pub(super) struct Format<'a> {
    /// `contours.labelformat`.
    specifier: &'a str,
    axis: Axis<'a>,
    /// The first tick and the distance between ticks that the digits are chosen for.
    ticks: (f64, f64),
}

impl<'a> Format<'a> {
    /// As the colour bar writes its ticks when there is one, plainly otherwise.
    pub(super) fn new(
        specifier: &'a str,
        bar: Option<(Attrs<'a>, [f64; 2])>,
        levels: &Levels,
        font: &TextStyle,
    ) -> Self {
        let plain = [levels.start, levels.end];
        let (attrs, range) = bar.unwrap_or((Attrs::default(), plain));
        let mut axis = Axis::new("ycontour", attrs.clone(), attrs, font);
        axis.range = range;
        Self { specifier, axis, ticks: (levels.start, levels.size) }
    }

    pub(super) fn set(&self, level: f64, setter: &Typesetter, style: &TextStyle) -> RichText {
        let text = if self.specifier.is_empty() {
            self.axis.say(level, self.ticks, false, (false, false))
        } else {
            number_format::format(level, self.specifier, ('.', ',')).replace('-', "\u{2212}")
        };
        setter.set(&text, style)
    }
}
