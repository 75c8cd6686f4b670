//! How an attempt at a run ended.

use std::time::Duration;

use super::Made;
use crate::schedule::RunState;

/// What is written down about an attempt that is over.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Ending {
    /// It was made: what and where it goes.
    Made(Made),
    /// It was given back untried.
    Back {
        /// Why.
        reason: String,
    },
    /// It failed, and is tried again.
    Again {
        /// After this.
        pause: Duration,
        /// Why it failed.
        reason: String,
    },
    /// It failed for good.
    Failed {
        /// Why.
        reason: String,
    },
    /// What was seen or made may not be delivered.
    Refused {
        /// Which check says so.
        reason: String,
    },
}

impl Ending {
    pub(super) fn state(&self) -> RunState {
        match self {
            Self::Made(made) if made.is_quiet() => RunState::Quiet,
            // What goes nowhere has arrived.
            Self::Made(made) if made.addressed.is_empty() => RunState::Delivered,
            Self::Made(_) => RunState::Made,
            Self::Back { .. } | Self::Again { .. } => RunState::Due,
            Self::Failed { .. } => RunState::Failed,
            Self::Refused { .. } => RunState::Refused,
        }
    }

    /// After which time it may be claimed; `None` for never.
    pub(super) fn pause(&self) -> Option<Duration> {
        match self {
            Self::Made(_) | Self::Failed { .. } | Self::Refused { .. } => None,
            Self::Back { .. } => Some(Duration::ZERO),
            Self::Again { pause, .. } => Some(*pause),
        }
    }

    pub(super) fn reason(&self) -> Option<String> {
        match self {
            Self::Made(made) => made.remark(),
            Self::Back { reason }
            | Self::Again { reason, .. }
            | Self::Failed { reason }
            | Self::Refused { reason } => Some(reason.clone()),
        }
    }
}
