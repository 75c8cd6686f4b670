//! What a name of a callback means in a trace.

use serde_json::Value;

use crate::dash::ComponentId;
use crate::trace::graph::title;
use crate::trace::{Call, CallbackGraph, Trace};

/// The callbacks that a name means, and the one component when it names one.
pub(in crate::trace) struct Named {
    identities: Vec<String>,
    component: Option<String>,
}

impl Named {
    /// Finds what `name` means in the app's callbacks, or among the calls when those are not known.
    ///
    /// # Errors
    /// When there is no such callback: the names that there are.
    pub(super) fn find(name: &str, trace: &Trace) -> Result<Self, String> {
        let graph = CallbackGraph::new(&trace.dependencies);
        let called = trace.calls.iter().any(|call| call.output == name).then(|| name.to_owned());
        let identities = graph.named(name).into_iter().map(|callback| callback.output.clone()).chain(called);
        Self::new(name, identities.collect()).ok_or_else(|| {
            let known: Vec<String> = graph.callbacks().iter().map(title).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join("; ") };
            format!("no callback has the output `{name}`; there is {known}")
        })
    }

    /// Finds what `name` means in the app's callbacks.
    #[cfg(feature = "browser")]
    pub(in crate::trace) fn in_graph(name: &str, graph: &CallbackGraph) -> Option<Self> {
        Self::new(name, graph.named(name).iter().map(|callback| callback.output.clone()).collect())
    }

    fn new(name: &str, identities: Vec<String>) -> Option<Self> {
        if identities.is_empty() {
            return None;
        }
        let id = name.rsplit_once('.').map_or(name, |(id, _)| id);
        let of_pattern = identities.iter().any(|identity| identity.contains("[\""));
        let component = ComponentId::parse(id).ok().filter(|id| of_pattern && is_concrete(id));
        Some(Self { identities, component: component.map(|id| id.to_string()) })
    }

    pub(in crate::trace) fn is(&self, call: &Call) -> bool {
        self.identities.contains(&call.output)
            && self.component.as_ref().is_none_or(|id| call.bound_outputs().contains(id))
    }
}

/// Whether it is the id of a component, and not a pattern as the wire writes it.
fn is_concrete(id: &ComponentId) -> bool {
    matches!(id, ComponentId::Pattern(keys) if !keys.values().any(Value::is_array))
}
