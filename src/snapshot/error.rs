//! What can go wrong with baselines.

use std::path::PathBuf;

/// An error of baselines; that a capture differs from one is a [`Verdict`](super::Verdict), not an error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file can't be read or written.
    #[error("can't read or write {}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A picture that can't be read or written.
    #[error(transparent)]
    Picture(#[from] crate::render::Error),
    /// insta could not do its work.
    #[error("snapshot {name}: {reason}")]
    Insta {
        /// The baseline.
        name: String,
        /// What it said.
        reason: String,
    },
    /// The path names nothing that waits for approval.
    #[error("no snapshot waits for approval in {}", .path.display())]
    NothingPending {
        /// What was named.
        path: PathBuf,
    },
    /// A file of a snapshot that is a link: what it names may be anywhere.
    #[error("{} is a link: only files that stand there themselves are shown and replaced", .path.display())]
    Link {
        /// Which.
        path: PathBuf,
    },
    /// What waits, or its baseline, is not what was shown any more.
    #[error("{} has changed since it was shown", .path.display())]
    Changed {
        /// The baseline.
        path: PathBuf,
    },
}
