//! `dashproof accept` and `dashproof reject`: what becomes of captures that wait for approval.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure, output};
use crate::snapshot::{Error, Pending};

/// Makes waiting captures the approved baselines
#[derive(Debug, Args)]
pub(super) struct Accept {
    #[command(flatten)]
    which: Which,
}

/// Throws waiting captures away
#[derive(Debug, Args)]
pub(super) struct Reject {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
struct Which {
    /// Snapshot files, or folders of them
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Only says what would be done
    #[arg(long)]
    dry_run: bool,
}

impl Accept {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        self.which.each("accepted", Pending::accept)
    }
}

impl Reject {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        self.which.each("rejected", Pending::reject)
    }
}

impl Which {
    fn each(&self, done: &str, act: impl Fn(&Pending) -> Result<(), Error>) -> Result<Exit, Failure> {
        let mut count = 0;
        for path in &self.paths {
            for pending in Pending::find(path)? {
                if !self.dry_run {
                    act(&pending)?;
                }
                count += 1;
                output::say(format_args!("{done} {}", pending.baseline().display()))?;
            }
        }
        let rest = if self.dry_run { " (dry run: nothing was written)" } else { "" };
        output::say(format_args!("{count} {done}{rest}"))?;
        Ok(Exit::Success)
    }
}
