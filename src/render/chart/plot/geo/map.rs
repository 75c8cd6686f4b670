//! Maps with their plot traces.

use kurbo::Rect;

use super::base::{clip, draw_beneath, draw_water};
use super::config::Config;
use super::fit::Reach;
use super::view::View;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::{Marks, Stage, Trace, Visible};

/// Draws the figure's maps.
pub(crate) fn draw_maps(canvas: &Canvas, stage: &Stage) {
    let on_map = |trace: &&Trace| is_map(trace) && trace.visible != Visible::Hidden;
    let mut ids: Vec<&str> =
        stage.traces.iter().filter(on_map).map(|trace| trace.attrs.text("geo")).collect();
    ids.sort_by_key(|id| id.trim_start_matches("geo").parse::<usize>().unwrap_or(1));
    ids.dedup();
    for (index, id) in ids.iter().enumerate() {
        let config = Config::read(stage.layout, id);
        draw_map(canvas, stage, id, &config, room(stage, &config, index, ids.len()));
    }
}

/// The rectangle that a map may take: maps without a domain share the plot's height, the first one lowest.
fn room(stage: &Stage, config: &Config, index: usize, count: usize) -> Rect {
    let room = stage.domain(&config.attrs);
    if config.attrs.pair("domain.y").is_some() || config.attrs.has("domain.row") {
        return room;
    }
    let height = stage.area.height() / count as f64;
    let bottom = stage.area.y1 - index as f64 * height;
    Rect { y0: bottom - height, y1: bottom, ..room }
}

/// Whether a plot trace is drawn on a map.
fn is_map(trace: &Trace) -> bool {
    matches!(trace.kind, "scattergeo" | "choropleth")
}

fn draw_map(canvas: &Canvas, stage: &Stage, id: &str, config: &Config, room: Rect) {
    let members = || {
        let all = stage.traces.iter().zip(stage.marks);
        all.filter(|(trace, _)| is_map(trace) && trace.attrs.text("geo") == id)
    };
    let mut reach = Reach::default();
    for (trace, marks) in members() {
        match marks {
            Marks::Points(points) => points.reach(trace, config, &mut reach),
            Marks::Regions(regions) => regions.reach(trace, config, &mut reach),
            _ => {}
        }
    }
    let Some(view) = View::new(config, room, reach.extent(config, room)) else { return };
    let colored = members().any(|(trace, _)| trace.kind == "choropleth" && trace.visible != Visible::Hidden);
    canvas.clipped(clip(config, &view), |canvas| {
        draw_beneath(canvas, config, &view, colored);
        for (trace, marks) in members() {
            if let Marks::Regions(regions) = marks {
                regions.draw(canvas, trace, stage, &view);
            }
        }
        if colored {
            draw_water(canvas, config, &view);
        }
        for (trace, marks) in members() {
            if let Marks::Points(points) = marks {
                points.draw(canvas, trace, stage, &view);
            }
        }
    });
}
