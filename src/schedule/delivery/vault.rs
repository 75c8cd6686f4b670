//! The secrets of one delivery: read when it is sent, and hidden in what is told of it.

use std::path::PathBuf;

use crate::Secrets;
use crate::scenario::{MaybeSecret, Secret};
use crate::schedule::store::Sent;

/// The secrets that were read.
#[derive(Debug)]
pub(super) struct Vault {
    /// What their files are relative to.
    pub(super) folder: PathBuf,
    secrets: Secrets,
}

impl Vault {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, secrets: Secrets::default() }
    }

    /// Reads a secret.
    ///
    /// # Errors
    /// [`Sent::Failed`] when it is not there.
    pub(super) async fn read(&mut self, secret: &Secret) -> Result<String, Sent> {
        let read = secret.read(&self.folder, &mut self.secrets).await;
        read.map_err(|reason| Sent::Failed { reason })
    }

    /// Reads a text that may be a secret.
    ///
    /// # Errors
    /// As [`Vault::read`].
    pub(super) async fn text(&mut self, text: &MaybeSecret) -> Result<String, Sent> {
        match text {
            MaybeSecret::Template(text) => Ok(text.clone()),
            MaybeSecret::Secret(secret) => self.read(secret).await,
        }
    }

    /// How sending ended, told without secrets.
    pub(super) fn hide(&self, mut sent: Sent) -> Sent {
        match &mut sent {
            Sent::Arrived { receipt: text }
            | Sent::Unknown { reason: text }
            | Sent::Failed { reason: text }
            | Sent::Busy { reason: text, .. }
            | Sent::Refused { reason: text } => *text = self.secrets.hide(text),
        }
        sent
    }
}
