//! What the pages about runs are answered from.

use std::sync::Arc;

use axum::http::StatusCode;

use super::api::Which;
use super::frame::Frame;
use super::refusal::Refusal;
use super::view::{RunPage, RunView};
use crate::schedule::store::{Role, Wanted};
use crate::schedule::{Burst, Plan, Run, Store};

/// How many runs are told of at once.
const USUAL: u32 = 50;
const MOST: u32 = 500;
/// A longer log is not shown within a page, in bytes.
const LONGEST_LOG: u64 = 100_000;

/// Reports, and the store with their runs.
#[derive(Debug)]
pub struct Runs {
    /// When the reports are made.
    pub plans: Arc<[Plan]>,
    /// What became of them.
    pub store: Store,
}

/// The plans, the store with their runs, and what their pages stand in.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) plans: Arc<[Plan]>,
    pub(super) store: Store,
    pub(super) frame: Arc<Frame>,
}

impl Site {
    pub(super) fn new(runs: Runs, frame: Arc<Frame>) -> Self {
        Self { plans: runs.plans, store: runs.store, frame }
    }

    /// The latest of the runs that are wanted, and the last one's id when there are more.
    pub(super) async fn runs(&self, which: &Which) -> Result<(Vec<RunView>, Option<i64>), Refusal> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let state = given(&which.state).map(|state| state.parse()).transpose();
        let state = state.map_err(|reason: String| Refusal::new(StatusCode::BAD_REQUEST, reason))?;
        let wanted = Wanted { report: given(&which.report), state, before: which.before };
        let limit = which.limit.unwrap_or(USUAL).clamp(1, MOST);
        let mut runs = self.store.list(&wanted, limit + 1).await?;
        let has_more = runs.len() > limit as usize;
        runs.truncate(limit as usize);
        let next = runs.last().filter(|_| has_more).map(|run| run.id);
        Ok((runs.into_iter().map(|run| self.view(run)).collect(), next))
    }

    /// One run, with all that is known of it.
    pub(super) async fn run(&self, id: i64) -> Result<RunPage, Refusal> {
        let run = self.store.run(id).await?.ok_or_else(|| Refusal::no_run(id))?;
        let attempts = self.store.attempts(id).await?;
        let parcels = self.store.parcels(id).await?;
        let kept = self.store.kept(id).await?;
        Ok(RunPage::new(self.view(run), attempts, parcels, kept))
    }

    /// What the app printed last while the latest attempt at a run visited it, if that is kept.
    pub(super) async fn last_log(&self, id: i64) -> Result<Option<String>, Refusal> {
        let Some(attempt) = self.store.attempts(id).await?.pop() else { return Ok(None) };
        let kept = self.store.kept(id).await?.into_iter().find(|kept| {
            kept.role == Role::Log && kept.epoch() == Some(attempt.epoch) && kept.size <= LONGEST_LOG
        });
        let Some(kept) = kept else { return Ok(None) };
        // A page without it is better than none.
        let bytes = self.store.bytes(id, kept.page).await.ok().flatten();
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Writes down that a report is to be made now: for one burst, or for each when there is none given.
    pub(super) async fn trigger(&self, report: &str, burst: Option<&Burst>) -> Result<Vec<RunView>, Refusal> {
        let plan =
            self.plans.iter().find(|plan| plan.report.name == report).ok_or_else(|| {
                Refusal::new(StatusCode::NOT_FOUND, format!("there is no report `{report}`"))
            })?;
        let mut bursts = plan.bursts();
        if let Some(burst) = burst {
            bursts.retain(|known| known == burst);
        }
        if bursts.is_empty() {
            let reason = format!("report `{report}` is not made for these values of `for_each`");
            return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, reason));
        }
        let runs = self.store.order(report, &bursts).await?;
        Ok(runs.into_iter().map(|run| self.view(run)).collect())
    }

    /// Takes a run back; refused when it had come to its end.
    pub(super) async fn cancel(&self, id: i64) -> Result<RunView, Refusal> {
        let before = self.store.run(id).await?.ok_or_else(|| Refusal::no_run(id))?;
        if before.state.is_end() {
            let reason = format!("run {id} had come to its end: {}", before.state.name());
            return Err(Refusal::new(StatusCode::CONFLICT, reason));
        }
        let run = self.store.cancel(id).await?.ok_or_else(|| Refusal::no_run(id))?;
        Ok(self.view(run))
    }

    /// A run as pages show it.
    pub(super) fn view(&self, run: Run) -> RunView {
        let plan = self.plans.iter().find(|plan| plan.report.name == run.report);
        RunView::new(run, plan)
    }
}
