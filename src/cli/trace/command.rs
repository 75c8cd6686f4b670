//! The commands about traces.

use clap::Subcommand;

use super::{check, coverage, diff, export, page};
use crate::cli::{Exit, Failure};

/// Works on recorded traces
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Trace {
    Export(export::Export),
    Page(page::Page),
    Check(check::Check),
    Diff(diff::Diff),
    Coverage(coverage::Coverage),
}

impl Trace {
    pub(in crate::cli) fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Export(command) => command.run(),
            Self::Page(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Diff(command) => command.run(),
            Self::Coverage(command) => command.run(),
        }
    }
}
