//! The app's callbacks and their graph, coloured by what a trace exercised.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::render::diagram::{Arrow, Diagram, Node};
use crate::render::scene::{Color, Fonts};
use crate::trace::graph::{Edge, kind};
use crate::trace::{CallbackGraph, Counted, Coverage, Trace};

/// The colours of Mermaid and DOT exports: ran, failed, never ran.
const RAN: Color = Color::rgb(0xd5, 0xf0, 0xd5);
const FAILED: Color = Color::rgb(0xf8, 0xd3, 0xd3);
const UNUSED: Color = Color::rgb(0xee, 0xee, 0xee);

/// Inputs that a box lists; more are counted.
const SHOWN_INPUTS: usize = 3;

/// Each callback a box: its outputs, the inputs that no callback writes, where it runs and how often it did. An arrow
/// where an output is an input, a dashed one where it is a State.
pub fn diagram(trace: &Trace) -> Diagram {
    drawn(&CallbackGraph::new(&trace.dependencies), &trace.coverage())
}

fn drawn(graph: &CallbackGraph, coverage: &Coverage) -> Diagram {
    let edges = graph.edges();
    let fed: BTreeSet<(usize, &str)> = edges.iter().map(|edge| (edge.to, edge.prop.as_str())).collect();
    let nodes = graph.callbacks().iter().zip(&coverage.callbacks).enumerate();
    let nodes = nodes.map(|(index, (callback, covered))| {
        let outputs =
            callback.outputs.iter().map(|output| format!("{}.{}", output.id, output.plain_property()));
        let mut lines: Vec<String> = outputs.collect();
        if lines.is_empty() {
            lines.push("no output".to_owned());
        }
        let inputs = callback.inputs.iter().map(ToString::to_string);
        let inputs: Vec<String> = inputs.filter(|input| !fed.contains(&(index, input.as_str()))).collect();
        lines.extend(inputs.iter().take(SHOWN_INPUTS).map(|input| format!("on {input}")));
        if inputs.len() > SHOWN_INPUTS {
            lines.push(format!("and {} more", inputs.len() - SHOWN_INPUTS));
        }
        let times =
            if covered.calls == 0 { "never called".to_owned() } else { format!("{} ×", covered.calls) };
        lines.push(match kind(callback) {
            "callback" => times,
            kind => format!("{kind} · {times}"),
        });
        let fill = match covered.class() {
            "unused" => UNUSED,
            "failed" => FAILED,
            _ => RAN,
        };
        Node { lines, fill, round: callback.clientside.is_some() }
    });
    let nodes = nodes.collect();
    let state = graph.state_edges();
    let ends = |edges: &[Edge]| edges.iter().map(|edge| (edge.from, edge.to)).collect::<BTreeSet<_>>();
    let (triggering, read) = (ends(&edges), ends(&state));
    // Of two callbacks one arrow says enough, and a State of its own output needs none.
    let read = read.difference(&triggering).filter(|(from, to)| from != to);
    let arrow = |dashed| move |&(from, to): &(usize, usize)| Arrow { from, to, dashed };
    let arrows = triggering.iter().map(arrow(false)).chain(read.map(arrow(true))).collect();
    Diagram { nodes, arrows }
}

/// One callback, as the page is given it.
#[derive(Debug, Serialize)]
pub(super) struct Known {
    /// Its identity.
    pub(super) output: String,
    title: String,
    kind: &'static str,
    /// `ran`, `failed` or `unused`.
    class: &'static str,
    inputs: Vec<Counted>,
    outputs: Vec<Counted>,
    /// `id.prop` of what it reads and is not triggered by.
    state: Vec<String>,
}

/// The graph, laid out.
#[derive(Debug, Serialize)]
pub(super) struct Graph {
    width: f64,
    height: f64,
    /// In the order of the callbacks.
    boxes: Vec<Place>,
    arrows: Vec<Way>,
}

#[derive(Debug, Serialize)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    round: bool,
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Way {
    from: usize,
    to: usize,
    dashed: bool,
    /// SVG path data.
    path: String,
}

/// The app's callbacks in the order in which it registered them, and their graph.
pub(super) fn callbacks(trace: &Trace) -> (Vec<Known>, Graph) {
    let graph = CallbackGraph::new(&trace.dependencies);
    let coverage = trace.coverage();
    let diagram = drawn(&graph, &coverage);
    let layout = diagram.layout(&Fonts::embedded());
    let places = diagram.nodes.into_iter().zip(&layout.boxes).map(|(node, place)| Place {
        x: place.x0,
        y: place.y0,
        width: place.width(),
        height: place.height(),
        round: node.round,
        lines: node.lines,
    });
    let arrows = layout.arrows.iter().map(|(arrow, path)| Way {
        from: arrow.from,
        to: arrow.to,
        dashed: arrow.dashed,
        path: path.to_svg(),
    });
    let graph_data = Graph {
        width: layout.size.width,
        height: layout.size.height,
        boxes: places.collect(),
        arrows: arrows.collect(),
    };
    let known = graph.callbacks().iter().zip(coverage.callbacks).map(|(callback, covered)| Known {
        class: covered.class(),
        output: covered.output,
        title: covered.title,
        kind: kind(callback),
        inputs: covered.inputs,
        outputs: covered.outputs,
        state: callback.state.iter().map(ToString::to_string).collect(),
    });
    (known.collect(), graph_data)
}

impl Known {
    /// A callback that the app did not list.
    pub(super) fn unlisted(output: &str) -> Self {
        Self {
            output: output.to_owned(),
            title: output.to_owned(),
            kind: "callback",
            class: "ran",
            inputs: Vec::new(),
            outputs: Vec::new(),
            state: Vec::new(),
        }
    }
}
