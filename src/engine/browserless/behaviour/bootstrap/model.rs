//! The table of the package's models.

use super::super::click::{Inert, follow};
use super::super::model::Model;
use super::super::target::{Target, next};
use super::super::{Effect, click, field, group, tabs};
use super::accordion::{Accordion, AccordionItem};
use super::carousel::Carousel;
use super::menu::Menu;
use super::overlay::Overlay;
use super::pagination::Pagination;
use super::panel::Panel;
use crate::dash::{Component, truthy};
use crate::engine::Error;

/// Those that hold others and report nothing.
const INERT: &[&str] = &[
    "Breadcrumb",
    "ButtonGroup",
    "Card",
    "CardBody",
    "CardFooter",
    "CardGroup",
    "CardHeader",
    "CardImg",
    "CardImgOverlay",
    "Col",
    "Collapse",
    "Container",
    "Fade",
    "FormFeedback",
    "FormFloating",
    "FormText",
    "InputGroup",
    "InputGroupText",
    "Label",
    "ListGroup",
    "ModalBody",
    "ModalFooter",
    "ModalHeader",
    "ModalTitle",
    "Nav",
    "NavItem",
    "Navbar",
    "NavbarBrand",
    "NavbarSimple",
    "Placeholder",
    "PopoverBody",
    "PopoverHeader",
    "Progress",
    "Row",
    "Spinner",
    "Stack",
    "Table",
];

/// The model of a component of this package.
pub(in super::super) fn model(kind: &str) -> Option<&'static dyn Model> {
    Some(match kind {
        "Button" | "Badge" | "CardLink" | "ListGroupItem" | "NavLink" | "NavbarToggler"
        | "DropdownMenuItem" => &Button,
        "Input" => &field::Input { package: field::Package::Bootstrap },
        "Textarea" => &field::Textarea { package: field::Package::Bootstrap },
        "Select" => &group::Select,
        "Checkbox" | "Switch" | "RadioButton" => &group::Checkbox,
        "Checklist" => &group::Checklist,
        "RadioItems" => &group::RadioItems,
        "Tabs" => &tabs::BOOTSTRAP,
        "Tab" => &tabs::Tab,
        "DropdownMenu" => &Menu,
        "Accordion" => &Accordion,
        "AccordionItem" => &AccordionItem,
        "Carousel" => &Carousel,
        "Pagination" => &Pagination,
        "Alert" | "Toast" | "Modal" | "Offcanvas" => &Panel,
        "Popover" | "Tooltip" => &Overlay,
        kind if INERT.contains(&kind) => &Inert,
        _ => return None,
    })
}

/// A button, or anything else that counts clicks and may be a link.
struct Button;

impl Model for Button {
    fn enabled(&self, component: Component<'_>) -> bool {
        // A link takes clicks all the same, and leads nowhere.
        component.kind == "NavLink" || !truthy(component.prop("disabled"))
    }

    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        if !click::presses(target) {
            return Inert.act(target);
        }
        if truthy(target.component.prop("disabled")) {
            return Ok(Vec::new());
        }
        let mut effects = vec![target.set([("n_clicks", next(target.component, "n_clicks"))])];
        let external = truthy(target.component.prop("external_link"));
        effects.extend(follow(target, |href| external || !href.starts_with(['/', '?', '#']))?);
        Ok(effects)
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        usize::from(click::presses(target))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, set};

    #[test]
    fn a_button_counts_without_a_time_and_may_be_a_link() {
        let component =
            |kind, props| json!({"type": kind, "namespace": "dash_bootstrap_components", "props": props});
        let tree = component("Button", json!({"id": "b", "n_clicks": 1}));
        assert_eq!(act(&tree, "click #b").unwrap(), [set(&json!({"n_clicks": 2}))]);
        let link = component("NavLink", json!({"id": "b", "href": "/page"}));
        assert_eq!(
            act(&link, "click #b").unwrap().last(),
            Some(&Effect::Navigate { href: "/page".into(), reload: false })
        );
    }
}
