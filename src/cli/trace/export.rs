//! `dashproof trace export`: a trace for other tools.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::{Exit, Failure, output};
use crate::trace::export;

/// Writes a trace in the format of another tool
#[derive(Debug, Args)]
pub(in crate::cli) struct Export {
    /// A trace that --trace wrote
    trace: PathBuf,
    /// The format
    #[arg(long, value_name = "FORMAT")]
    to: Format,
    /// Where to write; `-` is stdout
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Chrome Trace Event JSON: opens in ui.perfetto.dev
    Chrome,
    /// HTTP archive: opens in a browser's network panel
    Har,
    /// OpenTelemetry spans as OTLP/JSON: opens in Jaeger, goes to a collector
    Otlp,
    /// The callback graph as a diagram for Markdown
    Mermaid,
    /// What happened, step by step, as sequence diagrams for Markdown
    Sequence,
    /// What happened, as lines to read
    Text,
    /// A graph for Graphviz
    Dot,
    /// A zip file for Playwright's trace viewer
    Playwright,
}

impl Export {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let trace = export::json::load(&self.trace)?;
        let exported = match self.to {
            Format::Chrome => export::chrome(&trace),
            Format::Har => export::har(&trace),
            Format::Mermaid => export::mermaid(&trace),
            Format::Otlp => export::otlp(&trace),
            Format::Sequence => {
                let steps = (0..trace.steps.len()).map(|step| export::sequence(&trace, step));
                steps.map(|diagram| ["```mermaid\n", &diagram, "```\n"].concat()).collect()
            }
            Format::Text => format!("{}\n", trace.timeline(|_| true)),
            Format::Dot => export::dot(&trace),
            Format::Playwright => {
                let zip = export::playwright(&trace)?;
                output::write(&self.output, &zip)?;
                return Ok(Exit::Success);
            }
        };
        output::write(&self.output, exported.as_bytes())?;
        Ok(Exit::Success)
    }
}
