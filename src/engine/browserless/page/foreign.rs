//! Props that callbacks name and their components do not have (rule R12): told where the types of props are known.

use std::collections::HashSet;

use super::Page;
use super::check::{listed, may_miss};
use crate::dash::{Callback, Component, ComponentId, Dependency, IdPattern, Part, crawl, json};

/// A component of the layout.
struct Known {
    id: ComponentId,
    namespace: String,
    kind: String,
}

/// A prop of a component, as callbacks name it in one role.
struct Use<'a> {
    of: &'a Dependency,
    role: &'static str,
    callbacks: Vec<&'a Callback>,
}

impl Page {
    /// Complains about props that callbacks name and the components of the layout do not have.
    pub(super) fn check_callback_props(&mut self) {
        let Some(types) = &self.types else { return };
        let config = &self.index.config;
        let other = config.validation_layout().filter(|_| !config.suppresses_callback_exceptions());
        let mut known = Vec::new();
        crawl(
            other.unwrap_or(&self.store.tree),
            "",
            &self.store.declared,
            &mut |component: Component<'_>, _: &str| {
                let (namespace, kind) = (component.namespace.to_owned(), component.kind.to_owned());
                known.extend(component.id().map(|id| Known { id, namespace, kind }));
            },
        );
        let mut told = Vec::new();
        for named in uses(self.scheduler.graph().callbacks(), &known) {
            let property = named.of.property.split('@').next().unwrap_or_default();
            let fitting = known.iter().filter(|known| named.of.id.matches(&known.id, None));
            let foreign = fitting.filter(|known| !types.has(&known.namespace, &known.kind, property));
            told.extend(foreign.map(|known| named.explained(known, property)));
        }
        for lines in told {
            self.explain("Invalid prop for this component", &lines);
        }
    }
}

impl Use<'_> {
    /// The renderer's explanation.
    fn explained(&self, component: &Known, property: &str) -> String {
        let Known { id, namespace, kind } = component;
        let outputs: Vec<String> = self.callbacks.iter().map(|callback| listed(&callback.outputs)).collect();
        format!(
            "Property \"{property}\" was used with component ID:\n  {}\n\
            in one of the {} items of a callback.\n\
            This ID is assigned to a {namespace}.{kind} component\n\
            in the layout, which does not support this property.\n\
            This ID was used in the callback(s) for Output(s):\n  {}",
            json::print(&id.to_value()),
            self.role,
            outputs.join("\n  ")
        )
    }
}

/// The props that callbacks name, in the renderer's order: plain ids before patterns, Outputs before Inputs, and after an
/// Output the States of its callbacks, once for each callback.
fn uses<'a>(callbacks: &'a [Callback], known: &[Known]) -> Vec<Use<'a>> {
    let is_there = |one: &Dependency| known.iter().any(|known| one.id.matches(&known.id, None));
    let (mut uses, mut asked) = (Vec::new(), HashSet::new());
    for plain in [true, false] {
        for (role, of) in [("Output", outputs as fn(&Callback) -> &[Dependency]), ("Input", inputs)] {
            let mut named = HashSet::new();
            for one in callbacks.iter().flat_map(of) {
                if matches!(one.id, IdPattern::Plain(_)) != plain || !named.insert(one.to_string()) {
                    continue;
                }
                let fits = |callback: &&Callback| of(callback).contains(one);
                let users: Vec<&Callback> = callbacks.iter().filter(fits).collect();
                if let IdPattern::Plain(id) = &one.id
                    && (!is_there(one) || users.iter().all(|user| may_miss(user, id)))
                {
                    continue;
                }
                uses.push(Use { of: one, role, callbacks: users.clone() });
                let fresh = users.into_iter().filter(|user| role == "Output" && asked.insert(&user.output));
                uses.extend(fresh.flat_map(states));
            }
        }
    }
    uses
}

/// The States of a callback that stand for the same components in each of its instances.
fn states(callback: &Callback) -> impl Iterator<Item = Use<'_>> {
    let states = callback
        .state
        .iter()
        .filter(|state| !state.id.parts().any(|(_, part)| matches!(part, Part::Match | Part::AllSmaller)));
    states.map(|of| Use { of, role: "State", callbacks: vec![callback] })
}

fn outputs(callback: &Callback) -> &[Dependency] {
    &callback.outputs
}

fn inputs(callback: &Callback) -> &[Dependency] {
    &callback.inputs
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn props_are_looked_at_in_the_renderers_order() {
        let callbacks = json!([
            {"output": r#"{"a":["MATCH"]}.no"#, "inputs": [{"id": r#"{"a":["MATCH"]}"#, "property": "never"}],
             "state": [{"id": r#"{"a":["MATCH"]}"#, "property": "boo"}, {"id": r#"{"a":["ALL"]}"#, "property": "nope"}]},
            {"output": "in.xyz", "inputs": [{"id": "put", "property": "pdq"}], "state": [{"id": "in", "property": "value"}]},
            {"output": "gone.xyz", "inputs": [{"id": "put", "property": "pdq"}], "state": []},
        ]);
        let callbacks = Callback::parse_all(&callbacks).unwrap();
        let known = |id: &str| Known {
            id: ComponentId::parse(id).unwrap(),
            namespace: String::new(),
            kind: String::new(),
        };
        let uses = uses(&callbacks, &[known("in"), known("put"), known(r#"{"a":1}"#)]);
        let told: Vec<String> = uses.iter().map(|named| format!("{} {}", named.role, named.of)).collect();
        assert_eq!(
            told,
            [
                "Output in.xyz",
                "State in.value",
                "Input put.pdq",
                r#"Output {"a":MATCH}.no"#,
                r#"State {"a":ALL}.nope"#,
                r#"Input {"a":MATCH}.never"#,
            ]
        );
        assert_eq!(uses[2].callbacks.len(), 2);
    }
}
