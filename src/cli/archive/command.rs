//! Which command of the archive.

use clap::Subcommand;

use super::diff::Diff;
use super::get::Get;
use super::list::List;
use super::prune::Prune;
use super::timelapse::Timelapse;
use crate::cli::{Exit, Failure};

/// Shows what runs of reports made, and lets go what is not kept
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Archive {
    List(List),
    Get(Get),
    Diff(Diff),
    Timelapse(Timelapse),
    Prune(Prune),
}

impl Archive {
    pub(in crate::cli) async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::List(command) => command.run().await,
            Self::Get(command) => command.run().await,
            Self::Diff(command) => command.run().await,
            Self::Timelapse(command) => command.run().await,
            Self::Prune(command) => command.run().await,
        }
    }
}
