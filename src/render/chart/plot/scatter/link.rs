//! Scatter traces whose areas reach to each other (plotly's `scatter/link_traces`).

use std::collections::HashMap;

use super::Scatter;
use crate::render::chart::plot::Trace;

/// A scatter trace among those that it is drawn with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Linked<'m, 'a> {
    pub(super) trace: &'m Trace<'a>,
    pub(super) scatter: &'m Scatter,
    /// Whether its area is its own: it reaches to zero or to itself.
    pub(super) alone: bool,
    /// The trace whose area reaches to this one.
    pub(super) next: Option<(&'m Trace<'a>, &'m Scatter)>,
}

fn group<'a>(trace: &Trace<'a>) -> &'a str {
    trace.attrs.str("stackgroup").unwrap_or_default()
}

/// Links the scatter traces of a subplot, and puts those together that are stacked or filled together.
pub(crate) fn link<'m, 'a>(traces: Vec<(&'m Trace<'a>, &'m Scatter)>) -> Vec<Linked<'m, 'a>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let (mut count, mut unstacked) = (0, None);
    let mut sorted: Vec<(usize, &Trace, &Scatter)> = Vec::new();
    for (trace, scatter) in traces {
        let mut fresh = || {
            count += 1;
            count - 1
        };
        let place = match group(trace) {
            "" if scatter.reaches_to_last() && unstacked.is_some() => unstacked.unwrap_or_default(),
            "" => *unstacked.insert(fresh()),
            group => *places.entry(group).or_insert_with(fresh),
        };
        sorted.push((place, trace, scatter));
    }
    sorted.sort_by_key(|(place, trace, _)| (*place, trace.index));
    let mut last: HashMap<&str, usize> = HashMap::new();
    let mut linked: Vec<Linked> = Vec::new();
    for (index, (_, trace, scatter)) in sorted.into_iter().enumerate() {
        let before = last.insert(group(trace), index).filter(|_| scatter.reaches_to_last());
        if let Some(before) = before.and_then(|before| linked.get_mut(before)) {
            before.next = Some((trace, scatter));
        }
        let alone = scatter.fill != "none" && before.is_none();
        linked.push(Linked { trace, scatter, alone, next: None });
    }
    linked
}

impl Scatter {
    /// Whether the area reaches to the trace before, if there is one.
    fn reaches_to_last(&self) -> bool {
        matches!(self.fill, "tonextx" | "tonexty" | "tonext")
    }
}
