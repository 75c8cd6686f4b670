//! Bars beside, upon and over each other (plotly's `bar/cross_trace_calc`).

use std::collections::{HashMap, HashSet};

use super::corner::Radius;
use super::sieve::{Sieve, distinct};
use super::{Bar, Bars};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, AxisKind, Pads};
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::scatter::ErrorBars;
use crate::render::chart::plot::slots::Slots;
use crate::render::chart::text::LINE_SPACING;

/// How bars share their place.
#[derive(Debug, Clone, Copy)]
struct Layout<'a> {
    mode: &'a str,
    norm: &'a str,
    gap: f64,
    group_gap: f64,
}

impl<'a> Layout<'a> {
    fn read(layout: &Attrs<'a>, traces: &[Pair<'_, 'a>], axes: &Axes) -> Self {
        let kind = traces.first().map_or("bar", |(trace, _)| trace.kind);
        match kind {
            "scatter" => {
                let bars = if layout.text("barmode") == "group" { layout.num_or("bargap", 0.2) } else { 0.2 };
                let gap = layout.num_or("scattergap", bars);
                return Self { mode: "group", norm: "", gap, group_gap: 0.0 };
            }
            "waterfall" => {
                let mode = layout.one_of("waterfallmode", &["group", "overlay"], "group");
                let (gap, group_gap) =
                    (layout.num_or("waterfallgap", 0.2), layout.number("waterfallgroupgap"));
                return Self { mode, norm: "", gap, group_gap };
            }
            "barpolar" => {
                let subplot = traces.first().and_then(|(trace, _)| trace.subplot()).unwrap_or_default();
                let own = layout.at(&subplot);
                let mode = own.one_of("barmode", &["stack", "overlay"], "stack");
                return Self {
                    mode,
                    norm: "",
                    gap: own.num_or("bargap", 0.1).clamp(0.0, 1.0),
                    group_gap: 0.0,
                };
            }
            "funnel" => {
                let default = if traces.len() > 1 && traces.iter().all(|(trace, _)| trace.attrs.has("base")) {
                    "group"
                } else {
                    "stack"
                };
                let mode = layout.one_of("funnelmode", &["stack", "group", "overlay"], default);
                let (gap, group_gap) = (layout.num_or("funnelgap", 0.2), layout.number("funnelgroupgap"));
                return Self { mode, norm: "", gap, group_gap };
            }
            _ => {}
        }
        let mode = layout.one_of("barmode", &["stack", "group", "overlay", "relative"], "group");
        let numeric_histogram = traces.iter().any(|(trace, bars)| {
            let id = Bars::ids(trace, bars.horizontal).0;
            trace.kind == "histogram" && axes.get(&id).is_some_and(|axis| axis.kind != AxisKind::Category)
        });
        let mut subplots = HashSet::new();
        let crowded = mode == "group"
            && traces.iter().any(|(trace, _)| !subplots.insert((&trace.x_axis, &trace.y_axis)));
        let gap = layout.num_or("bargap", if numeric_histogram && !crowded { 0.0 } else { 0.2 });
        let norm =
            if mode == "overlay" { "" } else { layout.one_of("barnorm", &["", "fraction", "percent"], "") };
        Self { mode, norm, gap: gap.clamp(0.0, 1.0), group_gap: layout.number("bargroupgap").clamp(0.0, 1.0) }
    }
}

/// Gives every bar its width, offset and base, and adds what the axes must show.
///
/// The traces are of one family: bars and histograms, or waterfalls, or funnels.
pub(crate) fn arrange<'m, 'a>(traces: &mut [Pair<'m, 'a>], axes: &mut Axes, layout: &Attrs<'a>) {
    let radii: Vec<Option<Radius>> = traces.iter().map(|(trace, _)| Radius::read(trace, layout)).collect();
    let layout = Layout::read(layout, traces, axes);
    let members = traces.iter().map(|(trace, bars)| (*trace, bars.horizontal));
    let slots = Slots::new(members, axes, layout.mode == "group");
    let mut subplots: Vec<(String, String, bool)> = Vec::new();
    for (trace, bars) in traces.iter() {
        let id = (trace.x_axis.clone(), trace.y_axis.clone(), bars.horizontal);
        if !subplots.contains(&id) {
            subplots.push(id);
        }
    }
    for (x, y, horizontal) in subplots {
        let members: Vec<&mut Pair<'m, 'a>> = traces
            .iter_mut()
            .filter(|(trace, bars)| trace.x_axis == x && trace.y_axis == y && bars.horizontal == horizontal)
            .collect();
        let apart = |trace: &Trace| match layout.mode {
            "group" => trace.attrs.has("offset"),
            "stack" | "relative" => trace.attrs.has("base") && trace.kind != "funnel",
            _ => true,
        };
        let (mut alone, mut together): (Vec<_>, Vec<_>) =
            members.into_iter().partition(|member| apart(member.0));
        if !together.is_empty() {
            place(&mut together, axes, layout, &slots, layout.mode);
        }
        for member in &mut alone {
            place(std::slice::from_mut(member), axes, layout, &slots, "overlay");
        }
    }
    let count = traces.len();
    for ((trace, bars), radius) in traces.iter_mut().zip(radii) {
        bars.settle();
        let gapless = layout.gap == 0.0 && layout.group_gap == 0.0 && !outlined(trace);
        bars.crisp =
            matches!(trace.kind, "bar" | "histogram") && (layout.mode == "stack" && count > 1 || gapless);
        bars.radius = radius;
    }
    share_radii(traces, layout.mode);
    collect_stacks(traces);
}

fn outlined(trace: &Trace) -> bool {
    match trace.attrs.get("marker.line.width") {
        Some(value) => crate::render::chart::attrs::number(value) != Some(0.0),
        None => false,
    }
}

/// Bars that are stacked are as round as the first of them that says how.
fn share_radii(traces: &mut [Pair], mode: &str) {
    if !matches!(mode, "stack" | "relative") {
        return;
    }
    let stacked = |trace: &Trace| !trace.attrs.has("base");
    let key = |trace: &Trace, bars: &Bars| (trace.x_axis.clone(), trace.y_axis.clone(), bars.horizontal);
    let shared: Vec<_> = traces
        .iter()
        .filter(|(trace, bars)| stacked(trace) && bars.radius.is_some())
        .map(|(trace, bars)| (key(trace, bars), bars.radius))
        .collect();
    for (trace, bars) in traces.iter_mut().filter(|(trace, _)| stacked(trace)) {
        let own = key(trace, bars);
        if let Some((_, radius)) = shared.iter().find(|(other, _)| *other == own) {
            bars.radius = *radius;
        }
    }
}

/// Tells each bar how far the bars at its place reach.
fn collect_stacks(traces: &mut [Pair]) {
    type Place = (String, String, bool, u64);
    let place = |trace: &Trace, bars: &Bars, bar: &Bar| -> Place {
        let middle = bar.position + bar.offset + bar.width / 2.0;
        (trace.x_axis.clone(), trace.y_axis.clone(), bars.horizontal, middle.to_bits())
    };
    if traces.iter().all(|(_, bars)| bars.radius.is_none()) {
        return;
    }
    let mut reaches: HashMap<Place, (f64, f64)> = HashMap::new();
    for (trace, bars) in traces.iter() {
        for bar in bars.items.iter().filter(|bar| bar.size.is_finite()) {
            let (low, high) = (bar.base.min(bar.base + bar.size), bar.base.max(bar.base + bar.size));
            let reach = reaches.entry(place(trace, bars, bar)).or_insert((low, high));
            *reach = (reach.0.min(low), reach.1.max(high));
        }
    }
    for (trace, bars) in traces.iter_mut() {
        let places: Vec<Place> = bars.items.iter().map(|bar| place(trace, bars, bar)).collect();
        for (bar, place) in bars.items.iter_mut().zip(places) {
            bar.stack = reaches.get(&place).copied().unwrap_or_default();
        }
    }
}

/// A trace with its bars.
pub(crate) type Pair<'m, 'a> = (&'m Trace<'a>, &'m mut Bars);

fn place(members: &mut [&mut Pair], axes: &mut Axes, layout: Layout, slots: &Slots, mode: &str) {
    let Some(first) = members.first() else { return };
    let (position_id, size_id) = Bars::ids(first.0, first.1.horizontal);
    let categorical = axes.get(&position_id).is_some_and(|axis| axis.kind.is_categorical());
    let positions: Vec<f64> = members
        .iter()
        .flat_map(|member| member.1.items.iter().map(|bar| bar.position))
        .filter(|p| p.is_finite())
        .collect();
    let (places, mut spacing) = distinct(positions.iter().copied());
    let lone = members.iter().filter_map(|member| member.1.lone_width).fold(f64::INFINITY, f64::min);
    if lone.is_finite() {
        spacing = if places.len() == 1 { lone } else { spacing.min(lone) };
    }
    if categorical {
        spacing = 1.0;
    }
    let overlap = positions.len() != places.len();
    let room = spacing * (1.0 - layout.gap);
    let count = members.len();
    let mut bin = room;
    let mut indices = Vec::new();
    for (index, member) in members.iter_mut().enumerate() {
        let group = slots.find(member.0, member.1.horizontal, axes);
        let (slot, of) = group.unwrap_or(if overlap { (index, count) } else { (0, 1) });
        let with_gap = room / of as f64;
        let width = with_gap * (1.0 - layout.group_gap);
        let offset = ((2.0 * slot as f64 + 1.0 - of as f64) * with_gap - width) / 2.0;
        if index == 0 {
            bin = width / 100.0;
        }
        indices.push(group.map_or(0, |group| group.0));
        set_widths(member.0, member.1, offset, width);
    }
    stretch_positions(members, axes, &position_id, &places, spacing, overlap);
    let exact = layout.norm.is_empty() && matches!(mode, "overlay" | "group");
    let mut sieve = Sieve::new(bin, mode == "relative", exact);
    match mode {
        "stack" | "relative" => stack(members, &indices, &mut sieve),
        _ => {
            if mode == "group" {
                unhide(members);
            }
            if !layout.norm.is_empty() {
                for (member, group) in members.iter().zip(&indices) {
                    for bar in member.1.items.iter().filter(|bar| bar.size.is_finite()) {
                        sieve.put(bar.position, *group, bar.base + bar.size);
                    }
                }
            }
        }
    }
    if !layout.norm.is_empty() {
        normalise(members, &indices, &sieve, layout.norm);
    }
    stretch_sizes(members, axes, &size_id, mode, layout.norm);
    stretch_errors(members, axes);
}

/// The computed places, or the trace's own `width` and `offset`.
fn set_widths(trace: &Trace, bars: &mut Bars, offset: f64, width: f64) {
    let own =
        |path: &str| trace.attrs.get(path).map(|_| super::super::paint::each(&trace.attrs, path, f64::NAN));
    let (widths, offsets, unit) = (own("width"), own("offset"), bars.unit);
    for (index, bar) in bars.items.iter_mut().enumerate() {
        let pick = |list: &Option<Vec<f64>>| {
            list.as_ref()
                .map(|list| super::super::paint::pick(list, index, f64::NAN) * unit)
                .filter(|value| value.is_finite())
        };
        bar.width = pick(&widths).unwrap_or(width);
        bar.offset = pick(&offsets).unwrap_or(offset + (width - bar.width) / 2.0);
    }
}

fn stretch_positions(
    members: &[&mut Pair],
    axes: &mut Axes,
    id: &str,
    places: &[f64],
    spacing: f64,
    allow: bool,
) {
    let Some(axis) = axes.get_mut(id) else { return };
    let first = places.first().copied().unwrap_or(0.0);
    axis.need_step(spacing, first, allow);
    for member in members {
        let own = member.0.attrs.has("width") || member.0.attrs.has("offset");
        for bar in &member.1.items {
            let (mut low, mut high) = (bar.position - spacing / 2.0, bar.position + spacing / 2.0);
            if own {
                low = low.min(bar.position + bar.offset);
                high = high.max(bar.position + bar.offset + bar.width);
            }
            let (low, high) = (axis.linear(low), axis.linear(high));
            axis.extremes.add_span(low, high, Pads::default());
        }
    }
}

fn stack(members: &mut [&mut Pair], indices: &[usize], sieve: &mut Sieve) {
    for (member, group) in members.iter().zip(indices).filter(|(member, _)| member.0.kind == "funnel") {
        for bar in member.1.items.iter().filter(|bar| bar.size.is_finite()) {
            sieve.put(bar.position, *group, -0.5 * bar.size);
        }
    }
    for (member, group) in members.iter_mut().zip(indices) {
        let funnel = member.0.kind == "funnel";
        for bar in member.1.items.iter_mut().filter(|bar| bar.size.is_finite()) {
            let value = if funnel { bar.size } else { bar.size + bar.base };
            bar.base = sieve.put(bar.position, *group, value);
        }
    }
    for (member, group) in members.iter_mut().zip(indices) {
        for bar in &mut member.1.items {
            bar.outmost = bar.base + bar.size == sieve.get(bar.position, *group, bar.size);
        }
    }
}

/// Bars of one trace at one position stand upon each other, so that none is hidden.
fn unhide(members: &mut [&mut Pair]) {
    for member in members.iter_mut().filter(|(trace, _)| !trace.attrs.has("base") && trace.kind != "scatter")
    {
        let mut sieve = Sieve::new(1.0, true, true);
        for bar in member.1.items.iter_mut().filter(|bar| bar.position.is_finite() && bar.size.is_finite()) {
            let base = sieve.put(bar.position, 0, bar.base + bar.size);
            if base != 0.0 {
                bar.base = base;
            }
        }
    }
}

fn normalise(members: &mut [&mut Pair], indices: &[usize], sieve: &Sieve, norm: &str) {
    let whole = if norm == "fraction" { 1.0 } else { 100.0 };
    for (member, group) in members.iter_mut().zip(indices) {
        for bar in &mut member.1.items {
            let scale = (whole / sieve.get(bar.position, *group, bar.size)).abs();
            bar.base *= scale;
            bar.size *= scale;
        }
    }
}

/// Error bars are seen whole.
fn stretch_errors(members: &[&mut Pair], axes: &mut Axes) {
    for (trace, bars) in members.iter().map(|pair| (pair.0, &*pair.1)) {
        let (tops, middles) = bars.ends();
        let (x, y) = if bars.horizontal { (tops, middles) } else { (middles, tops) };
        let (across, up) = ErrorBars::pair(&trace.attrs, &x, &y);
        for (id, errors, values) in [(&trace.x_axis, across, &x), (&trace.y_axis, up, &y)] {
            if let (Some(errors), Some(axis)) = (errors, axes.get_mut(id)) {
                let mut extremes = std::mem::take(&mut axis.extremes);
                errors.stretch(values, axis, &mut extremes);
                axis.extremes = extremes;
            }
        }
    }
}

fn stretch_sizes(members: &[&mut Pair], axes: &mut Axes, id: &str, mode: &str, norm: &str) {
    let Some(axis) = axes.get_mut(id) else { return };
    let top_of_norm = if norm == "fraction" { 1.0 } else { 100.0 };
    for member in members {
        let stacked = matches!(mode, "stack" | "relative");
        let seen = |bar: &&Bar| bar.size.is_finite();
        let linear = axis.kind == AxisKind::Linear;
        let to_zero = stacked || member.1.items.iter().any(|bar| !bar.has_base || bar.base == 0.0);
        let mut pads = Pads { extra: true, to_zero: to_zero && linear, ..label_pads(member.0, member.1) };
        if !norm.is_empty() {
            let most = if mode == "stack" { top_of_norm } else { 0.0 };
            pads.extra = member.1.items.iter().filter(seen).any(|bar| {
                let top = bar.base + bar.size;
                top < -top_of_norm / 1e9 || top > most + top_of_norm / 1e9
            });
        }
        for bar in member.1.items.iter().filter(seen) {
            let top = axis.linear(bar.base + bar.size);
            axis.extremes.add(top, pads);
            if bar.has_base {
                let base = axis.linear(bar.base);
                axis.extremes.add(base, pads);
            }
        }
    }
}

/// Room for labels outside of upright bars (plotly's `estimateAxisPaddingForText`).
fn label_pads(trace: &Trace, bars: &Bars) -> Pads {
    let text = trace.attrs.has("text") || trace.attrs.has("texttemplate");
    let angle = trace.attrs.num("textangle").unwrap_or(0.0);
    if bars.horizontal || !text || trace.attrs.str("textposition") != Some("outside") || angle != 0.0 {
        return Pads::default();
    }
    let breaks = |text: &str| text.matches("<br").count() + 1;
    let lines = match (trace.attrs.str("texttemplate"), trace.column("text")) {
        (Some(template), _) => breaks(template),
        (None, Some(texts)) => (0..texts.len())
            .filter_map(|index| texts.text(index))
            .map(|text| breaks(&text))
            .max()
            .unwrap_or(0),
        (None, None) => trace.attrs.label("text").map_or(0, |text| breaks(&text)),
    };
    let size = trace.attrs.num("outsidetextfont.size").or(trace.attrs.num("textfont.size")).unwrap_or(12.0);
    let pad = size * LINE_SPACING * lines as f64 + 3.0;
    let when = |holds: bool| if holds { pad } else { 0.0 };
    // plotly's y axes run downwards, so its plus is our minus.
    Pads {
        minus: when(bars.items.iter().any(|bar| bar.size < 0.0)),
        plus: when(bars.items.iter().any(|bar| bar.size >= 0.0)),
        ..Pads::default()
    }
}
