//! Two-dimensional histograms: how many points, or what of their `z`, fall into each cell.

use super::super::bins::Bins;
use super::super::{Trace, bin_group};
use super::lattice::Lattice;
use super::places::Places;
use crate::render::chart::axis::Axes;

/// More cells than this are a mistake.
const MOST: usize = 4_000_000;

/// Bins a two-dimensional histogram, one of `all` traces; NaN where `histfunc` has nothing to tell.
pub(crate) fn tally(trace: &Trace, all: &[Trace], axes: &mut Axes) -> Option<Lattice> {
    let x = axes.get_mut(&trace.x_axis)?.read(&trace.column("x")?);
    let y = axes.get_mut(&trace.y_axis)?.read(&trace.column("y")?);
    let (x_bins, y_bins) = (bins(trace, all, axes, 'x')?, bins(trace, all, axes, 'y')?);
    let (x_edges, y_edges) = (x_bins.edges(), y_bins.edges());
    let (width, height) = (x_edges.len().saturating_sub(1), y_edges.len().saturating_sub(1));
    if width == 0 || height == 0 || width.saturating_mul(height) > MOST {
        return None;
    }
    let weights = trace.column("z").or_else(|| trace.column("marker.color"));
    let function = if weights.is_some() { trace.attrs.text("histfunc") } else { "count" };
    let extreme = matches!(function, "min" | "max");
    let mut z = vec![vec![if extreme { f64::NAN } else { 0.0 }; width]; height];
    let mut counts = vec![vec![0.0; width]; height];
    for (index, (x, y)) in x.iter().zip(&y).enumerate() {
        let (Some(column), Some(row)) = (x_bins.find(*x, &x_edges), y_bins.find(*y, &y_edges)) else {
            continue;
        };
        let weight = weights.as_ref().and_then(|weights| weights.num(index));
        let cell = &mut z[row][column];
        match (function, weight) {
            ("count", _) => *cell += 1.0,
            ("min", Some(weight)) => *cell = cell.min(weight),
            ("max", Some(weight)) => *cell = cell.max(weight),
            (_, Some(weight)) => {
                *cell += weight;
                counts[row][column] += 1.0;
            }
            (_, None) => {}
        }
    }
    if function == "avg" {
        for (cell, count) in z.iter_mut().flatten().zip(counts.iter().flatten()) {
            *cell = if *count > 0.0 { *cell / count } else { f64::NAN };
        }
    }
    normalize(&mut z, trace.attrs.text("histnorm"), &x_edges, &y_edges);
    Some(Lattice { z, x: places(&x_edges), y: places(&y_edges), order: None })
}

/// The bins along one axis, for all traces of the trace's `bingroup` together.
fn bins(trace: &Trace, all: &[Trace], axes: &mut Axes, letter: char) -> Option<Bins> {
    let own = (trace, letter);
    match bin_group::name(own) {
        Some(group) => bin_group::bins(&bin_group::members(all, &group), own, axes),
        None => bin_group::bins(&[own], own, axes),
    }
}

fn normalize(z: &mut [Vec<f64>], norm: &str, x_edges: &[f64], y_edges: &[f64]) {
    let total: f64 = z.iter().flatten().filter(|cell| cell.is_finite()).sum();
    let scale = match norm {
        "percent" => 100.0 / total,
        "probability" | "probability density" => 1.0 / total,
        _ => 1.0,
    };
    let density = norm.ends_with("density");
    for (row, lines) in z.iter_mut().zip(y_edges.windows(2)) {
        for (cell, across) in row.iter_mut().zip(x_edges.windows(2)) {
            let area = (across[1] - across[0]) * (lines[1] - lines[0]);
            *cell *= if density { scale / area } else { scale };
        }
    }
}

/// plotly draws bins as equally wide, whatever months they span.
fn places(edges: &[f64]) -> Places {
    let span = edges.last().zip(edges.first()).map_or(0.0, |(last, first)| last - first);
    let by = span / edges.len().saturating_sub(1).max(1) as f64;
    Places::Counted { from: edges.first().copied().unwrap_or(0.0) + by / 2.0, by }
}
