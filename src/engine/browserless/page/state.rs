//! What the renderer's store holds (`window.store.getState()`), but for the layout.

use serde_json::{Map, Value, json};

use super::super::schedule::Instance;
use super::Page;
use crate::dash::{ComponentId, pointer};

impl Page {
    /// The state that tests ask for; its names are those of dash-renderer's reducers.
    pub(super) fn state(&self) -> Map<String, Value> {
        let graph = self.scheduler.graph();
        let told = |instance: &Instance| {
            let callback = instance.callback(graph);
            let texts =
                |all: &[crate::dash::Dependency]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
            let callback = json!({
                "output": callback.output, "inputs": texts(&callback.inputs), "state": texts(&callback.state),
            });
            json!({"callback": callback})
        };
        let flying: Vec<Value> = self.scheduler.flying().iter().map(told).collect();
        let waiting: Vec<Value> = self.scheduler.waiting().map(told).collect();
        let pending = self.scheduler.pending().next().is_some();
        let state = json!({
            "appLifecycle": "HYDRATED",
            "isLoading": pending,
            "config": self.index.config.value(),
            "error": self.tools.state(),
            "layoutRequest": {"status": 200},
            "dependenciesRequest": {"status": 200},
            "paths": self.paths(),
            "callbacks": {
                "requested": [], "prioritized": waiting, "blocked": [], "executing": [], "watched": flying,
                "executed": [], "stored": [],
            },
        });
        state.as_object().cloned().unwrap_or_default()
    }

    /// Where each id is: those that are texts by themselves, pattern ids by their sorted keys.
    fn paths(&self) -> Value {
        let (mut texts, mut patterns) = (Map::new(), Map::<String, Value>::new());
        for id in self.store.paths.ids() {
            let Some(at) = self.store.place(&id) else { continue };
            let path = self.path(at);
            match id {
                ComponentId::Plain(text) => drop(texts.insert(text, path)),
                ComponentId::Pattern(keys) => {
                    let mut names: Vec<&String> = keys.keys().collect();
                    names.sort();
                    let values: Vec<&Value> = names.iter().filter_map(|name| keys.get(*name)).collect();
                    let entry = json!({"values": values, "path": path});
                    let names = names.into_iter().cloned().collect::<Vec<_>>().join(",");
                    if let Some(list) = patterns.entry(names).or_insert_with(|| json!([])).as_array_mut() {
                        list.push(entry);
                    }
                }
            }
        }
        json!({"strs": texts, "objs": patterns})
    }

    /// A place as the renderer writes it: since Dash 3 it begins with `components`, and indices are numbers.
    fn path(&self, at: &str) -> Value {
        let steps = pointer::keys(at)
            .into_iter()
            .map(|key| key.parse::<u64>().map_or_else(|_| json!(key), |index| json!(index)));
        let first = self.has_nested_layout().then(|| json!("components"));
        first.into_iter().chain(steps).collect()
    }
}
