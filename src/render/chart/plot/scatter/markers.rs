//! The markers of scatter traces.

use kurbo::{BezPath, Point};

use super::curve::Curve;
use super::{Ground, Scatter};
use crate::render::chart::color::{self, DARK};
use crate::render::chart::column::Column;
use crate::render::chart::draw::{Canvas, symbol};
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::gradient::{self, Direction, between};
use crate::render::chart::plot::paint::{each, pick};
use crate::render::chart::plot::selection::Selection;
use crate::render::chart::plot::spots::{Look, Spot, draw_spots};
use crate::render::chart::plot::stage::Stage;
use crate::render::scene::{Color, Stroke};

/// How thick WebGL draws symbols of lines, in their sizes.
const THIN: f64 = 0.1;

impl Scatter {
    pub(super) fn draw_markers(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        ground: &Ground,
        points: &[Point],
    ) {
        let marker = trace.attrs.at("marker");
        let bubble = marker.get("size").and_then(Column::of).is_some();
        let fills = Self::marker_colors(trace, stage.colors, stage.layout);
        let opacities = each(&marker, "opacity", if bubble { 0.7 } else { 1.0 });
        let line_colors = Self::outline_colors(trace, bubble, stage.colors, stage.layout);
        let line_widths = each(&marker.at("line"), "width", if bubble { 1.0 } else { 0.0 });
        let symbols = marker.get("symbol");
        let list = symbols.and_then(serde_json::Value::as_array);
        let standoffs = each(&marker, "standoff", 0.0);
        let angles = ground.angles.clone().unwrap_or_else(|| Self::angles(trace, ground.points));
        let selection = Selection::read(trace);
        let mut spots = Vec::with_capacity(points.len());
        for (index, point) in points.iter().enumerate() {
            let Some(angle) = angles.get(index).copied().flatten() else {
                continue;
            };
            let opacity = pick(&opacities, index, 1.0);
            let line_width = pick(&line_widths, index, 0.0);
            let mut look = Look {
                size: 2.0 * pick(&self.radii, index, 0.0),
                fill: pick(&fills, index, Color::BLACK),
                opacity: if opacity.is_finite() { opacity } else { 1.0 },
                line: (
                    pick(&line_colors, index, DARK),
                    if line_width.is_finite() { line_width } else { 0.0 },
                ),
            };
            let symbol = symbol(list.map_or(symbols, |list| list.get(index)));
            if trace.kind == "scattergl" && symbol.is_lines() && look.line.1 <= 0.0 {
                // WebGL draws lines as thin areas.
                look.line = (look.fill, look.size * THIN);
            }
            if let Some(selection) = &selection {
                selection.apply(Some(index), &mut look);
            }
            spots.push(Spot { at: *point, symbol, angle, standoff: pick(&standoffs, index, 0.0), look });
        }
        if !Self::draw_gradients(canvas, trace, &spots) {
            draw_spots(canvas, &spots);
        }
    }

    /// Each marker's turn in degrees; `None` for those that look back to a point that is not there.
    fn angles(trace: &Trace, points: &[Point]) -> Vec<Option<f64>> {
        let own = each(&trace.attrs.at("marker"), "angle", 0.0);
        let back = trace.attrs.text("marker.angleref") == "previous";
        let curve = Curve::read(&trace.attrs.at("line"));
        (0..points.len())
            .map(|index| {
                let own = pick(&own, index, 0.0);
                let own = if own.is_finite() { own } else { 0.0 };
                if !back {
                    return Some(own);
                }
                let before = points.get(index.checked_sub(1)?)?;
                let at = points.get(index).filter(|at| at.is_finite())?;
                let way = *at - curve.corner(*before, *at);
                way.is_finite().then(|| own + way.atan2().to_degrees() + 90.0)
            })
            .collect()
    }

    /// Draws markers with gradients; false when they have none.
    fn draw_gradients(canvas: &Canvas, trace: &Trace, spots: &[Spot]) -> bool {
        let gradient = trace.attrs.at("marker.gradient");
        let kinds = gradient.get("type").and_then(Column::of);
        let one = gradient.str("type").and_then(Direction::named);
        if trace.kind != "scatter" || (kinds.is_none() && one.is_none()) {
            return false;
        }
        let colors = gradient.get("color").and_then(Column::of);
        let own = gradient.color("color").unwrap_or(DARK);
        for (index, spot) in spots.iter().enumerate() {
            let direction = kinds
                .as_ref()
                .map_or(one, |kinds| kinds.text(index).and_then(|kind| Direction::named(&kind)));
            let Some(direction) = direction.filter(|_| !spot.symbol.open) else {
                draw_spots(canvas, std::slice::from_ref(spot));
                continue;
            };
            let color = colors.as_ref().and_then(|colors| color::parse(&colors.text(index)?)).unwrap_or(own);
            let look = spot.look;
            let path: BezPath = spot.place() * spot.symbol.outline();
            if !spot.at.is_finite() || look.size <= 0.0 {
                continue;
            }
            canvas.faded(look.opacity, |canvas| {
                gradient::fill(canvas, path.clone(), direction, between(color, look.fill));
                canvas.path(path, None, Some(Stroke::new(look.line.0, look.line.1)));
            });
        }
        true
    }
}
