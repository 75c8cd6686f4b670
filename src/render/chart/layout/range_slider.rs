//! The range slider below an x axis: a small plot of everything on it, with what is not shown darkened.

use kurbo::{Point, Rect, RoundedRect, Shape, Size};

use super::{Margins, Push};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Axis, Letter, PlacedText, Side};
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::text::{Anchor, Placement, Typesetter};
use crate::render::scene::{Color, Stroke};

/// px between the axis' labels and the slider.
const GAP: f64 = 15.0;
/// px, the width of a handle.
const HANDLE: f64 = 4.0;

/// A range slider, measured.
#[derive(Debug)]
pub(crate) struct RangeSlider<'a> {
    axis: String,
    attrs: Attrs<'a>,
    /// px.
    height: f64,
    border: f64,
    /// Where the plots above it end, as a fraction from below.
    floor: f64,
}

impl<'a> RangeSlider<'a> {
    /// The sliders of all x axes that have one.
    pub(crate) fn all(axes: &Axes<'a>, traces: &[Trace], page: Size, margins: &Margins) -> Vec<Self> {
        let subplots = axes.subplots(traces);
        let slid = axes.iter().filter(|axis| axis.slid);
        slid.map(|axis| {
            let attrs = axis.attrs.at("rangeslider");
            let counters = subplots.iter().filter(|(x, ..)| *x == axis.id);
            let floors = counters.filter_map(|(_, y, _)| Some(axes.get(y)?.domain[0]));
            Self {
                axis: axis.id.clone(),
                height: (page.height - margins.bottom - margins.top).max(0.0) * attrs.number("thickness"),
                border: attrs.number("borderwidth"),
                floor: floors.reduce(f64::min).unwrap_or(0.0),
                attrs,
            }
        })
        .collect()
    }

    /// px that half of the border shifts the slider by.
    fn shift(&self) -> f64 {
        (self.border / 2.0).floor()
    }

    /// The margin that the slider and the axis' title below it ask for.
    pub(crate) fn push(&self, axes: &Axes, margins: &Margins) -> Option<Push> {
        let axis = axes.get(&self.axis)?;
        let below = axis.side == Side::Bottom;
        let title = if below && axis.is_titled() {
            let size = axis.title_style.size;
            let breaks = axis.title.as_deref().map_or(0, |title| title.matches("<br").count()) as f64;
            1.5 * size + 10.0 + self.shift() + breaks * size * crate::render::chart::text::LINE_SPACING
        } else {
            0.0
        };
        let mut push = Push::at(Letter::X, self.floor);
        let depth = if below { axis.depth } else { 0.0 };
        push.bottom.1 = self.height + depth + margins.bottom.max(title);
        push.pad = Some(GAP + 2.0 * self.shift());
        Some(push)
    }

    /// Where the slider lies, under an axis in the plot area.
    fn place(&self, axis: &Axis, area: Rect) -> Rect {
        let depth = if axis.side == Side::Bottom { axis.depth } else { 0.0 };
        let top = area.y0 + area.height() * (1.0 - self.floor) + depth + self.shift() + GAP;
        Rect::from_origin_size((axis.offset.round(), top.round()), (axis.length, self.height))
    }

    /// Draws the slider; `plot` draws the traces of one subplot on other axes.
    pub(crate) fn draw(
        &self,
        canvas: &Canvas,
        setter: &Typesetter,
        (axes, traces, area): (&Axes<'a>, &[Trace], Rect),
        background: Color,
        plot: impl Fn(&Canvas, &Axes<'a>, (&str, &str)),
    ) {
        let Some(axis) = axes.get(&self.axis) else { return };
        let frame = self.place(axis, area);
        let wide = self.border - self.border % 2.0;
        let shift = self.shift();
        let outer =
            Rect::new(frame.x0, frame.y0, frame.x1 + wide, frame.y1 + wide) - kurbo::Vec2::new(shift, shift);
        let fill = self.attrs.color("bgcolor").unwrap_or(background);
        let border = self.attrs.shade("bordercolor");
        canvas.path(outer.to_path(0.1), Some(fill.into()), Some(Stroke::new(border, self.border)));

        let mut small = axes.clone();
        let Some(mini) = small.get_mut(&self.axis) else { return };
        mini.range = self.range(axis);
        (mini.offset, mini.length) = (frame.x0, frame.width().max(1.0));
        mini.settle_breaks();
        let ends = axis.range.map(|end| mini.place(end).clamp(frame.x0, frame.x1));
        let mut bands = Vec::new();
        let subplots = axes.subplots(traces);
        for (x, y, _) in subplots.iter().filter(|(x, ..)| *x == self.axis) {
            let Some(mini) = small.get_mut(y) else { continue };
            (mini.offset, mini.length) = (frame.y0, frame.height().max(1.0));
            let shown = mini.range;
            if let Some(range) = self.range_across(mini) {
                mini.range = range;
                if axis.anchor.as_ref() == Some(y) {
                    bands = shown.map(|end| mini.place(end).clamp(frame.y0, frame.y1)).into();
                }
            }
            canvas.clipped(frame, |canvas| plot(canvas, &small, (x, y)));
        }

        let [from, to] = [ends[0].min(ends[1]), ends[0].max(ends[1])];
        let mask = Color::BLACK.faded(0.4);
        canvas.rect(Rect::new(frame.x0, frame.y0, from, frame.y1), mask);
        canvas.rect(Rect::new(to, frame.y0, frame.x1, frame.y1), mask);
        if let [low, high] = bands.as_slice() {
            let mask = Color::BLACK.faded(0.2);
            canvas.rect(Rect::new(from, frame.y0, to, high.min(*low)), mask);
            canvas.rect(Rect::new(from, low.max(*high), to, frame.y1), mask);
        }
        for (at, nudge) in [(from, -0.5), (to, 0.5)] {
            let left = frame.x0 + (at - frame.x0 - HANDLE / 2.0).round() + nudge;
            let (top, height) = ((self.height / 4.0).round(), (self.height / 2.0).round());
            let corner = Point::new(left, frame.y0 + top + 0.5);
            let handle = RoundedRect::from_rect(Rect::from_origin_size(corner, (HANDLE, height)), 1.0);
            canvas.path(handle.to_path(0.1), Some(Color::WHITE.into()), Some(Stroke::new(DARK, 1.0)));
        }
        if let Some(title) = axis.title.as_deref().filter(|_| axis.side == Side::Bottom) {
            let y = frame.y1 + shift + 10.0 + 1.5 * axis.title_style.size;
            let text = setter.set(title, &axis.title_style);
            let title =
                PlacedText::new(text, Placement::new(axis.offset + axis.length / 2.0, y, Anchor::Middle));
            canvas.text(&title.text, &title.placement);
        }
    }

    /// The values from the slider's left to its right: all data unless the figure says otherwise.
    fn range(&self, axis: &Axis) -> [f64; 2] {
        let [from, to] = match axis.ends("rangeslider.range") {
            [Some(from), Some(to)] if from != to && !self.attrs.flag("autorange", false) => [from, to],
            _ => axis.whole_range(),
        };
        let [low, high] = axis.range;
        if low < high { [from.min(low), to.max(high)] } else { [from.max(low), to.min(high)] }
    }

    /// The values from below to the top of a y axis, where they are not the axis' own.
    fn range_across(&self, axis: &Axis) -> Option<[f64; 2]> {
        let own = self.attrs.at(&axis.name());
        let ends = own.list("range").unwrap_or_default();
        let ends: Vec<f64> = ends.iter().filter_map(|end| axis.locate(end)).collect();
        let given = <[f64; 2]>::try_from(ends).ok().filter(|[from, to]| from != to);
        match own.str("rangemode") {
            Some("auto") => Some(axis.whole_range()),
            Some("fixed") => Some(given.unwrap_or(axis.range)),
            Some("match") => None,
            _ => given,
        }
    }
}
