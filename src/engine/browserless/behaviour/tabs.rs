//! `Tabs` and `Tab` of dcc and dash-bootstrap-components.

use serde_json::Value;

use super::choice::Choice;
use super::click::Inert;
use super::model::Model;
use super::target::{Target, set_at};
use super::text::text_of;
use super::{Effect, Moment, Mounting, Props};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// `dcc.Tabs`: only the open tab's content is rendered; tabs count from `tab-1`.
pub(super) const CORE: Tabs = Tabs { opens: "value", names: "value", first: 1, renders_all: false };

/// Those of dash-bootstrap-components: closed tabs are hidden by CSS alone; they count from `tab-0`.
pub(super) const BOOTSTRAP: Tabs = Tabs { opens: "active_tab", names: "tab_id", first: 0, renders_all: true };

/// A row of tabs.
pub(super) struct Tabs {
    /// The prop that says which tab is open.
    opens: &'static str,
    /// The prop that names a tab.
    names: &'static str,
    /// The number of the first tab without a name.
    first: usize,
    renders_all: bool,
}

impl Tabs {
    /// The tabs, with the pointer of each from the component.
    fn tabs<'a>(&self, component: Component<'a>) -> Vec<(String, Component<'a>, Choice)> {
        let children = component.prop("children");
        let listed = children.and_then(Value::as_array).into_iter().flatten().enumerate();
        let listed = listed.map(|(index, child)| (format!("/props/children/{index}"), child));
        let single =
            children.filter(|child| child.is_object()).map(|child| ("/props/children".to_owned(), child));
        listed
            .chain(single)
            .enumerate()
            .filter_map(|(index, (at, child))| {
                let tab = Component::of(child)?;
                let name = tab.prop(self.names).filter(|name| truthy(Some(name))).cloned();
                let choice = Choice {
                    label: tab.prop("label").map(text_of).unwrap_or_default(),
                    value: name.unwrap_or_else(|| Value::from(format!("tab-{}", index + self.first))),
                    disabled: truthy(tab.prop("disabled")),
                };
                Some((at, tab, choice))
            })
            .collect()
    }

    /// The name of the tab that is open: the first when none is said to be.
    fn open(&self, component: Component<'_>) -> Option<Value> {
        match component.prop(self.opens) {
            Some(name) => Some(name.clone()),
            // Without tabs dcc names the one that would be the first.
            None => self
                .tabs(component)
                .into_iter()
                .next()
                .map(|(_, _, choice)| choice.value)
                .or_else(|| (!self.renders_all).then(|| Value::from(format!("tab-{}", self.first)))),
        }
    }
}

impl Model for Tabs {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Tab { tab, .. } => {
                let choices = self.choices(target.component);
                let value = &super::choice::find(target, &choices, tab)?.value;
                Ok(vec![target.set([(self.opens, value.clone())])])
            }
            _ => Inert.act(target),
        }
    }

    fn mount(&self, component: Component<'_>, moment: &Moment) -> Mounting {
        let unset = component.prop(self.opens).is_none();
        // Dash 2 names the first tab without looking at it.
        let blind = !self.renders_all && moment.dash_version < (3, 0, 0);
        let first = if blind { Some(Value::from("tab-1")) } else { self.open(component) }.filter(|_| unset);
        let emitted = first.map(|first| Props::from_iter([(self.opens.to_owned(), first)]));
        Mounting { sync: emitted.into_iter().collect(), ..Mounting::default() }
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        self.open(component)
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        self.tabs(component).into_iter().map(|(_, _, choice)| choice).collect()
    }

    fn unmounted(&self, component: Component<'_>) -> Vec<String> {
        if self.renders_all {
            return Vec::new();
        }
        let open = self.open(component);
        let closed =
            self.tabs(component).into_iter().filter(|(_, _, choice)| Some(&choice.value) != open.as_ref());
        closed.map(|(at, _, _)| format!("{at}/props/children")).collect()
    }
}

/// One tab: clicking it opens it.
pub(super) struct Tab;

impl Model for Tab {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        if !matches!(target.action, Action::Click { point: None, .. }) {
            return Inert.act(target);
        }
        let (at, row) = parent(target).ok_or_else(|| target.unsupported())?;
        let model = if row.namespace == "dash_core_components" { &CORE } else { &BOOTSTRAP };
        let tabs = model.tabs(row);
        let clicked = tabs.iter().find(|(tab_at, _, _)| target.at.strip_prefix(at) == Some(tab_at));
        let (_, _, choice) = clicked.ok_or_else(|| target.unsupported())?;
        Ok(vec![set_at(at, [(model.opens, choice.value.clone())])])
    }
}

/// The `Tabs` that a tab is a child of.
fn parent<'a>(target: &Target<'a>) -> Option<(&'a str, Component<'a>)> {
    let (at, _) = target.at.rsplit_once("/props/children")?;
    let row = Component::of(target.tree.pointer(at)?)?;
    (row.kind == "Tabs").then_some((at, row))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, act_at, moment, set};

    fn row(namespace: &str, props: &Value) -> Value {
        let tab = |props: Value| json!({"type": "Tab", "namespace": namespace, "props": props});
        let mut tree = json!({"type": "Tabs", "namespace": namespace, "props": {"id": "t", "children": [
            tab(json!({"label": "Sales", "children": "a"})),
            tab(json!({"label": "Costs", "value": "c", "tab_id": "c", "id": "costs"})),
            tab(json!({"label": "Old", "disabled": true})),
        ]}});
        for (name, value) in props.as_object().into_iter().flatten() {
            tree["props"][name] = value.clone();
        }
        tree
    }

    #[test]
    fn a_tab_opens_by_its_label() {
        let tree = row("dash_core_components", &json!({}));
        assert_eq!(act(&tree, "tab #t Costs").unwrap(), [set(&json!({"value": "c"}))]);
        assert_eq!(act(&tree, "tab #t Sales").unwrap(), [set(&json!({"value": "tab-1"}))]);
        assert!(act(&tree, "tab #t Old").unwrap_err().is_retryable());
        let tree = row("dash_bootstrap_components", &json!({}));
        assert_eq!(act(&tree, "tab #t Sales").unwrap(), [set(&json!({"active_tab": "tab-0"}))]);
    }

    #[test]
    fn clicking_a_tab_opens_it_too() {
        let tree = row("dash_core_components", &json!({}));
        assert_eq!(
            act_at(&tree, "/props/children/1", "click #costs").unwrap(),
            [Effect::SetProps { at: String::new(), props: Props::from_iter([("value".into(), json!("c"))]) }]
        );
    }

    #[test]
    fn tabs_without_a_value_say_that_the_first_is_open() {
        let tree = row("dash_core_components", &json!({}));
        let emitted = CORE.mount(Component::of(&tree).unwrap(), &moment()).sync;
        assert_eq!(emitted, [Props::from_iter([("value".into(), json!("tab-1"))])]);
        let tree = row("dash_core_components", &json!({"value": "c"}));
        assert_eq!(CORE.mount(Component::of(&tree).unwrap(), &moment()), Mounting::default());
    }

    #[test]
    fn only_the_open_tab_is_rendered_in_dcc() {
        let tree = row("dash_core_components", &json!({"value": "c"}));
        assert_eq!(
            CORE.unmounted(Component::of(&tree).unwrap()),
            ["/props/children/0/props/children", "/props/children/2/props/children"]
        );
        assert!(BOOTSTRAP.unmounted(Component::of(&tree).unwrap()).is_empty());
    }
}
