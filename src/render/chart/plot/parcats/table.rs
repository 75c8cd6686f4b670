//! The categories of each dimension, and the paths of rows through them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::render::chart::attrs::Attrs;
use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;

/// A category of a dimension.
#[derive(Debug, Clone)]
pub(super) struct Category {
    pub(super) label: String,
    pub(super) count: f64,
}

/// A dimension, with its categories from top to bottom.
#[derive(Debug, Clone)]
pub(super) struct Dimension {
    pub(super) label: String,
    pub(super) categories: Vec<Category>,
}

/// The number or colour that a row is coloured by.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shade {
    Number(f64),
    Color(String),
    /// The colour that all lines have.
    Common,
}

impl Shade {
    /// Numbers first, then colours by name.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let rank = |shade: &Self| match shade {
            Self::Number(_) => 0,
            Self::Color(_) => 1,
            Self::Common => 2,
        };
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Color(a), Self::Color(b)) => a.cmp(b),
            _ => rank(self).cmp(&rank(other)),
        }
    }
}

/// Rows of one shade that go through the same categories.
#[derive(Debug, Clone)]
pub(super) struct Path {
    /// A category of each dimension.
    pub(super) categories: Vec<usize>,
    pub(super) shade: Shade,
    pub(super) count: f64,
}

/// A parallel categories trace; dimensions from left to right, paths in the order that they are stacked in.
#[derive(Debug, Clone)]
pub(crate) struct Parcats {
    pub(super) dimensions: Vec<Dimension>,
    pub(super) paths: Vec<Path>,
    pub(super) total: f64,
}

impl Parcats {
    /// Reads the visible dimensions; `None` when there is none.
    pub(crate) fn new(trace: &Trace) -> Option<Self> {
        let items = trace.attrs.items("dimensions", "dimensiondefaults");
        let shown: Vec<(usize, &Attrs, Column)> = items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.is("visible"))
            .filter_map(|(index, item)| Some((index, item, item.get("values").and_then(Column::of)?)))
            .filter(|(.., column)| column.len() > 0)
            .collect();
        let rows = shown.iter().map(|(.., column)| column.len()).min()?;
        let counts = trace.attrs.get("counts").and_then(Column::of);
        let one = trace.attrs.number("counts");
        let count = |row: usize| match &counts {
            Some(counts) => counts.num(row % counts.len().max(1)).unwrap_or(0.0).max(0.0),
            None => one,
        };
        let mut columns = Vec::new();
        let mut dimensions = Vec::new();
        for index in places(&shown) {
            let Some((_, attrs, column)) = shown.get(index) else { continue };
            let (dimension, entries) = read(attrs, column, rows, count);
            dimensions.push(dimension);
            columns.push(entries);
        }
        let colors = trace.column("line.color").filter(|colors| colors.len() > 0);
        let shade = |row: usize| {
            let Some(colors) = &colors else { return Shade::Common };
            let row = row % colors.len();
            match (colors.value(row).is_some_and(serde_json::Value::is_string), colors.num(row)) {
                (false, Some(number)) => Shade::Number(number),
                _ => Shade::Color(colors.text(row).unwrap_or_default()),
            }
        };
        let mut paths: Vec<Path> = Vec::new();
        let mut known: BTreeMap<(Vec<usize>, String), usize> = BTreeMap::new();
        for row in 0..rows {
            let categories: Vec<usize> = columns.iter().map(|column| column[row]).collect();
            let shade = shade(row);
            let at = *known.entry((categories.clone(), format!("{shade:?}"))).or_insert(paths.len());
            match paths.get_mut(at) {
                Some(path) => path.count += count(row),
                None => paths.push(Path { categories, shade, count: count(row) }),
            }
        }
        let backward = trace.attrs.text("sortpaths") == "backward";
        let bundled = trace.attrs.is("bundlecolors");
        paths.sort_by(|a, b| {
            let colors = if bundled { a.shade.compare(&b.shade) } else { Ordering::Equal };
            colors.then_with(|| {
                let (a, b) = (&a.categories, &b.categories);
                if backward { a.iter().rev().cmp(b.iter().rev()) } else { a.cmp(b) }
            })
        });
        let total = (0..rows).map(count).sum();
        Some(Self { dimensions, paths, total })
    }
}

/// The dimensions from left to right, by `displayindex` where those name every place once.
fn places(shown: &[(usize, &Attrs, Column)]) -> Vec<usize> {
    let wish = |(index, attrs, _): &(usize, &Attrs, Column)| attrs.num_or("displayindex", *index as f64);
    let mut order: Vec<usize> = (0..shown.len()).collect();
    order.sort_by(|a, b| wish(&shown[*a]).total_cmp(&wish(&shown[*b])));
    let every = order.iter().enumerate().all(|(place, index)| wish(&shown[*index]) == place as f64);
    if every { order } else { (0..shown.len()).collect() }
}

/// A dimension with the category of each row.
fn read(
    attrs: &Attrs,
    column: &Column,
    rows: usize,
    count: impl Fn(usize) -> f64,
) -> (Dimension, Vec<usize>) {
    let text = |column: &Column, row: usize| column.text(row).unwrap_or_else(|| "null".into());
    let values: Vec<String> = (0..rows).map(|row| text(column, row)).collect();
    let array = attrs.get("categoryarray").and_then(Column::of).filter(|array| array.len() > 0);
    let order = attrs.str_or("categoryorder", if array.is_some() { "array" } else { "trace" });
    let listed = array.filter(|_| order == "array");
    let mut names: Vec<String> = match &listed {
        Some(array) => (0..array.len()).map(|index| text(array, index)).collect(),
        None => Vec::new(),
    };
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        index.insert(name.clone(), at);
    }
    for value in &values {
        if !index.contains_key(value) {
            index.insert(value.clone(), names.len());
            names.push(value.clone());
        }
    }
    if order.starts_with("category") {
        sort(&mut names);
        if order == "category descending" {
            names.reverse();
        }
        index = names.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
    }
    let texts = attrs.get("ticktext").and_then(Column::of).filter(|_| listed.is_some());
    let label = |at: usize, name: &String| {
        texts.as_ref().and_then(|texts| texts.text(at)).unwrap_or_else(|| name.clone())
    };
    let mut categories: Vec<Category> =
        names.iter().enumerate().map(|(at, name)| Category { label: label(at, name), count: 0.0 }).collect();
    let mut entries: Vec<usize> = Vec::with_capacity(rows);
    let mut seen = vec![false; categories.len()];
    for (row, value) in values.iter().enumerate() {
        let at = index.get(value).copied().unwrap_or(0);
        if let Some(category) = categories.get_mut(at) {
            category.count += count(row);
            seen[at] = true;
        }
        entries.push(at);
    }
    // Listed categories that no row has take no room.
    let kept: Vec<usize> = (0..categories.len()).filter(|at| seen[*at]).collect();
    let entries = entries.iter().map(|at| kept.binary_search(at).unwrap_or(0)).collect();
    let categories = kept.iter().map(|at| categories[*at].clone()).collect();
    (Dimension { label: attrs.label("label").unwrap_or_default(), categories }, entries)
}

/// By number when all are numbers, else by name.
fn sort(names: &mut [String]) {
    let numbers: Option<Vec<f64>> = names.iter().map(|name| name.parse().ok()).collect();
    if numbers.is_some() {
        let number = |name: &String| name.parse::<f64>().unwrap_or(f64::NAN);
        names.sort_by(|a, b| number(a).total_cmp(&number(b)));
    } else {
        names.sort();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::render::chart::attrs::Attrs;

    #[test]
    fn rows_of_one_way_are_one_path_and_categories_are_sorted_as_numbers() -> Result<(), String> {
        let trace = json!({"type": "parcats", "counts": [1, 2, 4], "dimensions": [
            {"values": [10, 9, 10], "categoryorder": "category ascending"},
            {"values": ["b", "a", "b"], "displayindex": 0},
        ]});
        let (data, layout) = ([Attrs::new([&trace])], Attrs::default());
        let traces = Trace::all(&data, &layout);
        let parcats = traces.first().and_then(Parcats::new).ok_or("nothing was read")?;
        let labels = |dimension: &Dimension| -> Vec<String> {
            dimension.categories.iter().map(|category| category.label.clone()).collect()
        };
        assert_eq!(parcats.dimensions.iter().map(labels).collect::<Vec<_>>(), [["9", "10"], ["b", "a"]]);
        let counts: Vec<f64> = parcats.paths.iter().map(|path| path.count).collect();
        assert_eq!((counts, parcats.total), (vec![2.0, 5.0], 7.0));
        Ok(())
    }
}
