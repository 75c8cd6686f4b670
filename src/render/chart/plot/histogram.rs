//! Histograms: binning.

use super::Trace;
use super::bar::{Bar, Bars};
use super::bin_group::{self, Member};
use super::bins::Bins;
use crate::render::chart::axis::{Axes, AxisKind};
use crate::render::chart::column::Column;

/// Bins the data of histogram traces; those that share a group share their bins.
pub(crate) fn histograms(
    traces: &[&Trace],
    everyone: &[Trace],
    axes: &mut Axes,
    stacked: bool,
) -> Vec<Option<Bars>> {
    let mut samples: Vec<Option<Vec<f64>>> = Vec::new();
    for trace in traces {
        let horizontal = trace.is_horizontal();
        let id = Bars::ids(trace, horizontal).0;
        let column = trace.column(if horizontal { "y" } else { "x" });
        samples.push(column.and_then(|column| axes.get_mut(&id).map(|axis| axis.read(&column))));
    }
    traces
        .iter()
        .enumerate()
        .map(|(index, trace)| {
            let key = group(trace, axes, stacked);
            let members: Vec<usize> = (0..traces.len())
                .filter(|other| {
                    *other == index || (key.is_some() && group(traces[*other], axes, stacked) == key)
                })
                .collect();
            let horizontal = trace.is_horizontal();
            let letter = if horizontal { 'y' } else { 'x' };
            let mut members: Vec<Member> =
                members.into_iter().map(|member| (traces[member], letter)).collect();
            // Two-dimensional histograms join by name.
            let named = members.iter().find_map(|member| bin_group::name(*member));
            let others = named.map(|name| bin_group::members(everyone, &name)).unwrap_or_default();
            members.extend(others.into_iter().filter(|(other, _)| other.kind != "histogram"));
            members.sort_by_key(|(member, _)| member.index);
            let bins = bin_group::bins(&members, (trace, letter), axes)?;
            let axis = axes.get(&Bars::ids(trace, horizontal).0)?;
            let values = samples[index].as_ref()?;
            Some(fill(trace, values, &bins, horizontal, axis.kind))
        })
        .collect()
}

/// The key of the traces that share bins with this one: a `bingroup`, or the subplot when bars are not overlaid.
fn group(trace: &Trace, axes: &Axes, stacked: bool) -> Option<String> {
    let horizontal = trace.is_horizontal();
    let id = Bars::ids(trace, horizontal).0;
    let matched = axes.get(&id).and_then(|axis| axis.matches.clone()).unwrap_or(id);
    let own = trace.attrs.label("bingroup").filter(|group| !group.is_empty());
    match own {
        Some(own) => Some(format!("{own}|{matched}|{horizontal}")),
        None if stacked => Some(format!("|{}{}|{horizontal}", trace.x_axis, trace.y_axis)),
        None => None,
    }
}

fn fill(trace: &Trace, values: &[f64], bins: &Bins, horizontal: bool, kind: AxisKind) -> Bars {
    let edges = bins.edges();
    let count = edges.len().saturating_sub(1);
    let counter = trace.column(if horizontal { "x" } else { "y" });
    let function = trace.attrs.one_of("histfunc", &["count", "sum", "avg", "min", "max"], "count");
    let function = if counter.is_some() { function } else { "count" };
    let sizes = aggregate(values, counter.as_ref(), function, bins, &edges);
    let mut sizes = normalise(sizes, trace, &edges, kind);
    if trace.attrs.is("cumulative.enabled") {
        cumulate(
            &mut sizes,
            trace.attrs.str("cumulative.direction") == Some("decreasing"),
            trace.attrs.text("cumulative.currentbin"),
        );
    }
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (row, value) in values.iter().enumerate() {
        if let Some(bin) = bins.find(*value, &edges) {
            rows[bin].push(row);
        }
    }
    let seen = |size: &f64| *size != 0.0 && size.is_finite();
    let first = sizes.iter().position(seen).unwrap_or(0);
    let last = sizes.iter().rposition(seen).unwrap_or(count.saturating_sub(1));
    let bars: Vec<Bar> = (first..=last)
        .filter(|index| sizes.get(*index).is_some_and(|size| size.is_finite()))
        .filter_map(|index| {
            Some((index, f64::midpoint(*edges.get(index)?, *edges.get(index + 1)?), sizes[index]))
        })
        .map(|(index, position, size)| Bar {
            position,
            size,
            outmost: true,
            rows: rows.get_mut(index).map(std::mem::take).unwrap_or_default(),
            ..Bar::default()
        })
        .collect();
    let lone_width =
        (bars.len() == 1).then(|| edges.get(first + 1).zip(edges.get(first)).map(|(b, a)| b - a)).flatten();
    let mut bars = Bars::plain(bars, horizontal);
    bars.lone_width = lone_width;
    bars
}

fn aggregate(
    values: &[f64],
    counter: Option<&Column>,
    function: &str,
    bins: &Bins,
    edges: &[f64],
) -> Vec<f64> {
    let count = edges.len().saturating_sub(1);
    let extreme = matches!(function, "min" | "max");
    let mut sizes = vec![if extreme { f64::NAN } else { 0.0 }; count];
    let mut counts = vec![0.0; count];
    for (index, value) in values.iter().enumerate() {
        let Some(bin) = bins.find(*value, edges) else { continue };
        let number = counter.and_then(|counter| counter.num(index));
        match (function, number) {
            ("count", _) => sizes[bin] += 1.0,
            ("min", Some(number)) => sizes[bin] = sizes[bin].min(number),
            ("max", Some(number)) => sizes[bin] = sizes[bin].max(number),
            (_, Some(number)) => {
                sizes[bin] += number;
                counts[bin] += 1.0;
            }
            (_, None) => {}
        }
    }
    if function == "avg" {
        for (size, count) in sizes.iter_mut().zip(&counts) {
            *size = if *count > 0.0 { *size / count } else { f64::NAN };
        }
    }
    sizes
}

fn normalise(mut sizes: Vec<f64>, trace: &Trace, edges: &[f64], kind: AxisKind) -> Vec<f64> {
    let norm = trace.attrs.text("histnorm");
    let cumulative = trace.attrs.is("cumulative.enabled");
    let total: f64 = sizes.iter().filter(|size| size.is_finite()).sum();
    for (index, size) in sizes.iter_mut().enumerate() {
        let width = edges.get(index + 1).zip(edges.get(index)).map_or(1.0, |(b, a)| b - a);
        let width = if cumulative || kind == AxisKind::Category { 1.0 } else { width };
        *size *= match norm {
            "percent" => 100.0 / total,
            "probability" => 1.0 / total,
            "density" => 1.0 / width,
            "probability density" => 1.0 / (total * width),
            _ => 1.0,
        };
    }
    sizes
}

fn cumulate(sizes: &mut [f64], decreasing: bool, current: &str) {
    if decreasing {
        sizes.reverse();
    }
    let mut sum = 0.0;
    for size in sizes.iter_mut() {
        let own = *size;
        *size = match current {
            "exclude" => sum,
            "half" => sum + own / 2.0,
            _ => sum + own,
        };
        sum += own;
    }
    if decreasing {
        sizes.reverse();
    }
}
