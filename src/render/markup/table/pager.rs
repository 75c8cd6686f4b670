//! The pager below the table.

use super::super::element::Element;
use super::super::icon::glyph;
use super::Table;
use crate::dash::table::Who;

/// The pager; `None` while everything is on one page.
pub(super) fn pager(table: &Table<'_, '_>) -> Option<Element> {
    let sheet = &table.sheet;
    let shown = match sheet.pages() {
        Who::Native => sheet.page_size() < sheet.data.len(),
        Who::Custom => true,
        Who::None => false,
    };
    let count = sheet.page_count(&table.rows);
    if !shown || count == Some(1) {
        return None;
    }
    let page = sheet.page_current();
    let number = (page + 1).to_string();
    let last = count.map(|count| count - 1);
    let button = |class: &str, name: &str, dead: bool| {
        Element::new("button").class(class).flag("disabled", dead).child(glyph(name))
    };
    let shadow = Element::new("div").class("current-page-shadow").text(number.clone());
    let field = Element::new("input")
        .attr("type", "text")
        .class("current-page")
        .attr("placeholder", number)
        .attr("value", "");
    let current = Element::new("div").class("current-page-container").child(shadow).child(field);
    let mut place = Element::new("div").class("page-number").child(current);
    if let Some(count) = count {
        place = place.text(" / ").child(
            Element::new("div").class("last-page").style("display: inline-block").text(count.to_string()),
        );
    }
    let pager = Element::new("div")
        .class("previous-next-container")
        .child(button("first-page", "angle-double-left", page == 0))
        .child(button("previous-page", "angle-left", page == 0))
        .child(place)
        .child(button("next-page", "angle-right", last == Some(page)))
        .child(button("last-page", "angle-double-right", last.is_none() || last == Some(page)));
    Some(pager)
}
