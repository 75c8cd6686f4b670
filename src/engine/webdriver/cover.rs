//! What is in the way of a click (W3C WebDriver section 12.5.1, "element click intercepted").

use super::Error;
use super::measure::numbered;
use super::window::{View, Window};
use crate::render::markup::Node;

impl Window {
    /// Refuses a click on an element that another is laid over.
    ///
    /// Only what certainly lies where the layout has it counts: elements that the app itself positions, dialogs of
    /// dash-bootstrap-components, and what covers the content of a `dcc.Loading`. Menus and calendars are placed by
    /// scripts.
    ///
    /// # Errors
    /// [`Error::Intercepted`]; when the element is not there any more; when the page can't be laid out.
    pub(super) async fn reachable(&mut self, element: &str) -> Result<(), Error> {
        let number = {
            let (view, references) = self.look();
            let node = references.find(element, &view)?;
            let apart =
                |surface: &Node<'_>| !node.ancestors().any(|outer| outer == *surface) && *surface != node;
            let mut surfaces = view.document.root().descendants().filter(|node| is_surface(&view, *node));
            // Most pages have none, and need no layout.
            if !node.is_visible() || !surfaces.any(|surface| apart(&surface)) {
                return Ok(());
            }
            node.number()
        };
        let Some(engine) = &self.engine else { return Ok(()) };
        let Some(cover) = engine.cover(number).await? else { return Ok(()) };
        let (view, references) = self.look();
        let node = references.find(element, &view)?;
        let Some(by) = numbered(&view, cover.hit) else { return Ok(()) };
        let certain = |number: &usize| numbered(&view, *number).is_some_and(|node| is_surface(&view, node));
        let labels =
            node.tag() == "label" && by.attribute("id").is_some_and(|id| node.attribute("for") == Some(id));
        if labels || !cover.lifted.iter().all(certain) {
            return Ok(());
        }
        let (element, by) = (format!("{node:?}"), format!("{by:?}"));
        Err(Error::Intercepted { element, by, x: cover.place.x as i64, y: cover.place.y as i64 })
    }
}

/// Whether an element is one that may lie over others, at a place that is known.
fn is_surface(view: &View<'_>, node: Node<'_>) -> bool {
    let style = || node.attribute("style").unwrap_or_default().replace(' ', "");
    let is_placed =
        || ["position:fixed", "position:absolute"].iter().any(|position| style().contains(position));
    match view.kind(node) {
        Some(("dash_bootstrap_components", "Modal" | "Offcanvas")) => node.is_component(),
        Some(("dash_html_components", _)) => node.is_component() && is_placed(),
        Some(("dash_core_components", "Loading")) => !node.is_component() && is_placed(),
        _ => false,
    }
}
