//! When an app is ready.

use std::time::Duration;

use reqwest::{Client, StatusCode, redirect};
use url::Url;

use crate::framework::Framework;

/// What an app must answer to count as ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Readiness {
    /// `_dash-layout` succeeds, or asks for credentials (401, 403, or a redirect to a login page).
    #[default]
    Dash,
    /// `_stcore/health` succeeds.
    Streamlit,
    /// The address answers anything but a server error.
    Http,
}

impl From<Framework> for Readiness {
    fn from(framework: Framework) -> Self {
        match framework {
            Framework::Dash => Self::Dash,
            Framework::Streamlit => Self::Streamlit,
            Framework::Page => Self::Http,
        }
    }
}

/// Asks an app whether it is ready.
#[derive(Debug)]
pub(super) struct Probe {
    client: Client,
    readiness: Readiness,
}

impl Probe {
    /// No proxy and no certificate check: this asks our own child and tells it nothing.
    pub(super) fn new(readiness: Readiness) -> reqwest::Result<Self> {
        let client = Client::builder()
            .no_proxy()
            .tls_danger_accept_invalid_certs(true)
            .redirect(redirect::Policy::none())
            .build()?;
        Ok(Self { client, readiness })
    }

    /// `Err` says what the app answered instead.
    pub(super) async fn ask(&self, app: &Url, limit: Duration) -> Result<(), String> {
        let url = match self.readiness {
            Readiness::Dash => app.join("_dash-layout").map_err(|error| error.to_string())?,
            Readiness::Streamlit => app.join("_stcore/health").map_err(|error| error.to_string())?,
            Readiness::Http => app.clone(),
        };
        let answer = self.client.get(url.clone()).timeout(limit).send().await;
        let status = answer.map_err(|error| format!("{url} does not answer{}", because(&error)))?.status();
        if self.accepts(status) { Ok(()) } else { Err(format!("{url} answers {status}")) }
    }

    fn accepts(&self, status: StatusCode) -> bool {
        match self.readiness {
            Readiness::Dash => {
                status.is_success()
                    || status.is_redirection()
                    || matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
            }
            Readiness::Streamlit => status.is_success(),
            Readiness::Http => !status.is_server_error(),
        }
    }
}

/// The innermost cause says more than the outer "error sending request".
fn because(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    format!(": {cause}")
}
