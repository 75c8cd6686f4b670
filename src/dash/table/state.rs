//! What a table keeps that is in no prop.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Sheet;
use super::filter::Cells;

/// The part of a table's state that only its page knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The texts of the filter cells.
    pub filters: Cells,
    /// The query that the filter cells made last, or the table began with.
    pub filter_query: String,
    /// Whether the list of columns to show is open.
    pub lists_columns: bool,
    /// What is written into the active cell and not taken over yet.
    pub draft: Option<String>,
    /// The column whose new name is asked for, and the row of the header.
    pub renames: Option<(String, usize)>,
}

impl State {
    /// The state that a table begins with.
    pub fn first(sheet: &Sheet<'_>) -> Self {
        let mut state = Self { filter_query: sheet.filter_query().to_owned(), ..Self::default() };
        state.filters.follow(sheet.filter_query(), &sheet.shown(), sheet.filters_any());
        state
    }

    /// The state that was kept; the first one when there is none.
    pub fn kept(memory: Option<&Value>, sheet: &Sheet<'_>) -> Self {
        memory.and_then(|kept| Self::deserialize(kept).ok()).unwrap_or_else(|| Self::first(sheet))
    }

    /// The state in the form in which it is kept.
    pub fn keep(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
