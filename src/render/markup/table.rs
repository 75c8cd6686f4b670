//! `dash_table.DataTable`.

use super::element::Element;
use super::view::View;

/// Renders a data table; `None` for another component of the package.
pub(super) fn render(view: &View<'_>) -> Option<Element> {
    (view.component.kind == "DataTable").then(|| view.root("div"))
}
