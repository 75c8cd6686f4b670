//! `dashproof archive diff`: what changed from one run to another.

use std::path::PathBuf;

use clap::Args;

use crate::cli::store::StoreArgument;
use crate::cli::{Exit, Failure, output};
use crate::schedule::{Change, Changed, Run, Store, difference};

/// Prints what changed from one run of a report to another
///
/// It compares the pictures of the pages, what was read, and the texts of PDF documents. Exits with 1 when they differ.
#[derive(Debug, Args)]
pub(in crate::cli) struct Diff {
    /// The file with `reports`
    file: PathBuf,
    /// The run's number, as `dashproof archive list` shows it
    run: i64,
    /// The earlier run; the one before of the same report and burst unless told otherwise
    before: Option<i64>,
    /// Where pictures of what changed are written; nowhere unless told otherwise
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgument,
}

impl Diff {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let store = self.store.open(&self.file).await?;
        let after = found(&store, self.run).await?;
        let before = match self.before {
            Some(before) => found(&store, before).await?,
            None => store.run_before(&after).await?.ok_or_else(|| {
                Failure::usage(format!("nothing is kept of a run of {} before {}", after.report, after.id))
            })?,
        };
        let changed = difference(&store.made(before.id).await?, &store.made(after.id).await?)?;
        output::say(format_args!(
            "{} ({:.0}) → {} ({:.0})",
            before.id, before.fire_at, after.id, after.fire_at
        ))?;
        for Changed { name, change } in &changed {
            match change {
                Change::New => output::say(format_args!("{name}: new"))?,
                Change::Gone => output::say(format_args!("{name}: gone"))?,
                Change::Value { before, after } => output::say(format_args!("{name}: {before} → {after}"))?,
                Change::Text { pages, lines } => {
                    let (before, after) = pages;
                    output::say(format_args!(
                        "{name}: {before} pages → {after} pages\n{}",
                        lines.trim_end()
                    ))?;
                }
                Change::Picture { diff, drawn } => {
                    output::say(format_args!("{name}: {diff}"))?;
                    if let Some(folder) = &self.output {
                        let name = name.replace(['/', '\\'], "_");
                        let path = folder.join(name).with_extension("diff.png");
                        output::write(&path, drawn)?;
                        output::say(format_args!("    {}", path.display()))?;
                    }
                }
            }
        }
        if changed.is_empty() {
            output::say("nothing changed")?;
            return Ok(Exit::Success);
        }
        Ok(Exit::Failed)
    }
}

async fn found(store: &Store, run: i64) -> Result<Run, Failure> {
    store.run(run).await?.ok_or_else(|| Failure::usage(format!("there is no run {run}")))
}
