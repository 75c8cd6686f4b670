//! `dashproof trace page`: a trace to look through.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Exit, Failure, output};
use crate::trace::export;
use crate::viewer;

/// Writes a trace as one HTML page to look through
#[derive(Debug, Args)]
pub(in crate::cli) struct Page {
    /// A trace that --trace wrote
    trace: PathBuf,
    /// Where to write; `-` is stdout
    #[arg(short, long, value_name = "OUT", default_value = "trace.html")]
    output: PathBuf,
}

impl Page {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let trace = export::json::load(&self.trace)?;
        output::write(&self.output, viewer::page(&trace, &trace.app).as_bytes())?;
        Ok(Exit::Success)
    }
}
