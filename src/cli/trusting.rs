//! Whose certificates a command believes.

use std::path::PathBuf;

use clap::Args;

use crate::Trust;

/// Whose certificates are believed of an app that is served over https.
#[derive(Debug, Args)]
pub(super) struct Trusting {
    /// The PEM file of an authority whose certificates are believed too, of an app served over https
    #[arg(long, value_name = "FILE", conflicts_with = "insecure")]
    ca: Option<PathBuf>,
    /// Believes any certificate
    #[arg(long)]
    insecure: bool,
}

impl Trusting {
    /// What the command line says; `None` when it says nothing.
    pub(super) fn trust(&self) -> Option<Trust> {
        match &self.ca {
            _ if self.insecure => Some(Trust::Anyone),
            Some(file) => Some(Trust::Authority(file.clone())),
            None => None,
        }
    }
}
