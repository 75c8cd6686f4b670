//! `dashproof graph`: which callback feeds which.

use std::path::PathBuf;

use clap::Args;

use super::visiting::Visiting;
use super::{Exit, Failure, output};
use crate::app::AppSpec;
use crate::render::scene::Fonts;
use crate::trace::export;
use crate::viewer::diagram;

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
