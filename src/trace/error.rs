//! What can go wrong around a trace.

use std::path::PathBuf;

use crate::TrustError;

/// An error of the trace room.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A trace file can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is no trace.
    #[error("{} is no trace: {reason}", path.display())]
    NotATrace {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        reason: String,
    },
    /// A trace of another version of the format.
    #[error("{} has trace version {found}, this build reads version {readable}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// The version it has.
        found: u64,
        /// The version that this build reads.
        readable: u32,
    },
    /// A trace can't be packed.
    #[error("the trace can't be packed into a zip file: {reason}")]
    Zip {
        /// Why.
        reason: String,
    },
    /// The recording proxy did not start.
    #[error("the recording proxy for {app} did not start: {reason}")]
    Proxy {
        /// The app's address.
        app: String,
        /// Why.
        reason: String,
    },
    /// A file is no recording, or one of another version.
    #[error("{} is no recording: {reason}", path.display())]
    NotARecording {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A recording can't be served.
    #[error("the recording can't be served: {reason}")]
    Replay {
        /// Why.
        reason: String,
    },
    /// The app is served over https, and can't be trusted.
    #[error(transparent)]
    Trust(#[from] TrustError),
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotARecording { .. } => Some("record it with `dashproof test --record-to DIR`"),
            Self::Version { .. } => Some("record the trace again with this build"),
            Self::Trust(error) => Some(error.hint()),
            _ => None,
        }
    }
}
