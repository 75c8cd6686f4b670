//! A map on the page: its projections, fitted to a rectangle.

use kurbo::{BezPath, Point, Rect};

use super::config::{Config, height, span, unwrap};
use super::fit::Extent;
use crate::render::chart::geo::{Clip, Endless, Parameters, Position, Projection, Rotation, Shape, raw};

/// Degrees that ranges and circles are drawn short of their ends, against rounding.
const SHORT: f64 = 1e-3;
/// px of a radian while a map is measured.
const TRIAL: f64 = 150.0;

/// What of the United States is drawn where: rotation, centre, parallels, scale, place, and the frame (all in radii
/// of the mainland's globe).
struct Inset {
    rotation: f64,
    center: Position,
    parallels: [f64; 2],
    scale: f64,
    at: Position,
    frame: Rect,
}

/// The mainland, Alaska and Hawaii.
const INSETS: [Inset; 3] = [
    Inset {
        rotation: 96.0,
        center: [-0.6, 38.7],
        parallels: [29.5, 45.5],
        scale: 1.0,
        at: [0.0, 0.0],
        frame: Rect::new(-0.455, -0.238, 0.455, 0.238),
    },
    Inset {
        rotation: 154.0,
        center: [-2.0, 58.5],
        parallels: [55.0, 65.0],
        scale: 0.35,
        at: [-0.307, 0.201],
        frame: Rect::new(-0.425, 0.120, -0.214, 0.234),
    },
    Inset {
        rotation: 157.0,
        center: [-3.0, 19.9],
        parallels: [8.0, 18.0],
        scale: 1.0,
        at: [-0.205, 0.212],
        frame: Rect::new(-0.214, 0.166, -0.115, 0.234),
    },
];

/// A map on the page.
pub(super) struct View {
    /// One, or the three of the United States.
    parts: Vec<Projection>,
    endless: Option<Endless>,
    scale: f64,
    translate: Position,
    /// Positions farther than so many degrees from the middle are hidden.
    horizon: Option<f64>,
    /// The rectangle that the map takes.
    pub(super) bounds: Rect,
}

impl View {
    /// Fits a map into a rectangle; `extent` is what the plot traces show, where the map is fitted to it. `None` when
    /// nothing of its ranges can be seen.
    pub(super) fn new(config: &Config, room: Rect, extent: Option<Extent>) -> Option<Self> {
        let (mut center, mut rotation) = (config.center, config.rotation);
        let (mut longitudes, mut latitudes) = (config.longitudes, config.latitudes);
        if let Some(extent) = extent {
            let [west, east] = extent.longitudes;
            let [south, north] = extent.latitudes;
            center = [f64::midpoint(west, east), f64::midpoint(south, north)];
            if !config.scope.is_part() {
                rotation[0] = center[0];
                if config.is_clipped() {
                    rotation[1] = center[1];
                    let (across, up) = (span(config.projection).unwrap_or(360.0), height(config.projection));
                    longitudes = [center[0] - across / 2.0, center[0] + across / 2.0];
                    latitudes = [center[1] - up / 2.0, center[1] + up / 2.0];
                }
            }
        }
        let mut view = Self::unplaced(config, rotation, center)?;
        let range = range_box(longitudes, latitudes);
        view.place(TRIAL, [0.0; 2], None);
        let trial = view.bounds_of(&range)?;
        let factor = (room.width() / trial.width()).min(room.height() / trial.height());
        let at = [
            room.x0 + (room.width() - factor * (trial.x1 + trial.x0)) / 2.0,
            room.y0 + (room.height() - factor * (trial.y1 + trial.y0)) / 2.0,
        ];
        let fitted = TRIAL * factor;
        view.place(fitted, at, None);
        let bounds = view.bounds_of(&range)?;
        let zoom = match extent {
            Some(extent) => view
                .bounds_of(&range_box(extent.longitudes, extent.latitudes))
                .map(|shown| (bounds.width() / shown.width()).min(bounds.height() / shown.height()))
                .filter(|zoom| zoom.is_finite())
                .unwrap_or(1.0),
            None => config.scale,
        };
        let middle = bounds.center();
        view.place(zoom * fitted, [middle.x, middle.y], Some(bounds));
        if view.parts.len() > 1
            && let Some(at) = view.project(center)
        {
            view.place(zoom * fitted, [2.0 * middle.x - at.x, 2.0 * middle.y - at.y], Some(bounds));
        }
        view.bounds = bounds;
        Some(view)
    }

    fn unplaced(config: &Config, rotation: [f64; 3], center: Position) -> Option<Self> {
        let (parts, endless) = if config.projection == "albers usa" {
            (INSETS.iter().map(Inset::projection).collect::<Option<_>>()?, None)
        } else {
            let raw = raw(config.projection, &config.parameters)?;
            let [longitude, latitude, roll] = rotation;
            let (mut center, mut roll) = ([center[0] - longitude, center[1] - latitude], roll);
            let endless = match config.projection {
                "mercator" => Some(Endless::Vertical),
                "transverse mercator" => {
                    // The globe lies on its side.
                    center = [-center[1], center[0]];
                    roll += 90.0;
                    Some(Endless::Horizontal)
                }
                _ => None,
            };
            let clip = match (config.clip_angle(), config.projection) {
                (Some(angle), _) => Clip::circle((angle - SHORT).to_radians()),
                (None, "airy") => Clip::circle(147_f64.to_radians()),
                (None, "craig") => Clip::circle(90_f64.to_radians()),
                (None, "wiechel" | "peirce quincuncial" | "gringorten quincuncial") => {
                    Clip::circle((180.0 - SHORT).to_radians())
                }
                _ => Clip::Antimeridian,
            };
            let rotation = Rotation::new([-longitude, -latitude, roll]);
            (vec![Projection::new(raw, clip, rotation, center)], endless)
        };
        Some(Self {
            parts,
            endless,
            scale: TRIAL,
            translate: [0.0; 2],
            horizon: config.clip_angle(),
            bounds: Rect::ZERO,
        })
    }

    /// Puts the map's middle at a place, px, with so many px to a radian; `extent` is all that it may take.
    fn place(&mut self, scale: f64, translate: Position, extent: Option<Rect>) {
        (self.scale, self.translate) = (scale, translate);
        if let [part] = self.parts.as_mut_slice() {
            part.place(scale, translate);
            let frame = self.endless.map(|endless| part.square(endless, extent));
            part.frame(frame.or(extent));
            return;
        }
        for (part, inset) in self.parts.iter_mut().zip(&INSETS) {
            let at = |x: f64, y: f64| (translate[0] + scale * x, translate[1] + scale * y);
            part.place(scale * inset.scale, at(inset.at[0], inset.at[1]).into());
            let frame =
                Rect::from_points(at(inset.frame.x0, inset.frame.y0), at(inset.frame.x1, inset.frame.y1));
            part.frame(Some(if inset.rotation == 96.0 { frame } else { frame.inset(-1e-6) }));
        }
    }

    /// Where a position in degrees lies on the page; `None` when it is hidden.
    pub(super) fn project(&self, at: Position) -> Option<Point> {
        if let [part] = self.parts.as_slice() {
            let hidden = self.horizon.is_some_and(|horizon| part.angle(at) > horizon);
            let [x, y] = part.project(at);
            return (!hidden && x.is_finite() && y.is_finite()).then_some(Point::new(x, y));
        }
        let places = self.parts.iter().map(|part| (part, part.project(at)));
        places.into_iter().find(|(part, at)| part.shows(*at)).map(|(_, [x, y])| Point::new(x, y))
    }

    /// The outline of a shape on the page.
    pub(super) fn path(&self, shape: &Shape) -> BezPath {
        let mut path = BezPath::new();
        for part in &self.parts {
            path.extend(part.path(shape));
        }
        path
    }

    fn bounds_of(&self, shape: &Shape) -> Option<Rect> {
        self.parts.iter().filter_map(|part| part.bounds(shape)).reduce(|a, b| a.union(b))
    }
}

impl Inset {
    fn projection(&self) -> Option<Projection> {
        let parameters = Parameters { parallels: self.parallels, distance: 2.0, tilt: 0.0 };
        let raw = raw("albers", &parameters)?;
        let rotation = Rotation::new([self.rotation, 0.0, 0.0]);
        Some(Projection::new(raw, Clip::Antimeridian, rotation, self.center))
    }
}

/// The area between two meridians and two parallels. Its edges follow the parallels by way of three points each.
fn range_box(longitudes: [f64; 2], [south, north]: [f64; 2]) -> Shape {
    let [west, east] = unwrap([longitudes[0] + SHORT, longitudes[1] - SHORT]);
    let (south, north) = (south + SHORT, north - SHORT);
    let step = (east - west) / 4.0;
    let mut ring = vec![[west, south]];
    ring.extend([0.0, 1.0, 2.0, 3.0].map(|steps| [west + steps * step, north]));
    ring.extend([[east, north], [east, south]]);
    ring.extend([1.0, 2.0, 3.0].map(|steps| [east - steps * step, south]));
    Shape::Areas(vec![vec![ring]])
}
