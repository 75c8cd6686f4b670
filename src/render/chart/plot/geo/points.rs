//! `scattergeo`: points, lines and texts on a map.

use kurbo::{Point, Shape as _};

use super::config::{Config, Fit};
use super::fit::Reach;
use super::places::Places;
use super::view::View;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::write_plainly;
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::geo::{Line, Position, Shape, positions};
use crate::render::chart::plot::paint::{each, pick};
use crate::render::chart::plot::scatter::{Ground, marker_pads};
use crate::render::chart::plot::template::{self, Filling};
use crate::render::chart::plot::{Scatter, Stage, Trace};
use crate::render::scene::Stroke;

/// Points on the globe, their longitudes and latitudes in degrees; NaN is nowhere.
#[derive(Debug, Clone)]
pub(crate) struct MapPoints {
    pub(crate) scatter: Scatter,
}

impl MapPoints {
    /// Reads a trace's points; `None` when there are none.
    pub(crate) fn new(trace: &Trace, layout: &Attrs) -> Option<Self> {
        let [x, y] = match trace.column("locations").filter(|locations| locations.len() > 0) {
            Some(locations) => located(trace, &locations, layout),
            None => {
                let (x, y) = (trace.column("lon")?, trace.column("lat")?);
                let count = x.len().min(y.len());
                let at = |index: usize| x.num(index).zip(y.num(index)).unwrap_or((f64::NAN, f64::NAN));
                let (x, y) = (0..count).map(at).unzip();
                [x, y]
            }
        };
        let mut scatter = Scatter::at(trace, x, y)?;
        let mode = trace.attrs.text("mode");
        (scatter.lines, scatter.markers) = (mode.contains("lines"), mode.contains("markers"));
        scatter.texts = mode.contains("text");
        Some(Self { scatter })
    }

    fn positions(&self) -> impl Iterator<Item = Position> {
        self.scatter.x.iter().zip(&self.scatter.y).map(|(longitude, latitude)| [*longitude, *latitude])
    }

    /// Tells what a fitted map must show.
    pub(super) fn reach(&self, trace: &Trace, config: &Config, reach: &mut Reach) {
        let own = whole(trace, config);
        if !own.is_empty() {
            reach.add_box(&own);
            reach.show(&own);
            return;
        }
        let pads = if self.scatter.markers { marker_pads(&trace.attrs.at("marker")) } else { vec![0.0] };
        let shown: Vec<Position> = self.positions().collect();
        for (index, at) in shown.iter().enumerate() {
            reach.add(*at, pads.get(index).or(pads.first()).copied().unwrap_or(0.0));
        }
        reach.show(&shown.into_iter().filter(|at| at[0].is_finite()).collect::<Vec<_>>());
    }

    /// Draws the line or the area, the markers, the texts.
    pub(super) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, view: &View) {
        let scatter = &self.scatter;
        let hidden = Point::new(f64::NAN, f64::NAN);
        let points: Vec<Point> = self.positions().map(|at| view.project(at).unwrap_or(hidden)).collect();
        let ground = Ground {
            points: &points,
            clip: view.bounds.to_path(0.1),
            line_clip: None,
            zero: Point::ZERO,
            shows: &|index| points.get(index).is_some_and(|point| point.x.is_finite()),
            angles: self.angles(trace, view),
            fill: &|name, index| {
                let degrees =
                    |list: &[f64]| list.get(index).map(|at| Filling::Number(*at, write_plainly(*at)));
                match name {
                    "lon" => degrees(&scatter.x),
                    "lat" => degrees(&scatter.y),
                    "location" => template::lookup(&trace.attrs, "locations", index),
                    _ => None,
                }
            },
        };
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            if scatter.lines || scatter.fill != "none" {
                self.draw_line(canvas, trace, view);
            }
            scatter.draw_points(canvas, trace, stage, &ground, &points);
        });
    }

    /// The turns of markers that look north, or back along the shortest way to the point before.
    fn angles(&self, trace: &Trace, view: &View) -> Option<Vec<Option<f64>>> {
        let back = match trace.attrs.text("marker.angleref") {
            "previous" => true,
            "north" => false,
            _ => return None,
        };
        let own = each(&trace.attrs.at("marker"), "angle", 0.0);
        let all: Vec<Position> = self.positions().collect();
        let turn = |index: usize| {
            let at = *all.get(index)?;
            let turn = if back {
                bearing(at, *all.get(index.checked_sub(1)?)?)
            } else {
                pick(&own, index, 0.0).to_radians()
            };
            // East and north, as the map has them there.
            let here = view.project(at)?;
            let east = (view.project([at[0] + NEAR, at[1]])? - here).normalize();
            let north = (view.project([at[0], at[1] + NEAR])? - here).normalize();
            let way = east * turn.cos() + north * turn.sin();
            way.is_finite().then(|| way.atan2().to_degrees())
        };
        Some((0..all.len()).map(turn).collect())
    }

    fn draw_line(&self, canvas: &Canvas, trace: &Trace, view: &View) {
        let gaps = !trace.attrs.is("connectgaps");
        let mut lines: Vec<Line> = vec![Line::new()];
        for at in self.positions() {
            match lines.last_mut() {
                Some(line) if at[0].is_finite() => line.push(at),
                Some(line) if gaps && !line.is_empty() => lines.push(Line::new()),
                _ => {}
            }
        }
        lines.retain(|line| !line.is_empty());
        let filled = self.scatter.fill != "none";
        let shape = if filled {
            // A ring's last point stands for its first, as in GeoJSON.
            for ring in &mut lines {
                ring.pop();
            }
            Shape::Areas(lines.into_iter().map(|ring| vec![ring]).collect())
        } else {
            Shape::Lines(lines)
        };
        let stroke = self.scatter.lines.then(|| {
            let (width, dash) = (trace.attrs.number("line.width"), trace.attrs.text("line.dash"));
            Stroke { miter_limit: 2.0, ..Stroke::dashed(Scatter::line_color(trace), width, dash) }
        });
        let fill = filled.then(|| Scatter::fill_color(trace, self.scatter.lines).into());
        canvas.path(view.path(&shape), fill, stroke);
    }
}

/// Degrees between two points that are as good as one.
const NEAR: f64 = 1e-5;

/// The turn of a marker that looks away from the point before, as an angle from east to south.
fn bearing(at: Position, before: Position) -> f64 {
    let ([longitude, latitude], [from, from_latitude]) =
        (at.map(f64::to_radians), before.map(f64::to_radians));
    let across = from_latitude.cos() * (from - longitude).sin();
    let up = from_latitude.sin() * latitude.cos()
        - from_latitude.cos() * latitude.sin() * (from - longitude).cos();
    -across.atan2(up) - std::f64::consts::PI
}

/// Every position of a trace's GeoJSON, where the map is to show all of it.
pub(super) fn whole(trace: &Trace, config: &Config) -> Vec<Position> {
    let mode = trace.attrs.str("locationmode").unwrap_or("geojson-id");
    if config.fit != Fit::GeoJson || mode != "geojson-id" {
        return Vec::new();
    }
    trace.attrs.get("geojson").filter(|json| json.is_object()).map(positions).unwrap_or_default()
}

/// The middles of the places that locations name.
fn located(trace: &Trace, locations: &Column, layout: &Attrs) -> [Vec<f64>; 2] {
    let config = Config::read(layout, trace.attrs.text("geo"));
    let places = Places::of(trace, config.outlines());
    let center = |index: usize| {
        let name = locations.value(index).cloned().or_else(|| locations.num(index).map(Into::into))?;
        places.find(&name)?.center
    };
    let centers = (0..locations.len()).map(|index| center(index).unwrap_or([f64::NAN; 2]));
    let (x, y) = centers.map(|[longitude, latitude]| (longitude, latitude)).unzip();
    [x, y]
}
