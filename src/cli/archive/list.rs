//! `dashproof archive list`: the runs that made something.

use std::path::PathBuf;

use clap::Args;

use crate::cli::store::StoreArgument;
use crate::cli::{Exit, Failure, output};
use crate::schedule::store::Wanted;

/// Prints the latest runs with what they made, the newest first
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// The file with `reports`
    file: PathBuf,
    /// Only runs of this report
    #[arg(long, value_name = "NAME")]
    report: Option<String>,
    /// How many runs
    #[arg(short = 'n', value_name = "COUNT", default_value_t = 20)]
    count: u32,
    #[command(flatten)]
    store: StoreArgument,
}

impl List {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let store = self.store.open(&self.file).await?;
        let wanted = Wanted { report: self.report, ..Wanted::default() };
        for run in store.list(&wanted, self.count).await? {
            let burst = run
                .burst
                .0
                .iter()
                .fold(String::new(), |text, (name, value)| text + &format!(" {name}={value}"));
            let (id, state) = (run.id, run.state.name());
            output::say(format_args!("{id}  {:.0}  {}{burst}  {state}", run.fire_at, run.report))?;
            for kept in store.kept(run.id).await? {
                let size = crate::size::format(kept.size);
                let gone = if kept.is_there { "" } else { ", let go" };
                output::say(format_args!("    {} ({size}{gone})", kept.name))?;
            }
        }
        Ok(Exit::Success)
    }
}
