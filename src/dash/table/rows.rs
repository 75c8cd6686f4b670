//! Which rows a table has, in which order, and which of them are on the page.

use std::collections::HashMap;
use std::ops::Range;

use super::filter::Query;
use super::{Sheet, Who, sort};

/// The rows of a table, as indices into its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Those that the filter keeps, sorted (`derived_virtual_indices`).
    pub in_order: Vec<usize>,
    /// The part of them that is on the page (`derived_viewport_indices`).
    pub page: Range<usize>,
}

impl Rows {
    /// The rows of a table.
    pub fn of(sheet: &Sheet<'_>) -> Self {
        let mut in_order: Vec<usize> = (0..sheet.data.len()).collect();
        if sheet.filters() == Who::Native
            && let Some(query) = Query::parse(sheet.filter_query())
        {
            in_order.retain(|row| sheet.data.get(*row).is_some_and(|row| query.keeps(row)));
        }
        if sheet.sorts() == Who::Native {
            sort::sort(sheet, &mut in_order);
        }
        let page = match sheet.pages() {
            Who::Native => page(sheet, in_order.len()),
            Who::Custom | Who::None => 0..in_order.len(),
        };
        Self { in_order, page }
    }

    /// The rows on the page.
    pub fn on_page(&self) -> &[usize] {
        self.in_order.get(self.page.clone()).unwrap_or_default()
    }

    /// Where among `rows` the selected ones are; those that are not there are left out.
    pub fn positions(rows: &[usize], selected: &[serde_json::Value]) -> Vec<usize> {
        let places: HashMap<usize, usize> =
            rows.iter().enumerate().map(|(place, row)| (*row, place)).collect();
        let place = |row: &serde_json::Value| places.get(&(row.as_u64()? as usize)).copied();
        selected.iter().filter_map(place).collect()
    }
}

/// The rows of the current page, of `count`. A page far beyond the last is taken for the one after the last, which is
/// empty: that is what the component shows until it has gone back to the first page.
fn page(sheet: &Sheet<'_>, count: usize) -> Range<usize> {
    let size = sheet.page_size();
    let beyond = count.div_ceil(size.max(1));
    let first = size.saturating_mul(sheet.page_current().min(beyond)).min(count);
    first..first.saturating_add(size).min(count)
}
