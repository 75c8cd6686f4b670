//! Scatter plot matrices: every dimension against every other.

use super::scatter::{Scatter, marker_pads};
use super::stage::Stage;
use super::{Trace, Visible};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Pads};
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::paint::pick;

/// A dimension of a matrix, with the axes that show it.
#[derive(Debug, Clone)]
pub(crate) struct Dimension<'a> {
    attrs: Attrs<'a>,
    pub(crate) x: Option<String>,
    pub(crate) y: Option<String>,
}

impl<'a> Dimension<'a> {
    pub(crate) fn column(&self) -> Option<Column<'a>> {
        self.attrs.get("values").and_then(Column::of).filter(|values| values.len() > 0)
    }

    fn is_visible(&self) -> bool {
        self.attrs.flag("visible", true) && self.column().is_some()
    }

    /// The kind of its axes, where the figure says it.
    pub(crate) fn kind(&self) -> Option<&'a str> {
        self.attrs.str("axis.type").filter(|_| self.is_visible())
    }

    pub(crate) fn label(&self) -> Option<String> {
        self.attrs.label("label").filter(|label| !label.is_empty())
    }

    /// Whether its two axes have one range.
    pub(crate) fn is_matched(&self) -> bool {
        self.is_visible() && self.attrs.is("axis.matches")
    }
}

/// Which dimensions a matrix has, and in which subplots it shows them.
#[derive(Debug, Clone)]
pub(crate) struct Matrix<'a> {
    pub(crate) dimensions: Vec<Dimension<'a>>,
    upper: bool,
    lower: bool,
    diagonal: bool,
}

impl<'a> Matrix<'a> {
    /// The matrix of a plot trace; `None` when it is none, or shows nothing.
    pub(crate) fn of(trace: &Trace<'a>) -> Option<Self> {
        if trace.kind != "splom" || trace.visible == Visible::Hidden {
            return None;
        }
        let attrs = &trace.attrs;
        let items = attrs.items("dimensions", "dimensiondefaults");
        let (upper, lower) = (attrs.is("showupperhalf"), attrs.is("showlowerhalf"));
        let diagonal = attrs.is("diagonal.visible");
        let count = items.len();
        let id = |path: &str, letter: char, index: usize| {
            let listed = attrs.list(path).and_then(|list| list.get(index)).and_then(|id| id.as_str());
            let number = if index == 0 { String::new() } else { (index + 1).to_string() };
            listed.map_or_else(|| format!("{letter}{number}"), str::to_owned)
        };
        // Without a half and the diagonal, its first row or column, and the last of the other kind, are empty.
        let (no_first_x, no_first_y) = (!diagonal && !lower, !diagonal && !upper);
        let dimensions: Vec<Dimension> = items
            .into_iter()
            .enumerate()
            .map(|(index, attrs)| {
                let (first, last) = (index == 0, index + 1 == count);
                let x = !(first && no_first_x || last && no_first_y);
                let y = !(first && no_first_y || last && no_first_x);
                Dimension {
                    attrs,
                    x: x.then(|| id("xaxes", 'x', index)),
                    y: y.then(|| id("yaxes", 'y', index)),
                }
            })
            .collect();
        let shown = upper || lower || diagonal;
        let filled = dimensions.iter().any(Dimension::is_visible);
        (shown && filled).then_some(Self { dimensions, upper, lower, diagonal })
    }

    /// The matrices of a figure.
    pub(crate) fn all(traces: &[Trace<'a>]) -> Vec<Self> {
        traces.iter().filter_map(Self::of).collect()
    }

    /// The columns and rows that matrices ask for, by axis; none for less than two of each.
    pub(crate) fn grid(matrices: &[Self]) -> [Vec<String>; 2] {
        let mut lists = [Vec::new(), Vec::new()];
        for (list, id) in matrices.iter().flat_map(|matrix| {
            let [xs, ys] = matrix.axes();
            xs.into_iter().map(|x| (0, x)).chain(ys.into_iter().map(|y| (1, y))).collect::<Vec<_>>()
        }) {
            if let Some(list) =
                lists.get_mut(list).filter(|list: &&mut Vec<String>| !list.iter().any(|known| known == id))
            {
                list.push(id.to_owned());
            }
        }
        if lists.iter().any(|list| list.len() < 2) { [Vec::new(), Vec::new()] } else { lists }
    }

    /// Its x axes, then its y axes, in order.
    fn axes(&self) -> [Vec<&str>; 2] {
        let dimensions = || self.dimensions.iter();
        [
            dimensions().filter_map(|dimension| dimension.x.as_deref()).collect(),
            dimensions().filter_map(|dimension| dimension.y.as_deref()).collect(),
        ]
    }

    /// The subplots that it has a cell for.
    pub(crate) fn subplots(&self) -> Vec<(String, String)> {
        let [xs, ys] = self.axes();
        let mut subplots = Vec::new();
        for (column, x) in xs.iter().enumerate() {
            for (row, y) in ys.iter().enumerate() {
                let shown = match column.cmp(&row) {
                    std::cmp::Ordering::Greater => self.upper,
                    std::cmp::Ordering::Less => self.lower,
                    std::cmp::Ordering::Equal => self.diagonal || !self.lower || !self.upper,
                };
                if shown {
                    subplots.push(((*x).to_owned(), (*y).to_owned()));
                }
            }
        }
        subplots
    }

    /// The dimension that an axis shows.
    pub(crate) fn dimension(&self, axis: &str) -> Option<&Dimension<'a>> {
        let shows = |id: &Option<String>| id.as_deref() == Some(axis);
        self.dimensions.iter().find(|dimension| shows(&dimension.x) || shows(&dimension.y))
    }

    /// Whether labels stand at the edges of the whole grid, where some cells there are empty.
    pub(crate) fn is_ragged(&self) -> bool {
        !self.lower || !self.diagonal && self.upper
    }
}

/// A matrix' points: each visible dimension in calculation coordinates.
#[derive(Debug, Clone)]
pub(crate) struct Splom {
    dimensions: Vec<Points>,
    upper: bool,
    lower: bool,
    diagonal: bool,
}

#[derive(Debug, Clone)]
struct Points {
    x: Option<String>,
    y: Option<String>,
    values: Vec<f64>,
}

impl Splom {
    /// Reads all dimensions, and tells their axes what they must show.
    pub(crate) fn new(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let matrix = Matrix::of(trace)?;
        let visible = || matrix.dimensions.iter().filter(|dimension| dimension.is_visible());
        let count = visible().filter_map(|dimension| Some(dimension.column()?.len())).min()?;
        let mut dimensions = Vec::new();
        for dimension in visible() {
            let kind = |id: &Option<String>| axes.get(id.as_deref()?).map(|axis| axis.kind);
            if let (Some(x), Some(y)) = (kind(&dimension.x), kind(&dimension.y))
                && x != y
            {
                continue;
            }
            let Some(column) = dimension.column() else { continue };
            let mut values = Vec::new();
            for id in [&dimension.y, &dimension.x].into_iter().flatten() {
                if let Some(axis) = axes.get_mut(id) {
                    values = axis.read(&column);
                }
            }
            values.truncate(count);
            dimensions.push(Points { x: dimension.x.clone(), y: dimension.y.clone(), values });
        }
        let splom = Self { dimensions, upper: matrix.upper, lower: matrix.lower, diagonal: matrix.diagonal };
        splom.stretch(trace, axes);
        Some(splom)
    }

    fn stretch(&self, trace: &Trace, axes: &mut Axes) {
        let pads = marker_pads(&trace.attrs.at("marker"));
        for points in &self.dimensions {
            for id in [&points.x, &points.y].into_iter().flatten() {
                let Some(axis) = axes.get_mut(id) else { continue };
                for (index, value) in points.values.iter().enumerate() {
                    let pad = pick(&pads, index, 0.0);
                    let pads = Pads { minus: pad, plus: pad, extra: true, ..Pads::default() };
                    let linear = axis.linear(*value);
                    axis.extremes.add(linear, pads);
                }
            }
        }
    }

    /// Draws the cell of a subplot.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, (x, y): (&str, &str)) {
        let place = |id: &str, of: fn(&Points) -> &Option<String>| {
            self.dimensions.iter().position(|points| of(points).as_deref() == Some(id))
        };
        let (Some(column), Some(row)) = (place(x, |points| &points.x), place(y, |points| &points.y)) else {
            return;
        };
        let shown = match column.cmp(&row) {
            std::cmp::Ordering::Greater => self.upper,
            std::cmp::Ordering::Less => self.lower,
            std::cmp::Ordering::Equal => self.diagonal,
        };
        if !shown {
            return;
        }
        let own = Trace { x_axis: x.to_owned(), y_axis: y.to_owned(), ..trace.clone() };
        let (xs, ys) = (self.dimensions[column].values.clone(), self.dimensions[row].values.clone());
        let Some(mut scatter) = Scatter::at(&own, xs, ys) else { return };
        (scatter.lines, scatter.markers) = (false, true);
        scatter.draw_alone(canvas, &own, stage);
    }
}
