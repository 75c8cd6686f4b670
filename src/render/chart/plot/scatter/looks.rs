//! What the markers of a scatter trace look like.

use kurbo::Point;
use serde_json::Value;

use super::curve::Curve;
use super::{Ground, Scatter};
use crate::render::chart::color::DARK;
use crate::render::chart::column::Column;
use crate::render::chart::draw::{Marker, symbol};
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::paint::{each, pick};
use crate::render::chart::plot::selection::Selection;
use crate::render::chart::plot::spots::{Look, Spot};
use crate::render::chart::plot::stage::Stage;
use crate::render::scene::Color;

/// How thick WebGL draws symbols of lines, in their sizes.
const THIN: f64 = 0.1;

/// The markers' attributes, each with one value for all or one for each point.
pub(super) struct Looks<'a> {
    radii: &'a [f64],
    fills: Vec<Color>,
    opacities: Vec<f64>,
    line_colors: Vec<Color>,
    line_widths: Vec<f64>,
    symbol: Marker,
    symbols: Option<&'a [Value]>,
    standoffs: Vec<f64>,
    /// Degrees; `None` for markers that look back to a point that is not there.
    angles: Vec<Option<f64>>,
    selection: Option<Selection<'a>>,
    /// Whether WebGL draws them.
    gl: bool,
}

impl<'a> Looks<'a> {
    pub(super) fn read(
        scatter: &'a Scatter,
        trace: &'a Trace<'a>,
        stage: &Stage<'_, 'a>,
        ground: &Ground,
    ) -> Self {
        let marker = trace.attrs.at("marker");
        let bubble = marker.get("size").and_then(Column::of).is_some();
        Self {
            radii: &scatter.radii,
            fills: Scatter::marker_colors(trace, stage.colors, stage.layout),
            opacities: each(&marker, "opacity", if bubble { 0.7 } else { 1.0 }),
            line_colors: Scatter::outline_colors(trace, bubble, stage.colors, stage.layout),
            line_widths: each(&marker.at("line"), "width", if bubble { 1.0 } else { 0.0 }),
            symbol: symbol(marker.get("symbol")),
            symbols: marker.list("symbol"),
            standoffs: each(&marker, "standoff", 0.0),
            angles: ground.angles.clone().unwrap_or_else(|| angles(trace, ground.points)),
            selection: Selection::read(trace),
            gl: trace.kind == "scattergl",
        }
    }

    /// The one marker that stands at all points, when no attribute tells them apart.
    pub(super) fn one(&self) -> Option<Spot> {
        let one = self.symbols.is_none()
            && self.selection.is_none()
            && self.fills.len() == 1
            && self.line_colors.len() == 1
            && self.angles.len() == 1
            && [self.radii, &self.opacities, &self.line_widths, &self.standoffs]
                .iter()
                .all(|list| list.len() == 1);
        if one { self.at(0, Point::ZERO) } else { None }
    }

    /// The marker of a point; `None` where none is drawn.
    pub(super) fn at(&self, index: usize, at: Point) -> Option<Spot> {
        let angle = pick(&self.angles, index, None)?;
        let opacity = pick(&self.opacities, index, 1.0);
        let line_width = pick(&self.line_widths, index, 0.0);
        let mut look = Look {
            size: 2.0 * pick(self.radii, index, 0.0),
            fill: pick(&self.fills, index, Color::BLACK),
            opacity: if opacity.is_finite() { opacity } else { 1.0 },
            line: (
                pick(&self.line_colors, index, DARK),
                if line_width.is_finite() { line_width } else { 0.0 },
            ),
        };
        let symbol = self.symbols.map_or(self.symbol, |list| symbol(list.get(index)));
        if self.gl && symbol.is_lines() && look.line.1 <= 0.0 {
            // WebGL draws lines as thin areas.
            look.line = (look.fill, look.size * THIN);
        }
        if let Some(selection) = &self.selection {
            selection.apply(Some(index), &mut look);
        }
        Some(Spot { at, symbol, angle, standoff: pick(&self.standoffs, index, 0.0), look })
    }
}

/// The markers' turns in degrees, one for all or one each; `None` for those that look back to a point that is not
/// there.
fn angles(trace: &Trace, points: &[Point]) -> Vec<Option<f64>> {
    let own = each(&trace.attrs.at("marker"), "angle", 0.0);
    let upright = |angle: f64| if angle.is_finite() { angle } else { 0.0 };
    if trace.attrs.text("marker.angleref") != "previous" {
        let count = if own.len() > 1 { points.len() } else { 1 };
        return (0..count).map(|index| Some(upright(pick(&own, index, 0.0)))).collect();
    }
    let curve = Curve::read(&trace.attrs.at("line"));
    let look_back = |index: usize| {
        let before = points.get(index.checked_sub(1)?)?;
        let at = points.get(index).filter(|at| at.is_finite())?;
        let way = *at - curve.corner(*before, *at);
        way.is_finite().then(|| upright(pick(&own, index, 0.0)) + way.atan2().to_degrees() + 90.0)
    };
    (0..points.len()).map(look_back).collect()
}
