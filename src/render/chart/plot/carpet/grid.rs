//! The lines of a carpet: major and minor ones, and its start and end (plotly's `calcGridlines`).

use kurbo::Point;

use super::cloth::{Cloth, Spot, Way};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::DARK;
use crate::render::scene::{Color, Stroke};

/// More lines of one kind than this are left out.
const MOST: f64 = 10_000.0;
/// What rounding may cost a line at the ends.
const NOISE: f64 = 5e-15;
/// Of the axis' colour in grid lines, and of those in minor ones.
const GRID: f64 = 0.3;
const MINOR: f64 = 0.06;

/// A line of one value of a or b.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) value: f64,
    /// In calculation coordinates, with control points between when curved.
    pub(super) points: Vec<Point>,
    pub(super) curved: bool,
    pub(super) stroke: Option<Stroke>,
}

/// The lines of one axis.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Lines {
    pub(super) major: Vec<Line>,
    pub(super) minor: Vec<Line>,
    pub(super) ends: Vec<Line>,
}

impl Lines {
    /// The lines that each have one value of `way`; `color` is the carpet's.
    pub(super) fn new(cloth: &Cloth, way: Way, attrs: &Attrs, color: Color) -> Self {
        let looks = Looks::read(attrs, color);
        let values = cloth.values(way);
        let last = values.len() - 1;
        let at_value = |value: f64, stroke: &Option<Stroke>| Line {
            value,
            points: through(cloth, way, value),
            curved: cloth.is_curved(way.other()),
            stroke: stroke.clone(),
        };
        let at_entry = |index: usize, stroke: &Option<Stroke>| Line {
            points: cloth.line(way, index),
            ..at_value(values[index], stroke)
        };
        let (start, end) = (&looks.start, &looks.end);
        let (major, minor, ends) = if attrs.str("tickmode") == Some("linear") {
            let (major, minor) = stepped(values, attrs);
            let major = major.into_iter().map(|value| at_value(value, &looks.major)).collect();
            (major, minor, [at_value(values[0], start), at_value(values[last], end)])
        } else {
            let (major, minor) = listed(values, attrs);
            let major = major.into_iter().map(|index| at_entry(index, &looks.major)).collect();
            (major, minor, [at_entry(0, start), at_entry(last, end)])
        };
        Self {
            major,
            minor: minor.into_iter().map(|value| at_value(value, &looks.minor)).collect(),
            ends: ends.into_iter().filter(|line| line.stroke.is_some()).collect(),
        }
    }
}

/// The points of the line of one value, with control points between when it is curved.
fn through(cloth: &Cloth, way: Way, value: f64) -> Vec<Point> {
    let along = way.other();
    let mut points: Vec<Point> = Vec::new();
    for index in 0..cloth.values(along).len() {
        let spot = spot(cloth, way, value, index as f64);
        let point = cloth.at(spot);
        if let Some(before) = points.last().copied().filter(|_| cloth.is_curved(along)) {
            let tangent = |share: f64| {
                let mut spot = spot;
                match along {
                    Way::A => (spot.cell.0, spot.shares.0) = (index - 1, share),
                    Way::B => (spot.cell.1, spot.shares.1) = (index - 1, share),
                }
                cloth.slope(along, spot) / 3.0
            };
            points.extend([before + tangent(0.0), point - tangent(1.0)]);
        }
        points.push(point);
    }
    points
}

/// The place on a line of one value, at an index along the other way.
pub(super) fn spot(cloth: &Cloth, way: Way, value: f64, along: f64) -> Spot {
    let index = cloth.index(way, value);
    match way {
        Way::A => cloth.spot(index, along),
        Way::B => cloth.spot(along, index),
    }
}

/// Values every `dtick` from `tick0`, and those between.
fn stepped(values: &[f64], attrs: &Attrs) -> (Vec<f64>, Vec<f64>) {
    let (from, by) = (attrs.number("tick0"), attrs.number("dtick"));
    let (first, last) = (values[0], values[values.len() - 1]);
    let ends = [((last - from) / by * (1.0 + NOISE)).floor(), ((first - from) / by / (1.0 + NOISE)).ceil()];
    let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
    let between = attrs.number("minorgridcount");
    let count = (high - low) * (between + 1.0);
    if count.is_nan() || count > MOST {
        return (Vec::new(), Vec::new());
    }
    let steps = |low: f64, high: f64| {
        let count = (high - low) as usize;
        (0..=count).map(move |step| from + by * (low + step as f64))
    };
    let minor = steps(low - 1.0, high)
        .flat_map(|value| (1..=between as usize).map(move |n| value + by * n as f64 / (between + 1.0)))
        .filter(|value| *value >= first && *value <= last)
        .collect();
    (steps(low, high).collect(), minor)
}

/// Every `arraydtick`th entry of the data from `arraytick0`, and the values between.
fn listed(values: &[f64], attrs: &Attrs) -> (Vec<usize>, Vec<f64>) {
    let last = values.len() - 1;
    let by = attrs.number("arraydtick").max(1.0) as usize;
    let from = attrs.number("arraytick0").max(0.0) as usize % by;
    let majors: Vec<usize> = (from..=last).step_by(by).collect();
    let between = attrs.number("minorgridcount");
    let mut minor = Vec::new();
    if (majors.len() as f64 + 1.0) * between < MOST {
        for at in &majors {
            let next = (at + by).min(last);
            if next == *at {
                continue;
            }
            let step = (values[next] - values[*at]) * by as f64 / (next - at) as f64 / (between + 1.0);
            minor.extend((1..=between as usize).map(|n| values[*at] + step * n as f64));
        }
    }
    minor.retain(|value| *value >= values[0] && *value <= values[last]);
    (majors, minor)
}

/// How lines look.
struct Looks {
    major: Option<Stroke>,
    minor: Option<Stroke>,
    start: Option<Stroke>,
    end: Option<Stroke>,
}

impl Looks {
    fn read(attrs: &Attrs, color: Color) -> Self {
        let color = attrs.color("color").unwrap_or(color);
        let shown = attrs.is("showgrid");
        let width = attrs.num("gridwidth").unwrap_or(1.0);
        let grid = attrs.color("gridcolor").unwrap_or_else(|| faint(color, GRID));
        let dash = attrs.text("griddash");
        let own = |name: &str| attrs.has(&format!("{name}color")) || attrs.has(&format!("{name}width"));
        let edge = |name: &str| {
            attrs.flag(name, shown || own(name)).then(|| {
                let color = attrs.color(&format!("{name}color")).unwrap_or(color);
                Stroke::new(color, attrs.num(&format!("{name}width")).unwrap_or(width))
            })
        };
        let minor = || {
            Stroke::dashed(
                attrs.color("minorgridcolor").unwrap_or_else(|| faint(grid, MINOR)),
                attrs.num("minorgridwidth").unwrap_or(width),
                attrs.str("minorgriddash").unwrap_or(dash),
            )
        };
        Self {
            major: shown.then(|| Stroke::dashed(grid, width, dash)),
            minor: shown.then(minor),
            start: edge("startline"),
            end: edge("endline"),
        }
    }
}

/// The colour at an opacity of its own.
fn faint(color: Color, opacity: f64) -> Color {
    Color { a: (opacity * 255.0).round() as u8, ..color }
}

/// The colour that a carpet gives to all of its parts.
pub(super) fn color(attrs: &Attrs) -> Color {
    attrs.color("color").unwrap_or(DARK)
}
