//! Contour traces and two-dimensional histograms as contours.

use std::convert::identity;
use std::sync::Arc;

use super::super::Trace;
use super::super::carpet::{Cloth, Way, axis};
use super::super::grid::{Lattice, Places, fill_gaps, is_flat, tally};
use super::color_map::spread;
use super::levels::{Constraint, Levels};
use crate::render::chart::axis::{Axes, Pads};
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::layout::{StepFill, Steps};
use crate::render::scene::{Color, Stroke};

/// A grid without holes, and the levels drawn through it.
#[derive(Debug, Clone)]
pub(crate) struct Contours {
    /// Rows of one length.
    pub(super) z: Vec<Vec<f64>>,
    /// As many as columns, in calculation coordinates.
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
    pub(super) order: Option<Vec<Vec<Option<usize>>>>,
    /// 0 where there was no number, 1 elsewhere; `None` when holes are drawn over.
    pub(super) mask: Option<Vec<Vec<f64>>>,
    pub(super) levels: Levels,
    pub(super) constraint: Option<Constraint>,
    /// The numbers that the colours are for.
    pub(super) extent: (f64, f64),
    /// The carpet they lie on, whose a and b are then x and y.
    pub(super) cloth: Option<Arc<Cloth>>,
}

impl Contours {
    /// Reads a contour trace or bins a histogram, one of `all` traces; `None` without numbers.
    pub(crate) fn new(trace: &Trace, all: &[Trace], axes: &mut Axes) -> Option<Self> {
        let histogram = trace.kind == "histogram2dcontour";
        let mut lattice = if histogram { tally(trace, all, axes) } else { Lattice::read(trace, axes) }?;
        let rows = lattice.z.len();
        let mut mask = None;
        let data;
        if histogram {
            data = extent(lattice.z.iter().flatten().copied())?;
            lattice.z.iter_mut().flatten().filter(|cell| cell.is_nan()).for_each(|cell| *cell = 0.0);
        } else {
            let holes = fill_gaps(&mut lattice.z);
            data = extent(lattice.z.iter().flatten().copied())?;
            let flat = trace.attrs.get("z").is_some_and(is_flat);
            if !trace.attrs.flag("connectgaps", flat) {
                let mut cells = vec![vec![1.0; lattice.width()]; rows];
                for (row, column) in holes {
                    cells[row][column] = 0.0;
                }
                mask = Some(cells);
            }
        }
        let levels = Levels::read(trace, data);
        let blended = trace.attrs.text("contours.coloring") == "heatmap";
        let extent = if blended && !levels.auto {
            let low = levels.start - levels.size / 2.0;
            (low, low + levels.count() * levels.size)
        } else {
            data
        };
        let width = lattice.width();
        let (x_axis, y_axis) = (axes.get(&trace.x_axis)?, axes.get(&trace.y_axis)?);
        Some(Self {
            x: lattice.x.centers(width, x_axis.kind),
            y: lattice.y.centers(rows, y_axis.kind),
            z: lattice.z,
            order: lattice.order,
            mask,
            levels,
            constraint: Constraint::read(trace),
            extent,
            cloth: None,
        })
        .filter(|contours| contours.x.len() == width && contours.y.len() == rows)
    }

    /// Reads a contour trace that lies on a carpet, whose a and b it may use; `None` without numbers.
    pub(crate) fn on_carpet(trace: &Trace, carpet: &Trace, cloth: Arc<Cloth>) -> Option<Self> {
        let read = |way: Way| {
            let own = trace.column(way.letter()).or_else(|| carpet.column(way.letter()));
            let mut axis = axis(carpet, way);
            (own.map(|column| axis.read(&column)), axis)
        };
        let ((a, a_axis), (b, b_axis)) = (read(Way::A), read(Way::B));
        let places = |way: Way, list: Option<Vec<f64>>| {
            let letter = way.letter();
            let counted = Places::Counted {
                from: trace.attrs.num_or(&format!("{letter}0"), 0.0),
                by: trace.attrs.num(&format!("d{letter}")).filter(|by| *by != 0.0).unwrap_or(1.0),
            };
            let scaled = trace.attrs.str(&format!("{letter}type")) == Some("scaled");
            list.filter(|_| !scaled).map_or(counted, Places::Listed)
        };
        let lattice = match trace.attrs.get("z")? {
            z if is_flat(z) => Lattice::of_columns((a?, identity), (b?, identity), z)?,
            z => Lattice {
                z: Lattice::rows(trace, z)?,
                x: places(Way::A, a),
                y: places(Way::B, b),
                order: None,
            },
        };
        let (mut z, width) = (lattice.z.clone(), lattice.width());
        extent(z.iter().flatten().copied())?;
        fill_gaps(&mut z);
        let data = extent(z.iter().flatten().copied())?;
        let contours = Self {
            x: lattice.x.centers(width, a_axis.kind),
            y: lattice.y.centers(z.len(), b_axis.kind),
            z,
            order: None,
            mask: None,
            levels: Levels::read(trace, data),
            constraint: Constraint::read(trace),
            extent: data,
            cloth: Some(cloth),
        };
        (contours.x.len() == width && contours.y.len() == contours.z.len()).then_some(contours)
    }

    /// The lowest and highest number that has a colour.
    pub(crate) fn extent(&self) -> (f64, f64) {
        self.extent
    }

    /// Tells the axes what they must show; a carpet tells them itself.
    pub(crate) fn stretch(&self, trace: &Trace, axes: &mut Axes) {
        if self.cloth.is_some() {
            return;
        }
        for (id, centers) in [(&trace.x_axis, &self.x), (&trace.y_axis, &self.y)] {
            if let Some(axis) = axes.get_mut(id) {
                for center in centers {
                    let center = axis.linear(*center);
                    axis.extremes.add(center, Pads::default());
                }
            }
        }
    }

    /// The scale and the steps that a colour bar shows; `None` when no colour stands for a level.
    pub(crate) fn steps(&self, trace: &Trace, scale: ColorScale) -> Option<(ColorScale, Steps)> {
        let coloring = trace.attrs.text("contours.coloring");
        if self.constraint.is_some() || coloring == "none" {
            return None;
        }
        let map = self.color_map(trace, &scale);
        let line = self.line(trace);
        let lines = |level: f64| {
            let paint = if coloring == "lines" { map.color(level) } else { line.0 };
            Stroke::dashed(paint, line.1, trace.attrs.text("line.dash"))
        };
        let shown = coloring != "fill" || trace.attrs.is("contours.showlines");
        let values = self.levels.values();
        let steps = Steps {
            start: self.levels.start,
            size: self.levels.size,
            fill: match coloring {
                "fill" => StepFill::Levels,
                "lines" => StepFill::Nothing,
                _ => StepFill::Gradient,
            },
            ticked: shown,
            lines: values.iter().filter(|_| shown).map(|level| (*level, lines(*level))).collect(),
            levels: values,
        };
        Some((if coloring == "heatmap" { scale } else { map }, steps))
    }

    pub(super) fn color_map(&self, trace: &Trace, scale: &ColorScale) -> ColorScale {
        let fixed = trace.attrs.num("zmin").is_some() && trace.attrs.num("zmax").is_some();
        spread(scale, &self.levels, trace.attrs.text("contours.coloring") == "lines", fixed)
    }

    /// The colour and width of lines that have one colour.
    pub(super) fn line(&self, trace: &Trace) -> (Color, f64) {
        let own = trace.attrs.color("line.color");
        let width = |default: f64| trace.attrs.num_or("line.width", default);
        match self.constraint {
            None => (own.unwrap_or(Color::BLACK), width(0.5)),
            Some(constraint) => {
                let fill = Self::fill_color(trace);
                let filled = !matches!(constraint, Constraint::Equal(_)) && fill.a > 0;
                let default = if filled { Color { a: 255, ..fill } } else { trace.color };
                (own.unwrap_or(default), width(2.0))
            }
        }
    }

    /// What a constraint's area is filled with.
    pub(super) fn fill_color(trace: &Trace) -> Color {
        let line = trace.attrs.color("line.color").unwrap_or(trace.color);
        trace.attrs.color("fillcolor").unwrap_or(Color { a: 128, ..line })
    }

    /// The line and the area of the legend's key.
    pub(crate) fn key(&self, trace: &Trace, scale: &ColorScale) -> (Option<Stroke>, Option<Color>) {
        let coloring = trace.attrs.text("contours.coloring");
        let (color, width) = self.line(trace);
        let color = if coloring == "lines" { scale.at(0.5) } else { color };
        let equal = matches!(self.constraint, Some(Constraint::Equal(_)));
        let shown = equal || coloring != "fill" || trace.attrs.is("contours.showlines");
        let fill = match (self.constraint, coloring) {
            (Some(_), _) => (!equal).then(|| Self::fill_color(trace)),
            (None, "fill" | "heatmap") => Some(scale.at(0.5)),
            (None, _) => None,
        };
        let line = shown.then(|| Stroke::dashed(color, width, trace.attrs.text("line.dash")));
        (line, fill)
    }
}
