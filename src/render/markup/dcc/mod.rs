//! `dash.dcc`, with the DOM of Dash 4.

use super::element::Element;
use super::view::View;

/// Renders a component of the package; `None` when it is not known.
pub(super) fn render(view: &View<'_>) -> Option<Vec<Element>> {
    Some(match view.component.kind {
        // These have no element of their own.
        "Location" | "Store" | "Interval" | "Download" | "ConfirmDialog" | "Geolocation" => Vec::new(),
        _ => return None,
    })
}
