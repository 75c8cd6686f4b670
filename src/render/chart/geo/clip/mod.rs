//! Cutting lines and polygons where a map ends: on the sphere at the antimeridian or at a circle, on the page at a
//! rectangle.

mod antimeridian;
mod circle;
mod rectangle;
mod rejoin;

use std::f64::consts::{FRAC_PI_2, PI};

use self::circle::Circle;
pub(super) use self::rectangle::{cut_line, cut_polygon};
use self::rejoin::rejoin;
use super::sphere::{EPSILON, Position, holds};

/// A part of a line that is seen.
#[derive(Debug, Clone, Default, PartialEq)]
struct Piece {
    points: Vec<Position>,
    /// Whether its first and its last point came about by a cut that leaves what is seen.
    cut: [bool; 2],
}

/// The parts of a line that are seen.
#[derive(Debug, Clone, Default, PartialEq)]
struct Cut {
    pieces: Vec<Piece>,
    /// Nothing was cut.
    whole: bool,
    /// Its end and its start, where the line is a ring, are seen, and belong together.
    rejoins: bool,
}

impl Cut {
    fn open(&mut self) {
        self.pieces.push(Piece::default());
    }

    fn add(&mut self, at: Position) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.points.push(at);
        }
    }

    /// Ends the last piece at a cut.
    fn end_at(&mut self, at: Position) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.points.push(at);
            piece.cut[1] = true;
        }
    }
}

/// Where the globe is cut open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Clip {
    /// Along the meridian opposite to the map's centre.
    Antimeridian,
    /// Around the centre.
    Circle(Circle),
}

impl Clip {
    /// A circle of so many radians around the centre.
    pub(crate) fn circle(radius: f64) -> Self {
        Self::Circle(Circle::new(radius))
    }

    /// The parts of a line that are seen.
    pub(super) fn line(&self, line: &[Position]) -> Vec<Vec<Position>> {
        self.cut(line).pieces.into_iter().map(|piece| piece.points).collect()
    }

    /// The rings that border what is seen of a polygon. Rings are open: their last point is not their first.
    pub(super) fn polygon(&self, rings: &[Vec<Position>]) -> Vec<Vec<Position>> {
        let (mut out, mut pieces) = (Vec::new(), Vec::new());
        for ring in rings.iter().filter(|ring| !ring.is_empty()) {
            let closed: Vec<Position> = ring.iter().chain(ring.first()).copied().collect();
            let mut cut = self.cut(&closed);
            if cut.whole {
                for mut piece in cut.pieces.drain(..1.min(cut.pieces.len())) {
                    piece.points.pop();
                    if !piece.points.is_empty() {
                        out.push(piece.points);
                    }
                }
                continue;
            }
            if cut.rejoins {
                join_ends(&mut cut.pieces);
            }
            pieces.extend(cut.pieces.into_iter().filter(|piece| piece.points.len() > 1));
        }
        let inside = holds(rings, self.start());
        if !pieces.is_empty() {
            out.extend(rejoin(pieces, key, inside, |ends, direction, ring| {
                self.follow(Some(ends), direction, ring);
            }));
        } else if inside {
            let mut ring = Vec::new();
            self.follow(None, 1.0, &mut ring);
            out.push(ring);
        }
        out
    }

    /// The border of all that is seen.
    pub(super) fn sphere(&self) -> Vec<Position> {
        let mut ring = Vec::new();
        self.follow(None, 1.0, &mut ring);
        ring
    }

    fn cut(&self, line: &[Position]) -> Cut {
        match self {
            Self::Antimeridian => antimeridian::cut(line),
            Self::Circle(circle) => circle.cut(line),
        }
    }

    /// A position on the border.
    fn start(&self) -> Position {
        match self {
            Self::Antimeridian => [-PI, -FRAC_PI_2],
            Self::Circle(circle) => circle.start(),
        }
    }

    /// Goes along the border, from one position to another or all around.
    fn follow(&self, ends: Option<[Position; 2]>, direction: f64, out: &mut Vec<Position>) {
        match self {
            Self::Antimeridian => antimeridian::follow(ends, direction, out),
            Self::Circle(circle) => circle.follow(ends, direction, out),
        }
    }
}

/// Makes one piece of the last and the first.
fn join_ends(pieces: &mut Vec<Piece>) {
    if pieces.len() > 1
        && let Some(mut last) = pieces.pop()
    {
        let first = pieces.remove(0);
        last.points.extend(first.points);
        last.cut[1] = first.cut[1];
        pieces.push(last);
    }
}

/// Where a position lies along the border: down the east, up the west.
fn key(at: Position) -> f64 {
    if at[0] < 0.0 { at[1] - FRAC_PI_2 - EPSILON } else { FRAC_PI_2 - at[1] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_across_the_antimeridian_falls_in_two() {
        let pieces = Clip::Antimeridian.line(&[[3.0, 0.0], [-3.0, 0.0]]);
        assert_eq!(pieces.len(), 2);
        assert!((pieces[0][1][0] - PI).abs() < 1e-9 && (pieces[1][0][0] + PI).abs() < 1e-9);
    }

    #[test]
    fn a_polygon_across_the_antimeridian_falls_in_two_rings() {
        let ring = vec![[3.0, -0.2], [3.0, 0.2], [-3.0, 0.2], [-3.0, -0.2]];
        let rings = Clip::Antimeridian.polygon(&[ring]);
        assert_eq!(rings.len(), 2);
        assert!(rings.iter().all(|ring| ring.iter().all(|at| at[0].abs() >= 3.0 - 1e-9)), "{rings:?}");
    }

    #[test]
    fn a_polygon_around_a_pole_runs_along_the_whole_border() {
        let ring: Vec<Position> = (0..8).map(|step| [f64::from(step) * PI / 4.0 - 3.0, -1.2]).collect();
        let rings = Clip::Antimeridian.polygon(&[ring]);
        assert_eq!(rings.len(), 1);
        assert!(rings[0].iter().any(|at| (at[1] + FRAC_PI_2).abs() < 1e-9), "{rings:?}");
    }

    #[test]
    fn a_circle_cuts_off_what_lies_behind_the_globe() {
        let clip = Clip::circle(FRAC_PI_2);
        let pieces = clip.line(&[[0.0, 0.0], [3.0, 0.0]]);
        assert_eq!(pieces.len(), 1);
        assert!((pieces[0][1][0] - FRAC_PI_2).abs() < 1e-6, "{pieces:?}");
        let behind = vec![[3.0, 0.1], [3.1, 0.1], [3.1, -0.1], [3.0, -0.1]];
        assert!(clip.polygon(&[behind]).is_empty());
        let half = vec![[1.0, -0.2], [1.0, 0.2], [2.0, 0.2], [2.0, -0.2]];
        assert_eq!(clip.polygon(&[half]).len(), 1);
    }
}
