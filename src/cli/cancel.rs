//! `dashproof schedule cancel`: takes a run back.

use std::path::PathBuf;

use clap::Args;

use super::store::StoreArgument;
use super::{Exit, Failure, output};
use crate::schedule::RunState;

/// Takes a run back
///
/// What is not made yet is not made, whoever makes it stops within seconds, and what is not sent yet is not sent. What is
/// being sent at this instant comes to its own end.
#[derive(Debug, Args)]
pub(super) struct Cancel {
    /// The file with `reports`
    file: PathBuf,
    /// The run's number, as the page of `dashproof serve` shows it
    run: i64,
    #[command(flatten)]
    store: StoreArgument,
}

impl Cancel {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let id = self.run;
        let store = self.store.open(&self.file).await?;
        let Some(run) = store.cancel(id).await? else {
            return Err(Failure::usage(format!("there is no run {id}")));
        };
        match run.state {
            RunState::Cancelled => output::say(format_args!("run {id} of {} is cancelled", run.report))?,
            RunState::Made => {
                output::say(format_args!("run {id} of {} sends no more than it is sending now", run.report))?;
            }
            state => {
                let told = format!("run {id} of {} had come to its end: {}", run.report, state.name());
                return Err(Failure::new(Exit::Failed, told));
            }
        }
        Ok(Exit::Success)
    }
}
