//! Boxes beside each other, and the room that they need (plotly's `box/cross_trace_calc`).

use super::Boxes;
use super::points::Shown;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Pads};
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::bar::{Bars, distinct};
use crate::render::chart::plot::slots::Slots;

/// A trace with its boxes.
type Pair<'m, 'a> = (&'m Trace<'a>, &'m mut Boxes);

/// Gives boxes their widths and places, and adds what the axes must show.
///
/// The traces are all boxes or all violins: `family` is `box` or `violin`.
pub(crate) fn arrange<'a>(traces: &mut [Pair<'_, 'a>], axes: &mut Axes<'a>, layout: &Attrs, family: &str) {
    let group = layout.str(&format!("{family}mode")) == Some("group") && traces.len() > 1;
    let room = 1.0 - layout.number(&format!("{family}gap"));
    let inner = room * (1.0 - layout.number(&format!("{family}groupgap")));
    let grouped = traces.iter().filter(|(trace, _)| trace.kind == family);
    let slots = Slots::new(grouped.map(|(trace, boxes)| (*trace, boxes.horizontal)), axes, true);
    let subplots: Vec<Subplot> = traces.iter().map(|(trace, boxes)| Subplot::of(trace, boxes)).collect();
    let dotted: Vec<&Subplot> = traces
        .iter()
        .zip(&subplots)
        .filter(|((_, boxes), _)| boxes.stats.iter().any(|stats| !boxes.points.of(stats).is_empty()))
        .map(|(_, subplot)| subplot)
        .collect();
    let spacing: Vec<f64> = subplots.iter().map(|own| own.spacing(traces, &subplots, axes)).collect();
    let total = traces.len();
    for (index, ((trace, boxes), spacing)) in traces.iter_mut().zip(spacing).enumerate() {
        let mut half_step = spacing / 2.0;
        let (slot, number) = match slots.find(trace, boxes.horizontal, axes) {
            _ if !group => (0, 1),
            Some(slot) => slot,
            None => (index, total),
        };
        let number = number as f64;
        boxes.half = half_step * inner / number;
        boxes.reach = if group { half_step * room / number } else { half_step };
        boxes.shift = 2.0 * half_step * (-0.5 + (slot as f64 + 0.5) / number) * room;
        let own_width = trace.attrs.num("width").filter(|width| *width > 0.0);
        if let Some(width) = own_width {
            half_step = width / 2.0;
            boxes.half = half_step;
            boxes.reach = half_step;
            boxes.shift = 0.0;
        }
        boxes.half_step = half_step;
        let (position_id, value_id) = Bars::ids(trace, boxes.horizontal);
        if let Some(axis) = axes.get_mut(&position_id) {
            let first = boxes.stats.first().map_or(0.0, |stats| stats.position);
            axis.need_step(spacing, first, true);
            let dotted = dotted.contains(&&subplots[index]);
            let ((below, above), pads) = boxes.room(trace, half_step, own_width.is_some(), dotted);
            for stats in &boxes.stats {
                let at = axis.linear(stats.position);
                axis.extremes.add_span(at - below, at + above, pads);
            }
        }
        if let Some(axis) = axes.get_mut(&value_id) {
            for stats in &boxes.stats {
                let (low, high) = (axis.linear(stats.shown.0), axis.linear(stats.shown.1));
                axis.extremes.add_span(low, high, Pads { extra: true, ..Pads::default() });
            }
        }
    }
}

/// Axes and direction of boxes that make room for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Subplot {
    x: String,
    y: String,
    horizontal: bool,
}

impl Subplot {
    fn of(trace: &Trace, boxes: &Boxes) -> Self {
        Self { x: trace.x_axis.clone(), y: trace.y_axis.clone(), horizontal: boxes.horizontal }
    }

    /// The least distance between positions in it.
    fn spacing(&self, traces: &[Pair], subplots: &[Self], axes: &Axes) -> f64 {
        let Some(axis) = axes.get(if self.horizontal { &self.y } else { &self.x }) else { return 1.0 };
        if axis.kind.is_categorical() {
            return 1.0;
        }
        let mates = traces.iter().zip(subplots).filter(|(_, other)| *other == self);
        let positions = mates.flat_map(|((_, boxes), _)| boxes.stats.iter().map(|stats| stats.position));
        distinct(positions.map(|position| axis.linear(position))).1
    }
}

impl Boxes {
    /// What the position axis must show below and above a position, and px for points that stand there.
    /// `dotted` says whether any box of the subplot has points.
    fn room(&self, trace: &Trace, half_step: f64, own_width: bool, dotted: bool) -> ((f64, f64), Pads) {
        let edge = self.shift + self.half;
        let one_side = if own_width { 1.0 } else { 0.5 } * half_step;
        let (push, edges) = match trace.attrs.str("side") {
            Some("positive") => ((self.shift, one_side), (f64::INFINITY, self.shift)),
            Some("negative") => ((one_side, self.shift), (edge, self.shift)),
            _ => ((half_step, half_step), (edge, edge)),
        };
        let mut pads = Pads { extra: own_width, ..Pads::default() };
        let mut room = push;
        if self.points.shown == Shown::None || !dotted {
            return (room, pads);
        }
        let radius = trace.attrs.number("marker.size") / 2.0;
        let (offset, jitter) = (self.points.offset, self.points.jitter);
        let reach = |side: f64| if side >= 0.0 { edge * side } else { f64::NEG_INFINITY };
        let (below, above) = (reach(jitter - offset), reach(offset + jitter));
        for (reach, push, edge, room, pad) in [
            (below, push.0, edges.0, &mut room.0, &mut pads.minus),
            (above, push.1, edges.1, &mut room.1, &mut pads.plus),
        ] {
            if reach > push {
                pads.extra = true;
                *room = reach;
            }
            if reach > push || reach > edge {
                *pad = radius;
            }
        }
        (room, pads)
    }
}
