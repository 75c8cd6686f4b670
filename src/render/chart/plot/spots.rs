//! Markers of points, each with a look of its own.

use kurbo::{Affine, Point};

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

    /// The turn, and the way back.
    fn turn(&self) -> Affine {
        Affine::rotate(self.angle.to_radians()) * Affine::translate((0.0, self.standoff))
    }
}

/// Draws markers in order, equal ones together.
pub(crate) fn draw_spots(canvas: &Canvas, spots: &[Spot]) {
    let seen = |spot: &&Spot| spot.at.is_finite() && spot.look.size > 0.0 && spot.look.opacity > 0.0;
    let spots: Vec<&Spot> = spots.iter().filter(seen).collect();
    let overlaps = |spot: &Spot| {
        spot.look.opacity < 1.0 && !spot.symbol.open && spot.look.fill.a > 0 && {
            let (color, width) = spot.line();
            width > 0.0 && color.a > 0
        }
    };
    let grouped = spots.iter().filter(|spot| overlaps(spot)).count() <= MOST_GROUPS;
    let mut rest = spots.as_slice();
    while let Some(first) = rest.first() {
        if grouped && overlaps(first) {
            draw_faded(canvas, first);
            rest = &rest[1..];
            continue;
        }
        let alike = |spot: &&&Spot| {
            spot.symbol == first.symbol
                && spot.angle.total_cmp(&first.angle).is_eq()
                && spot.standoff.total_cmp(&first.standoff).is_eq()
                && (spot.standoff == 0.0 || spot.look.size.total_cmp(&first.look.size).is_eq())
                && !(grouped && overlaps(spot))
        };
        let count = rest.iter().take_while(alike).count();
        canvas.markers(batch(&rest[..count]));
        rest = &rest[count..];
    }
}

fn batch(spots: &[&Spot]) -> Markers {
    let first = spots[0];
    let size = first.look.size;
    let mut shape = first.symbol.outline();
    if first.angle != 0.0 || first.standoff != 0.0 {
        shape = Affine::scale(1.0 / size) * first.turn() * Affine::scale(size) * shape;
    }
    let mut markers = Markers {
        shape,
        open: first.symbol.open,
        positions: spots.iter().map(|spot| spot.at).collect(),
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
