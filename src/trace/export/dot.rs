//! Graphviz DOT: the callbacks as a graph, for apps that are too large for Mermaid.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::dash::Dependency;
use crate::trace::graph::kind;
use crate::trace::{CallbackGraph, Trace};

/// The callbacks as a directed graph from inputs to outputs, each component a cluster of its props.
/// Callbacks are coloured as in [`mermaid`](super::mermaid).
pub fn dot(trace: &Trace) -> String {
    let graph = CallbackGraph::new(&trace.dependencies);
    let coverage = trace.coverage();
    let mut components: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut prop = |dependency: &Dependency| {
        let prop = format!("{}.{}", dependency.id, dependency.plain_property());
        let props = components.entry(dependency.id.to_string()).or_default();
        if !props.contains(&prop) {
            props.push(prop.clone());
        }
        quoted(&prop)
    };
    let mut callbacks = String::new();
    for (index, (callback, covered)) in graph.callbacks().iter().zip(&coverage.callbacks).enumerate() {
        let colour = match covered.class() {
            "ran" => "#d5f0d5",
            "failed" => "#f8d3d3",
            _ => "#eeeeee",
        };
        let node = quoted(&format!("callback {index}"));
        // A String takes whatever is written to it.
        let _ = writeln!(
            callbacks,
            "  {node} [shape=ellipse style=filled fillcolor=\"{colour}\" label={}];",
            quoted(&format!("{}\n{} ×", kind(callback), covered.calls))
        );
        for input in &callback.inputs {
            let _ = writeln!(callbacks, "  {} -> {node};", prop(input));
        }
        for state in &callback.state {
            let _ = writeln!(callbacks, "  {} -> {node} [style=dashed];", prop(state));
        }
        for output in &callback.outputs {
            let _ = writeln!(callbacks, "  {node} -> {};", prop(output));
        }
    }
    let mut text =
        String::from("digraph callbacks {\n  rankdir=LR;\n  node [shape=box fontname=\"Open Sans\"];\n");
    for (index, (component, props)) in components.iter().enumerate() {
        let _ = writeln!(text, "  subgraph cluster_{index} {{\n    label={};", quoted(component));
        for prop in props {
            let name = prop.rsplit('.').next().unwrap_or(prop);
            let _ = writeln!(text, "    {} [label={}];", quoted(prop), quoted(name));
        }
        text.push_str("  }\n");
    }
    text.push_str(&callbacks);
    text.push_str("}\n");
    text
}

/// A DOT string: quotes and backslashes escaped, line ends as `\n`.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::export::sample;

    #[test]
    fn components_are_clusters_and_callbacks_join_their_props() {
        let text = dot(&sample());
        assert!(
            text.contains(
                "  subgraph cluster_1 {\n    label=\"b\";\n    \"b.children\" [label=\"children\"];\n  }"
            ),
            "{text}"
        );
        assert!(
            text.contains("  \"b.children\" -> \"callback 1\";\n  \"callback 1\" -> \"c.children\";\n"),
            "{text}"
        );
        assert!(text.contains(r#""{\"i\":ALL}.value" -> "callback 2";"#), "{text}");
    }
}
