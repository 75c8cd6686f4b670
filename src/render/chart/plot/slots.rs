//! Places that plot traces take side by side: `alignmentgroup` and `offsetgroup` (plotly's
//! `scatter/grouping_defaults`).

use std::collections::BTreeMap;

use super::Trace;
use super::bar::Bars;
use crate::render::chart::axis::Axes;

/// An axis (the one that it matches), the direction, the alignment group.
type Key = (String, bool, String);

/// The offset groups of each alignment group, in order.
#[derive(Debug, Default)]
pub(crate) struct Slots(BTreeMap<Key, Vec<String>>);

impl Slots {
    /// The groups of traces that lie across or not; traces without a group share one unless they stand apart.
    pub(crate) fn new<'t, 'a: 't>(
        traces: impl Iterator<Item = (&'t Trace<'a>, bool)>,
        axes: &Axes,
        apart: bool,
    ) -> Self {
        let mut slots = Self::default();
        for (trace, horizontal) in traces {
            let list = slots.0.entry(key(trace, horizontal, axes)).or_default();
            let name = name(trace);
            if (!apart || !name.is_empty()) && !list.contains(&name) {
                list.push(name);
            }
        }
        slots
    }

    /// A trace's place and how many there are beside each other; `None` when no trace there is in a group.
    pub(crate) fn find(&self, trace: &Trace, horizontal: bool, axes: &Axes) -> Option<(usize, usize)> {
        let list = self.0.get(&key(trace, horizontal, axes)).filter(|list| !list.is_empty())?;
        let own = name(trace);
        Some((list.iter().position(|known| *known == own).unwrap_or(0), list.len()))
    }
}

fn name(trace: &Trace) -> String {
    trace.attrs.label("offsetgroup").unwrap_or_default()
}

fn key(trace: &Trace, horizontal: bool, axes: &Axes) -> Key {
    let id = Bars::ids(trace, horizontal).0;
    let matched = axes.get(&id).and_then(|axis| axis.matches.clone()).unwrap_or(id);
    (matched, horizontal, trace.attrs.label("alignmentgroup").unwrap_or_default())
}
