//! Scenes: the figure's three-dimensional subplots.

use super::camera::Camera;
use super::cube::Cube;
use super::frame::{Frame, background};
use super::painter::Painter;
use super::points::Points;
use super::scale::Scale;
use super::vector::Vector;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::stage::Stage;
use crate::render::chart::plot::{Trace, Visible};
use crate::render::scene::Color;

/// The types of plot traces that scenes draw.
pub(crate) const KINDS: [&str; 1] = ["scatter3d"];

/// Draws all scenes, in the order of their first plot traces.
pub(crate) fn draw_scenes(canvas: &Canvas, stage: &Stage) {
    let mut seen: Vec<&str> = Vec::new();
    for trace in stage.traces {
        let id = id(trace);
        if !is_drawn(trace) || seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let members: Vec<&Trace> =
            stage.traces.iter().filter(|other| is_drawn(other) && self::id(other) == id).collect();
        draw(canvas, stage, &stage.layout.at(id), &members);
    }
}

fn id<'t>(trace: &Trace<'t>) -> &'t str {
    trace.attrs.str_or("scene", "scene")
}

fn is_drawn(trace: &Trace) -> bool {
    trace.visible == Visible::Shown && KINDS.contains(&trace.kind)
}

fn draw(canvas: &Canvas, stage: &Stage, scene: &Attrs, members: &[&Trace]) {
    let view = stage.domain(scene);
    if view.width() < 1.0 || view.height() < 1.0 {
        return;
    }
    let mut scale = Scale::new(scene, members, stage);
    let points: Vec<(&Trace, Points)> =
        members.iter().filter_map(|trace| Some((*trace, Points::new(trace, &mut scale)?))).collect();
    let data = bounds(points.iter().flat_map(|(_, points)| points.points.iter().copied()));
    let reach = bounds(points.iter().flat_map(|(_, points)| points.reach(&scale)));
    scale.fit(scene, data, reach);
    let camera = Camera::read(scene, view);
    let cube = Cube::new(&camera, scale.aspect * 0.5);
    scale.set_ticks(&camera, &cube);
    let paper = stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
    let frame = Frame { scale: &scale, camera: &camera, cube: &cube, background: background(scene, paper) };
    let mut painter = Painter::default();
    for (trace, points) in &points {
        points.add_to(&mut painter, trace, stage, &scale, &camera);
    }
    canvas.clipped(view, |canvas| {
        canvas.rect(view, scene.color("bgcolor").unwrap_or(Color::TRANSPARENT));
        frame.draw(canvas);
        frame.write(canvas, stage);
        painter.paint(canvas);
    });
}

/// The ends of what is finite; the low one lies above the high one where nothing is.
fn bounds(points: impl Iterator<Item = Vector>) -> (Vector, Vector) {
    let (mut low, mut high) = (Vector([f64::INFINITY; 3]), Vector([f64::NEG_INFINITY; 3]));
    for point in points {
        for axis in 0..3 {
            if point[axis].is_finite() {
                low = low.with(axis, low[axis].min(point[axis]));
                high = high.with(axis, high[axis].max(point[axis]));
            }
        }
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use crate::render::chart::Figure;

    #[test]
    fn a_scene_has_labels_and_titles_along_the_edges_of_its_box() {
        let figure = Figure::from_json(
            r#"{"data": [{"type": "scatter3d", "x": ["a", "b"], "y": [5, 10], "z": [5, 10]}],
                "layout": {"scene": {"zaxis": {"title": {"text": "height"}}}}}"#,
        )
        .expect("a figure");
        let found = figure.describe(figure.size());
        let texts: Vec<&str> =
            found["texts"].as_array().into_iter().flatten().filter_map(|text| text[0].as_str()).collect();
        assert_eq!(
            texts,
            ["a", "b", "x", "5", "6", "7", "8", "9", "10", "y", "5", "6", "7", "8", "9", "10", "height"]
        );
        assert_eq!(found["notes"], serde_json::json!([]));
    }
}
