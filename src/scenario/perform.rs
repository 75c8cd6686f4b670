//! Makes one step of a visit.

use super::{Expect, StepKind};
use url::Url;

use crate::engine::{Action, EngineKind, Error, Session, Visit};
use crate::trace::{self, Assertion};

/// Begins a visit that `steps` are made in. One whose first step says where it begins must not load the front page
/// before, and one that visits nothing needs no page and no browser.
pub(super) async fn begin(app: &Url, visit: &Visit, steps: &[StepKind]) -> Result<Session, Error> {
    if !steps.is_empty() && steps.iter().all(StepKind::is_unit) {
        return Session::connect(app, &Visit { engine: EngineKind::Browserless, ..visit.clone() }).await;
    }
    if matches!(steps.first(), Some(StepKind::Action(Action::Goto(_)) | StepKind::Start(Action::Goto(_)))) {
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
    /// What a callback returned is not as expected.
    #[error("{0}")]
    Returned(String),
}

impl StepKind {
    /// Makes the step. Snapshots are left to the runner of test files, which knows the baselines.
    ///
    /// # Errors
    /// What could not be done, or what was seen instead of what was expected.
    pub async fn perform(&self, session: &mut Session) -> Result<(), StepError> {
        self.perform_with(session, &String::new).await
    }

    /// The same, where `log` gives what the app printed last.
    pub(super) async fn perform_with(
        &self,
        session: &mut Session,
        log: &(dyn Fn() -> String + Sync),
    ) -> Result<(), StepError> {
        match self {
            Self::Action(action) => session.act(action).await?,
            Self::Start(action) => session.start(action).await?,
            Self::Settle => session.settle().await?,
            Self::Expect(all) | Self::SoftExpect(all) => {
                for expect in all {
                    expect.hold(session).await?;
                }
            }
            Self::Snapshot(_) => {}
            Self::Call(call) => call.perform(session.bench().await?, log).await?,
            Self::Layout(layout) => layout.perform(session.bench().await?)?,
        }
        Ok(())
    }
}

impl Expect {
    async fn hold(&self, session: &mut Session) -> Result<(), StepError> {
        match self {
            Self::Sees(expectation) => Ok(session.expect(expectation).await?),
            Self::Trace(assertion) => {
                let trace = session.trace();
                let held = match assertion {
                    Assertion::NoErrors => assertion.check(&trace),
                    _ => assertion.check_during(&trace, trace.steps.len().saturating_sub(1)),
                };
                Ok(held?)
            }
        }
    }
}
