//! A table as its props describe it.

use serde_json::Value;

use super::column::Column;
use super::rows::Rows;
use crate::dash::{Component, truthy};

/// Who filters, sorts or pages: the table, a callback, or nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The table itself.
    Native,
    /// A callback, from what the visitor asked for.
    Custom,
    /// Nobody: there is nothing to ask with.
    None,
}

/// A `dash_table.DataTable`.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    /// The component.
    pub component: Component<'a>,
    /// Every column, hidden ones too.
    pub columns: Vec<Column<'a>>,
    /// The rows, in their own order.
    pub data: &'a [Value],
}

impl<'a> Sheet<'a> {
    /// Rows of a page, unless given.
    pub const PAGE_SIZE: usize = 250;

    /// Sees a component as a table; `None` when it is none.
    pub fn of(component: Component<'a>) -> Option<Self> {
        if (component.namespace, component.kind) != ("dash_table", "DataTable") {
            return None;
        }
        let data = component.prop("data").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Some(Self { component, columns: Column::all(component.props, data), data })
    }

    /// The columns that are not hidden.
    pub fn shown(&self) -> Vec<Column<'a>> {
        let hidden = self.list("hidden_columns");
        let is_shown = |column: &&Column<'_>| !hidden.iter().any(|id| id.as_str() == Some(&column.id));
        self.columns.iter().filter(is_shown).cloned().collect()
    }

    /// Who pages.
    pub fn pages(&self) -> Who {
        Who::of(self.component.prop("page_action"), Who::Native)
    }

    /// Who sorts.
    pub fn sorts(&self) -> Who {
        Who::of(self.component.prop("sort_action"), Who::None)
    }

    /// Who filters.
    pub fn filters(&self) -> Who {
        let action = self.component.prop("filter_action");
        let action = action.filter(|action| action.is_object()).map_or(action, |action| action.get("type"));
        Who::of(action, Who::None)
    }

    /// Whether one filter cell is enough to keep a row: `filter_action` with the operator `||`.
    pub fn filters_any(&self) -> bool {
        let operator = self.component.prop("filter_action").and_then(|action| action.get("operator"));
        operator.and_then(Value::as_str) == Some("||")
    }

    /// The query by which rows are kept.
    pub fn filter_query(&self) -> &'a str {
        self.component.text("filter_query").unwrap_or_default()
    }

    /// Whether the table refuses its props: it pages by a callback and filters or sorts by itself.
    pub fn is_invalid(&self) -> bool {
        self.pages() == Who::Custom && (self.filters() == Who::Native || self.sorts() == Who::Native)
    }

    /// A list prop; empty when absent.
    pub fn list(&self, name: &str) -> &'a [Value] {
        self.component.prop(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// A prop that counts from zero.
    pub fn count(&self, name: &str) -> Option<usize> {
        let number = self.component.prop(name)?.as_f64()?;
        (number >= 0.0).then_some(number as usize)
    }

    /// A prop that is on or off.
    pub fn is(&self, name: &str) -> bool {
        truthy(self.component.prop(name))
    }

    /// Whether cells can be clicked into.
    pub fn cell_selectable(&self) -> bool {
        self.component.prop("cell_selectable").is_none_or(|flag| truthy(Some(flag)))
    }

    /// Rows of a page.
    pub fn page_size(&self) -> usize {
        self.count("page_size").unwrap_or(Self::PAGE_SIZE)
    }

    /// The page that is asked for, from 0.
    pub fn page_current(&self) -> usize {
        self.count("page_current").unwrap_or(0)
    }

    /// How many pages there are; `None` when nobody knows.
    pub fn page_count(&self, rows: &Rows) -> Option<usize> {
        let count = match self.pages() {
            Who::Native => rows.in_order.len().div_ceil(self.page_size().max(1)),
            Who::Custom | Who::None => self.count("page_count").unwrap_or(0),
        };
        (count > 0).then_some(count)
    }

    /// The row ids of some rows, by their index in the data; null where a row has none.
    pub fn ids<'i>(&self, rows: impl IntoIterator<Item = &'i usize>) -> Vec<Value> {
        let id = |row: &usize| self.data.get(*row).and_then(|row| row.get("id")).cloned().unwrap_or_default();
        rows.into_iter().map(id).collect()
    }
}
