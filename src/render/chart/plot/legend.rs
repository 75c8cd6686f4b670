//! What plot traces contribute to the legend.

use super::keys::Keys;
use super::{ColorAxes, Marks, Trace, Visible};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::layout::{Entry, Key};

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
        let entry = |text: String, key: Key| Entry {
            text,
            group: group.clone(),
            rank,
            key,
            faded: trace.visible == Visible::Legend,
            heading: false,
        };
        let own: Vec<Entry> = match marks.entries() {
            Some(shares) => shares
                .iter()
                .filter(|share| !entries.iter().any(|known| known.text == share.label))
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
        let title = trace.attrs.label("legendgrouptitle.text").filter(|title| !title.is_empty());
        if let Some(text) =
            title.filter(|_| !own.is_empty() && !entries.iter().any(|e| e.heading && e.group == group))
        {
            entries.push(Entry { heading: true, ..entry(text, Key::default()) });
        }
        entries.extend(own);
    }
    entries
}

/// Whether a legend is shown unless the layout says.
pub(crate) fn wanted(traces: &[Trace], marks: &[Marks]) -> bool {
    let mut count = 0;
    for (trace, marks) in traces.iter().zip(marks) {
        let own = trace.attrs.get("showlegend").and_then(serde_json::Value::as_bool);
        if trace.visible == Visible::Hidden || own == Some(false) {
            continue;
        }
        if marks.entries().is_some() {
            count += 2;
        } else if trace.in_legend() {
            count += if own == Some(true) { 2 } else { 1 };
        }
    }
    count > 1
}
