//! dash-bootstrap-components 2, with Bootstrap 5's classes.

mod accordion;
mod button;
mod carousel;
mod form;
mod grid;
mod list;
mod nav;
mod overlay;
mod pagination;
mod progress;
mod shape;
mod surface;
mod tabs;

use super::element::Element;
use super::view::View;
pub use pagination::{PageLink, page_links};

/// Renders a component of the package; `None` when it is not known.
pub(super) fn render(view: &View<'_>) -> Option<Vec<Element>> {
    if let Some(element) = shape::render(view) {
        return Some(vec![element]);
    }
    Some(match view.component.kind {
        "Accordion" => vec![accordion::render(view)],
        "Alert" => overlay::alert(view),
        "Breadcrumb" => vec![list::breadcrumb(view)],
        "Button" => vec![button::render(view)],
        "Card" => vec![surface::card(view)],
        "Carousel" => vec![carousel::render(view)],
        "Checkbox" | "RadioButton" | "Switch" => vec![form::toggle(view)],
        "Checklist" | "RadioItems" => vec![form::choices_list(view)],
        "Col" => vec![grid::col(view)],
        "Container" => vec![grid::container(view)],
        "DropdownMenu" => vec![nav::dropdown_menu(view)],
        "DropdownMenuItem" => vec![nav::dropdown_item(view)],
        "Input" => vec![form::input(view)],
        "ListGroup" => vec![list::group(view)],
        "ListGroupItem" => vec![list::item(view)],
        "ModalHeader" => vec![overlay::modal_header(view)],
        "Modal" | "Offcanvas" => overlay::dialog(view),
        "NavLink" => vec![nav::link(view)],
        "NavbarSimple" => vec![nav::simple(view)],
        "NavbarToggler" => vec![nav::toggler(view)],
        "Pagination" => vec![pagination::render(view)],
        "Popover" | "Tooltip" => overlay::bubble(view),
        "Progress" => vec![progress::render(view)],
        "Select" => vec![form::select(view)],
        "Spinner" => vec![progress::spinner(view)],
        "Table" => vec![surface::table(view)],
        "Tabs" => vec![tabs::render(view)],
        "Textarea" => vec![form::textarea(view)],
        "Toast" => overlay::toast(view),
        _ => return None,
    })
}
