//! `categoryorder`: categories by name, or by what the plot traces say of them.

use super::{Axes, Axis, AxisKind, Letter};
use crate::render::chart::Trace;
use crate::render::chart::Visible;
use crate::render::chart::column::{Column, rows};

impl Axes<'_> {
    /// Sorts the categories of all axes, once the data have listed them.
    pub(super) fn order_by_data(&mut self, traces: &[Trace]) {
        for axis in self.iter_mut().filter(|axis| axis.kind == AxisKind::Category) {
            let on_axis = |trace: &&Trace| {
                let id = if axis.letter == Letter::X { &trace.x_axis } else { &trace.y_axis };
                trace.is_cartesian() && trace.visible != Visible::Hidden && *id == axis.id
            };
            let members: Vec<&Trace> = traces.iter().filter(on_axis).collect();
            axis.order_by(&members);
        }
    }
}

impl Axis<'_> {
    fn order_by(&mut self, traces: &[&Trace]) {
        let (own, other) = if self.letter == Letter::X { ("x", "y") } else { ("y", "x") };
        let Some((by, direction)) = self.attrs.text("categoryorder").rsplit_once(' ') else { return };
        if by == "category" {
            self.sort_categories(traces.iter().filter_map(|trace| trace.column(own)));
            return;
        }
        for column in traces.iter().filter_map(|trace| trace.column(own)) {
            self.read(&column);
        }
        let mut values: Vec<Vec<f64>> = vec![Vec::new(); self.categories.len()];
        for trace in traces.iter().filter(|trace| trace.visible == Visible::Shown) {
            let Some(column) = trace.column(own) else { continue };
            let places: Vec<usize> = self.read(&column).iter().map(|place| *place as usize).collect();
            for (place, value) in said(trace, &places, other, self.letter) {
                if let Some(list) = values.get_mut(place) {
                    list.push(value);
                }
            }
        }
        let mut order: Vec<(f64, usize)> =
            values.into_iter().map(|list| aggregate(by, list)).zip(0..).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        if direction == "descending" {
            // Equals keep their order.
            order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        }
        let names = order.into_iter().filter_map(|(_, place)| self.categories.get(place).cloned()).collect();
        self.order_categories(names);
    }
}

/// What a plot trace says of categories: the values that stand at their places.
fn said(trace: &Trace, places: &[usize], other: &str, letter: Letter) -> Vec<(usize, f64)> {
    let grid = trace.attrs.get("z").and_then(rows);
    if let Some(grid) = grid {
        let cells = grid.iter().enumerate().flat_map(|(line, row)| {
            row.iter().enumerate().map(move |(column, value)| (line, column, *value))
        });
        let place = |line, column| places.get(if letter == Letter::X { column } else { line }).copied();
        return cells
            .filter(|(.., value)| value.is_finite())
            .filter_map(|(line, column, value)| Some((place(line, column)?, value)))
            .collect();
    }
    let column = trace.column(if trace.attrs.has("z") { "z" } else { other });
    let number = |index: usize| column.as_ref().and_then(|column: &Column| column.num(index));
    let counted = trace.kind == "histogram" && (column.is_none() || trace.attrs.text("histfunc") == "count");
    let value = |index: usize| if counted { Some(1.0) } else { number(index) };
    let said = places.iter().enumerate().filter_map(|(index, place)| Some((*place, value(index)?)));
    if trace.kind != "histogram" {
        return said.collect();
    }
    // A histogram says one thing of each category.
    let mut bins: Vec<(usize, Vec<f64>)> = Vec::new();
    for (place, value) in said {
        match bins.iter_mut().find(|(known, _)| *known == place) {
            Some((_, list)) => list.push(value),
            None => bins.push((place, vec![value])),
        }
    }
    let by = match trace.attrs.text("histfunc") {
        "avg" => "mean",
        extreme @ ("min" | "max") => extreme,
        _ => "sum",
    };
    bins.into_iter().map(|(place, list)| (place, aggregate(by, list))).collect()
}

/// One number for several; nothing counts as 0.
fn aggregate(by: &str, mut list: Vec<f64>) -> f64 {
    let count = list.len().max(1) as f64;
    if list.is_empty() {
        return 0.0;
    }
    match by {
        "min" => list.into_iter().fold(f64::INFINITY, f64::min),
        "max" => list.into_iter().fold(f64::NEG_INFINITY, f64::max),
        "mean" => list.iter().sum::<f64>() / count,
        "geometric mean" => (list.iter().map(|value| value.ln()).sum::<f64>() / count).exp(),
        "median" => {
            list.sort_by(f64::total_cmp);
            let half = list.len() / 2;
            let upper = list.get(half).copied().unwrap_or(0.0);
            match half.checked_sub(1).and_then(|before| list.get(before)) {
                Some(lower) if list.len().is_multiple_of(2) => f64::midpoint(*lower, upper),
                _ => upper,
            }
        }
        _ => list.iter().sum(),
    }
}
