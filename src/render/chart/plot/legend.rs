//! What plot traces contribute to the legend.

use super::keys::Keys;
use super::{ColorAxes, Marks, Trace, Visible};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::layout::{Entry, Key, Order};

/// The entries of all traces, in the order of the data.
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
    entries
}

/// How much there is for a legend to tell apart: the traces that it would show, twice those that ask for it.
pub(crate) fn weight(traces: &[Trace], marks: &[Marks], legend: &str) -> usize {
    let weight = |(trace, marks): (&Trace, &Marks)| {
        let own = trace.attrs.get("showlegend").and_then(serde_json::Value::as_bool);
        if trace.visible == Visible::Hidden || own == Some(false) || trace.attrs.text("legend") != legend {
            0
        } else if marks.entries().is_some() || trace.in_legend() && own == Some(true) {
            2
        } else {
            usize::from(trace.in_legend())
        }
    };
    traces.iter().zip(marks).map(weight).sum()
}

/// The legends that traces stand in: the first always, others as they come.
pub(crate) fn legends<'a>(traces: &[Trace<'a>]) -> Vec<&'a str> {
    let mut ids = vec!["legend"];
    for trace in traces {
        let id = trace.attrs.text("legend");
        if !id.is_empty() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The order of entries unless a legend says: stacks and fills from the top down, groups together.
pub(crate) fn order(traces: &[Trace], layout: &Attrs, legend: &str) -> Order {
    let stacked = layout.text("barmode") == "stack";
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
            .any(|trace| trace.attrs.label("legendgroup").is_some_and(|group| !group.is_empty())),
    }
}
