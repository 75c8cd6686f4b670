//! Makes one step of a visit.

use super::{Expect, StepKind};
use url::Url;

use crate::engine::{Action, Error, Session, Visit};
use crate::trace::{self, no_errors};

/// Begins a visit. One whose first step says where it begins must not load the front page before.
pub(super) async fn begin(app: &Url, visit: &Visit, first: Option<&StepKind>) -> Result<Session, Error> {
    if matches!(first, Some(StepKind::Action(Action::Goto(_)))) {
        Session::connect(app, visit).await
    } else {
        Session::open(app, visit).await
    }
}

/// Why a step could not be made, or did not hold.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StepError {
    /// The visit said no.
    #[error(transparent)]
    Engine(#[from] Error),
    /// The trace is not as expected.
    #[error(transparent)]
    Trace(#[from] trace::Failure),
}

impl StepKind {
    /// Makes the step. Snapshots are left to the runner of test files, which knows the baselines.
    ///
    /// # Errors
    /// What could not be done, or what was seen instead of what was expected.
    pub async fn perform(&self, session: &mut Session) -> Result<(), StepError> {
        match self {
            Self::Action(action) => session.act(action).await?,
            Self::Settle => session.settle().await?,
            Self::Expect(all) => {
                for expect in all {
                    expect.hold(session).await?;
                }
            }
            Self::Snapshot(_) => {}
        }
        Ok(())
    }
}

impl Expect {
    async fn hold(&self, session: &mut Session) -> Result<(), StepError> {
        match self {
            Self::Sees(expectation) => Ok(session.expect(expectation).await?),
            Self::Called(called) => Ok(called.check(&session.trace())?),
            Self::NoErrors => Ok(no_errors(&session.trace())?),
        }
    }
}
