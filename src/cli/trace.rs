//! `dashproof trace`: what to do with a recorded trace.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Exit, Failure, output};
use crate::trace::export;
use crate::viewer;

/// Works on recorded traces
#[derive(Debug, Subcommand)]
pub(super) enum Trace {
    Export(Export),
    Page(Page),
}

impl Trace {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Export(command) => command.run(),
            Self::Page(command) => command.run(),
        }
    }
}

/// Writes a trace in the format of another tool
#[derive(Debug, Args)]
pub(super) struct Export {
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
    /// A diagram for Markdown
    Mermaid,
    /// A graph for Graphviz
    Dot,
}

impl Export {
    fn run(self) -> Result<Exit, Failure> {
        let trace = export::json::load(&self.trace)?;
        let exported = match self.to {
            Format::Chrome => export::chrome(&trace),
            Format::Har => export::har(&trace),
            Format::Mermaid => export::mermaid(&trace),
            Format::Dot => export::dot(&trace),
        };
        output::write(&self.output, exported.as_bytes())?;
        Ok(Exit::Success)
    }
}

/// Writes a trace as one HTML page to look through
#[derive(Debug, Args)]
pub(super) struct Page {
    /// A trace that --trace wrote
    trace: PathBuf,
    /// Where to write; `-` is stdout
    #[arg(short, long, value_name = "OUT", default_value = "trace.html")]
    output: PathBuf,
}

impl Page {
    fn run(self) -> Result<Exit, Failure> {
        let trace = export::json::load(&self.trace)?;
        output::write(&self.output, viewer::page(&trace, &trace.app).as_bytes())?;
        Ok(Exit::Success)
    }
}
