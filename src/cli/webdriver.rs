//! `dashproof webdriver`: serves WebDriver clients without a browser.

use std::net::{Ipv4Addr, SocketAddr};

use clap::Args;

use super::interrupt::interrupted;
use super::{Exit, Failure, output};
use crate::engine::webdriver::Server;

/// Serves WebDriver clients, such as a `dash_duo` suite, without a browser
///
/// Point a suite here with `pytest --headless --remote --remote-url http://127.0.0.1:4444/wd/hub`. Ctrl-C or SIGTERM ends it, and
/// every session.
#[derive(Debug, Args)]
pub(super) struct WebDriver {
    /// The port on this machine where it listens; 0 takes a free one
    #[arg(long, default_value_t = 4444)]
    port: u16,
}

impl WebDriver {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let server = Server::start(address)
            .await
            .map_err(|error| Failure::usage(format!("can't listen on {address}: {error}")))?;
        output::say(format_args!("http://{}/wd/hub", server.address()))?;
        interrupted().await;
        Ok(Exit::Success)
    }
}
