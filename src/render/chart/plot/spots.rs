//! Markers of points, each with a look of its own or all with one.

use kurbo::{Affine, BezPath, Point};

use crate::render::chart::draw::{Canvas, Marker};
use crate::render::scene::{Color, Markers, Stroke};

/// More faded markers than this are faded by their paints, which is much faster.
const MOST_GROUPS: usize = 1000;

/// How a marker looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    /// px across.
    pub(crate) size: f64,
    pub(crate) fill: Color,
    /// Of the marker as a whole.
    pub(crate) opacity: f64,
    /// Colour and width in px.
    pub(crate) line: (Color, f64),
}

/// A marker at its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spot {
    pub(crate) at: Point,
    pub(crate) symbol: Marker,
    /// Degrees, clockwise.
    pub(crate) angle: f64,
    /// px that it is moved back against its direction.
    pub(crate) standoff: f64,
    pub(crate) look: Look,
}

impl Spot {
    /// The marker's line: open symbols have one in the fill's colour, symbols of lines need one.
    fn line(&self) -> (Color, f64) {
        let Look { fill, line: (color, width), .. } = self.look;
        if self.symbol.open {
            return (fill, if width > 0.0 { width } else { 1.0 });
        }
        (color, width.max(0.0))
    }

    /// From the symbol's own coordinates to the page's.
    pub(crate) fn place(&self) -> Affine {
        Affine::translate(self.at.to_vec2()) * self.turn() * Affine::scale(self.look.size)
    }

    /// Whether anything is painted.
    fn is_seen(&self) -> bool {
        self.look.size > 0.0 && self.look.opacity > 0.0
    }

    /// Whether its line lies over a part of its own fill and would show it when faded.
    fn overlaps(&self) -> bool {
        let (color, width) = self.line();
        self.look.opacity < 1.0 && !self.symbol.open && self.look.fill.a > 0 && width > 0.0 && color.a > 0
    }

    /// The outline for a size of 1 px, turned.
    fn shape(&self) -> BezPath {
        let (shape, size) = (self.symbol.outline(), self.look.size);
        if self.angle == 0.0 && self.standoff == 0.0 {
            return shape;
        }
        Affine::scale(1.0 / size) * self.turn() * Affine::scale(size) * shape
    }

    /// The turn, and the way back.
    fn turn(&self) -> Affine {
        Affine::rotate(self.angle.to_radians()) * Affine::translate((0.0, self.standoff))
    }
}

/// Draws one marker at many places.
pub(crate) fn draw_alike(canvas: &Canvas, spot: &Spot, places: &[Point]) {
    if !spot.is_seen() {
        return;
    }
    let positions: Vec<Point> = places.iter().copied().filter(|place| place.is_finite()).collect();
    if spot.overlaps() && positions.len() <= MOST_GROUPS {
        for at in positions {
            draw_faded(canvas, &Spot { at, ..*spot });
        }
        return;
    }
    canvas.markers(batch(&[spot], positions));
}

/// Draws markers in order, equal ones together.
pub(crate) fn draw_spots(canvas: &Canvas, spots: &[Spot]) {
    let spots: Vec<&Spot> = spots.iter().filter(|spot| spot.at.is_finite() && spot.is_seen()).collect();
    let grouped = spots.iter().filter(|spot| spot.overlaps()).count() <= MOST_GROUPS;
    let mut rest = spots.as_slice();
    while let Some(first) = rest.first() {
        if grouped && first.overlaps() {
            draw_faded(canvas, first);
            rest = &rest[1..];
            continue;
        }
        let alike = |spot: &&&Spot| {
            spot.symbol == first.symbol
                && spot.angle.total_cmp(&first.angle).is_eq()
                && spot.standoff.total_cmp(&first.standoff).is_eq()
                && (spot.standoff == 0.0 || spot.look.size.total_cmp(&first.look.size).is_eq())
                && !(grouped && spot.overlaps())
        };
        let count = rest.iter().take_while(alike).count();
        let (batched, others) = rest.split_at(count);
        canvas.markers(batch(batched, batched.iter().map(|spot| spot.at).collect()));
        rest = others;
    }
}

/// Markers of one shape, with a look for all or one for each position.
fn batch(spots: &[&Spot], positions: Vec<Point>) -> Markers {
    let mut markers = Markers {
        shape: spots[0].shape(),
        open: spots[0].symbol.open,
        positions,
        sizes: spots.iter().map(|spot| spot.look.size).collect(),
        fills: spots.iter().map(|spot| spot.look.fill.faded(spot.look.opacity)).collect(),
        strokes: spots
            .iter()
            .map(|spot| {
                let (color, width) = spot.line();
                (color.faded(spot.look.opacity), width)
            })
            .collect(),
    };
    compact(&mut markers);
    markers
}

/// A marker whose line lies over its own fill is faded as one.
fn draw_faded(canvas: &Canvas, spot: &Spot) {
    let (color, width) = spot.line();
    canvas.faded(spot.look.opacity, |canvas| {
        let path = spot.place() * spot.symbol.outline();
        canvas.path(path, Some(spot.look.fill.into()), Some(Stroke::new(color, width)));
    });
}

/// One entry for all where all are equal.
fn compact(markers: &mut Markers) {
    fn same<T: PartialEq>(list: &mut Vec<T>) {
        if list.windows(2).all(|pair| pair[0] == pair[1]) {
            list.truncate(1);
        }
    }
    same(&mut markers.sizes);
    same(&mut markers.fills);
    if markers.strokes.iter().all(|(color, width)| *width <= 0.0 || color.a == 0) {
        markers.strokes.clear();
    }
    same(&mut markers.strokes);
}
