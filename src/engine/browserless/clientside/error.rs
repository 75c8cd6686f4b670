//! What can go wrong in a clientside callback.

use std::time::Duration;

/// An error of a script or a clientside callback.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The code threw something else than `PreventUpdate`.
    #[error("{at}: {message}")]
    Threw {
        /// The script, or `namespace.function`.
        at: String,
        /// The error's name and message.
        message: String,
        /// Where it was thrown, as JavaScript tells it; empty for what is no `Error`.
        stack: String,
    },
    /// The code touched something that a page has and we don't.
    #[error("{at}: {message}")]
    Unsupported {
        /// The script, or `namespace.function`.
        at: String,
        /// Its name, and what would handle it.
        message: String,
    },
    /// A module imports another one that is not at hand.
    #[error("{at} imports {address}")]
    Imports {
        /// The module.
        at: String,
        /// The address of the other one.
        address: String,
    },
    /// The code ran for too long.
    #[error("{at} did not end within {}", crate::duration::format(*.limit))]
    TooLong {
        /// The script, or `namespace.function`.
        at: String,
        /// The limit.
        limit: Duration,
    },
    /// The engine itself failed, as when memory is out.
    #[error("{at}: the JavaScript engine failed: {reason}")]
    Engine {
        /// The script, or `namespace.function`.
        at: String,
        /// What it said.
        reason: String,
    },
}
