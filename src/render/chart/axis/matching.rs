//! What axes share: domains of overlaid ones, ranges and categories of those that match.

use std::collections::BTreeSet;

use super::{Axes, Axis, AxisKind};
use crate::render::chart::column::Column;
use crate::render::chart::plot::{Trace, Visible};

impl<'a> Axes<'a> {
    /// Axes without plot traces are of the kind of those that match them.
    pub(super) fn fill_missing(&mut self) {
        let kinds: Vec<(Option<String>, AxisKind)> =
            self.iter().map(|axis| (axis.matches.clone(), axis.kind)).collect();
        for axis in self.iter_mut().filter(|axis| axis.missing) {
            if let Some((_, kind)) = kinds.iter().find(|(matches, _)| matches.as_ref() == Some(&axis.id)) {
                axis.kind = *kind;
            }
        }
    }

    /// Who of a group names a range gives it to all: the axis that the others match first.
    pub(super) fn share_ranges(&mut self) {
        let ranges = self.named_in_groups(|axis| axis.own.has("range") || axis.own.has("autorange"));
        let modes = self.named_in_groups(|axis| axis.own.has("rangemode"));
        for axis in self.iter_mut() {
            let group = axis.matches.clone().unwrap_or_else(|| axis.id.clone());
            if let Some((_, source)) = ranges.iter().find(|(base, _)| *base == group) {
                (axis.auto, axis.range, axis.fixed) = (source.auto, source.range, source.fixed);
            }
            if let Some((_, source)) = modes.iter().find(|(base, _)| *base == group) {
                axis.range_mode = source.range_mode;
            }
        }
    }

    /// By group of axes that match, the first that names something, beginning with the one that the others match.
    fn named_in_groups(&self, named: impl Fn(&Axis) -> bool) -> Vec<(String, Axis<'a>)> {
        let mut sources = Vec::new();
        for base in self.iter().filter(|axis| axis.matches.is_none()) {
            let members = self.iter().filter(|axis| axis.matches.as_ref() == Some(&base.id));
            let source = std::iter::once(base).chain(members).find(|axis| named(axis));
            sources.extend(source.map(|source| (base.id.clone(), source.clone())));
        }
        sources
    }

    pub(super) fn share_domains(&mut self) {
        let domains: Vec<(String, [f64; 2])> =
            self.iter().map(|axis| (axis.id.clone(), axis.domain)).collect();
        for axis in self.iter_mut() {
            if let Some((_, domain)) = domains.iter().find(|(id, _)| Some(id) == axis.overlaying.as_ref()) {
                axis.domain = *domain;
            }
        }
    }

    /// Axes that clear each other start at the edge of the plot that they lie over.
    pub(super) fn place_shifted(&mut self) {
        let starts: Vec<Option<[f64; 2]>> = self
            .iter()
            .map(|axis| {
                let under = axis.overlaying.as_deref().and_then(|id| self.get(id));
                let anchor = under.and_then(|under| self.get(under.anchor.as_deref()?));
                axis.shifts_itself().then(|| anchor.map_or([0.0, 1.0], |anchor| anchor.domain))
            })
            .collect();
        for (axis, start) in self.iter_mut().zip(starts) {
            if let Some([left, right]) = start.filter(|_| !axis.attrs.has("position")) {
                axis.position = if axis.side == super::Side::Left { left } else { right };
            }
        }
    }

    /// Every member of a group matches its first axis; axes of different kinds don't match.
    pub(super) fn resolve_matches(&mut self) {
        let kinds: Vec<(String, AxisKind)> = self.iter().map(|axis| (axis.id.clone(), axis.kind)).collect();
        for axis in self.iter_mut() {
            let kind = axis.kind;
            let fits = |target: &String| kinds.contains(&(target.clone(), kind));
            axis.matches = axis.matches.take().filter(fits);
        }
        let own: Vec<(String, Option<String>)> =
            self.iter().map(|axis| (axis.id.clone(), axis.matches.clone())).collect();
        let next = |id: &str| own.iter().find(|(own, _)| own == id).and_then(|(_, matches)| matches.clone());
        for axis in self.iter_mut() {
            let mut target = axis.matches.clone();
            for _ in 0..own.len() {
                match target.as_deref().and_then(next) {
                    Some(further) if further != axis.id => target = Some(further),
                    _ => break,
                }
            }
            axis.matches = target;
        }
    }

    /// Axes that match each other cut the same out.
    pub(super) fn share_breaks(&mut self) {
        let known: Vec<(String, super::Breaks)> = self
            .iter()
            .filter(|axis| !axis.breaks.is_empty())
            .map(|axis| (axis.matches.clone().unwrap_or_else(|| axis.id.clone()), axis.breaks.clone()))
            .collect();
        for axis in self.iter_mut().filter(|axis| axis.breaks.is_empty() && axis.kind == AxisKind::Date) {
            let group = axis.matches.as_ref().unwrap_or(&axis.id);
            if let Some((_, breaks)) = known.iter().find(|(id, _)| id == group) {
                axis.breaks = breaks.clone();
            }
        }
    }

    /// Categories that the layout lists come first.
    pub(in crate::render::chart) fn list_categories(&mut self) {
        for axis in self.iter_mut().filter(|axis| axis.kind == AxisKind::Category) {
            let array = axis.attrs.get("categoryarray").and_then(Column::of);
            let listed = matches!(axis.attrs.str("categoryorder"), None | Some("array"));
            if let Some(array) = array.filter(|_| listed) {
                for index in 0..array.len() {
                    if let Some(name) = array.text(index) {
                        axis.add_category(&name);
                    }
                }
            }
        }
    }

    /// Axes that match each other have the same categories, in the order of the data.
    pub(super) fn share_categories(&mut self, traces: &[Trace<'a>]) {
        let group_of = |axis: &Axis| axis.matches.clone().unwrap_or_else(|| axis.id.clone());
        let groups: BTreeSet<String> =
            self.iter().filter(|axis| axis.matches.is_some()).map(group_of).collect();
        for group in groups {
            for trace in
                traces.iter().filter(|trace| trace.is_cartesian() && trace.visible != Visible::Hidden)
            {
                for (id, path) in [(&trace.x_axis, "x"), (&trace.y_axis, "y")] {
                    let member = self.get(id).is_some_and(|axis| group_of(axis) == group);
                    let Some(column) = trace.column(path).filter(|_| member) else { continue };
                    for axis in self
                        .iter_mut()
                        .filter(|axis| axis.kind == AxisKind::Category && group_of(axis) == group)
                    {
                        axis.read(&column);
                    }
                }
            }
        }
    }
}

impl Axis<'_> {
    /// Lists the names in all columns in the alphabet's order, where `categoryorder` asks for it.
    pub(in crate::render::chart) fn sort_categories<'c>(
        &mut self,
        columns: impl Iterator<Item = Column<'c>>,
    ) {
        let order = self.attrs.text("categoryorder");
        if self.kind != AxisKind::Category || !matches!(order, "category ascending" | "category descending") {
            return;
        }
        let texts = |column: Column| (0..column.len()).filter_map(|at| column.text(at)).collect::<Vec<_>>();
        let names: BTreeSet<String> = columns.flat_map(texts).collect();
        let mut names: Vec<String> = names.into_iter().collect();
        if order == "category descending" {
            names.reverse();
        }
        self.order_categories(names);
    }
}
