//! dash-bootstrap-components 2, with Bootstrap 5's classes.

use super::element::Element;
use super::view::View;

/// Renders a component of the package; `None` when it is not known.
pub(super) fn render(_view: &View<'_>) -> Option<Vec<Element>> {
    None
}
