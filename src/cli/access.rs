//! `--token-file`, `--trust-header` and `--trusted-proxy`: who may come in.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::server::Access;

/// Who may see the pages of `dashproof serve`.
#[derive(Args)]
pub(super) struct AccessArgument {
    /// A file with the token that visitors have to know, or DASHPROOF_TOKEN is that token: pages ask for it, programs send it as `Authorization: Bearer`. Needed,
    /// unless a proxy tells who its visitors are, when other machines reach ADDRESS
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A header such as X-Forwarded-User, in which a proxy names the visitor it has let in
    #[arg(long, value_name = "HEADER", requires = "trusted_proxy")]
    trust_header: Option<String>,
    /// The proxy's address or network, from where that header counts; several are separated by commas
    #[arg(long, value_name = "ADDRESS", requires = "trust_header", value_delimiter = ',')]
    trusted_proxy: Vec<String>,
}

impl AccessArgument {
    /// Who may come in at `listen`.
    pub(super) fn access(&self, listen: SocketAddr) -> Result<Access, Failure> {
        let token = match &self.token_file {
            Some(path) => {
                Some(std::fs::read_to_string(path).map_err(|error| Failure::unreadable(path, &error))?)
            }
            None => std::env::var("DASHPROOF_TOKEN").ok(),
        };
        let token = token.as_deref().map(str::trim);
        let proxy = self.trust_header.as_deref().map(|header| (header, self.trusted_proxy.as_slice()));
        Access::new(listen, token, proxy).map_err(|error| Failure::usage(error.to_string()))
    }
}

// Without the token.
impl std::fmt::Debug for AccessArgument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessArgument").finish_non_exhaustive()
    }
}
