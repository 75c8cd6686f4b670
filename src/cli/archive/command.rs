//! Which command of the archive.

use clap::Subcommand;

use super::get::Get;
use super::list::List;
use super::prune::Prune;
use crate::cli::{Exit, Failure};

/// Shows what runs of reports made, and lets go what is not kept
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Archive {
    List(List),
    Get(Get),
    Prune(Prune),
}

impl Archive {
    pub(in crate::cli) async fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::List(command) => command.run().await,
            Self::Get(command) => command.run().await,
            Self::Prune(command) => command.run().await,
        }
    }
}
