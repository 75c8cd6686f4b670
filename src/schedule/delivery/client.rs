//! The client that deliveries are sent by.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Result};

use crate::Reach;

/// A client that connects within `reach`, follows no redirect, and gives each request `limit`.
pub(super) fn client(reach: &Reach, limit: Duration) -> Result<Client> {
    const CONNECTING: Duration = Duration::from_secs(10);
    reach
        .apply(Client::builder())
        .redirect(Policy::none())
        .no_proxy()
        .timeout(limit)
        // What never connected never arrived; so it must not be what ends the whole limit.
        .connect_timeout(CONNECTING.min(limit / 2))
        .user_agent(concat!("dashproof/", env!("CARGO_PKG_VERSION")))
        .build()
}
