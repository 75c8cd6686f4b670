//! Axes that stand aside from their place, by `shift` or to clear each other (`autoshift`), and their labels.

use std::collections::BTreeMap;

use kurbo::Rect;

use super::labels::PlacedText;
use super::{Axes, Axis, Letter, Side};
use crate::render::chart::layout::Push;
use crate::render::chart::text::Typesetter;

/// px between axes that clear each other, unless the figure says.
const GAP: f64 = 3.0;

/// How far the axes of each place and side have been pushed to the right, px.
type Pushed = BTreeMap<(String, bool), f64>;

impl Axis<'_> {
    /// Whether the axis moves out of the way of others.
    pub(super) fn shifts_itself(&self) -> bool {
        self.letter == Letter::Y && self.anchor.is_none() && self.attrs.flag("autoshift", false)
    }

    fn own_shift(&self) -> f64 {
        if self.letter == Letter::X || self.anchor.is_some() {
            return 0.0;
        }
        let default = if self.shifts_itself() { GAP * self.side.sign() } else { 0.0 };
        self.attrs.num_or("shift", default)
    }

    /// Where its pushes count: the place of the axis that it lies over, or its own.
    fn place_key(&self) -> (String, bool) {
        (self.overlaying.clone().unwrap_or_else(|| self.id.clone()), self.side == Side::Right)
    }

    /// px from the axis' edge to the outermost of its labels, marks and title.
    fn full_depth(&self, setter: &Typesetter, edge: f64, labels: &[PlacedText], page: Rect) -> f64 {
        let sign = self.side.sign();
        let reach = |bounds: Rect| if sign > 0.0 { bounds.x1 - edge } else { edge - bounds.x0 };
        let shown = labels.iter().filter(|label| !label.text.is_empty());
        let depth = shown.map(|label| reach(label.bounds)).fold(self.tick_style.outer_length(), f64::max);
        let title = self.place_title(setter, edge, labels, page).map_or(0.0, |title| {
            let standoff = (title.placement.at.x - edge) * sign;
            standoff + if self.side == Side::Left { self.title_depth() } else { 0.0 }
        });
        depth.max(title)
    }
}

impl Axes<'_> {
    /// Places all tick labels, and adds the margins that they need to `pushes`.
    pub(crate) fn place_labels(
        &mut self,
        setter: &Typesetter,
        (area, page): (Rect, Rect),
        pushes: &mut Vec<Push>,
    ) -> Vec<Vec<PlacedText>> {
        let cleared: Vec<String> = self
            .iter()
            .filter(|axis| axis.shifts_itself())
            .filter_map(|axis| axis.overlaying.clone())
            .collect();
        let mut pushed = Pushed::new();
        let ids: Vec<String> = self.iter().map(|axis| axis.id.clone()).collect();
        let mut all = Vec::new();
        for id in &ids {
            let Some(axis) = self.get(id) else { continue };
            let key = axis.place_key();
            let pushes_others = axis.shifts_itself() || cleared.contains(&key.0);
            if pushes_others && axis.anchor.is_none() {
                let inside = if axis.tick_style.marks == Some(true) { axis.tick_style.length } else { 0.0 };
                let own = axis.line.map_or(0.0, |(_, width)| width / 2.0) + inside;
                *pushed.entry(key.clone()).or_default() += own * axis.side.sign() + axis.own_shift();
            }
            let shift = if axis.shifts_itself() {
                pushed.get(&key).copied().unwrap_or_default()
            } else {
                axis.own_shift()
            };
            let Some(axis) = self.get_mut(id) else { continue };
            axis.shift = shift;
            let Some(axis) = self.get(id) else { continue };
            let (edge, line, across) = (self.edge(axis, area), self.line_edge(axis, area), self.across(axis));
            let Some(axis) = self.get_mut(id) else { continue };
            let labels = axis.place_labels(setter, line);
            let push = axis.measure((edge, line), &labels, across);
            let mirrored = push.and_then(|_| self.mirror_push(id));
            pushes.extend(push.into_iter().chain(mirrored));
            let Some(axis) = self.get(id) else { continue };
            if pushes_others {
                *pushed.entry(key).or_default() +=
                    axis.full_depth(setter, edge, &labels, page) * axis.side.sign();
            }
            all.push(labels);
        }
        all
    }

    /// The margin for the line and marks on the other side that an axis is mirrored to.
    fn mirror_push(&self, id: &str) -> Option<Push> {
        let axis = self.get(id)?;
        let mirror = axis.attrs.get("mirror").filter(|mirror| mirror.as_bool() != Some(false))?;
        let anchor = self.get(axis.anchor.as_deref()?)?;
        let (_, width) = axis.line?;
        let word = mirror.as_str().unwrap_or_default();
        let size = width + if word.is_empty() { 0.0 } else { axis.tick_style.outer_length() };
        let at_end = matches!(axis.side, Side::Left | Side::Bottom);
        let counters = || self.iter().filter(|counter| counter.letter == anchor.letter && !counter.missing);
        let across = match (word.starts_with("all"), at_end) {
            (false, _) => anchor.drawn[usize::from(at_end)],
            (true, false) => counters().map(|axis| axis.domain[0]).fold(1.0, f64::min),
            (true, true) => counters().map(|axis| axis.domain[1]).fold(0.0, f64::max),
        };
        let mut push = Push::at(axis.letter, across);
        match axis.side {
            Side::Left => push.right.1 = size,
            Side::Right => push.left.1 = size,
            Side::Top => push.bottom.1 = size,
            Side::Bottom => push.top.1 = size,
        }
        if let Some(sides) = axis.attrs.str("automargin") {
            push.only(sides);
        }
        Some(push)
    }

    /// Where an axis stands, as a fraction of the plot in the other direction.
    fn across(&self, axis: &Axis) -> f64 {
        match axis.anchor.as_deref().and_then(|id| self.get(id)) {
            Some(anchor) => anchor.drawn[usize::from(matches!(axis.side, Side::Right | Side::Top))],
            None => axis.position,
        }
    }
}
