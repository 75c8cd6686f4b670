//! The folder whose pending captures are reviewed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use crate::server::refusal::Refusal;
use crate::snapshot::{Error, Pending, Proposal};

/// The captures that wait for approval in or below a folder.
#[derive(Debug)]
pub struct Review {
    folder: PathBuf,
    /// Held while something is accepted or rejected: of two who ask for it, one is told that it is done.
    deciding: Mutex<()>,
}

/// A capture that waits, and what it would change.
#[derive(Debug)]
pub(super) struct Waiting {
    /// The path of its baseline below the folder, with slashes.
    pub(super) name: String,
    pub(super) pending: Pending,
    pub(super) proposal: Result<Proposal, Error>,
}

/// What becomes of what waits.
#[derive(Debug, Clone, Copy)]
pub(super) enum Decision {
    Accept,
    Reject,
}

impl Review {
    /// Of what waits in or below `folder`.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn of(folder: &Path) -> std::io::Result<Self> {
        let folder = folder.canonicalize()?;
        if !folder.is_dir() {
            return Err(std::io::ErrorKind::NotADirectory.into());
        }
        Ok(Self { folder, deciding: Mutex::default() })
    }

    /// Everything that waits, by name.
    pub(super) async fn all(self: &Arc<Self>) -> Result<Vec<Waiting>, Refusal> {
        self.aside(|review| {
            let named = review.named()?.into_iter();
            Ok(named
                .map(|(name, pending)| {
                    let proposal = pending.proposal();
                    Waiting { name, pending, proposal }
                })
                .collect())
        })
        .await
    }

    /// One of what waits.
    pub(super) async fn one(self: &Arc<Self>, name: String) -> Result<Proposal, Refusal> {
        self.aside(move |review| Ok(review.find(&name)?.proposal()?)).await
    }

    /// Accepts or rejects one that was shown.
    pub(super) async fn decide(
        self: &Arc<Self>,
        decision: Decision,
        name: String,
        version: String,
    ) -> Result<(), Refusal> {
        self.aside(move |review| {
            let _deciding = review.deciding.lock().unwrap_or_else(PoisonError::into_inner);
            let pending = review.find(&name)?;
            match decision {
                Decision::Accept => pending.accept_as_shown(&version)?,
                Decision::Reject => pending.reject_as_shown(&version)?,
            }
            Ok(())
        })
        .await
    }

    /// Accepts everything that was shown, if nothing of it has changed since and nothing came to it.
    pub(super) async fn accept_all(self: &Arc<Self>, version: String) -> Result<usize, Refusal> {
        let all = self.all().await?;
        self.aside(move |review| {
            let _deciding = review.deciding.lock().unwrap_or_else(PoisonError::into_inner);
            if self::version(&all) != version {
                let reason = "something of this has changed since it was shown: look again";
                return Err(Refusal::new(StatusCode::CONFLICT, reason));
            }
            for waiting in &all {
                let Ok(proposal) = &waiting.proposal else { continue };
                waiting.pending.accept_as_shown(&proposal.version)?;
            }
            Ok(all.len())
        })
        .await
    }

    fn named(&self) -> Result<Vec<(String, Pending)>, Refusal> {
        let name = |pending: &Pending| {
            let baseline = pending.baseline();
            let below = baseline.strip_prefix(&self.folder).unwrap_or(&baseline);
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            parts.join("/")
        };
        Ok(Pending::find(&self.folder)?.into_iter().map(|pending| (name(&pending), pending)).collect())
    }

    fn find(&self, name: &str) -> Result<Pending, Refusal> {
        let found = self.named()?.into_iter().find(|(known, _)| known == name);
        found.map(|(_, pending)| pending).ok_or_else(|| {
            Refusal::new(StatusCode::NOT_FOUND, format!("nothing of this name waits for approval: {name}"))
        })
    }

    /// Does what waits for a disk where nothing else waits for it.
    async fn aside<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let review = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || work(&review)).await;
        done.unwrap_or_else(|error| Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())))
    }
}

/// Names all that waits, as it is now.
pub(super) fn version(all: &[Waiting]) -> String {
    let mut hash = Sha256::new();
    for Waiting { name, proposal, .. } in all {
        hash.update(name);
        hash.update([0]);
        hash.update(proposal.as_ref().map_or("", |proposal| &proposal.version));
        hash.update([0]);
    }
    hash.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let status = match error {
            Error::Changed { .. } | Error::Link { .. } => StatusCode::CONFLICT,
            Error::NothingPending { .. } => StatusCode::NOT_FOUND,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, crate::server::refusal::told(&error))
    }
}
