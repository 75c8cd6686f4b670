//! Points that a figure holds selected: `selectedpoints`, `selected`, `unselected`.

use std::collections::HashSet;

use super::Trace;
use super::spots::Look;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::column::Column;
use crate::render::scene::Color;

/// How much of their opacity points keep that are not selected.
const DIM: f64 = 0.2;

/// The selected points of a trace, and how the others differ from them.
#[derive(Debug, Clone)]
pub(crate) struct Selection<'a> {
    rows: HashSet<usize>,
    selected: Attrs<'a>,
    unselected: Attrs<'a>,
    /// Whether points that are not selected fade unless the figure says.
    fades: bool,
}

impl<'a> Selection<'a> {
    /// Reads a trace's selection; `None` when nothing is selected, not even no point.
    pub(crate) fn read(trace: &Trace<'a>) -> Option<Self> {
        let rows = trace.attrs.get("selectedpoints").and_then(Column::of)?;
        let rows = rows.numbers().into_iter().filter(|row| *row >= 0.0).map(|row| row as usize).collect();
        let (selected, unselected) = (trace.attrs.at("selected"), trace.attrs.at("unselected"));
        let styled = trace.attrs.has("selected") || trace.attrs.has("unselected");
        let each = trace.attrs.get("marker.opacity").and_then(Column::of).is_some();
        let fades = !styled || each || selected.has("marker.opacity") || unselected.has("marker.opacity");
        Some(Self { rows, selected, unselected, fades })
    }

    /// Whether the point of a row of the data is selected.
    pub(crate) fn holds(&self, row: usize) -> bool {
        self.rows.contains(&row)
    }

    /// Changes the look of a marker by whether its row is selected.
    pub(crate) fn apply(&self, row: Option<usize>, look: &mut Look) {
        let held = row.is_some_and(|row| self.holds(row));
        let own = if held { &self.selected } else { &self.unselected };
        let faded = if held || !self.fades { 1.0 } else { DIM };
        look.opacity = own.num("marker.opacity").unwrap_or(look.opacity * faded);
        look.fill = own.color("marker.color").unwrap_or(look.fill);
        look.size = own.num("marker.size").unwrap_or(look.size);
    }

    /// The colour of the text of a row, given its own.
    pub(crate) fn text_color(&self, row: usize, own: Color) -> Color {
        let selected = self.selected.color("textfont.color");
        if self.holds(row) {
            return selected.unwrap_or(own);
        }
        let unselected = self.unselected.color("textfont.color");
        unselected.unwrap_or(if selected.is_some() { own } else { own.faded(DIM) })
    }
}
