//! Clicks: html elements, buttons, links, and how a click rises to the ancestors.

use serde_json::Value;

use super::Effect;
use super::focus::upwards;
use super::model::Model;
use super::target::{Target, next, set_at};
use crate::dash::{Component, pointer, truthy};
use crate::engine::{Action, Error};

/// The model of an html element.
pub(super) fn html(kind: &str) -> &'static dyn Model {
    if kind == "A" { &Anchor } else { &Element }
}

/// What the n-th click on the target changes in html ancestors, inner first: one click opens a menu, the next picks.
pub(super) fn bubbled(target: &Target<'_>, nth: usize) -> Vec<Effect> {
    let mut effects: Vec<Effect> = reached(target).filter_map(|at| heard(target, at, nth as i64)).collect();
    if matches!(target.action, Action::Click { .. }) {
        effects.extend(reached(target).find_map(|at| led(target, at)).into_iter().flatten());
    }
    effects
}

/// The places above the target that a click rises to: an upload keeps it to itself.
fn reached<'a>(target: &Target<'a>) -> impl Iterator<Item = &'a str> {
    let tree = target.tree;
    let is_upload = move |at: &&str| {
        let component = tree.pointer(at).and_then(Component::of);
        component.is_some_and(|one| (one.namespace, one.kind) == ("dash_core_components", "Upload"))
    };
    upwards(target.at).skip(1).take_while(move |at| !is_upload(at))
}

/// Where a click leads that rises to the place: along a link, or to the page that a form is sent to.
fn led(target: &Target<'_>, at: &str) -> Option<Vec<Effect>> {
    let component = Component::of(target.tree.pointer(at)?)?;
    let above = Target { at, component, ..*target };
    match (component.namespace, component.kind) {
        ("dash_core_components", "Link") => CoreLink.act(&above).ok(),
        ("dash_html_components", "A") => follow(&above, |href| !href.starts_with('#')).ok(),
        ("dash_html_components", "Form") if submits(target.component) => Some(vec![sent(component)]),
        ("dash_bootstrap_components", "Form") if submits(target.component) => {
            let mut effects = vec![above.set([("n_submit", next(component, "n_submit"))])];
            let stays = component.prop("prevent_default_on_submit").is_none_or(|stays| truthy(Some(stays)));
            effects.extend((!stays).then(|| sent(component)));
            Some(effects)
        }
        _ => None,
    }
}

/// Whether a click on it submits the form that it is in.
fn submits(clicked: Component<'_>) -> bool {
    clicked.kind == "Button"
        && ["dash_html_components", "dash_bootstrap_components"].contains(&clicked.namespace)
        && clicked.prop("href").is_none()
        && clicked.text("type").is_none_or(|kind| kind == "submit")
}

/// The page that a form leads to.
fn sent(form: Component<'_>) -> Effect {
    let page = form.text("action").unwrap_or_default();
    Effect::Navigate { href: format!("{page}?"), reload: true }
}

/// The same for the click on a control that follows the one on its label.
pub(super) fn again(label: &Target<'_>, control: &Target<'_>) -> Vec<Effect> {
    let clicks = |at: &str| 1 + i64::from(pointer::is_within(label.at, at));
    upwards(control.at).skip(1).filter_map(|at| heard(label, at, clicks(at))).collect()
}

/// What an html element does about the n-th click of a gesture.
///
/// It counts when it has an `id` and not `disable_n_clicks`. A child of a `ConfirmDialogProvider` opens the dialog
/// instead.
fn heard(target: &Target<'_>, at: &str, nth: i64) -> Option<Effect> {
    let component = Component::of(target.tree.pointer(at)?)?;
    if component.namespace != "dash_html_components" {
        return None;
    }
    let above = at.rsplit_once("/props/children").map(|(above, _)| above);
    let provider = above.filter(|above| {
        let parent = target.tree.pointer(above).and_then(Component::of);
        parent.is_some_and(|parent| parent.kind == "ConfirmDialogProvider")
    });
    if let Some(provider) = provider {
        return Some(set_at(provider, [("displayed", Value::Bool(true))]));
    }
    let counts = component.id().is_some() && !truthy(component.prop("disable_n_clicks"));
    let clicks = component.prop("n_clicks").and_then(Value::as_i64).unwrap_or(0).saturating_add(nth);
    let now = Value::from(target.moment.now_ms);
    counts.then(|| set_at(at, [("n_clicks", Value::from(clicks)), ("n_clicks_timestamp", now)]))
}

/// What opens and closes by a click on its summary.
fn unfolded(target: &Target<'_>) -> Option<Effect> {
    let at = pointer::parent(target.at).filter(|_| target.component.kind == "Summary")?;
    let details = upwards(at).find_map(|at| Some((at, Component::of(target.tree.pointer(at)?)?)));
    let (at, details) = details.filter(|(_, details)| details.kind == "Details")?;
    Some(Effect::Turn { at: at.to_owned(), usual: truthy(details.prop("open")) })
}

/// An html element.
struct Element;

impl Model for Element {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Click { point: None, .. } => {
                Ok(heard(target, target.at, 1).into_iter().chain(unfolded(target)).collect())
            }
            Action::Press { .. } if target.component.kind == "Button" && presses(target) => {
                Ok(heard(target, target.at, 1).into_iter().collect())
            }
            Action::Hover { point: None, .. } | Action::Press { .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        usize::from(presses(target))
    }

    fn enabled(&self, component: Component<'_>) -> bool {
        // The HTML attribute disables by its presence, so Dash passes on any truthy value.
        !truthy(component.prop("disabled"))
    }
}

/// An `html.A`: counts, then loads the page it points to.
struct Anchor;

impl Model for Anchor {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let mut effects = Element.act(target)?;
        if matches!(target.action, Action::Click { .. }) && target.component.prop("download").is_none() {
            effects.extend(follow(target, |href| !href.starts_with('#'))?);
        }
        Ok(effects)
    }
}

/// A `dcc.Link`: changes the address, or loads the page with `refresh=True`.
pub(super) struct CoreLink;

impl Model for CoreLink {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            Action::Press { key, .. } if key != "Enter" => Ok(Vec::new()),
            Action::Click { point: None, .. } | Action::Press { .. } => {
                let reload = truthy(target.component.prop("refresh"));
                follow(target, |_| reload)
            }
            _ => Err(target.unsupported()),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        usize::from(presses(target))
    }
}

/// Follows the component's `href`, when it has one.
pub(super) fn follow(target: &Target<'_>, reloads: impl Fn(&str) -> bool) -> Result<Vec<Effect>, Error> {
    let Some(href) = target.component.text("href") else { return Ok(Vec::new()) };
    if target.component.text("target").is_some_and(|name| !name.is_empty() && name != "_self") {
        return Err(target.unsupported_because(format!("opening `{href}` in another window")));
    }
    Ok(vec![Effect::Navigate { href: href.to_owned(), reload: reloads(href) }])
}

/// A component that counts its own clicks, with or without a time.
pub(super) struct Counter {
    pub(super) timestamp: bool,
}

impl Model for Counter {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            _ if presses(target) => Ok(vec![self.count(target)]),
            Action::Hover { point: None, .. } | Action::Press { .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        usize::from(presses(target))
    }
}

/// Whether a button is pressed, by the pointer or a key.
pub(super) fn presses(target: &Target<'_>) -> bool {
    match target.action {
        Action::Press { key, .. } => matches!(key.as_str(), "Enter" | "Space" | " "),
        action => matches!(action, Action::Click { point: None, .. }),
    }
}

impl Counter {
    fn count(&self, target: &Target<'_>) -> Effect {
        if self.timestamp {
            target.count("n_clicks")
        } else {
            target.set([("n_clicks", next(target.component, "n_clicks"))])
        }
    }
}

/// A component that a click or a hover goes through.
pub(super) struct Inert;

impl Model for Inert {}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::engine::browserless::behaviour::Effect;
    use crate::engine::browserless::behaviour::testing::act_at;

    fn element(kind: &str, props: &Value) -> Value {
        json!({"type": kind, "namespace": "dash_html_components", "props": props})
    }

    /// Where the effects are, and the counts they set.
    fn counts(effects: &[Effect]) -> Vec<(&str, i64)> {
        let mut counts = Vec::new();
        for effect in effects {
            if let Effect::SetProps { at, props } = effect
                && let Some(count) = props.get("n_clicks").and_then(Value::as_i64)
            {
                counts.push((at.as_str(), count));
            }
        }
        counts
    }

    #[test]
    fn a_click_rises_to_every_ancestor_that_counts() {
        let button = element("Button", &json!({"id": "b", "n_clicks": 4}));
        let quiet = element("Div", &json!({"id": "q", "disable_n_clicks": true, "children": [button]}));
        let nameless = element("Div", &json!({"children": quiet}));
        let tree = element("Div", &json!({"id": "o", "children": ["text", nameless]}));
        let at = "/props/children/1/props/children/props/children/0";
        assert_eq!(counts(&act_at(&tree, at, "click #b").unwrap()), [(at, 5), ("", 1)]);
    }

    #[test]
    fn a_disabled_button_is_not_clicked() {
        let tree = element("Button", &json!({"id": "b", "disabled": true}));
        assert!(act_at(&tree, "", "click #b").unwrap_err().is_retryable());
    }

    #[test]
    fn what_a_dialog_provider_holds_opens_the_dialog_instead() {
        let button = element("Button", &json!({"id": "b"}));
        let tree = json!({"type": "ConfirmDialogProvider", "namespace": "dash_core_components",
            "props": {"id": "p", "children": button}});
        let effects = act_at(&tree, "/props/children", "click #b").unwrap();
        let [Effect::SetProps { at, props }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((at.as_str(), &props["displayed"]), ("", &json!(true)));
    }

    #[test]
    fn links_are_followed_with_or_without_loading_the_page() {
        let link =
            json!({"type": "Link", "namespace": "dash_core_components", "props": {"id": "l", "href": "/a"}});
        let followed = |tree: &Value| act_at(tree, "", "click #l").unwrap().pop();
        assert_eq!(followed(&link), Some(Effect::Navigate { href: "/a".into(), reload: false }));
        let anchor = element("A", &json!({"id": "l", "href": "/a"}));
        assert_eq!(followed(&anchor), Some(Effect::Navigate { href: "/a".into(), reload: true }));
        let elsewhere = element("A", &json!({"id": "l", "href": "/a", "target": "_blank"}));
        assert!(act_at(&elsewhere, "", "click #l").unwrap_err().hint().is_some());
    }

    #[test]
    fn an_unknown_component_takes_props_and_nothing_else() {
        let grid = json!({"type": "AgGrid", "namespace": "dash_ag_grid", "props": {"id": "g"}});
        assert_eq!(act_at(&grid, "", "set_props #g {\"a\": 1}").unwrap().len(), 1);
        let error = act_at(&grid, "", "click #g").unwrap_err();
        assert!(error.to_string().contains("dash_ag_grid.AgGrid"), "{error}");
        assert_eq!(error.hint(), Some("use set_props, or `engine: browser`"));
    }
}
