//! Where the keyboard is: what Tab stops at, what a click moves it to, and what a label stands for.

use serde_json::Value;

use super::Moment;
use super::choice::Choice;
use super::number;
use crate::dash::{ChildrenProps, Component, crawl, truthy};

/// How many times Tab stops in a component, not counting what it holds.
pub fn stops(component: Component<'_>, moment: &Moment) -> usize {
    if truthy(component.prop("disabled")) {
        return 0;
    }
    match component.namespace {
        "dash_html_components" => usize::from(html(component)),
        "dash_core_components" => core(component, moment),
        "dash_bootstrap_components" => bootstrap(component),
        _ => 0,
    }
}

fn html(component: Component<'_>) -> bool {
    let index = ["tabIndex", "tabindex"].iter().find_map(|name| number::bound(component, name));
    index.map_or_else(
        || match component.kind {
            "Button" | "Textarea" | "Select" | "Summary" | "Iframe" => true,
            "Input" => component.text("type") != Some("hidden"),
            "A" | "Area" => component.prop("href").is_some(),
            _ => truthy(component.prop("contentEditable")),
        },
        |index| index >= 0.0,
    )
}

fn core(component: Component<'_>, moment: &Moment) -> usize {
    let classic = moment.is_classic();
    match component.kind {
        "Input" if component.text("type") == Some("hidden") => 0,
        "Input" if number::is_number(component) && !classic => 1 + steppers(component),
        "Input" | "Textarea" | "Button" | "Dropdown" | "DatePickerSingle" | "Upload" => 1,
        "Link" => usize::from(component.prop("href").is_some()),
        "DatePickerRange" => 2,
        "Checklist" => offered(component),
        "RadioItems" => usize::from(offered(component) > 0),
        "Slider" => 1 + usize::from(!classic && takes_numbers(component)),
        "RangeSlider" => {
            let handles = component.prop("value").and_then(Value::as_array).map_or(2, Vec::len);
            handles + if !classic && handles == 2 && takes_numbers(component) { 2 } else { 0 }
        }
        _ => 0,
    }
}

/// The buttons of a number field (4.0) that are not at their end.
fn steppers(component: Component<'_>) -> usize {
    let now = number::bound(component, "value").unwrap_or(0.0);
    let down = number::bound(component, "min").is_none_or(|min| now > min);
    let up = number::bound(component, "max").is_none_or(|max| now < max);
    usize::from(down) + usize::from(up)
}

/// Whether a slider has fields for its numbers (4.0).
fn takes_numbers(component: Component<'_>) -> bool {
    component.prop("allow_direct_input").is_none_or(|on| truthy(Some(on)))
        && component.prop("step") != Some(&Value::Null)
        && !truthy(component.prop("vertical"))
}

fn bootstrap(component: Component<'_>) -> usize {
    match component.kind {
        "Button" | "Input" | "Textarea" | "Select" | "Checkbox" | "Switch" | "RadioButton"
        | "NavbarToggler" | "DropdownMenu" | "DropdownMenuItem" => 1,
        "NavLink" | "CardLink" | "ListGroupItem" | "Badge" | "NavbarBrand" => {
            usize::from(component.prop("href").is_some())
        }
        "Checklist" => offered(component),
        "RadioItems" => usize::from(offered(component) > 0),
        _ => 0,
    }
}

fn offered(component: Component<'_>) -> usize {
    Choice::all(component.prop("options")).into_iter().filter(|choice| !choice.disabled).count()
}

/// The place that has the keyboard after a click at `at`; `None` when nothing there takes it.
pub fn clicked(tree: &Value, at: &str, moment: &Moment) -> Option<String> {
    labelled(tree, at, moment).or_else(|| {
        let stop = |place: &&str| {
            component_at(tree, place)
                .is_some_and(|one| stops(one, moment) > 0 || one.namespace == "dash_table")
        };
        upwards(at).find(stop).map(str::to_owned)
    })
}

/// The place of the control that a click at `at` clicks too, because a label around it stands for it.
pub(super) fn labelled(tree: &Value, at: &str, moment: &Moment) -> Option<String> {
    for place in upwards(at) {
        let Some(component) = component_at(tree, place) else { continue };
        let names = match (component.namespace, component.kind) {
            ("dash_html_components", "Label") => "htmlFor",
            ("dash_bootstrap_components", "Label") => "html_for",
            _ if stops(component, moment) > 0 => return None,
            _ => continue,
        };
        let named = component.prop(names).filter(|id| !id.is_null());
        let root = if named.is_some() { "" } else { place };
        let mut found = None;
        let holder = tree.pointer(root)?;
        crawl(holder, root, &ChildrenProps::default(), &mut |control: Component<'_>, at: &str| {
            let meant = match named {
                Some(Value::String(id)) => control.text("id") == Some(id),
                Some(id) => control.prop("id") == Some(id),
                None => true,
            };
            if found.is_none() && meant && takes_labels(control, moment) {
                found = Some(at.to_owned());
            }
        });
        return found;
    }
    None
}

/// Whether the element with the component's id is one that a label can stand for (HTML 4.10.2).
fn takes_labels(component: Component<'_>, moment: &Moment) -> bool {
    if truthy(component.prop("disabled")) {
        return false;
    }
    match component.namespace {
        "dash_html_components" => {
            matches!(
                component.kind,
                "Button" | "Input" | "Meter" | "Output" | "Progress" | "Select" | "Textarea"
            )
        }
        "dash_core_components" => match component.kind {
            "Input" | "Textarea" | "Button" => true,
            "Dropdown" | "DatePickerSingle" | "DatePickerRange" => !moment.is_classic(),
            _ => false,
        },
        "dash_bootstrap_components" => matches!(
            component.kind,
            "Button" | "Checkbox" | "Input" | "RadioButton" | "Select" | "Switch" | "Textarea"
        ),
        _ => false,
    }
}

fn component_at<'a>(tree: &'a Value, at: &str) -> Option<Component<'a>> {
    tree.pointer(at).and_then(Component::of)
}

/// JSON pointers from `at` up to the root, which is the empty pointer.
pub(super) fn upwards(at: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(at), |at| at.rfind('/').and_then(|slash| at.get(..slash)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::moment;
    use super::*;

    fn part(namespace: &str, kind: &str, props: &Value) -> Value {
        json!({"type": kind, "namespace": format!("dash_{namespace}_components"), "props": props})
    }

    #[test]
    fn a_label_stands_for_the_field_it_names_or_holds() {
        let field = part("core", "Input", &json!({"id": "i"}));
        let named = part("html", "Label", &json!({"htmlFor": "i", "children": "Name"}));
        let holding =
            part("html", "Label", &json!({"children": [part("html", "Span", &json!({})), field.clone()]}));
        let tree = part("html", "Div", &json!({"children": [named, field, holding]}));
        let meant = |at: &str| labelled(&tree, at, &moment());
        assert_eq!(meant("/props/children/0").as_deref(), Some("/props/children/1"));
        let inner = "/props/children/2/props/children";
        assert_eq!(meant(&format!("{inner}/0")), Some(format!("{inner}/1")));
        assert_eq!(meant(&format!("{inner}/1")), None);
        assert_eq!(clicked(&tree, &format!("{inner}/1"), &moment()), Some(format!("{inner}/1")));
    }

    #[test]
    fn tab_stops_at_each_thing_that_takes_the_keyboard() {
        let count = |value: &Value| stops(Component::of(value).unwrap(), &moment());
        assert_eq!(count(&part("core", "Checklist", &json!({"options": ["a", "b"]}))), 2);
        assert_eq!(count(&part("core", "Input", &json!({"type": "number", "max": 3, "value": 3}))), 2);
        assert_eq!(count(&part("html", "Button", &json!({"disabled": true}))), 0);
        assert_eq!(count(&part("html", "Div", &json!({"tabIndex": 0}))), 1);
        assert_eq!(count(&part("html", "A", &json!({}))), 0);
    }
}
