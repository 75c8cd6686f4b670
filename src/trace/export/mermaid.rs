//! Mermaid diagrams, which Markdown viewers draw: the callback graph with its coverage, a step as a sequence.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::trace::graph::{kind, title};
use crate::trace::{CallKind, CallbackGraph, StepId, Trace};

/// The callbacks as a flow chart from inputs to outputs. Green ran, red failed, grey never ran; the number
/// says how often.
pub fn mermaid(trace: &Trace) -> String {
    let graph = CallbackGraph::new(&trace.dependencies);
    let coverage = trace.coverage();
    let mut props: Vec<String> = Vec::new();
    let mut node = |prop: String| {
        props.iter().position(|known| *known == prop).unwrap_or_else(|| {
            props.push(prop);
            props.len() - 1
        })
    };
    let mut lines = String::new();
    let mut links = BTreeSet::new();
    for (index, (callback, covered)) in graph.callbacks().iter().zip(&coverage.callbacks).enumerate() {
        let class = covered.class();
        let times = if covered.calls == 0 { "never".to_owned() } else { format!("{} ×", covered.calls) };
        let name = kind(callback);
        // A String takes whatever is written to it.
        let _ = writeln!(lines, "  c{index}([\"{name} · {times}\"]):::{class}");
        for input in &callback.inputs {
            links.insert(format!("  p{} --> c{index}", node(input.to_string())));
        }
        for state in &callback.state {
            links.insert(format!("  p{} -.-> c{index}", node(state.to_string())));
        }
        for output in &callback.outputs {
            let prop = format!("{}.{}", output.id, output.plain_property());
            links.insert(format!("  c{index} --> p{}", node(prop)));
        }
    }
    let mut text = String::from("flowchart LR\n");
    for (index, prop) in props.iter().enumerate() {
        let _ = writeln!(text, "  p{index}[\"{}\"]", label(prop));
    }
    text.push_str(&lines);
    for link in links {
        text.push_str(&link);
        text.push('\n');
    }
    text.push_str("  classDef ran fill:#d5f0d5,stroke:#2a7d2a,color:#103c10\n");
    text.push_str("  classDef failed fill:#f8d3d3,stroke:#b02020,color:#5a0b0b\n");
    text.push_str("  classDef unused fill:#eeeeee,stroke:#999999,color:#555555\n");
    text
}

/// One step as a sequence: the visitor, the page, the app. A step that the trace does not have gives a
/// diagram without messages.
pub fn sequence(trace: &Trace, step: StepId) -> String {
    let graph = CallbackGraph::new(&trace.dependencies);
    let mut text = String::from(
        "sequenceDiagram\n  actor V as visitor\n  participant P as page\n  participant A as app\n",
    );
    if let Some(step) = trace.steps.get(step) {
        let _ = writeln!(text, "  V->>P: {}", label(&step.name));
    }
    for call in trace.calls.iter().filter(|call| call.step == step) {
        let target = if call.kind == CallKind::Clientside { "P" } else { "A" };
        let name = graph.by_identity(&call.output).map_or_else(|| call.output.clone(), title);
        let because = trace.because(call);
        let asked = label(&format!("{name} ({})", call.trigger()));
        let answered = label(&format!("{}{}{because}", call.took(), call.ending()));
        let _ = writeln!(text, "  P->>{target}: {asked}\n  {target}-->>P: {answered}");
    }
    text
}

/// Text that Mermaid takes as text: its own signs and line ends become entities.
fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '"' => label.push_str("#quot;"),
            '#' => label.push_str("#35;"),
            ';' => label.push_str("#59;"),
            '<' => label.push_str("#lt;"),
            '>' => label.push_str("#gt;"),
            sign if sign.is_control() => label.push(' '),
            sign => label.push(sign),
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::export::sample;

    #[test]
    fn the_graph_shows_what_ran_and_what_did_not() {
        let text = mermaid(&sample());
        assert!(text.starts_with("flowchart LR\n  p0[\"a.value\"]\n  p1[\"b.children\"]\n"), "{text}");
        assert!(text.contains("c0([\"callback · 1 ×\"]):::ran"), "{text}");
        assert!(text.contains("c2([\"callback · never\"]):::unused"), "{text}");
        assert!(text.contains("  p1 --> c1\n"), "{text}");
        assert!(text.contains("{#quot;i#quot;:ALL}.value"), "{text}");
    }

    #[test]
    fn a_step_reads_as_a_sequence() {
        let text = sequence(&sample(), 0);
        assert!(
            text.contains("  V->>P: select #35;a 1\n  P->>A: b.children (a.value)\n  A-->>P: 30 ms\n"),
            "{text}"
        );
        assert!(
            text.contains("  P->>P: c.children (b.children)\n  P-->>P: 2 ms because of b.children\n"),
            "{text}"
        );
    }
}
