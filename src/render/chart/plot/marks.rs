//! What plot traces become once their data are read: one variant for each family of types.

use kurbo::Size;

use super::bar::Bars;
use super::boxes::Boxes;
use super::carpet::Carpet;
use super::contour::Contours;
use super::grid::Grid;
use super::image::Picture;
use super::indicator::Indicator;
use super::paint::numbers;
use super::parcats::Parcats;
use super::parcoords::Parcoords;
use super::sankey::Sankey;
use super::scatter::Scatter;
use super::sessions::Sessions;
use super::slices::{Share, Slices};
use super::space;
use super::splom::Splom;
use super::stage::Stage;
use super::table::Table;
use super::tree::{Look, Tree};
use super::violin::Violins;
use super::{ColorAxes, Trace};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::draw::Canvas;
use crate::render::chart::layout::{Push, Steps};

/// A plot trace's marks, in calculation coordinates.
#[derive(Debug, Clone)]
pub(crate) enum Marks {
    Scatter(Scatter),
    Bars(Bars),
    Boxes(Boxes),
    Violins(Violins),
    Grid(Grid),
    Contours(Contours),
    Carpet(Carpet),
    Pie(Slices),
    FunnelArea(Slices),
    Indicator(Indicator),
    Table(Table),
    Tree(Tree),
    Picture(Picture),
    Sessions(Sessions),
    Sankey(Sankey),
    Splom(Splom),
    Parcoords(Parcoords),
    Parcats(Parcats),
    #[cfg(feature = "geo")]
    Points(super::MapPoints),
    #[cfg(feature = "geo")]
    Regions(super::Regions),
    /// Drawn with the whole of its scene.
    InScene,
    /// Nothing to draw: no data, or hidden.
    Empty,
    /// A type or a feature that is not drawn yet.
    Unsupported,
}

impl Marks {
    /// The slices of a pie or a funnel area.
    pub(super) fn shares(&self) -> Option<&Slices> {
        match self {
            Self::Pie(slices) | Self::FunnelArea(slices) => Some(slices),
            _ => None,
        }
    }

    /// The legend entries of the slices of a pie and its kin, which have one each.
    pub(super) fn entries(&self) -> Option<&[Share]> {
        self.shares().map(|slices| slices.shares.as_slice())
    }

    /// The scale that the trace shows in a colour bar of its own, with the bar's container and contours' steps.
    pub(crate) fn color_bar<'a>(
        &self,
        trace: &Trace<'a>,
        layout: &Attrs<'a>,
    ) -> Option<(Attrs<'a>, ColorScale, Option<Steps>)> {
        let scales = layout.at("colorscale");
        match self {
            Self::Grid(grid) if !trace.attrs.has("coloraxis") && trace.attrs.is("showscale") => {
                let scale = ColorScale::of(&trace.attrs, "z", grid.extent(), &scales);
                Some((trace.attrs.at("colorbar"), scale, None))
            }
            #[cfg(feature = "geo")]
            Self::Regions(regions) if !trace.attrs.has("coloraxis") && trace.attrs.is("showscale") => {
                let scale = ColorScale::of(&trace.attrs, "z", regions.extent(), &scales);
                Some((trace.attrs.at("colorbar"), scale, None))
            }
            #[cfg(feature = "geo")]
            Self::Points(_) => own_bar(trace, &scales),
            Self::Contours(contours) if !trace.attrs.has("coloraxis") && trace.attrs.is("showscale") => {
                let scale = ColorScale::of(&trace.attrs, "z", Some(contours.extent()), &scales);
                let (scale, steps) = contours.steps(trace, scale)?;
                Some((trace.attrs.at("colorbar"), scale, Some(steps)))
            }
            Self::Tree(tree) => {
                let marker = trace.attrs.at("marker");
                let shown = marker.flag("showscale", marker.has("colorbar"));
                let data = tree.scale_extent().filter(|_| shown && !marker.has("coloraxis"))?;
                Some((marker.at("colorbar"), ColorScale::of(&marker, "c", Some(data), &scales), None))
            }
            Self::Scatter(scatter) if !scatter.markers => None,
            Self::Scatter(_) | Self::Bars(_) | Self::Splom(_) => own_bar(trace, &scales),
            Self::Parcoords(_) | Self::Parcats(_) => {
                let line = trace.attrs.at("line");
                let shown = line.flag("showscale", line.has("colorbar")) && !line.has("coloraxis");
                let scale = if matches!(self, Self::Parcats(_)) { Parcats::scale } else { Parcoords::scale };
                Some((line.at("colorbar"), scale(trace, layout).filter(|_| shown)?, None))
            }
            Self::InScene => {
                let line = trace.attrs.at("line");
                let shown = line.flag("showscale", line.has("colorbar")) && !line.has("coloraxis");
                let own = || {
                    let values = numbers(&line).filter(|_| shown)?;
                    Some((line.at("colorbar"), ColorScale::of(&line, "c", extent(values), &scales), None))
                };
                let faces = || {
                    let values = space::value_extent(trace)?;
                    let shown = trace.attrs.is("showscale") && !trace.attrs.has("coloraxis");
                    let scale = ColorScale::of(&trace.attrs, "c", Some(values), &scales);
                    shown.then(|| (trace.attrs.at("colorbar"), scale, None))
                };
                faces().or_else(|| own_bar(trace, &scales)).or_else(own)
            }
            _ => None,
        }
    }

    /// The steps that contours draw the bar of the colour axis `id` in.
    pub(crate) fn shared_steps(
        &self,
        trace: &Trace,
        id: &str,
        scale: &ColorScale,
    ) -> Option<(ColorScale, Steps)> {
        let Self::Contours(contours) = self else { return None };
        let stepped =
            trace.attrs.str("coloraxis") == Some(id) && trace.attrs.text("contours.coloring") != "heatmap";
        if stepped { contours.steps(trace, scale.clone()) } else { None }
    }

    /// The margins that the labels beside a pie ask for.
    pub(crate) fn push(&self, trace: &Trace, stage: &Stage, page: Size) -> Option<Push> {
        match self {
            Self::Pie(slices) => slices.push(trace, stage, page),
            _ => None,
        }
    }

    /// Draws what has a place of its own on the page, without axes.
    pub(crate) fn draw_free(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        match self {
            Self::Pie(slices) => canvas.faded(trace.attrs.number("opacity"), |canvas| {
                slices.draw_pie(canvas, trace, stage);
            }),
            Self::FunnelArea(slices) => canvas.faded(trace.attrs.number("opacity"), |canvas| {
                slices.draw_funnel_area(canvas, trace, stage);
            }),
            Self::Indicator(indicator) => indicator.draw(canvas, trace, stage),
            Self::Table(table) => table.draw(canvas, trace, stage),
            Self::Tree(tree) => Look::new(tree, trace, stage).draw(canvas),
            Self::Parcoords(parcoords) => parcoords.draw(canvas, trace, stage),
            Self::Parcats(parcats) => parcats.draw(canvas, trace, stage),
            Self::Sankey(sankey) => sankey.draw(canvas, trace, stage),
            Self::Unsupported => stage.draw_unsupported(canvas, trace),
            _ => {}
        }
    }

    /// Tells shared colour axes about this trace's numbers.
    pub(crate) fn color(&self, trace: &Trace, colors: &mut ColorAxes) {
        if let (Self::Grid(grid), Some(id)) = (self, trace.attrs.str("coloraxis"))
            && let Some(data) = grid.extent()
        {
            colors.add(id, data);
        }
        if let (Self::InScene, Some(id)) = (self, trace.attrs.str("coloraxis"))
            && let Some(data) = space::value_extent(trace)
        {
            colors.add(id, data);
        }
        if let (Self::Contours(contours), Some(id)) = (self, trace.attrs.str("coloraxis")) {
            colors.add(id, contours.extent());
        }
        #[cfg(feature = "geo")]
        if let (Self::Regions(regions), Some(id)) = (self, trace.attrs.str("coloraxis"))
            && let Some(data) = regions.extent()
        {
            colors.add(id, data);
        }
        if let (Self::Tree(tree), Some(id)) = (self, trace.attrs.str("marker.coloraxis"))
            && let Some(data) = tree.scale_extent()
        {
            colors.add(id, data);
        }
        for path in ["marker", "marker.line", "line"] {
            let container = trace.attrs.at(path);
            if let (Some(id), Some(values)) = (container.str("coloraxis"), numbers(&container))
                && let Some(data) = extent(values)
            {
                colors.add(id, data);
            }
        }
    }

    /// Draws on x and y axes; scatter traces are drawn with those that they are filled to.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        match self {
            Self::Bars(bars) => bars.draw(canvas, trace, stage),
            Self::Boxes(boxes) => boxes.draw(canvas, trace, stage),
            Self::Violins(violins) => violins.draw(canvas, trace, stage),
            Self::Grid(grid) => grid.draw(canvas, trace, stage),
            Self::Contours(contours) => contours.draw(canvas, trace, stage),
            Self::Carpet(carpet) => carpet.draw(canvas, trace, stage),
            Self::Picture(picture) => picture.draw(canvas, trace, stage),
            Self::Sessions(sessions) => sessions.draw(canvas, trace, stage),
            _ => {}
        }
    }
}

/// The colour bar of a trace whose markers have numbers for colours.
fn own_bar<'a>(trace: &Trace<'a>, scales: &Attrs<'a>) -> Option<(Attrs<'a>, ColorScale, Option<Steps>)> {
    let marker = trace.attrs.at("marker");
    let shown = marker.flag("showscale", marker.has("colorbar"));
    let values = numbers(&marker).filter(|_| shown && !marker.has("coloraxis"))?;
    Some((marker.at("colorbar"), ColorScale::of(&marker, "c", extent(values), scales), None))
}
