//! The spinners of `dcc.Loading`: they come and go with delays of their own.

use serde_json::{Value, json};

use super::Page;
use crate::dash::{Component, truthy};
use crate::render::markup::{Awaited, Loading};

/// A spinner, as it was when its component last began or ceased to load.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spinner {
    is_loading: bool,
    /// Milliseconds on the page's clock.
    since: i64,
    was_shown: bool,
}

impl Spinner {
    /// Whether it is shown, when showing and hiding take so many milliseconds.
    fn is_shown(self, now: i64, [show, hide]: [i64; 2]) -> bool {
        let passed = now - self.since;
        if self.is_loading { self.was_shown || passed >= show } else { self.was_shown && passed < hide }
    }
}

impl Page {
    /// What the page waits for.
    pub(super) fn awaited(&self) -> Loading {
        let graph = self.scheduler.graph();
        let mut outputs = Vec::new();
        for instance in self.scheduler.flying() {
            let callback = instance.callback(graph);
            let places = instance.resolve(&callback.outputs, &self.store.paths);
            for (output, places) in callback.outputs.iter().zip(places) {
                outputs.extend(places.into_iter().map(|place| Awaited {
                    at: place.at,
                    id: place.id.to_string(),
                    property: output.property.clone(),
                }));
            }
        }
        let any = self.scheduler.pending().any(|instance| !instance.callback(graph).persistent);
        Loading { any, outputs }
    }

    /// Notes which components of the page began or ceased to load.
    pub(super) fn note_loading(&mut self) {
        let places: Vec<String> = self.mounted.of_kind("dash_core_components.Loading").collect();
        if places.is_empty() && self.spinners.is_empty() {
            return;
        }
        let awaited = self.awaited();
        let now = self.tab.clock.now_ms();
        self.spinners.retain(|at, _| places.contains(at));
        for at in places {
            let Some(component) = self.store.component(&at) else { continue };
            let is_loading = awaited.within(&at).any(|one| concerns(component, one));
            let shown_first = component.prop("show_initially").is_none_or(|on| truthy(Some(on)));
            let delays = delays(component);
            match self.spinners.get_mut(&at) {
                None => {
                    self.spinners.insert(at, Spinner { is_loading, since: now, was_shown: shown_first });
                }
                Some(known) if known.is_loading != is_loading => {
                    *known = Spinner { is_loading, since: now, was_shown: known.is_shown(now, delays) };
                }
                Some(_) => {}
            }
        }
    }

    /// What each component keeps for the markup: what the visitor opened, and the spinners.
    pub(super) fn kept(&self) -> std::collections::HashMap<String, Value> {
        let mut kept = self.memory.clone();
        let now = self.tab.clock.now_ms();
        for (at, spinner) in &self.spinners {
            let Some(component) = self.store.component(at) else { continue };
            let spins = match component.text("display") {
                Some("show") => true,
                Some("hide") => false,
                _ => spinner.is_shown(now, delays(component)),
            };
            kept.insert(at.clone(), json!({ "spins": spins }));
        }
        kept
    }
}

fn delays(component: Component<'_>) -> [i64; 2] {
    ["delay_show", "delay_hide"].map(|name| component.prop(name).and_then(Value::as_i64).unwrap_or(0))
}

/// Whether it is among the `target_components`, which are all unless some are named.
fn concerns(component: Component<'_>, awaited: &Awaited) -> bool {
    let Some(Value::Object(targets)) = component.prop("target_components") else { return true };
    match targets.get(&awaited.id) {
        Some(Value::String(property)) => property == "*" || *property == awaited.property,
        Some(Value::Array(properties)) => {
            properties.iter().any(|one| one.as_str() == Some(&awaited.property))
        }
        _ => false,
    }
}
