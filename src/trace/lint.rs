//! What is wrong with an app's callbacks, seen without calling one.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::CallbackGraph;
use super::graph::title;
use crate::dash::{Callback, ChildrenProps, Component, ComponentId, Dependency, IdPattern, crawl};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// Who breaks it, and how.
    pub message: String,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Two components have one id.
    DuplicateId,
    /// A callback names an id that the layout does not have.
    MissingId,
    /// Two callbacks write one prop, and neither says `allow_duplicate`.
    DuplicateOutput,
    /// Callbacks trigger each other in a circle.
    Cycle,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DuplicateId => "duplicate-id",
            Self::MissingId => "missing-id",
            Self::DuplicateOutput => "duplicate-output",
            Self::Cycle => "cycle",
        })
    }
}

/// Looks for what is wrong, in the order of [`Rule`].
///
/// `layout` is the tree that the app checks ids against; `None` skips [`Rule::MissingId`], as an app with
/// `suppress_callback_exceptions` wants, whose components come later.
pub fn lint(
    graph: &CallbackGraph,
    page: &Value,
    layout: Option<&Value>,
    children_props: &ChildrenProps,
) -> Vec<Finding> {
    let mut findings = duplicate_ids(page, children_props);
    if let Some(layout) = layout {
        findings.extend(missing_ids(graph, &ids(layout, children_props)));
    }
    findings.extend(duplicate_outputs(graph));
    findings.extend(cycles(graph));
    findings
}

fn ids(tree: &Value, children_props: &ChildrenProps) -> Vec<ComponentId> {
    let mut ids = Vec::new();
    crawl(tree, "", children_props, &mut |component: Component<'_>, _: &str| ids.extend(component.id()));
    ids
}

fn duplicate_ids(tree: &Value, children_props: &ChildrenProps) -> Vec<Finding> {
    let mut counts = BTreeMap::new();
    for id in ids(tree, children_props) {
        *counts.entry(id.to_string()).or_insert(0_usize) += 1;
    }
    let shared = counts.into_iter().filter(|(_, count)| *count > 1);
    shared
        .map(|(id, count)| Finding {
            rule: Rule::DuplicateId,
            message: format!("{count} components have the id `{id}`"),
        })
        .collect()
}

fn missing_ids(graph: &CallbackGraph, ids: &[ComponentId]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for callback in graph.callbacks().iter().filter(|callback| !callback.optional) {
        let roles = [("output", &callback.outputs), ("input", &callback.inputs), ("state", &callback.state)];
        for (role, dependencies) in roles {
            for dependency in dependencies {
                // What fits a pattern may come and go.
                let IdPattern::Plain(id) = &dependency.id else { continue };
                let there = ids.iter().any(|known| dependency.id.matches(known, None));
                if !there && !dependency.allow_optional {
                    let message =
                        format!("the layout has no `{id}`, {role} of the callback of {}", title(callback));
                    findings.push(Finding { rule: Rule::MissingId, message });
                }
            }
        }
    }
    findings
}

fn duplicate_outputs(graph: &CallbackGraph) -> Vec<Finding> {
    let mut writers: BTreeMap<String, usize> = BTreeMap::new();
    for output in graph.callbacks().iter().flat_map(|callback| &callback.outputs) {
        // `allow_duplicate` gives each its own `@hash`, which is part of the text.
        *writers.entry(Dependency::to_string(output)).or_default() += 1;
    }
    let shared = writers.into_iter().filter(|(_, count)| *count > 1);
    shared
        .map(|(output, count)| Finding {
            rule: Rule::DuplicateOutput,
            message: format!("{count} callbacks write `{output}`: the others need allow_duplicate=True"),
        })
        .collect()
}

fn cycles(graph: &CallbackGraph) -> Vec<Finding> {
    let told = |circle: Vec<&Callback>| {
        let names: Vec<String> =
            circle.iter().chain(circle.first()).map(|callback| title(callback)).collect();
        Finding { rule: Rule::Cycle, message: names.join(" → ") }
    };
    graph.circles().into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn callback(output: &str, inputs: &[&str]) -> Value {
        let inputs: Vec<Value> = inputs
            .iter()
            .map(|input| {
                let (id, property) = input.rsplit_once('.').unwrap();
                json!({"id": id, "property": property})
            })
            .collect();
        json!({"output": output, "inputs": inputs})
    }

    fn layout(ids: &[&str]) -> Value {
        let children: Vec<Value> = ids
            .iter()
            .map(|id| json!({"type": "Div", "namespace": "dash_html_components", "props": {"id": id}}))
            .collect();
        json!({"type": "Div", "namespace": "dash_html_components", "props": {"children": children}})
    }

    fn found(callbacks: &[Value], ids: &[&str]) -> Vec<String> {
        let layout = layout(ids);
        lint(&CallbackGraph::new(callbacks), &layout, Some(&layout), &ChildrenProps::default())
            .into_iter()
            .map(|finding| format!("{}: {}", finding.rule, finding.message))
            .collect()
    }

    #[test]
    fn a_sound_app_has_no_findings_and_may_trigger_itself() {
        let callbacks = [callback("b.x", &["a.x", "b.x"]), callback("c.x", &["b.x"])];
        assert!(found(&callbacks, &["a", "b", "c"]).is_empty());
    }

    #[test]
    fn ids_that_are_missing_or_shared_are_named() {
        assert_eq!(
            found(&[callback("b.x", &["typo.x"])], &["a", "a", "b"]),
            [
                "duplicate-id: 2 components have the id `a`",
                "missing-id: the layout has no `typo`, input of the callback of b.x"
            ]
        );
    }

    #[test]
    fn a_prop_with_two_writers_is_named_unless_they_agree() {
        let callbacks = [callback("b.x", &["a.x"]), callback("..b.x...b.y..", &["a.x"])];
        assert_eq!(
            found(&callbacks, &["a", "b"]),
            ["duplicate-output: 2 callbacks write `b.x`: the others need allow_duplicate=True"]
        );
        assert!(found(&[callback("b.x", &["a.x"]), callback("b.x@1f", &["a.x"])], &["a", "b"]).is_empty());
    }

    #[test]
    fn a_circle_is_told_once_with_its_way() {
        let callbacks = [callback("b.x", &["a.x"]), callback("c.x", &["b.x"]), callback("a.x", &["c.x"])];
        assert_eq!(found(&callbacks, &["a", "b", "c"]), ["cycle: b.x → c.x → a.x → b.x"]);
    }
}
