//! The pager.

use super::model::Used;
use super::part::Turn;
use crate::dash::table::Rows;
use crate::engine::Error;
use crate::engine::browserless::behaviour::Effect;

/// What a button of the pager sets.
pub(super) fn turn(used: &Used<'_, '_>, turn: Turn) -> Result<Vec<Effect>, Error> {
    let page = used.sheet.page_current();
    let last = used.last_page();
    let to = match turn {
        Turn::First | Turn::Previous if page == 0 => None,
        Turn::First => Some(0),
        Turn::Previous => page.checked_sub(1),
        Turn::Next if last == Some(page) => None,
        Turn::Next => Some(page + 1),
        Turn::Last => last.filter(|last| *last != page),
    };
    match to {
        Some(to) => Ok(turned(used, to)),
        None => Err(used.target.not_actionable("it is disabled")),
    }
}

/// What a number in the field of the pager sets; a text that begins with none is forgotten.
pub(super) fn turn_to(used: &Used<'_, '_>, number: &str) -> Vec<Effect> {
    let number = number.trim_start();
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let page: Option<i64> = format!("{sign}{}", digits.get(..end).unwrap_or_default()).parse().ok();
    page.map(|page| turned(used, page.saturating_sub(1).max(0) as usize)).unwrap_or_default()
}

fn turned(used: &Used<'_, '_>, page: usize) -> Vec<Effect> {
    let page = used.last_page().map_or(page, |last| page.min(last));
    let mut effects = vec![used.target.set([("page_current", page.into())])];
    effects.extend(used.leave_cells());
    effects
}

impl Used<'_, '_> {
    /// The last page, where it is known.
    fn last_page(&self) -> Option<usize> {
        self.sheet.page_count(&Rows::of(&self.sheet)).map(|count| count - 1)
    }
}
