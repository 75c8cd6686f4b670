//! `dashproof serve`: makes a file's reports when they are due, and shows their runs.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::{Exit, Failure, output};
use crate::scenario::Scenario;
use crate::schedule::{Run, RunState, Store, Worker};
use crate::server::Server;

/// Makes the reports of a file when they are due, and serves a page about their runs
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// A file with `reports`
    file: PathBuf,
    /// Where runs are remembered; beside FILE unless told otherwise
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// Where the page is served
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 8777)))]
    listen: SocketAddr,
    /// Makes what is due now, and ends
    #[arg(long)]
    once: bool,
}

impl Serve {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let scenario = Scenario::load(&self.file)?;
        if scenario.reports.is_empty() {
            return Err(Failure::usage(format!("{} has no `reports`", self.file.display())));
        }
        let path = self.store.unwrap_or_else(|| self.file.with_extension("runs.sqlite"));
        let store = Store::open(&path).await?;
        let worker = Worker::new(&scenario, store.clone())?;
        let mut failed = false;
        let mut tell = |run: &Run| {
            failed |= run.state == RunState::Failed;
            output::remark(line(run));
        };
        if self.once {
            worker.catch_up(jiff::Timestamp::now(), &mut tell).await?;
            return Ok(if failed { Exit::Failed } else { Exit::Success });
        }
        let server = Server::start(self.listen, Arc::clone(worker.plans()), store)
            .await
            .map_err(|error| Failure::usage(format!("can't listen on {}: {error}", self.listen)))?;
        output::remark(format_args!("http://{}/", server.address()));
        worker.work(tell).await?;
        Ok(Exit::Success)
    }
}

fn line(run: &Run) -> String {
    let mut line = format!("{} {} {:?}", run.fire_at, run.report, run.state);
    for (name, value) in &run.burst.0 {
        line.push_str(&format!(" {name}={value}"));
    }
    if let Some(reason) = &run.reason {
        line.push_str(&format!(": {reason}"));
    }
    for file in &run.files {
        line.push_str(&format!(" {file}"));
    }
    line
}
