//! What plot traces and shapes contribute to the legend.

use serde_json::Value;

use super::keys::Keys;
use super::{ColorAxes, Marks, Trace, Visible};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::layout::{Entry, Key, Order};

/// The entries of all traces, in the order of the data, then those of shapes.
pub(crate) fn entries(traces: &[Trace], marks: &[Marks], colors: &ColorAxes, layout: &Attrs) -> Vec<Entry> {
    let keys = Keys { axes: colors, layout };
    let mut entries: Vec<Entry> = Vec::new();
    for (trace, marks) in traces.iter().zip(marks) {
        if trace.visible == Visible::Hidden || !trace.attrs.flag("showlegend", true) {
            continue;
        }
        let group = trace.attrs.label("legendgroup").unwrap_or_default();
        let rank = trace.attrs.number("legendrank");
        let title = trace.attrs.label("legendgrouptitle.text").filter(|title| !title.is_empty());
        let entry = |text: String, key: Key| Entry {
            text,
            legend: trace.attrs.text("legend").to_owned(),
            title: title.clone(),
            title_font: title_font(&trace.attrs),
            group: group.clone(),
            rank,
            key,
            faded: trace.visible == Visible::Legend,
            heading: false,
        };
        let own: Vec<Entry> = match marks.entries() {
            Some(shares) => shares
                .iter()
                .filter(|share| {
                    !entries.iter().any(|known| known.text == share.label && known.group == group)
                })
                .map(|share| Entry {
                    faded: share.hidden,
                    ..entry(share.label.clone(), keys.slice(trace, share))
                })
                .collect(),
            None => match keys.key(trace, marks) {
                Some(key) => vec![entry(trace.name.clone(), key)],
                None => Vec::new(),
            },
        };
        entries.extend(own);
    }
    entries.extend(shapes(layout).map(|(index, item)| shape_entry(index, &item, keys)));
    entries
}

/// The shapes that stand in legends.
fn shapes<'a>(layout: &Attrs<'a>) -> impl Iterator<Item = (usize, Attrs<'a>)> {
    let listed = layout.items("shapes", "shapedefaults").into_iter().enumerate();
    listed.filter(|(_, item)| {
        item.is("showlegend") && item.get("visible").is_none_or(|visible| visible.as_bool() != Some(false))
    })
}

fn title_font(attrs: &Attrs) -> Value {
    attrs.get("legendgrouptitle.font").cloned().unwrap_or_default()
}

fn shape_entry(index: usize, item: &Attrs, keys: Keys) -> Entry {
    let own = |path: &str| item.label(path).filter(|text| !text.is_empty());
    Entry {
        text: own("name").or_else(|| own("label.text")).unwrap_or_else(|| format!("shape {index}")),
        legend: item.text("legend").to_owned(),
        title: own("legendgrouptitle.text"),
        title_font: title_font(item),
        group: own("legendgroup").unwrap_or_default(),
        rank: item.number("legendrank"),
        key: keys.shape(item),
        faded: item.str("visible") == Some("legendonly"),
        heading: false,
    }
}

/// How much there is for a legend to tell apart: the traces that it would show, twice those that ask for it; traces
/// that ask to be left out count beside others.
pub(crate) fn weight(traces: &[Trace], marks: &[Marks], layout: &Attrs, legend: &str) -> usize {
    let own = |trace: &Trace| trace.attrs.get("showlegend").and_then(Value::as_bool);
    let weight = |(trace, marks): (&Trace, &Marks)| match own(trace) {
        Some(false) if marks.entries().is_some() => 0,
        _ if marks.entries().is_some() => 2,
        Some(true) if trace.in_legend() => 2,
        _ => usize::from(trace.in_legend()),
    };
    let members: Vec<(&Trace, &Marks)> = traces
        .iter()
        .zip(marks)
        .filter(|(trace, _)| trace.visible != Visible::Hidden && trace.attrs.text("legend") == legend)
        .collect();
    let of_shapes = 2 * shapes(layout).filter(|(_, item)| item.text("legend") == legend).count();
    let shows = |member: &&(&Trace, &Marks)| own(member.0) != Some(false) && weight(**member) > 0;
    if of_shapes == 0 && !members.iter().any(|member| shows(&member)) {
        return 0;
    }
    of_shapes + members.into_iter().map(weight).sum::<usize>()
}

/// The legends that traces and shapes stand in: the first always, others as they come.
pub(crate) fn legends<'a>(traces: &[Trace<'a>], layout: &Attrs<'a>) -> Vec<&'a str> {
    let mut ids = vec!["legend"];
    let of_shapes = shapes(layout).map(|(_, item)| item.text("legend"));
    for id in traces.iter().map(|trace| trace.attrs.text("legend")).chain(of_shapes) {
        if !id.is_empty() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The order of entries unless a legend says: stacks and fills from the top down, groups together.
pub(crate) fn order(traces: &[Trace], layout: &Attrs, legend: &str) -> Order {
    let stacked = layout.text("barmode") == "stack";
    let of_shapes = shapes(layout).filter(|(_, item)| item.text("legend") == legend);
    let members = || {
        traces.iter().filter(|trace| trace.visible != Visible::Hidden && trace.attrs.text("legend") == legend)
    };
    Order {
        reversed: members().any(|trace| {
            stacked && matches!(trace.kind, "bar" | "histogram")
                || matches!(trace.attrs.str("fill"), Some("tonexty" | "tonextx"))
                || trace.attrs.has("stackgroup")
        }),
        grouped: members()
            .map(|trace| trace.attrs.label("legendgroup"))
            .chain(of_shapes.map(|(_, item)| item.label("legendgroup")))
            .any(|group| group.is_some_and(|group| !group.is_empty())),
    }
}
