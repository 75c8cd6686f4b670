//! Figures whose `hovermode` compares: what plotly finds in every plot trace at one x, or at one y (plotly.js'
//! `Fx.hover`).

use serde_json::Value;

use super::curve::Curve;
use super::point::Point;
use super::scale::position;
use crate::render::chart::{Axis, Boxes, Marks};

/// The radius that plotly takes small markers for, px.
const RADIUS: f64 = 3.0;

/// One thing that is told of a point.
#[derive(Clone, Copy)]
struct Hit<'s, 'a> {
    curve: &'s Curve<'a>,
    point: &'s Point,
    /// Which of the point's events.
    event: usize,
    /// px, or plotly's pseudo-distance of what the pointer is within.
    distance: f64,
}

/// The plot traces that are compared with each other.
struct Comparison<'s, 'a> {
    curves: Vec<&'s Curve<'a>>,
    points: &'s [Point],
    /// 0 where what has the same x is told, 1 for y.
    side: usize,
    /// How far from the pointer a point may be, px (plotly's `hoverdistance`).
    reach: f64,
    /// The least distance between bars, on their axis (plotly's `bardelta`).
    step: f64,
}

/// What is told together with a point, itself among it.
///
/// # Errors
/// Names the plot trace that is told together with others by rules that are not known here.
pub(super) fn together(found: &Point, points: &[Point], curves: &[Curve<'_>]) -> Result<Vec<Value>, String> {
    let alone = || Ok(found.events.clone());
    let Some(own) = curves.iter().find(|curve| curve.index == found.curve) else { return alone() };
    let mode = own.layout.str("hovermode").unwrap_or_default();
    let side = match mode {
        "x" | "x unified" => 0,
        "y" | "y unified" => 1,
        _ => return alone(),
    };
    let (Some((x, y)), Some(at)) = (own.axes, found.at) else { return alone() };
    let comparison = Comparison::of(own, points, curves, side);
    if let Some(other) = comparison.curves.iter().find(|curve| family(curve).is_none()) {
        let several = comparison.curves.len() > 1;
        return if several {
            Err(format!("a `{}` plot trace under `hovermode: {mode}`", other.kind))
        } else {
            alone()
        };
    }
    let pointer = [x.linear(at[0]), y.linear(at[1])];
    let here = |curve: &Curve<'_>| {
        let (x, y) = own.axes.zip(curve.axes).map(|(own, other)| ([own.0, other.0], [own.1, other.1]))?;
        Some([across(x, pointer[0]), across(y, pointer[1])])
    };
    let first = comparison.ordered(own, comparison.search(here));
    let Some(winner) = first.first() else { return alone() };
    let mut told: Vec<Hit<'_, '_>> = first.iter().filter(|hit| hit.is_mate(winner)).copied().collect();
    // plotly looks once more, from the place of what it found first, and takes the last ones first.
    let again = comparison.search(|curve| {
        let (x, y) = curve.axes?;
        winner.place().map(|at| [x.linear(at[0]), y.linear(at[1])]).or_else(|| here(curve))
    });
    for hit in again.into_iter().rev() {
        match told.iter().position(|known| known.is_same(&hit)) {
            None => told.push(hit),
            Some(known) if known > 0 && hit.distance.abs() < told[known].distance.abs() => told[known] = hit,
            Some(_) => {}
        }
    }
    let told = comparison.ordered(own, told);
    Ok(told.iter().filter_map(|hit| hit.point.events.get(hit.event).cloned()).collect())
}

fn boxes<'a>(curve: &Curve<'a>) -> Option<&'a Boxes> {
    match curve.marks {
        Marks::Boxes(boxes) => Some(boxes),
        Marks::Violins(violins) => Some(&violins.boxes),
        _ => None,
    }
}

/// How plotly searches a plot trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Scatter,
    Bar,
    Box,
    Finance,
}

fn family(curve: &Curve<'_>) -> Option<Family> {
    match curve.kind {
        "scatter" | "scattergl" => Some(Family::Scatter),
        "bar" | "histogram" | "waterfall" | "funnel" => Some(Family::Bar),
        "box" | "violin" => Some(Family::Box),
        "candlestick" | "ohlc" => Some(Family::Finance),
        _ => None,
    }
}

impl Hit<'_, '_> {
    /// Where plotly looks from it, on its axes: beside boxes that stand in groups. `None` for the density of a violin,
    /// which has no value.
    fn place(&self) -> Option<[f64; 2]> {
        let (x, y) = self.curve.axes?;
        let event = self.point.events.get(self.event).filter(|_| !self.is_density())?;
        let mut at = [position(x, event.get("x")?)?, position(y, event.get("y")?)?];
        let grouped = |name: &str| self.curve.layout.str(name) == Some("group");
        if let Some(boxes) = boxes(self.curve).filter(|_| grouped("boxmode") || grouped("violinmode")) {
            let (side, axis, id) = if boxes.horizontal { (1, y, "y") } else { (0, x, "x") };
            at[side] += if axis.id == id { boxes.half_step } else { 0.0 };
        }
        Some(at)
    }

    /// Whether it is the density of a violin at the pointer, which comes before its statistics.
    fn is_density(&self) -> bool {
        let hovers = || self.curve.text("hoveron").is_none_or(|on| on.contains("kde"));
        self.curve.kind == "violin" && self.point.number.is_none() && self.event == 0 && hovers()
    }

    /// Whether several things are told of its plot trace.
    fn is_manifold(&self) -> bool {
        matches!(family(self.curve), Some(Family::Box | Family::Finance))
    }

    fn is_same(&self, other: &Self) -> bool {
        self.curve.index == other.curve.index
            && (!self.is_manifold() || (self.event == other.event && std::ptr::eq(self.point, other.point)))
    }

    /// Whether it was found with the one that came first, and stays.
    fn is_mate(&self, first: &Self) -> bool {
        self.is_same(first) || first.is_manifold() && self.curve.index == first.curve.index
    }

    /// Lines and markers are told before what has a period, and that before bars and boxes.
    fn rank(&self, side: usize) -> u8 {
        match family(self.curve) {
            Some(Family::Bar | Family::Box) => 2,
            _ => u8::from(self.curve.trace.attrs.has(["xperiod", "yperiod"][side])),
        }
    }
}

impl<'s, 'a> Comparison<'s, 'a> {
    /// What is compared with a plot trace.
    fn of(own: &'s Curve<'a>, points: &'s [Point], curves: &'s [Curve<'a>], side: usize) -> Self {
        let under = |axis: &'a Axis<'a>| axis.overlaying.as_deref().unwrap_or(&axis.id);
        let ids = |curve: &Curve<'a>| curve.axes.map(|(x, y)| [x, y]);
        let beside = |curve: &&Curve<'a>| {
            let Some((own, other)) = ids(own).zip(ids(curve)) else { return false };
            let same = |side: usize| under(own[side]) == under(other[side]);
            match curve.layout.str("hoversubplots") {
                Some("single") => own[0].id == other[0].id && own[1].id == other[1].id,
                Some("axis") => same(side),
                _ => same(0) && same(1),
            }
        };
        let mut curves: Vec<&Curve<'a>> = curves.iter().filter(beside).collect();
        curves.sort_by(|a, b| {
            a.trace.attrs.num_or("zorder", 0.0).total_cmp(&b.trace.attrs.num_or("zorder", 0.0))
        });
        let reach = own.layout.num_or("hoverdistance", 20.0);
        let reach = if reach < 0.0 { f64::INFINITY } else { reach };
        let bars = curves
            .iter()
            .filter_map(|curve| if let Marks::Bars(bars) = curve.marks { Some(bars) } else { None });
        let mut places: Vec<f64> = bars.flat_map(|bars| bars.items.iter().map(|bar| bar.position)).collect();
        places.retain(|place| place.is_finite());
        places.sort_by(f64::total_cmp);
        let steps = places.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| *step > 0.0);
        let step = steps.reduce(f64::min).unwrap_or(1.0);
        Self { curves, points, side, reach, step }
    }

    /// As plotly tells them.
    fn ordered(&self, own: &Curve<'_>, mut hits: Vec<Hit<'s, 'a>>) -> Vec<Hit<'s, 'a>> {
        let apart = |hit: &Hit<'_, '_>| {
            let ids = |curve: &Curve<'_>| curve.axes.map(|(x, y)| (x.id.clone(), y.id.clone()));
            own.layout.str("hoversubplots") == Some("axis") && ids(own) != ids(hit.curve)
        };
        let rank = |hit: &Hit<'_, '_>| hit.rank(self.side);
        hits.sort_by(|a, b| {
            rank(a).cmp(&rank(b)).then(apart(a).cmp(&apart(b))).then(a.distance.total_cmp(&b.distance))
        });
        hits
    }

    /// What is found from a place, which is told to each plot trace in linear coordinates of its axes.
    fn search(&self, place: impl Fn(&Curve<'a>) -> Option<[f64; 2]>) -> Vec<Hit<'s, 'a>> {
        let found = self.curves.iter().filter_map(|curve| Some(self.hits(curve, place(curve)?)));
        found.flatten().collect()
    }

    fn hits(&self, curve: &'s Curve<'a>, pointer: [f64; 2]) -> Vec<Hit<'s, 'a>> {
        let Some((x, y)) = curve.axes else { return Vec::new() };
        let axis = [x, y][self.side];
        let own = self.points.iter().filter(|point| point.curve == curve.index);
        let at = pointer[self.side];
        let off = |point: &Point| Some((axis.px(point.at?[self.side]) - axis.place(at)).abs());
        let hit = |(distance, point)| Hit { curve, point, event: 0, distance };
        let span = (axis.range[1] - axis.range[0]).abs();
        match (family(curve), curve.marks) {
            (Some(Family::Scatter), _) => {
                let distance = |point: &Point| {
                    let (raw, radius) = (off(point)?, point.radius.max(RADIUS));
                    let kink = 1.0 - 1.0 / radius;
                    Some(if raw < radius { kink * raw / radius } else { raw - radius + kink })
                };
                closest(own, self.reach, distance).map(hit).into_iter().collect()
            }
            (Some(Family::Bar), Marks::Bars(bars)) => {
                let distance = |point: &Point| {
                    let super::event::Row::One(row) = point.row else { return None };
                    let bar = bars.items.get(row)?;
                    let start = bar.position + bar.offset;
                    let ends = [
                        start.min(bar.position - self.step / 2.0),
                        (start + bar.width).max(bar.position + self.step / 2.0),
                    ];
                    let width = ((ends[1] - ends[0]) / span).min(1.0);
                    is_within(ends.map(|end| axis.linear(end)), at).then_some(width - 1.0)
                };
                closest(own, self.reach, distance).map(hit).into_iter().collect()
            }
            (Some(Family::Box), _) => {
                boxes(curve).map(|boxes| self.boxed(curve, boxes, pointer)).unwrap_or_default()
            }
            (Some(Family::Finance), _) => {
                let places: Vec<f64> =
                    own.clone().filter_map(|point| Some(axis.linear(point.at?[self.side]))).collect();
                let steps =
                    places.windows(2).map(|pair| (pair[1] - pair[0]).abs()).filter(|step| *step > 0.0);
                let half = steps.reduce(f64::min).unwrap_or(1.0) / 2.0;
                let distance = |point: &Point| {
                    let within = (axis.linear(point.at?[self.side]) - at).abs() < half;
                    within.then_some(self.reach - (half / span).min(1.0))
                };
                closest(own, self.reach, distance).map(hit).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// What is told of the box that the pointer is over, and of the nearest point beside the boxes.
    fn boxed(&self, curve: &'s Curve<'a>, boxes: &Boxes, pointer: [f64; 2]) -> Vec<Hit<'s, 'a>> {
        let Some((x, y)) = curve.axes else { return Vec::new() };
        let place = usize::from(boxes.horizontal);
        let (along, across) = ([x, y][place], [x, y][1 - place]);
        let sides = match curve.text("side").filter(|_| curve.kind == "violin") {
            Some("positive") => [0.0, 1.0],
            Some("negative") => [-1.0, 0.0],
            _ => [-1.0, 1.0],
        };
        let narrow = (boxes.half / (along.range[1] - along.range[0]).abs()).min(1.0);
        let stats = |point: &Point| {
            let super::event::Row::One(row) = point.row else { return None };
            boxes.stats.get(row)
        };
        let own = self.points.iter().filter(|point| point.curve == curve.index);
        let over = |point: &Point| {
            let stats = stats(point)?;
            // In the very order of plotly's terms: two boxes side by side both end where they meet.
            let ends = if self.side == place {
                let middle = along.linear(stats.position) + boxes.shift - pointer[place];
                sides.map(|side| middle + side * boxes.reach)
            } else {
                let (low, high) = if curve.kind == "violin" { stats.shown } else { stats.span };
                [low, high].map(|end| across.linear(end) - pointer[self.side])
            };
            is_within(ends, 0.0).then_some(self.reach - narrow)
        };
        let body = closest(own.clone().filter(|point| point.number.is_none()), self.reach, over);
        let mut hits = Vec::new();
        if let Some((distance, point)) = body {
            // The density is told where the pointer is upon it.
            let is_density = Hit { curve, point, event: 0, distance }.is_density();
            let skipped = is_density
                && !stats(point).is_some_and(|stats| {
                    let (low, high) = stats.shown;
                    let at = pointer[1 - place];
                    across.linear(low) <= at && at <= across.linear(high)
                });
            let events = usize::from(skipped)..point.events.len();
            hits.extend(events.map(|event| Hit { curve, point, event, distance }));
        }
        let distance = |point: &Point| {
            let radius = point.radius.max(RADIUS);
            let off = |side: usize| {
                let raw = ([x, y][side].px(point.at?[side]) - [x, y][side].place(pointer[side])).abs();
                Some((raw - radius).max(1.0 - RADIUS / radius))
            };
            Some(off(0)?.hypot(off(1)?))
        };
        let least = body.map_or(self.reach, |(distance, _)| distance);
        let beside = closest(own.filter(|point| point.number.is_some()), least, distance);
        hits.extend(beside.map(|(distance, point)| Hit { curve, point, event: 0, distance }));
        hits
    }
}

/// The nearest one within reach; of two that are as near plotly takes the later one.
fn closest<'s>(
    points: impl Iterator<Item = &'s Point>,
    reach: f64,
    distance: impl Fn(&Point) -> Option<f64>,
) -> Option<(f64, &'s Point)> {
    points.fold(None, |best, point| match distance(point) {
        Some(next) if next <= best.map_or(reach, |(least, _)| least) => Some((next, point)),
        _ => best,
    })
}

/// Whether a place is between two ends, or where the first one is (plotly's `Fx.inbox`).
fn is_within([from, to]: [f64; 2], at: f64) -> bool {
    (from - at) * (to - at) < 0.0 || from == at
}

/// The place on another axis, in its linear coordinates, that is drawn where a place of the first one is.
fn across([from, to]: [&Axis<'_>; 2], at: f64) -> f64 {
    if from.id == to.id { at } else { to.range[0] + (from.place(at) - to.place(to.range[0])) / to.slope() }
}
