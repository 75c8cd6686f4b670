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
        let kind = format!("{}.{}", component.namespace, component.kind);
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
}
