//! What can be clicked in the dev tools.

use super::super::Node;

/// A button of the dev tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// Opens and closes the list of errors.
    Errors,
    /// Opens and closes the callback graph.
    Callbacks,
    /// Opens and closes what the bar says of Plotly Cloud.
    Cloud,
    /// Opens and closes the menu itself.
    Menu,
    /// Opens and closes the how many-th error.
    Card(usize),
}

impl Button {
    /// The button that a click on an element reaches.
    pub fn of(node: Node<'_>) -> Option<Self> {
        std::iter::once(node).chain(node.ancestors()).find_map(Self::at)
    }

    fn at(node: Node<'_>) -> Option<Self> {
        match node.attribute("id").unwrap_or_default() {
            "dash-debug-menu__errors-button" => return Some(Self::Errors),
            "dash-debug-menu__callback-graph-button" => return Some(Self::Callbacks),
            _ => {}
        }
        let mut classes = node.attribute("class").unwrap_or_default().split_ascii_whitespace();
        classes.find_map(|class| match class {
            "test-devtools-error-toggle" => {
                let card = node.ancestors().next()?;
                Some(Self::Card(card.index()))
            }
            "dash-fe-error__icon-x" | "dash-debug-alert" | "dash-debug-menu__button--errors" => {
                Some(Self::Errors)
            }
            "dash-debug-menu__button--callbacks" => Some(Self::Callbacks),
            "dash-debug-menu__toggle" | "dash-debug-menu" => Some(Self::Menu),
            "plotly-cloud-modal-close" => Some(Self::Cloud),
            "dash-debug-menu__button" if node.tag() == "button" => Some(Self::Cloud),
            _ => None,
        })
    }
}
