//! Clicks: html elements, buttons, links, and how a click rises to the ancestors.

use serde_json::Value;

use super::Effect;
use super::model::Model;
use super::target::{Target, next, set_at, truthy};
use crate::dash::Component;
use crate::engine::{Action, Error};

/// The model of an html element.
pub(super) fn html(kind: &str) -> &'static dyn Model {
    if kind == "A" { &Anchor } else { &Element }
}

/// The counters that a click on the target raises in html ancestors, inner first.
///
/// An element counts when it has an `id` and not `disable_n_clicks`.
pub(super) fn bubbled(target: &Target<'_>) -> Vec<Effect> {
    ancestors(target.at)
        .filter_map(|at| {
            let component = Component::of(target.tree.pointer(at)?)?;
            if component.namespace != "dash_html_components" {
                return None;
            }
            counted_click(at, component, target.moment.now_ms)
        })
        .collect()
}

/// JSON pointers above `at`, inner first; the root is the empty pointer.
fn ancestors(at: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(at), |at| at.rfind('/').and_then(|slash| at.get(..slash))).skip(1)
}

fn counted_click(at: &str, component: Component<'_>, now_ms: i64) -> Option<Effect> {
    let counts = component.id().is_some() && !truthy(component.prop("disable_n_clicks"));
    counts.then(|| {
        set_at(at, [("n_clicks", next(component, "n_clicks")), ("n_clicks_timestamp", Value::from(now_ms))])
    })
}

/// An html element.
struct Element;

impl Model for Element {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Click { point: None, .. } => {
                Ok(counted_click(target.at, target.component, target.moment.now_ms).into_iter().collect())
            }
            Action::Press { key, .. }
                if target.component.kind == "Button" && matches!(key.as_str(), "Enter" | " ") =>
            {
                Ok(counted_click(target.at, target.component, target.moment.now_ms).into_iter().collect())
            }
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        usize::from(matches!(target.action, Action::Click { .. } | Action::Press { .. }))
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
            Action::Click { point: None, .. } => {
                let reload = truthy(target.component.prop("refresh"));
                follow(target, |_| reload)
            }
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
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
            Action::Click { point: None, .. } => Ok(vec![self.count(target)]),
            Action::Press { key, .. } if matches!(key.as_str(), "Enter" | " ") => {
                Ok(vec![self.count(target)])
            }
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        usize::from(matches!(target.action, Action::Click { .. } | Action::Press { .. }))
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
