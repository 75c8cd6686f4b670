//! The crate's error: one of its rooms'.

/// Any error of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// While an app starts or runs.
    #[error(transparent)]
    App(#[from] crate::app::Error),
    /// During a visit.
    #[error(transparent)]
    Engine(#[from] crate::engine::Error),
    /// While drawing.
    #[error(transparent)]
    Render(#[from] crate::render::Error),
    /// While reports are planned or made.
    #[cfg(feature = "schedule")]
    #[error(transparent)]
    Schedule(#[from] crate::schedule::Error),
    /// While test files are read or run.
    #[error(transparent)]
    Scenario(#[from] crate::scenario::Error),
    /// While a capture is held against its baseline.
    #[error(transparent)]
    Snapshot(#[from] crate::snapshot::Error),
    /// Around a recorded trace.
    #[error(transparent)]
    Trace(#[from] crate::trace::Error),
}

/// A result whose error is the crate's unless it says otherwise.
pub type Result<T, E = Error> = std::result::Result<T, E>;
