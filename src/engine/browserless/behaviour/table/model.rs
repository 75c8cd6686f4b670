//! The table as a component.

use serde_json::Value;

use super::part::Part;
use super::{cells, derived, edit, filters, header, keys, pages, rows};
use crate::dash::Component;
use crate::dash::table::{Flag, Sheet, State};
use crate::engine::browserless::behaviour::model::Model;
use crate::engine::browserless::behaviour::target::{Drawn, Target};
use crate::engine::browserless::behaviour::{Effect, Rendered};
use crate::engine::{Action, Error};

/// A `dash_table.DataTable`.
pub(in super::super) struct DataTable;

/// A table while a visitor uses a part of it.
pub(super) struct Used<'t, 'a> {
    pub(super) target: &'t Target<'a>,
    pub(super) sheet: Sheet<'a>,
    pub(super) state: State,
}

impl<'t, 'a> Used<'t, 'a> {
    fn new(target: &'t Target<'a>) -> Result<Self, Error> {
        let sheet = Sheet::of(target.component).ok_or_else(|| target.unsupported())?;
        if sheet.is_invalid() {
            return Err(target.not_actionable(
                "the table refuses its props: it pages by a callback and filters or sorts by itself",
            ));
        }
        let state = State::kept(target.spot.memory, &sheet);
        Ok(Self { target, sheet, state })
    }

    /// Keeps the state.
    pub(super) fn remember(&self, state: &State) -> Effect {
        Effect::Remember { at: self.target.at.to_owned(), memory: state.keep() }
    }

    /// Makes props `undefined`.
    pub(super) fn unset(&self, props: &[&str]) -> Effect {
        let props = props.iter().map(|name| (*name).to_owned()).collect();
        Effect::Unset { at: self.target.at.to_owned(), props }
    }

    /// Leaves the cell that is active and those that are selected, as part of the `setProps` call before.
    pub(super) fn leave_cells(&self) -> [Effect; 2] {
        let none = Value::Array(Vec::new());
        [self.unset(&["active_cell", "start_cell", "end_cell"]), self.target.set([("selected_cells", none)])]
    }
}

impl Model for DataTable {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let used = Used::new(target)?;
        let part = Part::of(target.spot.node, &used.sheet);
        // What was written into a cell is taken over when the hand goes elsewhere.
        let stays = matches!(target.action, Action::Press { .. } | Action::Hover { .. });
        let mut effects = if stays { Vec::new() } else { edit::take_over(&used) };
        effects.extend(used.act(&part)?);
        Ok(effects)
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        let Some(sheet) = Sheet::of(target.component) else { return 0 };
        match target.action {
            Action::Click { .. } | Action::Fill { .. } => match Part::of(target.spot.node, &sheet) {
                // The dropdown of a cell keeps clicks to itself.
                Part::Cell(row, column) => usize::from(cells::dropdown(&sheet, row, column).is_none()),
                _ => 1,
            },
            Action::Check { .. } | Action::Uncheck { .. } => 1,
            _ => 0,
        }
    }

    fn takes_tab(&self, _target: &Target<'_>) -> bool {
        true
    }

    fn inner(&self, _drawn: &Drawn<'_>) -> Option<(&'static str, usize)> {
        Some(("focused", 0))
    }

    fn rendered(&self, drawn: &Drawn<'_>, changed: Option<&[&str]>) -> Rendered {
        derived::rendered(drawn, changed)
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        component.prop("data").cloned()
    }
}

impl Used<'_, '_> {
    fn act(&self, part: &Part) -> Result<Vec<Effect>, Error> {
        let target = self.target;
        match (target.action, part) {
            (Action::Hover { point: None, .. }, _) => Ok(Vec::new()),
            (Action::Click { point: None, .. }, part) => self.click(part),
            (Action::Check { .. }, Part::SelectRow(row)) => rows::select(self, *row, Some(true)),
            (Action::Uncheck { .. }, Part::SelectRow(row)) => rows::select(self, *row, Some(false)),
            (Action::Check { .. }, Part::Button(Flag::Selectable, column, row)) => {
                Ok(header::select(self, column, *row, Some(true)))
            }
            (Action::Uncheck { .. }, Part::Button(Flag::Selectable, column, row)) => {
                Ok(header::select(self, column, *row, Some(false)))
            }
            (Action::Check { .. }, Part::Listed(place)) => header::list(self, *place, Some(true)),
            (Action::Uncheck { .. }, Part::Listed(place)) => header::list(self, *place, Some(false)),
            (Action::Fill { value, .. }, Part::Cell(row, column)) => edit::fill(self, *row, *column, value),
            (Action::Fill { value, .. }, Part::Filter(column)) => Ok(filters::write(self, column, value)),
            (Action::Clear { .. }, Part::Filter(column)) => Ok(filters::write(self, column, "")),
            (Action::Fill { value, .. }, Part::Page) => Ok(pages::turn_to(self, value)),
            (Action::Clear { .. }, Part::Cell(row, column)) => edit::clear(self, *row, *column),
            (Action::Select { option, .. }, Part::Cell(row, column)) => {
                edit::choose(self, *row, *column, option)
            }
            (Action::Press { key, .. }, part) => keys::press(self, part, key),
            (Action::Answer { accept, text, .. }, _) => header::answer(self, *accept, text.as_deref()),
            (
                Action::Fill { .. } | Action::Select { .. } | Action::Check { .. } | Action::Uncheck { .. },
                Part::Elsewhere,
            ) => Err(target.bad(format!("say which part of the table: `{} row=0 column=…`", target.on()))),
            _ => Err(target.unsupported()),
        }
    }

    fn click(&self, part: &Part) -> Result<Vec<Effect>, Error> {
        match part {
            Part::Cell(row, column) => Ok(cells::click(self, *row, *column)),
            Part::SelectRow(row) => rows::select(self, *row, None),
            Part::DeleteRow(row) => Ok(rows::delete(self, *row)),
            Part::Sort(column) => Ok(header::sort(self, column)),
            Part::Button(flag, column, row) => header::press(self, *flag, column, *row),
            Part::Case(column) => Ok(filters::switch_case(self, column)),
            Part::Turn(turn) => pages::turn(self, *turn),
            Part::Columns => {
                let state = State { lists_columns: !self.state.lists_columns, ..self.state.clone() };
                Ok(vec![self.remember(&state)])
            }
            Part::Listed(place) => header::list(self, *place, None),
            Part::Filter(_) | Part::Page | Part::Elsewhere => Ok(Vec::new()),
        }
    }
}
