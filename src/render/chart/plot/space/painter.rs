//! The painter's list: what lies farther is painted first.

use kurbo::{BezPath, Point, Shape};

use super::camera::Seen;
use super::raster::Raster;
use super::sign::Sign;
use crate::render::chart::draw::{Canvas, Marker};
use crate::render::scene::{Color, Markers, Stroke};

/// Something flat at a depth.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    Line(BezPath, Stroke),
    Symbol { kind: Marker, at: Point, size: f64, fill: Color, stroke: (Color, f64) },
    Text(Sign, Point),
}

/// Marks with their depths.
#[derive(Debug)]
pub(super) struct Painter {
    marks: Vec<(f64, Mark)>,
    /// How many pieces each straight line is drawn in, since faces may hide a part of it.
    pub(super) pieces: usize,
}

impl Painter {
    pub(super) fn new(pieces: usize) -> Self {
        Self { marks: Vec::new(), pieces }
    }

    pub(super) fn add(&mut self, depth: f64, mark: Mark) {
        self.marks.push((depth, mark));
    }

    /// A straight piece of a line, as deep as its middle.
    pub(super) fn add_line(&mut self, from: Seen, to: Seen, stroke: Stroke) {
        let mut path = BezPath::new();
        path.move_to(from.at);
        path.line_to(to.at);
        self.add(f64::midpoint(from.depth, to.depth), Mark::Line(path, stroke));
    }

    /// Paints all marks, the farthest first; those of one depth in the order they came.
    ///
    /// What the faces of `raster` hide is left out.
    pub(super) fn paint(mut self, canvas: &Canvas, raster: Option<&Raster>) {
        if let Some(raster) = raster {
            self.marks.retain(|(depth, mark)| {
                let at = match mark {
                    Mark::Line(path, _) => path.bounding_box().center(),
                    Mark::Symbol { at, .. } | Mark::Text(_, at) => *at,
                };
                !raster.hides(Seen { at, depth: *depth })
            });
        }
        self.marks.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut batch: Option<(Marker, Markers)> = None;
        for (_, mark) in self.marks {
            if let Mark::Symbol { kind, at, size, fill, stroke } = mark {
                if batch.as_ref().is_none_or(|(known, _)| *known != kind) {
                    flush(canvas, &mut batch);
                }
                let (_, markers) = batch.get_or_insert_with(|| (kind, empty(kind)));
                markers.positions.push(at);
                markers.sizes.push(size);
                markers.fills.push(fill);
                markers.strokes.push(stroke);
                continue;
            }
            flush(canvas, &mut batch);
            match mark {
                Mark::Line(path, stroke) => canvas.path(path, None, Some(stroke)),
                Mark::Text(sign, at) => sign.write(canvas, at, 0.0),
                Mark::Symbol { .. } => {}
            }
        }
        flush(canvas, &mut batch);
    }
}

fn empty(kind: Marker) -> Markers {
    Markers {
        shape: kind.outline(),
        open: kind.open,
        positions: vec![],
        sizes: vec![],
        fills: vec![],
        strokes: vec![],
    }
}

fn flush(canvas: &Canvas, batch: &mut Option<(Marker, Markers)>) {
    if let Some((_, mut markers)) = batch.take() {
        if markers.strokes.iter().all(|(color, width)| *width <= 0.0 || color.a == 0) {
            markers.strokes.clear();
        }
        canvas.markers(markers);
    }
}
