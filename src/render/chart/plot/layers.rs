//! The order in which plot traces are painted: by `zorder`, by subplot, by type, then as they stand.

use super::scatter::link;
use super::stage::Stage;
use super::{Marks, Trace, Visible};
use crate::render::chart::draw::Canvas;

/// Types from the bottom up (plotly's trace layers).
const LAYERS: [&[&str]; 13] = [
    &["image"],
    &["heatmap", "heatmapgl", "histogram2d"],
    &["contourcarpet"],
    &["contour", "histogram2dcontour"],
    &["funnel"],
    &["waterfall"],
    &["bar", "histogram"],
    &["carpet"],
    &["violin"],
    &["box"],
    &["ohlc", "candlestick"],
    &["scattercarpet"],
    &["scatter"],
];

/// How far up a trace lies: its `zorder`; what plotly draws by WebGL lies over all else.
fn height(trace: &Trace) -> f64 {
    if trace.kind == "scattergl" { f64::INFINITY } else { trace.attrs.num_or("zorder", 0.0) }
}

fn rank(trace: &Trace) -> usize {
    LAYERS.iter().position(|layer| layer.contains(&trace.kind)).unwrap_or(LAYERS.len())
}

/// Draws the traces of all subplots, given by their axes.
pub(crate) fn draw_subplots<'s>(
    canvas: &Canvas,
    stage: &Stage,
    subplots: impl Iterator<Item = (&'s str, &'s str)> + Clone,
) {
    let mut heights: Vec<f64> = stage.traces.iter().map(height).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    for own in heights {
        for subplot in subplots.clone() {
            draw_layer(canvas, stage, subplot, |trace| height(trace).total_cmp(&own).is_eq());
        }
    }
}

fn draw_layer(canvas: &Canvas, stage: &Stage, (x, y): (&str, &str), belongs: impl Fn(&Trace) -> bool) {
    let mut members: Vec<(&Trace, &Marks)> = stage
        .traces
        .iter()
        .zip(stage.marks)
        .filter(|(trace, _)| {
            let here = trace.is_cartesian() && trace.x_axis == x && trace.y_axis == y;
            (here || trace.kind == "splom") && trace.visible == Visible::Shown && belongs(trace)
        })
        .collect();
    members.sort_by_key(|(trace, _)| rank(trace));
    for alike in members.chunk_by(|(a, _), (b, _)| rank(a) == rank(b)) {
        let mut scatters = Vec::new();
        for (trace, marks) in alike {
            match marks {
                Marks::Splom(splom) => splom.draw(canvas, trace, stage, (x, y)),
                Marks::Scatter(scatter) => scatters.push((*trace, scatter)),
                marks => marks.draw(canvas, trace, stage),
            }
        }
        for linked in link(scatters) {
            linked.draw(canvas, stage);
        }
    }
}
