//! `dashproof archive prune`: lets go what is not kept.

use std::path::PathBuf;

use clap::Args;

use crate::cli::store::StoreArgument;
use crate::cli::{Exit, Failure, output};
use crate::scenario::Scenario;
use crate::schedule::Store;

/// Lets go what `keep` of the file's reports does not keep
///
/// `dashproof serve` does so by itself. Besides, files of the archive that no run made are removed, and those that runs made and
/// that are missing are named; then the exit code is 1. What somebody may be about to make anew goes an hour later.
#[derive(Debug, Args)]
pub(in crate::cli) struct Prune {
    /// The file with `reports`
    file: PathBuf,
    #[command(flatten)]
    store: StoreArgument,
}

impl Prune {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let scenario = Scenario::load(&self.file)?;
        let store = self.store.open(&self.file).await?;
        for report in &scenario.reports {
            let gone = store.let_go(&report.name, &report.keep).await?;
            output::say(format_args!("{}: {gone} runs let go", report.name))?;
        }
        let freed = store.sweep(Store::GRACE).await?;
        let audit = store.audit(Store::GRACE).await?;
        output::say(format_args!("{} removed from {}", crate::size::format(freed), store.archive()))?;
        if audit.orphans > 0 {
            output::say(format_args!("{} files removed that no run made", audit.orphans))?;
        }
        for (run, name) in &audit.missing {
            output::remark(format_args!("missing: {name} of run {run}"));
        }
        Ok(if audit.missing.is_empty() { Exit::Success } else { Exit::Failed })
    }
}
