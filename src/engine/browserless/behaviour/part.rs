//! What a click on a part of a component's own markup means.

use serde_json::Value;

use super::bootstrap::{item_of, modal_of};
use super::choice::Choice;
use super::model::{options, value};
use crate::dash::Component;
use crate::engine::{Action, Locator};

/// An element that a component renders and that is no component itself.
#[derive(Debug, Default)]
pub struct Part {
    /// The `class` attributes from the element outwards, as far as the component's outermost element.
    pub classes: Vec<String>,
    /// What a visitor reads in the element, or what it tells to screen readers.
    pub name: String,
    /// How many of the component's options are before the one that the element is in: labels, boxes, or those of a select.
    pub option: Option<usize>,
}

impl Part {
    fn is(&self, class: &str) -> bool {
        self.classes.iter().any(|classes| classes.split(' ').any(|one| one == class))
    }
}

/// The action, and the place of its component, that a click on a part of the component at `at` is; `None` when it is a
/// click on the component as any other.
pub fn meant(tree: &Value, at: &str, part: &Part, on: &Locator) -> Option<(String, Action)> {
    let component = tree.pointer(at).and_then(Component::of)?;
    if let Some(action) = part.option.and_then(|index| chosen(component, index, on)) {
        return Some((at.to_owned(), action));
    }
    if component.kind == "Graph" && component.namespace == "dash_core_components" {
        let on = on.clone();
        let said = part.name.clone();
        return match () {
            () if part.is("legendtoggle") || part.is("legendtext") => {
                Some((at.to_owned(), Action::Legend { on, item: said, double: false }))
            }
            () if part.is("annotation-text-g") => {
                Some((at.to_owned(), Action::Annotation { on, text: said }))
            }
            () => None,
        };
    }
    if component.namespace != "dash_bootstrap_components" {
        return None;
    }
    let opened = |at: &str, tab: &str| (at.to_owned(), Action::Tab { on: on.clone(), tab: tab.to_owned() });
    let closed = |at: &str| (at.to_owned(), Action::Clear { on: on.clone() });
    match component.kind {
        "Alert" | "Toast" | "Offcanvas" if part.is("btn-close") => Some(closed(at)),
        "ModalHeader" if part.is("btn-close") => modal_of(tree, at).map(closed),
        "AccordionItem" if part.is("accordion-button") => {
            item_of(tree, at).map(|(accordion, title)| opened(accordion, &title))
        }
        "Pagination" if part.is("page-link") => Some(opened(at, &part.name)),
        "Carousel"
            if part.is("carousel-indicators")
                || part.is("carousel-control-prev")
                || part.is("carousel-control-next") =>
        {
            Some(opened(at, &part.name))
        }
        _ => None,
    }
}

/// What a click on an option of a group is.
fn chosen(component: Component<'_>, index: usize, on: &Locator) -> Option<Action> {
    if !matches!(component.namespace, "dash_core_components" | "dash_bootstrap_components") {
        return None;
    }
    let on = on.clone();
    let option = options(component).get(index)?.clone();
    match component.kind {
        "RadioItems" => Some(Action::Choose { on, option }),
        "Select" => Some(Action::Select { on, option: option.as_str().into() }),
        "Checklist" => {
            let choices = Choice::all(component.prop("options"));
            let ticked = value(component).is_some_and(|value| {
                let list = value.as_array();
                list.zip(choices.get(index)).is_some_and(|(list, choice)| list.contains(&choice.value))
            });
            let option = option.as_str().into();
            Some(if ticked { Action::Uncheck { on, option } } else { Action::Check { on, option } })
        }
        _ => None,
    }
}
