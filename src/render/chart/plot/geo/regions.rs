//! `choropleth`: places coloured by a number.

use super::config::Config;
use super::fit::Reach;
use super::places::Places;
use super::points::whole;
use super::view::View;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::DARK;
use crate::render::chart::color_scale::extent;
use crate::render::chart::draw::Canvas;
use crate::render::chart::geo::Shape;
use crate::render::chart::plot::paint::{colors, each, pick};
use crate::render::chart::plot::{Stage, Trace};
use crate::render::scene::Stroke;

/// Places of the globe with a number each.
#[derive(Debug, Clone)]
pub(crate) struct Regions {
    list: Vec<Region>,
    /// All numbers, also those of places that are not known.
    extent: Option<(f64, f64)>,
}

#[derive(Debug, Clone)]
struct Region {
    /// Its place in the trace's lists.
    index: usize,
    shape: Shape,
    value: f64,
}

impl Regions {
    /// Reads a trace's places; `None` when there are none.
    pub(crate) fn new(trace: &Trace, layout: &Attrs) -> Option<Self> {
        let (locations, values) = (trace.column("locations")?, trace.column("z")?);
        let count = locations.len().min(values.len());
        if count == 0 {
            return None;
        }
        let config = Config::read(layout, trace.attrs.text("geo"));
        let places = Places::of(trace, config.outlines());
        let region = |index: usize| {
            let name = locations.value(index).cloned().or_else(|| locations.num(index).map(Into::into))?;
            Some(Region { index, shape: places.find(&name)?.shape, value: values.num(index)? })
        };
        Some(Self { list: (0..count).filter_map(region).collect(), extent: extent(values.numbers()) })
    }

    /// The lowest and the highest number.
    pub(crate) fn extent(&self) -> Option<(f64, f64)> {
        self.extent
    }

    /// Tells what a fitted map must show.
    pub(super) fn reach(&self, trace: &Trace, config: &Config, reach: &mut Reach) {
        let own = whole(trace, config);
        if !own.is_empty() {
            reach.add_box(&own);
            reach.show(&own);
            return;
        }
        for region in &self.list {
            let positions = region.shape.positions();
            reach.add_box(&positions);
            reach.show(&positions);
        }
    }

    /// Draws the places.
    pub(super) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, view: &View) {
        let scale = stage.colors.of(&trace.attrs, "z", self.extent, stage.layout);
        let marker = trace.attrs.at("marker");
        let line = marker.at("line");
        let line_colors = colors(&line, DARK, stage.colors, stage.layout);
        let widths = each(&line, "width", 1.0);
        let opacities = each(&marker, "opacity", 1.0);
        for region in &self.list {
            let stroke =
                Stroke::new(pick(&line_colors, region.index, DARK), pick(&widths, region.index, 0.0));
            let path = view.path(&region.shape);
            canvas.faded(pick(&opacities, region.index, 1.0), |canvas| {
                canvas.path(path, Some(scale.color(region.value).into()), Some(stroke));
            });
        }
    }
}
