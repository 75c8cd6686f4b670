//! `dashproof graph`: which callback feeds which.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use super::visiting::Visiting;
use super::{Exit, Failure, output};
use crate::app::AppSpec;
use crate::render::diagram::{Arrow, Diagram, Node};
use crate::render::scene::{Color, Fonts};
use crate::trace::graph::{Edge, kind};
use crate::trace::{CallbackGraph, Trace, export};

/// The colours of Mermaid and DOT exports: ran, failed, never ran.
const RAN: Color = Color::rgb(0xd5, 0xf0, 0xd5);
const FAILED: Color = Color::rgb(0xf8, 0xd3, 0xd3);
const UNUSED: Color = Color::rgb(0xee, 0xee, 0xee);

/// Draws the callback graph, coloured by what a visit called
#[derive(Debug, Args)]
pub(super) struct Graph {
    /// A path to a .py, module:app, a quoted command, a URL, or demo
    app: AppSpec,
    /// Where to write: .mmd (Mermaid), .dot (Graphviz) or .svg; `-` is stdout
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The format, when OUT does not name it
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    #[command(flatten)]
    visiting: Visiting,
}

impl Graph {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let format = output::format(&self.output, self.format.as_deref(), &["mmd", "dot", "svg"])?;
        let (app, session) = self.visiting.open(&self.app, 1.0).await?;
        let trace = session.trace();
        let closed = session.close().await;
        app.shutdown().await;
        let text = match format {
            "mmd" => export::mermaid(&trace),
            "dot" => export::dot(&trace),
            _ => diagram(&trace).scene(&Fonts::embedded()).to_svg(),
        };
        output::write(&self.output, text.as_bytes())?;
        closed?;
        Ok(Exit::Success)
    }
}

/// Inputs that a box lists; more are counted.
const SHOWN_INPUTS: usize = 3;

/// Each callback a box: its outputs, the inputs that no callback writes, where it runs and how often it did. An arrow
/// where an output is an input, a dashed one where it is a State.
pub(super) fn diagram(trace: &Trace) -> Diagram {
    let graph = CallbackGraph::new(&trace.dependencies);
    let coverage = trace.coverage();
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
        let fill = match (covered.calls, covered.failed) {
            (0, _) => UNUSED,
            (_, 0) => RAN,
            _ => FAILED,
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
