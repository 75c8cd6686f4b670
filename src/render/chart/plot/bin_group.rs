//! Bins that several histograms share (plotly's `calcAllAutoBins`).

use super::bins::{Bins, auto_bins};
use super::{Trace, Visible};
use crate::render::chart::axis::{Axes, AxisKind, Step, first_tick};
use crate::render::chart::color_scale::extent;

/// A histogram, and the direction that it is binned in: `x` or `y`.
pub(crate) type Member<'t, 'a> = (&'t Trace<'a>, char);

/// The directions in which a trace is binned.
pub(crate) fn directions(trace: &Trace) -> &'static [char] {
    match trace.kind {
        "histogram" if trace.is_horizontal() => &['y'],
        "histogram" => &['x'],
        "histogram2d" | "histogram2dcontour" => &['x', 'y'],
        _ => &[],
    }
}

/// The group that a trace names for a direction.
pub(crate) fn name((trace, letter): Member) -> Option<String> {
    let name = |path: &str| trace.attrs.label(path).filter(|name| !name.is_empty());
    if trace.kind == "histogram" {
        return name("bingroup");
    }
    name(&format!("{letter}bingroup")).or_else(|| Some(format!("{}__{letter}", name("bingroup")?)))
}

/// Everyone in a named group, in the order of the data.
pub(crate) fn members<'t, 'a>(all: &'t [Trace<'a>], group: &str) -> Vec<Member<'t, 'a>> {
    let seen = all.iter().filter(|trace| trace.visible != Visible::Hidden);
    seen.flat_map(|trace| directions(trace).iter().map(move |letter| (trace, *letter)))
        .filter(|member| name(*member).as_deref() == Some(group))
        .collect()
}

/// The bins of `own`, one of the members: the first that says anything of its bins says it for all, and what a
/// member says of its own start and end is moved to the others' edges.
pub(crate) fn bins(members: &[Member], own: Member, axes: &mut Axes) -> Option<Bins> {
    let mut read = |(trace, letter): Member| {
        let column = trace.column(&letter.to_string())?;
        axes.get_mut(axis_of((trace, letter))).map(|axis| axis.read(&column))
    };
    let values: Vec<f64> = members.iter().filter_map(|member| read(*member)).flatten().collect();
    let own_extent = extent(read(own)?);
    let axis = axes.get(axis_of(own))?;
    let kind = if axis.kind == AxisKind::Log { AxisKind::Linear } else { axis.kind };
    let edge = |member: Member, what: &str| said(member, what).and_then(|value| axis.locate(value));
    let first = |what: &str| members.iter().find_map(|member| edge(*member, what));
    let size = members.iter().find_map(|member| Step::read(said(*member, "size")?, kind));
    let count = |(trace, letter): &Member| trace.attrs.num(&format!("nbins{letter}")).filter(|n| *n >= 1.0);
    let flat = members.iter().any(|(trace, _)| trace.kind != "histogram");
    let mut bins = auto_bins(axis, kind, &values, members.iter().find_map(count), size, flat);
    let (start, end) = (first("start"), first("end"));
    if members.iter().any(|(trace, _)| trace.kind == "histogram2dcontour") {
        // Contours go down to empty bins around.
        if size.is_none() {
            bins.start = bins.step_back(bins.start);
        }
        bins.end = bins.step(bins.end);
    }
    let last = members.last().map(|(trace, _)| &trace.attrs);
    if let Some(attrs) = last.filter(|attrs| attrs.is("cumulative.enabled")) {
        match (attrs.text("cumulative.currentbin"), attrs.text("cumulative.direction")) {
            ("include", _) => {}
            (_, "decreasing") => bins.start = bins.step_back(bins.start),
            _ => bins.end = bins.step(bins.end),
        }
    }
    bins.start = start.unwrap_or(bins.start);
    bins.end = end.unwrap_or(bins.end);
    let (own_start, own_end) = (edge(own, "start"), edge(own, "end"));
    if (start.is_some() || own_start.is_some()) && own_start != Some(bins.start) {
        let from = own_start.or(own_extent.map(|(low, _)| low))?;
        let mut plain = axis.clone();
        plain.kind = kind;
        let at = first_tick(&plain, [from, bins.step(from)], bins.start, bins.size);
        bins.start = if at > from { bins.step_back(at) } else { at };
    }
    if (end.is_some() || own_end.is_some()) && own_end != Some(bins.end) {
        bins.end = own_end.or(own_extent.map(|(_, high)| high))?;
    }
    Some(bins)
}

/// What a member says of its bins.
fn said<'a>((trace, letter): Member<'_, 'a>, what: &str) -> Option<&'a serde_json::Value> {
    trace.attrs.get(&format!("{letter}bins.{what}"))
}

fn axis_of<'t>((trace, letter): Member<'t, '_>) -> &'t str {
    if letter == 'x' { &trace.x_axis } else { &trace.y_axis }
}
