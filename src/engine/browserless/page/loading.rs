//! Components whose code a browser loads when the first of their kind is rendered.

use std::collections::HashSet;

use super::super::behaviour::Effect;
use crate::dash::Component;

/// What waits for code. It is there once the page's first calls are answered: a browser needs longer for a file than
/// for a quick callback, and both must not depend on the machine's speed here.
#[derive(Debug, Default)]
pub(super) struct Loading {
    /// What those components do first.
    effects: Vec<Effect>,
    /// The places of those that are rendered then.
    undrawn: Vec<String>,
    /// Their packages and types.
    kinds: HashSet<String>,
    loaded: HashSet<String>,
}

impl Loading {
    /// A component is rendered, which does this when its code is there. Returns what it does at once.
    pub(super) fn rendered(
        &mut self,
        component: &Component<'_>,
        effects: impl Iterator<Item = Effect>,
    ) -> Vec<Effect> {
        let kind = kind(component);
        if self.loaded.contains(&kind) {
            return effects.collect();
        }
        self.kinds.insert(kind);
        self.effects.extend(effects);
        Vec::new()
    }

    /// All code is there. Returns what waited for it.
    pub(super) fn arrive(&mut self) -> Vec<Effect> {
        self.loaded.extend(self.kinds.drain());
        std::mem::take(&mut self.effects)
    }

    /// Whether a component's code is still to come.
    pub(super) fn awaits(&self, component: &Component<'_>) -> bool {
        self.kinds.contains(&kind(component))
    }

    /// A component is to be rendered once its code is there.
    pub(super) fn draw(&mut self, at: String) {
        self.undrawn.push(at);
    }

    /// The places of those whose code has come.
    pub(super) fn undrawn(&mut self) -> impl Iterator<Item = String> + use<> {
        std::mem::take(&mut self.undrawn).into_iter()
    }
}

fn kind(component: &Component<'_>) -> String {
    format!("{}.{}", component.namespace, component.kind)
}
