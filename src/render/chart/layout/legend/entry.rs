//! What a legend holds, in its order.

use serde_json::Value;

use crate::render::chart::layout::Key;

/// One line of a legend.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) text: String,
    /// The legend that it stands in: `legend`, `legend2`…
    pub(crate) legend: String,
    /// Entries of a group stand together; empty is none.
    pub(crate) group: String,
    /// What stands above its group.
    pub(crate) title: Option<String>,
    /// The font container of its group's title.
    pub(crate) title_font: Value,
    pub(crate) rank: f64,
    pub(crate) key: Key,
    pub(crate) faded: bool,
    /// A group's title has no key.
    pub(crate) heading: bool,
}

/// How a legend's entries are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) reversed: bool,
    /// Whether groups stand together.
    pub(crate) grouped: bool,
}

/// Entries by group, each in order of rank, below the group's title (plotly's `getLegendData`).
pub(super) fn groups(entries: Vec<Entry>, order: Order) -> Vec<Vec<Entry>> {
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    let together = order.grouped && entries.iter().any(|entry| !entry.group.is_empty());
    for entry in entries {
        let known = groups.iter_mut().find(|members| {
            !together || !entry.group.is_empty() && members.iter().any(|member| member.group == entry.group)
        });
        match known {
            Some(members) => members.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    let least = |members: &[Entry]| members.iter().map(|entry| entry.rank).fold(f64::INFINITY, f64::min);
    groups.sort_by(|a, b| least(a).total_cmp(&least(b)));
    for members in &mut groups {
        members.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        let titled = members.iter().find(|entry| entry.title.is_some()).cloned();
        let faded = members.first().is_some_and(|first| first.faded);
        if order.reversed {
            members.reverse();
        }
        if let Some(Entry { title: Some(text), title_font, legend, group, rank, .. }) = titled {
            let heading = Entry {
                text,
                legend,
                group,
                title: None,
                title_font,
                rank,
                key: Key::default(),
                faded,
                heading: true,
            };
            members.insert(0, heading);
        }
    }
    groups
}
