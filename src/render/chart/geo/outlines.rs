//! The embedded outlines: coasts, countries, lakes and rivers of the world and its parts.
//!
//! `assets/geo` is generated (`examples/geo_outlines.rs`); its README says where the outlines come from.

use std::sync::OnceLock;

use super::geometry::{Line, Shape};
use super::sphere::Position;

/// What an outline shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// Lines.
    Coastlines,
    Land,
    Ocean,
    Lakes,
    /// Lines.
    Rivers,
    Countries,
    /// States and provinces.
    Subunits,
}

/// A country, a state or a piece of land.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    /// ISO 3166 code of three letters, or a state's of two.
    pub(crate) id: String,
    /// The country that a state belongs to.
    pub(crate) country: String,
    /// In degrees.
    pub(crate) center: Position,
    pub(crate) shape: Shape,
}

/// The outlines of one part of the world.
#[derive(Debug)]
pub(crate) struct Outlines {
    layers: Vec<Vec<Place>>,
}

/// An embedded file, read when a figure first needs it.
struct Asset {
    /// plotly's scope.
    scope: &'static str,
    /// 1 to so many millions.
    resolution: u8,
    bytes: &'static [u8],
    outlines: OnceLock<Outlines>,
}

macro_rules! assets {
    ($($scope:literal $file:literal),* $(,)?) => {
        [$(
            assets!(@ $scope, 110, concat!("../../../../assets/geo/", $file, "_110m.bin")),
            assets!(@ $scope, 50, concat!("../../../../assets/geo/", $file, "_50m.bin")),
        )*]
    };
    (@ $scope:literal, $resolution:literal, $path:expr) => {
        Asset {
            scope: $scope,
            resolution: $resolution,
            bytes: include_bytes!($path),
            outlines: OnceLock::new(),
        }
    };
}

static ASSETS: [Asset; 18] = assets![
    "world" "world",
    "usa" "usa",
    "europe" "europe",
    "asia" "asia",
    "africa" "africa",
    "north america" "north-america",
    "south america" "south-america",
    "antarctica" "antarctica",
    "oceania" "oceania",
];

/// More bytes than this no embedded file has, once inflated.
const MOST: usize = 1 << 22;

impl Outlines {
    /// The outlines of a scope (`world`, `usa`, `europe`…) at 1 to 110 or 50 millions.
    pub(crate) fn of(scope: &str, resolution: u8) -> Option<&'static Self> {
        let asset = ASSETS.iter().find(|asset| asset.scope == scope && asset.resolution == resolution)?;
        Some(asset.outlines.get_or_init(|| {
            let bytes = inflate(asset.bytes);
            Reader(&bytes).outlines().unwrap_or(Self { layers: Vec::new() })
        }))
    }

    /// The pieces of a layer.
    pub(crate) fn layer(&self, layer: Layer) -> &[Place] {
        self.layers.get(layer as usize).map_or(&[], Vec::as_slice)
    }
}

/// An embedded file's bytes.
pub(super) fn inflate(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(bytes, MOST).unwrap_or_default()
}

/// Reads LEB128 numbers.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    fn count(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = *self.take(1)?.first()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.count()? as i64;
        Some((number >> 1) ^ -(number & 1))
    }

    fn text(&mut self) -> Option<String> {
        let count = self.count()?;
        String::from_utf8(self.take(count)?.to_vec()).ok()
    }

    fn number(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        (0..count).map(|_| item(self)).collect()
    }

    fn outlines(mut self) -> Option<Outlines> {
        let scale = [self.number()?, self.number()?];
        let move_by = [self.number()?, self.number()?];
        let arcs = self.list(|reader| reader.arc(scale, move_by))?;
        let layers = (0..7).map(|layer| {
            let lines = layer == Layer::Coastlines as usize || layer == Layer::Rivers as usize;
            self.list(|reader| reader.place(&arcs, lines))
        });
        Some(Outlines { layers: layers.collect::<Option<_>>()? })
    }

    /// A line whose points are counted from one to the next: all steps across, then all steps up.
    fn arc(&mut self, scale: [f64; 2], move_by: [f64; 2]) -> Option<Line> {
        let count = self.count()?;
        let mut side = |axis: usize| -> Option<Vec<f64>> {
            let mut at = 0;
            (0..count)
                .map(|_| {
                    at += self.signed()?;
                    Some(at as f64 * scale[axis] + move_by[axis])
                })
                .collect()
        };
        let (across, up) = (side(0)?, side(1)?);
        Some(across.into_iter().zip(up).map(|(x, y)| [x, y]).collect())
    }

    fn place(&mut self, arcs: &[Line], lines: bool) -> Option<Place> {
        let (id, country) = (self.text()?, self.text()?);
        let center = [self.signed()? as f64 / 100.0, self.signed()? as f64 / 100.0];
        let mut polygons = self.list(|reader| reader.list(|reader| reader.ring(arcs)))?;
        let shape = if lines {
            Shape::Lines(polygons.concat())
        } else {
            // Rings come back to their first point, which is not kept twice.
            for ring in polygons.iter_mut().flatten() {
                ring.pop();
            }
            Shape::Areas(polygons)
        };
        Some(Place { id, country, center, shape })
    }

    /// Arcs one after the other; a number below zero is an arc backwards.
    fn ring(&mut self, arcs: &[Line]) -> Option<Line> {
        let mut number = 0;
        let mut ring = Line::new();
        for steps in self.list(Self::signed)? {
            number += steps;
            // An arc begins where the one before it ends.
            ring.pop();
            if number < 0 {
                ring.extend(arcs.get(!number as usize)?.iter().rev());
            } else {
                ring.extend(arcs.get(number as usize)?);
            }
        }
        Some(ring)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_map_reads_and_has_land_and_countries() {
        for asset in &ASSETS {
            let outlines = Outlines::of(asset.scope, asset.resolution).expect("a map");
            for layer in [Layer::Coastlines, Layer::Land, Layer::Ocean, Layer::Countries] {
                assert!(!outlines.layer(layer).is_empty(), "{} {} {layer:?}", asset.scope, asset.resolution);
            }
        }
    }

    #[test]
    fn a_country_lies_where_its_centre_is() {
        let world = Outlines::of("world", 110).expect("the world");
        let italy = world.layer(Layer::Countries).iter().find(|place| place.id == "ITA").expect("Italy");
        let [west, south, east, north] =
            super::super::sphere::bounds(&italy.shape.positions()).expect("corners");
        assert!(west < italy.center[0] && italy.center[0] < east);
        assert!(south < italy.center[1] && italy.center[1] < north);
    }
}
