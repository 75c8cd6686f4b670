//! What the page says about its callbacks before it runs any (rules R10 to R12).

use std::collections::HashSet;

use super::Page;
use crate::dash::{Callback, Component, Dependency, IdPattern, crawl, validate};
use crate::trace::graph::title;

/// An id that callbacks name and the layout does not have.
#[derive(Debug, PartialEq)]
struct Missing<'a> {
    id: &'a str,
    role: &'static str,
    callback: &'a Callback,
}

impl Page {
    /// Complains about callbacks that the renderer refuses, and about circles. `true` when none is refused: one that is
    /// keeps all of them from running.
    pub(super) fn accepts(&self, callbacks: &[Callback]) -> bool {
        if !self.index.config.validates_callbacks() {
            return true;
        }
        let refusals = validate(callbacks, self.version() >= (4, 2, 0));
        for refusal in &refusals {
            self.complain(format!("{}\n{}", refusal.headline, refusal.detail));
        }
        if !refusals.is_empty() {
            return false;
        }
        // The renderer reports the first circle that it comes across, and runs the callbacks all the same.
        if let Some(circle) = self.recorder.graph().circles().first() {
            let names: Vec<String> =
                circle.iter().chain(circle.first()).map(|callback| title(callback)).collect();
            self.complain(format!("Circular Dependencies\n{}", names.join(" → ")));
        }
        true
    }

    /// Complains about ids that callbacks name and the layout does not have.
    pub(super) fn check_ids(&self) {
        if self.index.config.suppresses_callback_exceptions() {
            return;
        }
        let mut known = HashSet::new();
        let tree = self.index.config.validation_layout().unwrap_or(&self.store.tree);
        crawl(tree, "", &self.store.children_props, &mut |component: Component<'_>, _: &str| {
            known.extend(component.text("id").map(str::to_owned));
        });
        for Missing { id, role, callback } in missing(self.scheduler.graph().callbacks(), &known) {
            self.complain(format!(
                "ID not found in layout\n`{id}`, used as {role} of the callback of {}, is not in the layout",
                title(callback)
            ));
        }
    }
}

/// The plain ids that are not `known`: each once as Output and once as Input, unless everyone who names it says that
/// it may be missing. States are looked at where an output of their callback is there, optional or not.
fn missing<'a>(callbacks: &'a [Callback], known: &HashSet<String>) -> Vec<Missing<'a>> {
    let mut found = Vec::new();
    let mut asked = HashSet::new();
    for (role, of) in [("Output", outputs as fn(&Callback) -> &[Dependency]), ("Input", inputs)] {
        let strict = callbacks.iter().flat_map(|callback| {
            of(callback).iter().filter_map(|one| plain(one)).filter(|id| !may_miss(callback, id))
        });
        let strict: HashSet<&str> = strict.collect();
        let mut told = HashSet::new();
        for (callback, dependency) in callbacks.iter().flat_map(|c| of(c).iter().map(move |one| (c, one))) {
            let id = plain(dependency);
            if id.is_some_and(|id| !strict.contains(id)) {
                continue;
            }
            match id.filter(|id| !known.contains(*id)) {
                Some(id) if told.insert(id) => found.push(Missing { id, role, callback }),
                None if role == "Output" && asked.insert(&callback.output) => {
                    let states = callback.state.iter().filter_map(plain).filter(|id| !known.contains(*id));
                    found.extend(states.map(|id| Missing { id, role: "State", callback }));
                }
                Some(_) | None => {}
            }
        }
    }
    found
}

/// The id, unless it is a pattern: what fits one may come and go.
fn plain(dependency: &Dependency) -> Option<&str> {
    match &dependency.id {
        IdPattern::Plain(id) => Some(id),
        IdPattern::Pattern(_) => None,
    }
}

fn outputs(callback: &Callback) -> &[Dependency] {
    &callback.outputs
}

fn inputs(callback: &Callback) -> &[Dependency] {
    &callback.inputs
}

/// Whether a callback does without a component.
fn may_miss(callback: &Callback, id: &str) -> bool {
    let mut named = callback.outputs.iter().chain(&callback.inputs).filter(|one| plain(one) == Some(id));
    callback.optional || named.all(|one| one.allow_optional)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn found(callbacks: &Value) -> Vec<String> {
        let callbacks = Callback::parse_all(callbacks).unwrap();
        let known = ["a".to_owned(), "b".to_owned()].into();
        missing(&callbacks, &known).iter().map(|missing| format!("{} {}", missing.role, missing.id)).collect()
    }

    #[test]
    fn r12_a_missing_id_is_told_once_for_each_role() {
        let input = json!([{"id": "gone", "property": "x"}, {"id": "a", "property": "x"}]);
        let callbacks = json!([
            {"output": "gone.y", "inputs": input, "state": []},
            {"output": "b.y", "inputs": input, "state": [{"id": "lost", "property": "x"}]},
        ]);
        assert_eq!(found(&callbacks), ["Output gone", "State lost", "Input gone"]);
    }

    #[test]
    fn r12_what_everyone_says_may_be_missing_is_not_told() {
        let optional = json!([{"id": "gone", "property": "x", "allow_optional": true}]);
        let strict = json!([{"id": "gone", "property": "x"}]);
        assert!(found(&json!([{"output": "b.y", "inputs": optional, "state": []}])).is_empty());
        let both = json!([{"output": "b.y", "inputs": optional}, {"output": "a.y", "inputs": strict}]);
        assert_eq!(found(&both), ["Input gone"]);
        assert!(found(&json!([{"output": "gone.y", "inputs": [], "optional": true}])).is_empty());
    }

    #[test]
    fn r12_states_count_only_where_an_output_is_there() {
        let state = json!([{"id": "lost", "property": "x"}]);
        assert_eq!(found(&json!([{"output": "gone.y", "inputs": [], "state": state}])), ["Output gone"]);
        let pattern = r#"{"i":["MATCH"]}.y"#;
        assert_eq!(found(&json!([{"output": pattern, "inputs": [], "state": state}])), ["State lost"]);
    }
}
