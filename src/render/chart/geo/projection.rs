//! From the globe to the page.

use std::cell::Cell;

use kurbo::{BezPath, Rect};

use super::clip::{Clip, cut_line, cut_polygon};
use super::geometry::{Line, Shape};
use super::raw::Raw;
use super::resample::resample;
use super::sphere::{Position, Rotation, distance};

/// A map: a globe turned, flattened, and put on the page.
pub(crate) struct Projection {
    raw: Raw,
    rotation: Rotation,
    clip: Clip,
    /// What is put at `translate`, as `raw` flattens it.
    center: Position,
    /// px of a radian at the centre.
    scale: f64,
    /// px.
    translate: Position,
    /// What is drawn of the page.
    frame: Option<Rect>,
    /// How many points may still be put into curves.
    left: Cell<usize>,
}

/// A map has no more points in its curves than this: one that is enlarged a million times would never be done.
const MOST_POINTS: usize = 500_000;

/// The side of a map that goes on for ever in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endless {
    /// Mercator's.
    Vertical,
    /// Transverse Mercator's.
    Horizontal,
}

impl Projection {
    /// A map of a globe turned by `rotation`, with `center`, in degrees of the turned globe, in its middle.
    pub(crate) fn new(raw: Raw, clip: Clip, rotation: Rotation, center: Position) -> Self {
        let [longitude, latitude] = center.map(|side| (side % 360.0).to_radians());
        let center = raw(longitude, latitude);
        Self {
            raw,
            rotation,
            clip,
            center,
            scale: 150.0,
            translate: [0.0; 2],
            frame: None,
            left: Cell::new(MOST_POINTS),
        }
    }

    /// Puts the centre at a place, px, with so many px to a radian.
    pub(crate) fn place(&mut self, scale: f64, translate: Position) {
        self.scale = scale;
        self.translate = translate;
    }

    /// Draws nothing outside a rectangle.
    pub(crate) fn frame(&mut self, frame: Option<Rect>) {
        self.frame = frame;
    }

    /// The rectangle that a square of the world has on a map that goes on for ever, cut to `frame` on that side.
    pub(crate) fn square(&self, endless: Endless, frame: Option<Rect>) -> Rect {
        let reach = std::f64::consts::PI * self.scale;
        let [x, y] = self.flatten([0.0, 0.0]);
        let whole = Rect::new(x - reach, y - reach, x + reach, y + reach);
        match (frame, endless) {
            (None, _) => whole,
            (Some(frame), Endless::Vertical) => {
                Rect::new(whole.x0.max(frame.x0), frame.y0, whole.x1.min(frame.x1), frame.y1)
            }
            (Some(frame), Endless::Horizontal) => {
                Rect::new(frame.x0, whole.y0.max(frame.y0), frame.x1, whole.y1.min(frame.y1))
            }
        }
    }

    /// Where a position in degrees lies on the page, also when something hides it.
    pub(crate) fn project(&self, at: Position) -> Position {
        self.flatten(self.rotation.apply(at.map(f64::to_radians)))
    }

    /// The angle in degrees between a position and the middle of the side that is seen.
    pub(crate) fn angle(&self, at: Position) -> f64 {
        distance(self.rotation.apply(at.map(f64::to_radians)), [0.0, 0.0]).to_degrees()
    }

    /// Whether a point of the page is drawn.
    pub(crate) fn shows(&self, [x, y]: Position) -> bool {
        x.is_finite()
            && y.is_finite()
            && self.frame.is_none_or(|frame| frame.x0 <= x && x <= frame.x1 && frame.y0 <= y && y <= frame.y1)
    }

    fn flatten(&self, [longitude, latitude]: Position) -> Position {
        let [x, y] = (self.raw)(longitude, latitude);
        let ([center_x, center_y], [left, top]) = (self.center, self.translate);
        [left + self.scale * (x - center_x), top - self.scale * (y - center_y)]
    }

    /// The outline of a shape on the page: what is seen of it, cut to the frame.
    pub(crate) fn path(&self, shape: &Shape) -> BezPath {
        let mut path = BezPath::new();
        let closed = !matches!(shape, Shape::Lines(_));
        for line in self.lines(shape) {
            append(&mut path, &line, closed);
        }
        path
    }

    /// The rectangle around what is seen of a shape.
    pub(crate) fn bounds(&self, shape: &Shape) -> Option<Rect> {
        let mut bounds: Option<Rect> = None;
        for [x, y] in
            self.lines(shape).into_iter().flatten().filter(|at| at.iter().all(|side| side.is_finite()))
        {
            let here = Rect::new(x, y, x, y);
            bounds = Some(bounds.map_or(here, |known| known.union(here)));
        }
        bounds
    }

    fn lines(&self, shape: &Shape) -> Vec<Line> {
        let flatten = |at: Position| self.flatten(at);
        let turn = |line: &Line| -> Line {
            line.iter().map(|at| self.rotation.apply(at.map(f64::to_radians))).collect()
        };
        let mut out = Vec::new();
        let mut area = |rings: Vec<Line>| {
            let rings: Vec<Line> =
                rings.iter().map(|ring| resample(ring, true, &self.left, &flatten)).collect();
            match self.frame {
                Some(frame) => out.extend(cut_polygon(frame, &rings)),
                None => out.extend(rings),
            }
        };
        match shape {
            Shape::Sphere => area(vec![self.clip.sphere()]),
            Shape::Areas(polygons) => {
                for rings in polygons {
                    area(self.clip.polygon(&rings.iter().map(turn).collect::<Vec<_>>()));
                }
            }
            Shape::Lines(lines) => {
                for line in lines {
                    for piece in self.clip.line(&turn(line)) {
                        let piece = resample(&piece, false, &self.left, &flatten);
                        match self.frame {
                            Some(frame) => out.extend(cut_line(frame, &piece)),
                            None => out.push(piece),
                        }
                    }
                }
            }
        }
        out
    }
}

fn append(path: &mut BezPath, line: &[Position], closed: bool) {
    let mut points = line.iter().filter(|at| at.iter().all(|side| side.is_finite())).map(|at| (at[0], at[1]));
    let Some(first) = points.next() else { return };
    path.move_to(first);
    points.for_each(|at| path.line_to(at));
    if closed {
        path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::geo::{Layer, Outlines, Parameters, raw};

    fn globe(scale: f64) -> Projection {
        let parameters = Parameters { parallels: [0.0, 60.0], distance: 2.0, tilt: 0.0 };
        let raw = raw("orthographic", &parameters).expect("orthographic");
        let rotation = Rotation::new([0.0; 3]);
        let mut globe = Projection::new(raw, Clip::circle(1.57), rotation, [0.0; 2]);
        globe.place(scale, [100.0, 100.0]);
        globe
    }

    #[test]
    fn straight_lines_on_the_globe_are_curves_on_the_map() {
        let line = Shape::Lines(vec![vec![[-80.0, 40.0], [80.0, 40.0]]]);
        let bounds = globe(100.0).bounds(&line).expect("a line");
        assert!(bounds.y0 < 100.0 - 100.0 * 40_f64.to_radians().sin() - 10.0, "{bounds:?}");
        assert!(globe(100.0).path(&line).elements().len() > 20);
    }

    #[test]
    fn a_map_enlarged_beyond_measure_is_done_all_the_same() {
        let globe = globe(1e9);
        let world = Outlines::of("world", 110).expect("the world");
        let points = |shape: &Shape| globe.path(shape).elements().len();
        let count: usize = world.layer(Layer::Coastlines).iter().map(|place| points(&place.shape)).sum();
        assert!(count < MOST_POINTS + 100_000, "{count}");
    }
}
