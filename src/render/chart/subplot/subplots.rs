//! All of a figure's subplots without x and y axes.

use kurbo::{BezPath, Rect};

use super::polar::Polar;
use super::ring_axis::Container;
use super::smith::Smith;
use super::ternary::Ternary;
use crate::render::chart::Figure;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, Grid};
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::{Bars, Marks, Pair, Scatter, Stage, Trace, Visible};
use crate::render::chart::text::{TextStyle, Typesetter};

#[derive(Debug, Clone)]
enum Shape<'a> {
    Polar(Box<Polar<'a>>),
    Smith(Box<Smith<'a>>),
    Ternary(Box<Ternary<'a>>),
}

/// How a polar subplot is turned, and how far its radius goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dial {
    /// From the middle to the hole's edge and to the outer one, px.
    pub(crate) inner: f64,
    pub(crate) radius: f64,
    /// Where the radial axis stands, degrees.
    pub(crate) angle: f64,
    /// Where the angular axis begins, degrees.
    pub(crate) rotation: f64,
}

#[derive(Debug, Clone)]
struct Subplot<'a> {
    /// `polar`, `ternary2`…
    id: String,
    attrs: Attrs<'a>,
    /// The share of the width that it has unless its `domain` says otherwise.
    across: [f64; 2],
    shape: Shape<'a>,
}

/// The polar, Smith and ternary subplots of a figure, in the order that they are painted in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subplots<'a> {
    list: Vec<Subplot<'a>>,
}

impl<'a> Subplots<'a> {
    /// The subplots that plot traces draw in.
    pub(crate) fn of(figure: &'a Figure, traces: &[Trace<'a>], font: &TextStyle) -> Self {
        let strict = figure.layout().str("autotypenumbers") == Some("strict");
        let mut list = Vec::new();
        for base in ["polar", "smith", "ternary"] {
            let number = |id: &str| id.strip_prefix(base).and_then(|number| number.parse::<usize>().ok());
            let shown = traces.iter().filter(|trace| trace.visible != Visible::Hidden);
            let mut ids: Vec<String> =
                shown.filter_map(Trace::subplot).filter(|id| id.starts_with(base)).collect();
            ids.sort_by_key(|id| number(id).unwrap_or(1));
            ids.dedup();
            let share = 1.0 / ids.len() as f64;
            for (index, id) in ids.iter().enumerate() {
                let attrs = figure.counted(id);
                let container = Container { attrs: attrs.clone(), own: figure.own_axis(id), font };
                let members = traces.iter().filter(|trace| trace.visible != Visible::Hidden);
                let members: Vec<&Trace> =
                    members.filter(|trace| trace.subplot().as_ref() == Some(id)).collect();
                let shape = match base {
                    "polar" => Shape::Polar(Box::new(Polar::new(&container, &members, strict))),
                    "smith" => Shape::Smith(Box::new(Smith::new(&container))),
                    _ => Shape::Ternary(Box::new(Ternary::new(&container))),
                };
                let across = [index as f64 * share, (index + 1) as f64 * share];
                list.push(Subplot { id: id.clone(), attrs, across, shape });
            }
        }
        Self { list }
    }

    /// A polar subplot: its radial axis, and how it stands.
    pub(crate) fn polar(&self, id: &str) -> Option<(&Axis<'a>, Dial)> {
        match &self.list.iter().find(|subplot| subplot.id == id)?.shape {
            Shape::Polar(polar) => Some((polar.radial()?, polar.dial())),
            _ => None,
        }
    }

    fn shape_of(&mut self, trace: &Trace) -> Option<&mut Shape<'a>> {
        let id = trace.subplot()?;
        self.list.iter_mut().find(|subplot| subplot.id == id).map(|subplot| &mut subplot.shape)
    }

    /// Reads a scatter trace of any of the kinds.
    pub(crate) fn scatter(&mut self, trace: &Trace) -> Option<Scatter> {
        match self.shape_of(trace)? {
            Shape::Polar(polar) => polar.scatter(trace),
            Shape::Smith(_) => Smith::scatter(trace),
            Shape::Ternary(ternary) => ternary.scatter(trace),
        }
    }

    /// Reads a polar bar trace.
    pub(crate) fn bars(&mut self, trace: &Trace) -> Option<Bars> {
        match self.shape_of(trace)? {
            Shape::Polar(polar) => polar.bars(trace),
            _ => None,
        }
    }

    /// Settles what plot traces of one subplot share, once all data are read.
    pub(crate) fn arrange(&mut self, traces: &[Trace<'a>], marks: &mut [Marks], layout: &Attrs<'a>) {
        for subplot in &mut self.list {
            let Shape::Polar(polar) = &mut subplot.shape else { continue };
            polar.count_categories();
            let mut members: Vec<Pair> = Vec::new();
            for (trace, marks) in traces.iter().zip(marks.iter_mut()) {
                if let Marks::Bars(bars) = marks
                    && trace.subplot().as_ref() == Some(&subplot.id)
                {
                    members.push((trace, bars));
                }
            }
            polar.arrange_bars(&mut members, layout);
        }
    }

    /// Places all in the plot area; chooses ranges and ticks.
    pub(crate) fn place(&mut self, layout: &Attrs, area: Rect, setter: &Typesetter) {
        let grid = Grid::read(layout);
        for subplot in &mut self.list {
            let rect = grid.rect(&subplot.attrs, area, subplot.across);
            match &mut subplot.shape {
                Shape::Polar(polar) => polar.place(rect, area.width(), setter),
                Shape::Smith(smith) => smith.place(rect, setter),
                Shape::Ternary(ternary) => ternary.place(rect, setter),
            }
        }
    }

    /// Draws all with their plot traces.
    pub(crate) fn draw(&self, canvas: &Canvas, stage: &Stage) {
        for subplot in &self.list {
            let members = || {
                let all = stage.traces.iter().zip(stage.marks);
                all.filter(|(trace, _)| trace.subplot().as_ref() == Some(&subplot.id))
            };
            match &subplot.shape {
                Shape::Polar(polar) => polar.draw_below(canvas, stage.layout),
                Shape::Smith(smith) => smith.draw_below(canvas, stage.layout),
                Shape::Ternary(ternary) => ternary.draw_below(canvas, stage.layout),
            }
            if let Shape::Polar(polar) = &subplot.shape {
                canvas.clipped_to(polar.disc.outline(), |canvas| {
                    for (trace, marks) in members() {
                        if let Marks::Bars(bars) = marks {
                            polar.draw_bars(canvas, trace, bars, stage);
                        }
                    }
                });
            }
            // The line of the trace before: empty where that has none, and then there is no area up to it.
            let mut before: Option<BezPath> = None;
            for (trace, marks) in members() {
                let Marks::Scatter(scatter) = marks else { continue };
                let line = match &subplot.shape {
                    Shape::Polar(polar) => polar.draw_scatter(canvas, trace, scatter, stage, before.as_ref()),
                    Shape::Smith(smith) => {
                        Some(smith.draw_scatter(canvas, trace, scatter, stage, before.as_ref()))
                    }
                    Shape::Ternary(ternary) => {
                        Some(ternary.draw_scatter(canvas, trace, scatter, stage, before.as_ref()))
                    }
                };
                let has_line = scatter.lines || scatter.fill != "none";
                before = if has_line { line.or(before) } else { Some(BezPath::new()) };
            }
            match &subplot.shape {
                Shape::Polar(polar) => polar.draw_above(canvas),
                Shape::Smith(smith) => smith.draw_above(canvas),
                Shape::Ternary(ternary) => ternary.draw_above(canvas),
            }
        }
    }
}
