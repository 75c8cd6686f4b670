//! `dashproof replay`: serves a recording.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use super::interrupt::interrupted;
use super::{Exit, Failure, output};
use crate::trace::replay::{Recording, Replay as Served};

/// Serves a recording in place of its app
///
/// `dashproof test --record-to DIR` writes recordings. What is asked and was not recorded is told as it happens. Ctrl-C or
/// SIGTERM ends it, with exit code 0.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// A recording, as `dashproof test --record-to` writes it
    file: PathBuf,
    /// Where it is served; port 0 is any that is free
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 8050)))]
    listen: SocketAddr,
}

impl Replay {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let served = Served::start(self.listen, Recording::load(&self.file)?).await?;
        output::remark(served.url());
        let mut missed = served.missed();
        let mut told = 0;
        let telling = async {
            while missed.changed().await.is_ok() {
                let all = missed.borrow_and_update().clone();
                all.iter().skip(told).for_each(output::remark);
                told = all.len();
            }
        };
        tokio::select! {
            () = interrupted() => {}
            () = telling => {}
        }
        Ok(Exit::Success)
    }
}
