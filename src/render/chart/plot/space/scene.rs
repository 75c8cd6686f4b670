//! Scenes: the figure's three-dimensional subplots.

use super::camera::Camera;
use super::cube::Cube;
use super::face::Brush;
use super::frame::{Frame, background};
use super::light::Light;
use super::mesh::Mesh;
use super::painter::Painter;
use super::points::Points;
use super::raster::Raster;
use super::scale::Scale;
use super::surface::Surface;
use super::vector::Vector;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color_scale::extent;
use crate::render::chart::column::rows;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::stage::Stage;
use crate::render::chart::plot::{Trace, Visible};
use crate::render::scene::Color;

/// The types of plot traces that scenes draw.
pub(crate) const KINDS: [&str; 3] = ["scatter3d", "surface", "mesh3d"];

/// Pieces of a line that faces may hide a part of.
const PIECES: usize = 24;

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
    let solids: Vec<(&Trace, Solid)> =
        members.iter().filter_map(|trace| Some((*trace, Solid::new(trace, &mut scale)?))).collect();
    let data = bounds(solids.iter().flat_map(|(_, solid)| solid.points()));
    let reach = bounds(solids.iter().flat_map(|(_, solid)| solid.reach(&scale)));
    scale.fit(scene, data, reach);
    let camera = Camera::read(scene, view);
    let cube = Cube::new(&camera, scale.aspect * 0.5);
    scale.set_ticks(&camera, &cube);
    let paper = stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
    let frame = Frame { scale: &scale, camera: &camera, cube: &cube, background: background(scene, paper) };
    let faces = solids.iter().any(|(_, solid)| !matches!(solid, Solid::Points(_)));
    let mut painter = Painter::new(if faces { PIECES } else { 1 });
    let mut raster = None;
    for (trace, solid) in &solids {
        if let Solid::Points(points) = solid {
            points.add_to(&mut painter, trace, stage, &scale, &camera);
        }
    }
    // What is clear is laid over what is not.
    let opacity = |trace: &Trace| trace.attrs.number("opacity").clamp(0.0, 1.0);
    for opaque in [true, false] {
        for (trace, solid) in solids.iter().filter(|(trace, _)| (opacity(trace) >= 1.0) == opaque) {
            if matches!(solid, Solid::Points(_)) {
                continue;
            }
            let surface = matches!(solid, Solid::Surface(_));
            let brush = Brush {
                scale: &scale,
                camera: &camera,
                light: &Light::read(&trace.attrs, &scale, &camera, surface),
                colors: &stage.colors.of(&trace.attrs, "c", value_extent(trace), stage.layout),
                opacity: opacity(trace),
            };
            let raster = raster.get_or_insert_with(|| Raster::new(view, camera.orthographic));
            match solid {
                Solid::Surface(surface) => surface.draw(raster, &brush),
                Solid::Mesh(mesh) => mesh.draw(raster, &brush, trace),
                Solid::Points(_) => {}
            }
        }
    }
    canvas.clipped(view, |canvas| {
        canvas.rect(view, scene.color("bgcolor").unwrap_or(Color::TRANSPARENT));
        frame.draw(canvas);
        frame.write(canvas, stage);
        if let Some((image, rect)) = raster.as_ref().map(Raster::image) {
            canvas.image(image, rect, true);
        }
        painter.paint(canvas, raster.as_ref());
    });
}

/// What a plot trace is in a scene.
#[derive(Debug)]
enum Solid {
    Points(Points),
    Surface(Surface),
    Mesh(Mesh),
}

impl Solid {
    fn new(trace: &Trace, scale: &mut Scale) -> Option<Self> {
        match trace.kind {
            "surface" => Surface::new(trace, scale).map(Self::Surface),
            "mesh3d" => Mesh::new(trace, scale).map(Self::Mesh),
            _ => Points::new(trace, scale).map(Self::Points),
        }
    }

    /// Its data.
    fn points(&self) -> Box<dyn Iterator<Item = Vector> + '_> {
        match self {
            Self::Points(points) => Box::new(points.points.iter().copied()),
            Self::Surface(surface) => Box::new(surface.points()),
            Self::Mesh(mesh) => Box::new(mesh.points()),
        }
    }

    /// What the ranges show of it.
    fn reach<'s>(&'s self, scale: &'s Scale) -> Box<dyn Iterator<Item = Vector> + 's> {
        match self {
            Self::Points(points) => Box::new(points.reach(scale)),
            _ => self.points(),
        }
    }
}

/// The lowest and highest of the numbers that colour a trace's faces.
pub(crate) fn value_extent(trace: &Trace) -> Option<(f64, f64)> {
    match trace.kind {
        "surface" => {
            let values = trace.attrs.get("surfacecolor").or_else(|| trace.attrs.get("z")).and_then(rows)?;
            extent(values.into_iter().flatten())
        }
        "mesh3d" => extent(trace.column("intensity")?.numbers()),
        _ => None,
    }
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
