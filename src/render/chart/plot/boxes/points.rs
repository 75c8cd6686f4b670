//! The values that are drawn beside or upon their boxes, scattered so that they don't hide each other.

use kurbo::Point;

use super::draw::line_color;
use super::{Boxes, Stats};
use crate::render::chart::axis::Axis;
use crate::render::chart::color::DARK;
use crate::render::chart::draw::{Canvas, symbol};
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::selection::Selection;
use crate::render::chart::plot::spots::{Look, Spot, draw_spots};
use crate::render::scene::Color;

/// So many points to either side tell how dense they lie.
const NEIGHBOURS: usize = 5;
/// The share of a box' span in which points are dense.
const DENSE: f64 = 0.01;

/// Which values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    None,
    All,
    Outliers,
    /// Outliers, those not far from the fences in a look of their own.
    Suspected,
}

/// Which values are drawn, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Points {
    pub(super) shown: Shown,
    /// From the middle, in halves of the box' width.
    pub(super) offset: f64,
    /// How far they are scattered, in halves of the box' width.
    pub(super) jitter: f64,
}

impl Points {
    pub(super) fn none() -> Self {
        Self { shown: Shown::None, offset: 0.0, jitter: 0.0 }
    }

    pub(super) fn read(trace: &Trace) -> Self {
        let marker = trace.attrs.at("marker");
        let suspects = marker.has("outliercolor") || marker.has("line.outliercolor");
        let default = if super::is_summarised(trace) {
            Shown::All
        } else if suspects {
            Shown::Suspected
        } else {
            Shown::Outliers
        };
        let own = trace.attrs.get(if trace.kind == "violin" { "points" } else { "boxpoints" });
        let shown = match own.map(|own| (own.as_str(), own.as_bool())) {
            Some((_, Some(false))) => Shown::None,
            Some((Some("all"), _)) => Shown::All,
            Some((Some("outliers"), _)) => Shown::Outliers,
            Some((Some("suspectedoutliers"), _)) => Shown::Suspected,
            _ => default,
        };
        let all = shown == Shown::All;
        Self {
            shown,
            offset: trace.attrs.num_or("pointpos", if all { -1.5 } else { 0.0 }),
            jitter: trace.attrs.num_or("jitter", if all { 0.3 } else { 0.0 }),
        }
    }

    /// The places of a box' drawn values in its values.
    pub(super) fn of(&self, stats: &Stats) -> Vec<usize> {
        let (low, high) = stats.fences;
        let shown = |value: f64| match self.shown {
            Shown::None => false,
            Shown::All => true,
            Shown::Outliers | Shown::Suspected => value < low || value > high,
        };
        stats.values.iter().enumerate().filter(|(_, value)| shown(**value)).map(|(at, _)| at).collect()
    }

    /// How far each of some values may be scattered: less where few others are near.
    fn spread(&self, stats: &Stats, values: &[f64]) -> Vec<f64> {
        let typical = ((stats.span.1 - stats.span.0) / 10.0).max(stats.upper - stats.lower);
        let last = values.len().saturating_sub(1);
        let factors: Vec<f64> = (0..values.len())
            .map(|at| {
                if typical == 0.0 {
                    return 1.0;
                }
                let (before, after) = (at.saturating_sub(NEIGHBOURS), (at + NEIGHBOURS).min(last));
                let (mut low, mut high) = (values[before], values[after]);
                if self.shown != Shown::All {
                    if values[at] < stats.fences.0 {
                        high = high.min(stats.fences.0);
                    } else {
                        low = low.max(stats.fences.1);
                    }
                }
                let density = typical * DENSE * (after - before) as f64 / (high - low + typical * 1e-9);
                let factor = density.sqrt();
                if factor.is_nan() { 0.0 } else { factor.min(1.0) }
            })
            .collect();
        let most = factors.iter().copied().fold(0.0, f64::max);
        let scale = 2.0 * self.jitter / if most == 0.0 { 1.0 } else { most };
        factors.into_iter().map(|factor| factor * scale).collect()
    }
}

impl Boxes {
    /// The values that are drawn beside their boxes, each with its box, its place in the box' values, and how far from
    /// the box' position it stands.
    pub(crate) fn scattered(&self) -> Vec<(&Stats, usize, f64)> {
        let mut random = Random::new();
        let mut scattered = Vec::new();
        for stats in &self.stats {
            let places = self.points.of(stats);
            let values: Vec<f64> = places.iter().map(|at| stats.values[*at]).collect();
            for (at, spread) in places.into_iter().zip(self.points.spread(stats, &values)) {
                let noise = if self.points.jitter == 0.0 { 0.0 } else { spread * (random.next() - 0.5) };
                scattered.push((stats, at, self.shift + self.half * (self.points.offset + noise)));
            }
        }
        scattered
    }

    /// Draws the outliers, or all values.
    pub(crate) fn draw_points(&self, canvas: &Canvas, trace: &Trace, along: &Axis, across: &Axis) {
        let kind = symbol(trace.attrs.at("marker").get("symbol"));
        let looks = (look(trace), suspected_look(trace));
        let selection = Selection::read(trace);
        let mut spots = Vec::new();
        for (stats, at, aside) in self.scattered() {
            let (value, far) = (stats.values[at], stats.far());
            let (p, v) = (along.place(along.linear(stats.position) + aside), across.px(value));
            let suspected = self.points.shown == Shown::Suspected && value > far.0 && value < far.1;
            let mut look = if suspected { looks.1 } else { looks.0 };
            if let Some(selection) = &selection {
                selection.apply(stats.rows.get(at).copied(), &mut look);
            }
            spots.push(Spot {
                at: if self.horizontal { Point::new(v, p) } else { Point::new(p, v) },
                symbol: kind,
                angle: trace.attrs.number("marker.angle"),
                standoff: 0.0,
                look,
            });
        }
        draw_spots(canvas, &spots);
    }
}

/// Whether a trace shows all of its values.
pub(crate) fn shows_all(trace: &Trace) -> bool {
    Points::read(trace).shown == Shown::All
}

/// How the values of a trace look.
pub(crate) fn look(trace: &Trace) -> Look {
    let marker = trace.attrs.at("marker");
    Look {
        size: marker.number("size"),
        fill: marker.color("color").unwrap_or(line_color(trace)),
        opacity: marker.number("opacity"),
        line: (marker.color("line.color").unwrap_or(DARK), marker.number("line.width")),
    }
}

/// How values look that may be outliers.
fn suspected_look(trace: &Trace) -> Look {
    let (marker, usual) = (trace.attrs.at("marker"), look(trace));
    let outline = marker.color("line.outliercolor").unwrap_or(usual.fill);
    Look {
        fill: marker.color("outliercolor").unwrap_or(Color::TRANSPARENT),
        line: (outline, marker.number("line.outlierwidth")),
        ..usual
    }
}

/// plotly's repeatable scatter of points.
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(2_000_000_000)
    }

    fn next(&mut self) -> f64 {
        // A step too near to the last one is skipped; a handful of tries is always enough.
        for _ in 0..16 {
            let last = self.0;
            self.0 = (69_069 * self.0 + 1) % 4_294_967_296;
            if self.0.abs_diff(last) >= 429_496_729 {
                break;
            }
        }
        self.0 as f64 / 4_294_967_296.0
    }
}
