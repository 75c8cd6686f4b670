//! The calculation of plot traces: what their data become, alone and beside the others.

use super::bar::{Bars, arrange};
use super::boxes::{self, Boxes};
use super::carpet::{self, Carpet};
use super::contour::Contours;
use super::grid::Grid;
use super::histogram::histograms;
use super::image::Picture;
use super::indicator::Indicator;
use super::parcats::Parcats;
use super::parcoords::Parcoords;
use super::sankey::Sankey;
use super::scatter::{Scatter, group, stack};
use super::sessions::Sessions;
use super::slices::Slices;
use super::space;
use super::splom::Splom;
use super::table::Table;
use super::tree::Tree;
use super::violin::{self, Violins};
use super::{Marks, Trace, Visible};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axes;
use crate::render::chart::subplot::Subplots;

/// Reads the data of all traces, in order, and tells the axes what they must show.
pub(crate) fn calculate<'a>(
    traces: &[Trace<'a>],
    axes: &mut Axes<'a>,
    subplots: &mut Subplots<'a>,
    layout: &Attrs<'a>,
) -> Vec<Marks> {
    let read = |trace| read(trace, traces, axes, subplots, layout);
    let mut marks: Vec<Marks> = traces.iter().map(read).collect();
    carpet::lay_on(traces, &mut marks);
    subplots.arrange(traces, &mut marks, layout);
    slice(traces, &mut marks, layout);
    grow(traces, &mut marks, layout);
    bin(traces, &mut marks, axes, layout);
    pile(traces, &mut marks);
    let families: [&[&str]; 3] = [&["bar", "histogram"], &["waterfall"], &["funnel"]];
    for family in families {
        let mut members: Vec<(&Trace, &mut Bars)> = Vec::new();
        for (trace, marks) in traces.iter().zip(&mut marks) {
            if let Marks::Bars(bars) = marks
                && family.contains(&trace.kind)
            {
                members.push((trace, bars));
            }
        }
        if !members.is_empty() {
            arrange(&mut members, axes, layout);
        }
    }
    let mut members: Vec<(&Trace, &mut Sessions)> = Vec::new();
    for (trace, marks) in traces.iter().zip(&mut marks) {
        if let Marks::Sessions(sessions) = marks
            && sessions.candles.is_none()
        {
            members.push((trace, sessions));
        }
    }
    Sessions::arrange(&mut members, axes);
    let mut members: Vec<(&Trace, &mut Boxes)> = Vec::new();
    for (trace, marks) in traces.iter().zip(&mut marks) {
        match marks {
            Marks::Boxes(boxes) => members.push((trace, boxes)),
            Marks::Sessions(sessions) => {
                members.extend(sessions.candles.as_mut().map(|boxes| (trace, boxes)));
            }
            _ => {}
        }
    }
    boxes::arrange(&mut members, axes, layout, "box");
    let mut members: Vec<(&Trace, &mut Violins)> = Vec::new();
    for (trace, marks) in traces.iter().zip(&mut marks) {
        if let Marks::Violins(violins) = marks {
            members.push((trace, violins));
        }
    }
    violin::arrange(&mut members, axes, layout);
    for (trace, marks) in traces.iter().zip(&marks) {
        match marks {
            Marks::Grid(grid) => grid.stretch(trace, axes),
            Marks::Contours(contours) => contours.stretch(trace, axes),
            _ => {}
        }
    }
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let grouped = {
        let mut members: Vec<(&Trace<'a>, &mut Scatter)> = Vec::new();
        for (trace, marks) in traces.iter().zip(&mut marks) {
            if let Marks::Scatter(scatter) = marks
                && trace.kind == "scatter"
            {
                members.push((trace, scatter));
            }
        }
        group(&mut members, axes, layout)
    };
    for (trace, marks) in traces.iter().zip(&marks) {
        if let Marks::Scatter(scatter) = marks
            && trace.is_cartesian()
            && !(grouped && trace.kind == "scatter")
        {
            let subplot = (trace.x_axis.as_str(), trace.y_axis.as_str());
            scatter.stretch(trace, axes, !seen.contains(&subplot));
            seen.push(subplot);
        }
    }
    marks
}

fn read<'a>(
    trace: &Trace<'a>,
    all: &[Trace<'a>],
    axes: &mut Axes<'a>,
    subplots: &mut Subplots<'a>,
    layout: &Attrs<'a>,
) -> Marks {
    if trace.visible != Visible::Shown {
        return Marks::Empty;
    }
    match trace.kind {
        "scatter" | "scattergl" => Scatter::new(trace, axes).map_or(Marks::Empty, Marks::Scatter),
        "scatterpolar" | "scatterpolargl" | "scattersmith" | "scatterternary" => {
            subplots.scatter(trace).map_or(Marks::Empty, Marks::Scatter)
        }
        "barpolar" => subplots.bars(trace).map_or(Marks::Empty, Marks::Bars),
        "bar" | "funnel" | "waterfall" => Bars::new(trace, axes).map_or(Marks::Empty, Marks::Bars),
        "histogram" | "pie" | "funnelarea" | "contourcarpet" | "scattercarpet" => Marks::Empty,
        "carpet" => Carpet::new(trace, axes).map_or(Marks::Empty, Marks::Carpet),
        "box" => Boxes::new(trace, before(trace, all), axes).map_or(Marks::Empty, Marks::Boxes),
        "candlestick" | "ohlc" => Sessions::new(trace, axes).map_or(Marks::Empty, Marks::Sessions),
        "image" => Picture::new(trace, axes).map_or(Marks::Unsupported, Marks::Picture),
        "violin" => Violins::new(trace, before(trace, all), axes).map_or(Marks::Empty, Marks::Violins),
        "heatmap" | "heatmapgl" => Grid::heatmap(trace, axes).map_or(Marks::Empty, Marks::Grid),
        "indicator" => Marks::Indicator(Indicator::new(trace)),
        "table" => Marks::Table(Table::new(trace)),
        "histogram2d" => Grid::histogram(trace, all, axes).map_or(Marks::Empty, Marks::Grid),
        "contour" | "histogram2dcontour" => {
            Contours::new(trace, all, axes).map_or(Marks::Empty, Marks::Contours)
        }
        "treemap" | "sunburst" | "icicle" => Tree::new(trace).map_or(Marks::Empty, Marks::Tree),
        "parcoords" => Parcoords::new(trace).map_or(Marks::Empty, Marks::Parcoords),
        "parcats" => Parcats::new(trace).map_or(Marks::Empty, Marks::Parcats),
        "splom" => Splom::new(trace, axes).map_or(Marks::Empty, Marks::Splom),
        "sankey" => Sankey::new(trace, layout).map_or(Marks::Empty, Marks::Sankey),
        #[cfg(feature = "geo")]
        "scattergeo" => super::MapPoints::new(trace, layout).map_or(Marks::Empty, Marks::Points),
        #[cfg(feature = "geo")]
        "choropleth" => super::Regions::new(trace, layout).map_or(Marks::Empty, Marks::Regions),
        "mesh3d" if !trace.attrs.has("i") => Marks::Unsupported,
        kind if space::KINDS.contains(&kind) => Marks::InScene,
        _ => Marks::Unsupported,
    }
}

/// How many traces of the same type are shown before a trace.
fn before(trace: &Trace, all: &[Trace]) -> usize {
    let mates = |other: &&Trace| other.kind == trace.kind && other.visible == Visible::Shown;
    all.iter().take(trace.index).filter(mates).count()
}

fn bin<'a>(traces: &[Trace<'a>], marks: &mut [Marks], axes: &mut Axes<'a>, layout: &Attrs<'a>) {
    let histogram = |trace: &&Trace| trace.kind == "histogram" && trace.visible == Visible::Shown;
    let members: Vec<&Trace> = traces.iter().filter(histogram).collect();
    let stacked = layout.text("barmode") != "overlay";
    for (trace, bars) in members.iter().zip(histograms(&members, traces, axes, stacked)) {
        if let (Some(bars), Some(slot)) = (bars, marks.get_mut(trace.index)) {
            *slot = Marks::Bars(bars);
        }
    }
}

/// Pies share their labels' colours, and so do funnel areas.
fn slice(traces: &[Trace], marks: &mut [Marks], layout: &Attrs) {
    for kind in ["pie", "funnelarea"] {
        let shown = |trace: &&Trace| trace.kind == kind && trace.visible == Visible::Shown;
        let members = traces.iter().filter(shown);
        let mut read: Vec<(usize, Slices)> =
            members.filter_map(|trace| Some((trace.index, Slices::new(trace)?))).collect();
        let mut all: Vec<&mut Slices> = read.iter_mut().map(|(_, slices)| slices).collect();
        Slices::paint(&mut all, kind, layout);
        for (index, mut slices) in read {
            if let Some(trace) = traces.get(index) {
                slices.hide(trace, layout);
            }
            if let Some(slot) = marks.get_mut(index) {
                *slot = if kind == "pie" { Marks::Pie(slices) } else { Marks::FunnelArea(slices) };
            }
        }
    }
}

/// The trees of one type share the colours of their sectors.
fn grow(traces: &[Trace], marks: &mut [Marks], layout: &Attrs) {
    for kind in ["treemap", "sunburst", "icicle"] {
        let mut members: Vec<(&Trace, &mut Tree)> = Vec::new();
        for (trace, marks) in traces.iter().zip(&mut *marks) {
            if let Marks::Tree(tree) = marks
                && trace.kind == kind
            {
                members.push((trace, tree));
            }
        }
        Tree::paint(&mut members, kind, layout);
    }
}

fn pile(traces: &[Trace], marks: &mut [Marks]) {
    let mut members: Vec<(&Trace, &mut Scatter)> = Vec::new();
    for (trace, marks) in traces.iter().zip(marks) {
        if let Marks::Scatter(scatter) = marks
            && trace.is_cartesian()
        {
            members.push((trace, scatter));
        }
    }
    stack(&mut members);
}
