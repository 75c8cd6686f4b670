//! What a browser keeps for an app: `localStorage`, `sessionStorage`, and the page's own memory.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::dash::{Component, json as js};

/// Storage that outlives a page load. It holds JSON text, as a browser's does.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Storage {
    pub(crate) local: BTreeMap<String, String>,
    pub(crate) session: BTreeMap<String, String>,
    /// Emptied with each page load.
    pub(crate) memory: BTreeMap<String, String>,
}

impl Storage {
    /// The area of a `storage_type` or `persistence_type`; `default` when there is none.
    pub(crate) fn area(&mut self, kind: Option<&str>, default: &str) -> &mut BTreeMap<String, String> {
        match kind.unwrap_or(default) {
            "local" => &mut self.local,
            "session" => &mut self.session,
            _ => &mut self.memory,
        }
    }
}

/// The behaviour of a `dcc.Store` (protocol sections 3.2 and 7a).
#[derive(Debug)]
pub(crate) struct StoreComponent<'a> {
    key: String,
    data: Option<&'a Value>,
    clears: bool,
    persistent: bool,
    area: &'a mut BTreeMap<String, String>,
}

impl<'a> StoreComponent<'a> {
    /// Sees a component as a store; `None` when it is another one or has no id.
    pub(crate) fn of(component: &Component<'a>, storage: &'a mut Storage) -> Option<Self> {
        let is_store = component.namespace == "dash_core_components" && component.kind == "Store";
        let key = component.id().filter(|_| is_store)?.to_string();
        let kind = component.text("storage_type");
        Some(Self {
            key,
            data: component.prop("data"),
            clears: js::truthy(component.prop("clear_data")),
            persistent: matches!(kind, Some("local" | "session")),
            area: storage.area(kind, "memory"),
        })
    }

    /// What it sets when it is mounted.
    pub(crate) fn mounted(self, now_ms: i64) -> Option<Map<String, Value>> {
        // A memory store belongs to its component, which is new.
        if !self.persistent {
            self.area.remove(&self.key);
            self.area.remove(&self.stamp_key());
        }
        let stored = self.stored();
        match (&stored, self.data) {
            (None | Some(Value::Null), Some(data)) if !data.is_null() => {
                self.write(data, now_ms);
                Some(props(json!({"modified_timestamp": now_ms})))
            }
            (stored, data) if stored.as_ref() != data => Some(props(
                json!({"data": stored.clone().unwrap_or_default(), "modified_timestamp": self.stamp()}),
            )),
            _ => None,
        }
    }

    /// What it sets after its props changed.
    pub(crate) fn changed(self, now_ms: i64) -> Option<Map<String, Value>> {
        if self.clears {
            self.area.remove(&self.key);
            let stamp_key = self.stamp_key();
            if self.persistent {
                self.area.remove(&stamp_key);
            } else {
                self.area.insert(stamp_key, now_ms.to_string());
            }
            let stamp = self.stamp();
            return Some(props(json!({"clear_data": false, "data": null, "modified_timestamp": stamp})));
        }
        let stored = self.stored();
        match self.data {
            data if data == stored.as_ref() => None,
            // The component was replaced by one without data, and takes its own back.
            None => stored.map(|data| props(json!({"data": data}))),
            Some(data) => {
                self.write(data, now_ms);
                Some(props(json!({"modified_timestamp": now_ms})))
            }
        }
    }

    fn stamp_key(&self) -> String {
        format!("{}-timestamp", self.key)
    }

    /// Web storage answers null for what it does not have, memory nothing.
    fn stored(&self) -> Option<Value> {
        let found = self.area.get(&self.key).and_then(|text| js::parse(text).ok());
        found.or(self.persistent.then_some(Value::Null))
    }

    fn stamp(&self) -> i64 {
        self.area.get(&self.stamp_key()).and_then(|text| text.parse().ok()).unwrap_or(-1)
    }

    fn write(self, data: &Value, now_ms: i64) {
        let stamp_key = self.stamp_key();
        self.area.insert(self.key, js::print(data));
        self.area.insert(stamp_key, now_ms.to_string());
    }
}

fn props(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(props: Value) -> Value {
        json!({"type": "Store", "namespace": "dash_core_components", "props": props})
    }

    fn mounted(component: &Value, storage: &mut Storage) -> Option<Value> {
        let component = Component::of(component).unwrap();
        StoreComponent::of(&component, storage).unwrap().mounted(7).map(Value::Object)
    }

    #[test]
    fn a_stored_value_comes_back_on_reload_with_its_timestamp() {
        let mut storage = Storage::default();
        let first = store(json!({"id": "s", "storage_type": "local"}));
        assert_eq!(mounted(&first, &mut storage), Some(json!({"data": null, "modified_timestamp": -1})));
        let written = store(json!({"id": "s", "storage_type": "local", "data": {"a": 1}}));
        let component = Component::of(&written).unwrap();
        let change = StoreComponent::of(&component, &mut storage).unwrap().changed(9).map(Value::Object);
        assert_eq!(change, Some(json!({"modified_timestamp": 9})));
        assert_eq!(mounted(&first, &mut storage), Some(json!({"data": {"a": 1}, "modified_timestamp": 9})));
        assert_eq!(mounted(&written, &mut storage), None);
    }

    #[test]
    fn a_memory_store_is_empty_at_every_mount() {
        let mut storage = Storage::default();
        let full = store(json!({"id": "s", "data": 1}));
        assert_eq!(mounted(&full, &mut storage), Some(json!({"modified_timestamp": 7})));
        assert_eq!(mounted(&full, &mut storage), Some(json!({"modified_timestamp": 7})));
        assert_eq!(mounted(&store(json!({"id": "s"})), &mut storage), None);
    }
}
