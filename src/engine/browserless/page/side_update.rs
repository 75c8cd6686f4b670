//! Props set from beside a callback's outputs: `set_props`, `running`, `progress` (rules R24, R25).

use serde_json::{Map, Value};

use super::Page;
use crate::dash::{Binding, ComponentId, IdPattern, Part, Patch, PropRef};

impl Page {
    /// Applies such a map for a callback that was triggered by `changed`. Everything given triggers, equal or not, and
    /// inserted components are registered without initial calls.
    pub(super) fn side_update(&mut self, entries: &Map<String, Value>, changed: &[PropRef], output: &str) {
        for (index, (key, value)) in entries.iter().enumerate() {
            let trigger = changed.get(index).or(changed.first()).map(|prop| &prop.id);
            let Some((ids, property)) = self.targets(key, trigger) else {
                self.complain(format!("`{key}`, set by the callback for `{output}`, is no id"));
                continue;
            };
            let props = match (property, value) {
                (Some(property), value) => [(property, value.clone())].into_iter().collect(),
                (None, Value::Object(props)) => props.clone(),
                (None, _) => continue,
            };
            for id in ids {
                self.side_update_one(&id, &props, output);
            }
        }
    }

    /// The same for one component.
    pub(super) fn side_update_one(&mut self, id: &ComponentId, props: &Map<String, Value>, output: &str) {
        let Some(at) = self.store.place(id).map(str::to_owned) else {
            if !self.index.config.suppresses_callback_exceptions() {
                let lines = format!(
                    "Component defined in running keyword not found in layout.\nComponent id: \"{id}\"\n\
                    This ID was used in the callback(s) for Output(s):\n{output}\n\
                    You can suppress this exception by setting\n`suppress_callback_exceptions=True`."
                );
                self.explain("ID running component not found in layout", &lines);
            }
            return;
        };
        let mut patched = Map::new();
        for (name, value) in props {
            let current = self.store.component(&at).and_then(|component| component.prop(name));
            match Patch::of(value).map_or_else(|| Ok(value.clone()), |patch| patch.apply(current)) {
                Ok(value) => {
                    patched.insert(name.clone(), value);
                }
                Err(error) => self.complain(error.to_string()),
            }
        }
        let names: Vec<String> = patched.keys().cloned().collect();
        let mark = self.scheduler.mark();
        self.write(&at, patched);
        self.request_listeners(&at, &names, &[]);
        if self.version() >= (3, 3, 0) {
            self.store.recompute(&at);
        }
        if self.renders_at_once() {
            self.render_first(&at, &names, mark);
        } else {
            self.changed(&at, &names, false);
        }
    }

    /// The components that a key names, and its prop: `id`, `id.prop`, `{…}`, `{…}.prop`.
    fn targets(
        &self,
        key: &str,
        trigger: Option<&ComponentId>,
    ) -> Option<(Vec<ComponentId>, Option<String>)> {
        if !key.starts_with('{') {
            let (id, property) = match key.split_once('.') {
                Some((id, property)) => (id, Some(property.to_owned())),
                None => (key, None),
            };
            return Some((vec![ComponentId::Plain(id.to_owned())], property));
        }
        let (id, rest) = key.split_at(key.rfind('}')? + 1);
        let property = rest.strip_prefix('.').map(str::to_owned);
        let pattern = IdPattern::parse(id).ok()?;
        if pattern.parts().all(|(_, part)| matches!(part, Part::Constant(_))) {
            return Some((vec![ComponentId::parse(id).ok()?], property));
        }
        let binding: Binding = match trigger {
            Some(ComponentId::Pattern(keys)) => {
                keys.iter().map(|(key, value)| (key.clone(), (Part::Match, value.clone()))).collect()
            }
            _ => Binding::new(),
        };
        let places = self.store.paths.resolve(&pattern, Some(&binding));
        Some((places.into_iter().map(|place| place.id).collect(), property))
    }
}
