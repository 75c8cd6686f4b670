//! `layout.grid`: rows and columns of plots, as default domains of axes.

use kurbo::Rect;

use super::{Axis, Side};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::plot::{Matrix, Trace};

/// Which cells of a grid axes lie in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    /// Axis and domain.
    domains: Vec<(String, [f64; 2])>,
    /// Each column's share of the plot's width, and each row's of its height.
    columns: Vec<[f64; 2]>,
    rows: Vec<[f64; 2]>,
    /// `xside` and `yside`: at the edge of the grid, or of the outermost plot.
    sides: [String; 2],
    /// Whether the first row is on top.
    downwards: bool,
    /// The grid's share of the plot's width and height.
    span: [[f64; 2]; 2],
    /// The subplots that plot traces draw in.
    subplots: Vec<(String, String)>,
}

impl Grid {
    /// Reads the grid; without one, no axis has a default domain.
    pub(crate) fn read(layout: &Attrs) -> Self {
        Self::new(layout, &[])
    }

    /// The grid that the axes of plot traces stand in, with a cell for each of a matrix' subplots.
    pub(super) fn of(layout: &Attrs, traces: &[Trace]) -> Self {
        let matrices = Matrix::all(traces);
        let mut grid = Self::new(layout, &matrices);
        let own = traces.iter().filter(|trace| trace.is_cartesian());
        grid.subplots = own.map(|trace| (trace.x_axis.clone(), trace.y_axis.clone())).collect();
        grid.subplots.extend(matrices.iter().flat_map(Matrix::subplots));
        grid
    }

    fn new(layout: &Attrs, matrices: &[Matrix]) -> Self {
        let grid = layout.at("grid");
        let [of_x, of_y] = Matrix::grid(matrices);
        let names = |path: &str| -> Vec<String> {
            grid.list(path)
                .unwrap_or_default()
                .iter()
                .map(|v| v.as_str().unwrap_or_default().to_owned())
                .collect()
        };
        let subplots: Vec<Vec<String>> = grid
            .list("subplots")
            .unwrap_or_default()
            .iter()
            .map(|row| {
                row.as_array()
                    .into_iter()
                    .flatten()
                    .map(|v| v.as_str().unwrap_or_default().to_owned())
                    .collect()
            })
            .collect();
        let listed = |path: &str, default: Vec<String>| {
            let names = names(path);
            if names.is_empty() { default } else { names }
        };
        let ragged = matrices.iter().any(Matrix::is_ragged);
        let (x_axes, y_axes) = (listed("xaxes", of_x), listed("yaxes", of_y));
        let widest = subplots.iter().map(Vec::len).max().unwrap_or(0);
        let count = |path: &str, listed: usize| {
            grid.num(path).map_or(listed, |count| count.clamp(1.0, 200.0) as usize)
        };
        let (rows, columns) =
            (count("rows", subplots.len().max(y_axes.len())), count("columns", widest.max(x_axes.len())));
        if rows == 0 || columns == 0 {
            return Self::default();
        }
        let independent = !subplots.is_empty() || grid.str("pattern") == Some("independent");
        let upwards = grid.str("roworder") == Some("bottom to top");
        let x = slots(
            columns,
            grid.num_or("xgap", if independent { 0.2 } else { 0.1 }),
            grid.domain("domain.x"),
            false,
        );
        let y = slots(
            rows,
            grid.num_or("ygap", if independent { 0.3 } else { 0.1 }),
            grid.domain("domain.y"),
            !upwards,
        );
        let mut domains: Vec<(String, [f64; 2])> = Vec::new();
        let mut add = |id: String, domain: [f64; 2]| {
            if !id.is_empty() && !domains.iter().any(|(known, _)| *known == id) {
                domains.push((id, domain));
            }
        };
        let numbered = |letter: &str, index: usize| {
            if index == 0 { letter.to_owned() } else { format!("{letter}{}", index + 1) }
        };
        if independent {
            for (row, up_domain) in y.iter().enumerate() {
                for (column, across_domain) in x.iter().enumerate() {
                    let name = match subplots.get(row) {
                        Some(names) => names.get(column).cloned().unwrap_or_default(),
                        None if subplots.is_empty() => {
                            let index = row * columns + column;
                            numbered("x", index) + &numbered("y", index)
                        }
                        None => String::new(),
                    };
                    if let Some(split) = name.find('y') {
                        let (across, up) = name.split_at(split);
                        add(across.to_owned(), *across_domain);
                        add(up.to_owned(), *up_domain);
                    }
                }
            }
        } else {
            for (column, domain) in x.iter().enumerate() {
                let listed = (!x_axes.is_empty()).then(|| x_axes.get(column).cloned().unwrap_or_default());
                add(listed.unwrap_or_else(|| numbered("x", column)), *domain);
            }
            for (row, domain) in y.iter().enumerate() {
                let listed = (!y_axes.is_empty()).then(|| y_axes.get(row).cloned().unwrap_or_default());
                add(listed.unwrap_or_else(|| numbered("y", row)), *domain);
            }
        }
        let side = |path: &str, edge: &str| {
            let outermost = if ragged { edge.to_owned() } else { format!("{edge} plot") };
            grid.str(path).map_or(outermost, str::to_owned)
        };
        Self {
            domains,
            columns: x,
            rows: y,
            sides: [side("xside", "bottom"), side("yside", "left")],
            downwards: !upwards,
            span: [grid.domain("domain.x"), grid.domain("domain.y")],
            subplots: Vec::new(),
        }
    }

    /// Lets an axis of the grid stand at its cell, at the outermost plot that uses it or at the grid's edge.
    ///
    /// `false` when the grid has no such axis, or no plot for it.
    pub(super) fn place(&self, axis: &mut Axis) -> bool {
        let Some(domain) = self.domain(&axis.id) else { return false };
        let across = axis.letter == super::Letter::X;
        if !axis.attrs.has("domain") {
            axis.domain = domain;
        }
        let side = self.sides[usize::from(!across)].as_str();
        let far = side.starts_with(['t', 'r']);
        if !axis.attrs.has("side") {
            axis.side = match (across, far) {
                (true, true) => Side::Top,
                (true, false) => Side::Bottom,
                (false, true) => Side::Right,
                (false, false) => Side::Left,
            };
        }
        if !axis.attrs.has("position") {
            axis.position = self.span[usize::from(!across)][usize::from(far)];
        }
        if !side.ends_with("plot") {
            axis.anchor = None;
            return true;
        }
        let letter = if across { 'y' } else { 'x' };
        let mut others: Vec<&str> =
            self.domains.iter().map(|(id, _)| id.as_str()).filter(|id| id.starts_with(letter)).collect();
        let from_last = if across { far != self.downwards } else { far };
        if from_last {
            others.reverse();
        }
        let used = |other: &&str| {
            let is = |(x, y): &(String, String)| {
                if across { *x == axis.id && y == other } else { x == other && *y == axis.id }
            };
            self.subplots.iter().any(is)
        };
        axis.anchor = others.into_iter().find(used).map(str::to_owned);
        axis.anchor.is_some()
    }

    /// Where a subplot's `domain` lies in the plot area: its own fractions, its cell of the grid, or `across` of the
    /// width and the whole height.
    pub(crate) fn rect(&self, attrs: &Attrs, area: Rect, across: [f64; 2]) -> Rect {
        let cell = |cells: &[[f64; 2]], path: &str| cells.get(attrs.number(path).max(0.0) as usize).copied();
        let default_x = cell(&self.columns, "domain.column").unwrap_or(across);
        let default_y = cell(&self.rows, "domain.row").unwrap_or([0.0, 1.0]);
        let side = |path: &str, default: [f64; 2]| {
            if attrs.pair(path).is_some() { attrs.domain(path) } else { default }
        };
        let ([x0, x1], [y0, y1]) = (side("domain.x", default_x), side("domain.y", default_y));
        Rect::new(
            area.x0 + x0 * area.width(),
            area.y0 + (1.0 - y1) * area.height(),
            area.x0 + x1 * area.width(),
            area.y0 + (1.0 - y0) * area.height(),
        )
    }

    /// The default domain of an axis in the grid.
    fn domain(&self, id: &str) -> Option<[f64; 2]> {
        self.domains.iter().find(|(known, _)| known == id).map(|(_, domain)| *domain)
    }
}

/// `count` cells in a domain; the gap is a share of a cell with its gap.
fn slots(count: usize, gap: f64, [from, to]: [f64; 2], reversed: bool) -> Vec<[f64; 2]> {
    let whole = (to - from) / (count as f64 - gap);
    let mut slots: Vec<[f64; 2]> = (0..count)
        .map(|index| {
            let start = from + whole * index as f64;
            [start, start + whole * (1.0 - gap)]
        })
        .collect();
    if reversed {
        slots.reverse();
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::schema::Schema;
    use serde_json::json;

    #[test]
    fn the_first_row_is_on_top() {
        let layout = json!({"grid": {"rows": 2, "columns": 1, "pattern": "independent"}});
        let grid = Grid::read(&Attrs::new([&layout]).checked(Schema::of("layout")));
        let (first, second) = (grid.domain("y").unwrap_or_default(), grid.domain("y2").unwrap_or_default());
        assert!(first[0] > second[1], "{first:?} {second:?}");
        assert_eq!(grid.domain("x3"), None);
    }
}
