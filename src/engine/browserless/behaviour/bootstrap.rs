//! dash-bootstrap-components: what is not a field, a group or tabs.

use serde_json::{Value, json};

use super::choice::Choice;
use super::click::{Inert, follow};
use super::model::Model;
use super::target::{Target, next};
use super::text::text_of;
use super::{Effect, Moment, Mounting, Props};
use super::{click, field, group, tabs};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

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
    "DropdownMenu",
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
    "Tooltip",
];

/// The model of a component of this package.
pub(super) fn model(kind: &str) -> Option<&'static dyn Model> {
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
        "Accordion" => &Accordion,
        "AccordionItem" => &AccordionItem,
        "Pagination" => &Pagination,
        "Alert" | "Toast" | "Modal" | "Offcanvas" | "Popover" => &Panel,
        kind if INERT.contains(&kind) => &Inert,
        _ => return None,
    })
}

/// A button, or anything else that counts clicks and may be a link.
struct Button;

impl Model for Button {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        if !click::presses(target) {
            return Inert.act(target);
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

/// Something that opens and closes: Escape or its close button closes it.
struct Panel;

impl Panel {
    fn is_open(component: Component<'_>) -> bool {
        match component.prop("is_open") {
            Some(open) => truthy(Some(open)),
            None => matches!(component.kind, "Alert" | "Toast"),
        }
    }

    /// Whether Escape closes it.
    fn has_escape(component: Component<'_>) -> bool {
        let keyboard = component.prop("keyboard").is_none_or(|on| truthy(Some(on)));
        matches!(component.kind, "Modal" | "Offcanvas") && keyboard
    }
}

impl Model for Panel {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let closes = match target.action {
            Action::Press { key, .. } => key == "Escape" && Self::has_escape(target.component),
            Action::Clear { .. } => truthy(target.component.prop("dismissable")),
            _ => return Inert.act(target),
        };
        if !Self::is_open(target.component) {
            return Err(target.not_actionable("it is not open"));
        }
        let closed = Value::Bool(false);
        Ok(match target.component.kind {
            _ if !closes => Vec::new(),
            "Toast" => {
                vec![target.set([("is_open", closed), ("n_dismiss", next(target.component, "n_dismiss"))])]
            }
            _ => vec![target.set([("is_open", closed)])],
        })
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        Some(Value::Bool(Self::is_open(component)))
    }

    fn unmounted(&self, component: Component<'_>) -> Vec<String> {
        if Self::is_open(component) { Vec::new() } else { vec!["/props/children".to_owned()] }
    }
}

/// Sections of which one, or with `always_open` several, are open.
struct Accordion;

impl Accordion {
    fn items(component: Component<'_>) -> Vec<Choice> {
        let children = component.prop("children").and_then(Value::as_array).into_iter().flatten();
        let items = children.enumerate().filter_map(|(index, child)| {
            let item = Component::of(child)?;
            Some(Choice {
                label: item.prop("title").map(text_of).unwrap_or_default(),
                value: item.prop("item_id").cloned().unwrap_or_else(|| json!(format!("item-{index}"))),
                disabled: false,
            })
        });
        items.collect()
    }

    /// What is open after a click on an item's title.
    fn toggled(component: Component<'_>, item: &Value) -> Value {
        let open = component.prop("active_item");
        if truthy(component.prop("always_open")) {
            let mut open = open.and_then(Value::as_array).cloned().unwrap_or_default();
            if open.contains(item) {
                open.retain(|held| held != item);
            } else {
                open.insert(0, item.clone());
            }
            return Value::Array(open);
        }
        if open == Some(item) { Value::Null } else { item.clone() }
    }
}

impl Model for Accordion {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let Action::Tab { tab, .. } = target.action else { return Inert.act(target) };
        let items = Self::items(target.component);
        let item = &super::choice::find(target, &items, tab)?.value;
        Ok(vec![target.set([("active_item", Self::toggled(target.component, item))])])
    }

    fn mount(&self, component: Component<'_>, _moment: &Moment) -> Mounting {
        let collapsed = truthy(component.prop("start_collapsed")) || component.prop("active_item").is_some();
        let first = Self::items(component).into_iter().next().filter(|_| !collapsed).map(|item| {
            let several = truthy(component.prop("always_open"));
            if several { json!([item.value]) } else { item.value }
        });
        let emitted = first.map(|first| Props::from_iter([("active_item".to_owned(), first)]));
        Mounting { sync: emitted.into_iter().collect(), ..Mounting::default() }
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        component.prop("active_item").cloned()
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        Self::items(component)
    }
}

/// One section: clicking it would be clicking its content, so its title is opened with `tab`.
struct AccordionItem;

impl Model for AccordionItem {}

/// Numbered pages.
struct Pagination;

impl Model for Pagination {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let Action::Tab { tab, .. } = target.action else { return Inert.act(target) };
        let pages = self.choices(target.component);
        let page = &super::choice::find(target, &pages, tab)?.value;
        Ok(vec![target.set([("active_page", page.clone())])])
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        Some(component.prop("active_page").cloned().unwrap_or_else(|| json!(1)))
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        let number = |name| component.prop(name).and_then(Value::as_u64);
        let first = number("min_value").unwrap_or(1);
        let step = number("step").unwrap_or(1).max(1);
        let pages = (first..=number("max_value").unwrap_or(first)).step_by(step as usize);
        pages.map(|page| Choice { label: page.to_string(), value: json!(page), disabled: false }).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, moment, set};

    fn component(kind: &str, props: &Value) -> Value {
        json!({"type": kind, "namespace": "dash_bootstrap_components", "props": props})
    }

    #[test]
    fn a_button_counts_without_a_time_and_may_be_a_link() {
        let tree = component("Button", &json!({"id": "b", "n_clicks": 1}));
        assert_eq!(act(&tree, "click #b").unwrap(), [set(&json!({"n_clicks": 2}))]);
        let link = component("NavLink", &json!({"id": "b", "href": "/page"}));
        assert_eq!(
            act(&link, "click #b").unwrap().last(),
            Some(&Effect::Navigate { href: "/page".into(), reload: false })
        );
    }

    #[test]
    fn an_accordion_opens_its_first_item_and_toggles_by_title() {
        let item = |title| component("AccordionItem", &json!({"title": title}));
        let tree = component("Accordion", &json!({"id": "a", "children": [item("One"), item("Two")]}));
        let emitted = Accordion.mount(Component::of(&tree).unwrap(), &moment()).sync;
        assert_eq!(emitted, [Props::from_iter([("active_item".into(), json!("item-0"))])]);
        assert_eq!(act(&tree, "tab #a Two").unwrap(), [set(&json!({"active_item": "item-1"}))]);
    }

    #[test]
    fn escape_closes_an_open_modal() {
        let open = component("Modal", &json!({"id": "m", "is_open": true}));
        assert_eq!(act(&open, "press #m Escape").unwrap(), [set(&json!({"is_open": false}))]);
        assert!(act(&component("Modal", &json!({"id": "m"})), "press #m Escape").unwrap_err().is_retryable());
    }

    #[test]
    fn pages_are_opened_by_number() {
        let tree = component("Pagination", &json!({"id": "p", "max_value": 3}));
        assert_eq!(act(&tree, "tab #p 3").unwrap(), [set(&json!({"active_page": 3}))]);
        assert!(act(&tree, "tab #p 4").is_err());
    }
}
