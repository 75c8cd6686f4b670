//! Edits that survive a page load: a component's `persistence` (protocol section 2.12).

use serde_json::{Map, Value};

use super::storage::Storage;
use crate::dash::{Component, json};

/// Since this version a callback's values are recorded like a visitor's; before, they void what was recorded.
const CALLBACKS_RECORD: (u32, u32, u32) = (3, 1, 0);

/// Records what a component set itself.
pub(crate) fn record(component: &Component<'_>, props: &Map<String, Value>, storage: &mut Storage) {
    for entry in Entry::of(component) {
        let Some(new) = props.get(entry.prop).map(|value| entry.kept(value)) else { continue };
        let old = component.prop(entry.prop).map(|value| entry.kept(value));
        let area = storage.area(component.text("persistence_type"), "local");
        let first = match area.get(&entry.key).and_then(|text| json::parse(text).ok()) {
            Some(Value::Array(kept)) => kept.get(1).cloned(),
            _ => old.clone(),
        };
        if old.as_ref() != Some(&new) {
            let values: Vec<Value> = [Some(new), first].into_iter().flatten().collect();
            area.insert(entry.key, json::print(&Value::Array(values)));
        }
    }
}

/// Records or voids what a callback sets.
pub(crate) fn prune(
    component: &Component<'_>,
    props: &Map<String, Value>,
    storage: &mut Storage,
    version: (u32, u32, u32),
) {
    if version >= CALLBACKS_RECORD {
        return record(component, props, storage);
    }
    for entry in Entry::of(component).into_iter().filter(|entry| props.contains_key(entry.prop)) {
        storage.area(component.text("persistence_type"), "local").remove(&entry.key);
    }
}

/// What else changes when a callback changes how a component persists: its edits are taken back, and those that were
/// recorded under the new way are brought.
pub(crate) fn toggled(
    component: &Component<'_>,
    props: &Map<String, Value>,
    storage: &mut Storage,
) -> Map<String, Value> {
    let changes = |name: &&str| props.get(*name).is_some_and(|value| component.prop(name) != Some(value));
    if !["persistence", "persistence_type", "persisted_props"].iter().any(changes) {
        return Map::new();
    }
    let mut toggled = exchanged(component, props, storage, true);
    let mut after = component.props.clone();
    after.extend(toggled.clone());
    after.extend(props.clone());
    toggled.extend(exchanged(&Component { props: &after, ..*component }, props, storage, false));
    toggled
}

/// The recorded edits of the props that are not set anyhow; with `back`, what they replaced.
fn exchanged(
    component: &Component<'_>,
    set: &Map<String, Value>,
    storage: &mut Storage,
    back: bool,
) -> Map<String, Value> {
    let mut exchanged = Map::new();
    for entry in Entry::of(component).into_iter().filter(|entry| !set.contains_key(entry.prop)) {
        let area = storage.area(component.text("persistence_type"), "local");
        let Some(Value::Array(kept)) = area.get(&entry.key).and_then(|text| json::parse(text).ok()) else {
            continue;
        };
        let (new, original) = (kept.first(), kept.get(1));
        let (from, to) = if back { (new, original) } else { (original, new) };
        let now = component.prop(entry.prop);
        if from == now.map(|now| entry.kept(now)).as_ref() {
            exchanged.extend(to.map(|to| (entry.prop.to_owned(), entry.with(to, now))));
        } else {
            area.remove(&entry.key);
        }
    }
    exchanged
}

/// The props that a new component gets back; an entry that began from another value is dropped.
pub(crate) fn restore(component: &Component<'_>, storage: &mut Storage) -> Map<String, Value> {
    exchanged(component, &Map::new(), storage, false)
}

/// A persisted prop and its key in storage.
struct Entry<'a> {
    prop: &'a str,
    /// What is kept of each item of the prop's list, where it is not the prop itself: `name` of `columns.name`.
    part: Option<&'a str>,
    key: String,
}

impl<'a> Entry<'a> {
    /// The persisted props of a component; none unless it has an id and asks for persistence.
    fn of(component: &Component<'a>) -> Vec<Self> {
        let persistence = component.prop("persistence").filter(|value| json::truthy(Some(value)));
        let (Some(id), Some(persistence)) = (component.id(), persistence) else { return Vec::new() };
        let given = component.prop("persisted_props").and_then(Value::as_array);
        let props: Vec<&str> = match given {
            Some(given) => given.iter().filter_map(Value::as_str).collect(),
            None => defaults(component).to_vec(),
        };
        let persistence = json::print(persistence);
        let entry = |name: &'a str| {
            let (prop, part) = name.split_once('.').map_or((name, None), |(prop, part)| (prop, Some(part)));
            // The one part that a component of Dash's own can give and take.
            let is_kept = part.is_none() || (component.kind == "DataTable" && name == "columns.name");
            let key = format!("_dash_persistence.{id}.{name}.{persistence}");
            is_kept.then_some(Self { prop, part, key })
        };
        props.into_iter().filter_map(entry).collect()
    }

    /// What is kept of the prop's value.
    fn kept(&self, value: &Value) -> Value {
        let Some(part) = self.part else { return value.clone() };
        let items = value.as_array().into_iter().flatten();
        items.map(|item| item.get(part).cloned().unwrap_or_default()).collect()
    }

    /// The prop's value with what was kept of another one.
    fn with(&self, kept: &Value, value: Option<&Value>) -> Value {
        let Some(part) = self.part else { return kept.clone() };
        let items = value.and_then(Value::as_array).into_iter().flatten().cloned();
        let parts = kept.as_array().into_iter().flatten().cloned();
        let put = |(mut item, kept): (Value, Value)| {
            if let Some(item) = item.as_object_mut() {
                item.insert(part.to_owned(), kept);
            }
            item
        };
        items.zip(parts).map(put).collect()
    }
}

/// What components persist unless told otherwise (protocol sections 3.4 to 3.6).
fn defaults(component: &Component<'_>) -> &'static [&'static str] {
    match (component.namespace, component.kind) {
        (_, "DatePickerSingle") => &["date"],
        (_, "DatePickerRange") => &["start_date", "end_date"],
        ("dash_bootstrap_components", "Tabs") => &["active_tab"],
        ("dash_bootstrap_components", "Accordion") => &["active_item"],
        ("dash_bootstrap_components", "Alert" | "Popover" | "Toast") => &["is_open"],
        ("dash_bootstrap_components", "Carousel") => &["active_index"],
        ("dash_table", "DataTable") => &[
            "columns.name",
            "filter_query",
            "hidden_columns",
            "page_current",
            "selected_columns",
            "selected_rows",
            "sort_by",
        ],
        _ => &["value"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn input(value: Value) -> Value {
        json!({"type": "Input", "namespace": "dash_core_components",
               "props": {"id": "i", "persistence": true, "value": value}})
    }

    fn set(component: &Value, value: Value, storage: &mut Storage) {
        let props = [("value".to_owned(), value)].into_iter().collect();
        record(&Component::of(component).unwrap(), &props, storage);
    }

    #[test]
    fn an_edit_comes_back_as_long_as_the_app_starts_from_the_same_value() {
        let mut storage = Storage::default();
        set(&input(json!("a")), json!("b"), &mut storage);
        set(&input(json!("b")), json!("c"), &mut storage);
        assert_eq!(storage.local["_dash_persistence.i.value.true"], r#"["c","a"]"#);
        assert_eq!(restore(&Component::of(&input(json!("a"))).unwrap(), &mut storage)["value"], "c");
        assert!(restore(&Component::of(&input(json!("z"))).unwrap(), &mut storage).is_empty());
        assert!(storage.local.is_empty());
    }

    #[test]
    fn another_key_takes_the_edit_back_and_brings_its_own() {
        let mut storage = Storage::default();
        set(&input(json!("a")), json!("b"), &mut storage);
        storage.local.insert("_dash_persistence.i.value.2".to_owned(), r#"["z","a"]"#.to_owned());
        let mut toggle = |value: &str, key: Value| {
            let props = [("persistence".to_owned(), key)].into_iter().collect();
            Value::Object(toggled(&Component::of(&input(json!(value))).unwrap(), &props, &mut storage))
        };
        assert_eq!(toggle("b", json!(2)), json!({"value": "z"}));
        assert_eq!(toggle("b", json!(false)), json!({"value": "a"}));
        assert_eq!(toggle("b", json!(true)), json!({}));
    }

    #[test]
    fn of_a_tables_columns_the_names_are_kept_and_the_rest_is_the_apps() {
        let table = |name: &str, width: u32| {
            json!({"type": "DataTable", "namespace": "dash_table",
                   "props": {"id": "t", "persistence": true,
                             "columns": [{"id": "a", "name": name, "width": width}]}})
        };
        let mut storage = Storage::default();
        let props =
            [("columns".to_owned(), table("mango", 1)["props"]["columns"].clone())].into_iter().collect();
        record(&Component::of(&table("apple", 1)).unwrap(), &props, &mut storage);
        assert_eq!(storage.local["_dash_persistence.t.columns.name.true"], r#"[["mango"],["apple"]]"#);
        let restored = restore(&Component::of(&table("apple", 2)).unwrap(), &mut storage);
        assert_eq!(restored["columns"], table("mango", 2)["props"]["columns"]);
        assert!(restore(&Component::of(&table("pear", 2)).unwrap(), &mut storage).is_empty());
    }

    #[test]
    fn up_to_3_0_a_callbacks_value_voids_the_edit() {
        let mut storage = Storage::default();
        set(&input(json!("a")), json!("b"), &mut storage);
        let props = [("value".to_owned(), json!("x"))].into_iter().collect();
        prune(&Component::of(&input(json!("b"))).unwrap(), &props, &mut storage, (3, 0, 4));
        assert!(storage.local.is_empty());
    }
}
