//! Makes reports when they are due.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::make::{Made, Maker};
use super::{Error, Plan, Run, RunState, Store};
use crate::scenario::Scenario;

/// How long a claimed run stays its owner's without a sign of life.
const LEASE: Duration = Duration::from_secs(60);
/// How often an owner gives one.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// The longest pause, so that a dead owner's run is taken over soon after its lease ends.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Plans the fires of a file's reports, claims them and makes them, one at a time.
#[derive(Debug)]
pub struct Worker {
    plans: Arc<[Plan]>,
    store: Store,
    maker: Maker,
}

impl Worker {
    /// Prepares to make the reports of a file.
    ///
    /// # Errors
    /// When a report's `when` or a template can't be read.
    pub fn new(scenario: &Scenario, store: Store) -> Result<Self, Error> {
        let plans = scenario.reports.iter().cloned().map(Plan::new).collect::<Result<_, _>>()?;
        Ok(Self { plans, store, maker: Maker::new(scenario) })
    }

    /// The reports and their timetables.
    pub fn plans(&self) -> &Arc<[Plan]> {
        &self.plans
    }

    /// Works until the future is dropped; `told` hears of every run that came to an end.
    ///
    /// Dropping it ends the app of a run that is being made; the run is made again once its lease ends.
    ///
    /// # Errors
    /// When the store fails: what can't be remembered must not be made.
    pub async fn work(&self, mut told: impl FnMut(&Run)) -> Result<(), Error> {
        loop {
            self.catch_up(Timestamp::now(), &mut told).await?;
            tokio::time::sleep(self.pause(Timestamp::now())).await;
        }
    }

    /// Makes everything that is due at `now`; `told` hears of every run that came to an end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn catch_up(&self, now: Timestamp, told: &mut impl FnMut(&Run)) -> Result<(), Error> {
        for plan in &*self.plans {
            let name = &plan.report.name;
            // A new report begins now: what it would have made before is nobody's loss.
            let since = self.store.planned_until(name).await?.unwrap_or(now);
            self.store.plan(name, &plan.due(since, now), now).await?;
        }
        while let Some(mut run) = self.store.claim(now.max(Timestamp::now()), LEASE).await? {
            match self.make(&run).await {
                Err(Error::TakenOver { .. }) => continue,
                Err(error @ (Error::Store(_) | Error::Migrate(_))) => return Err(error),
                outcome => self.end(&mut run, outcome).await?,
            }
            told(&run);
        }
        Ok(())
    }

    /// Makes one run and delivers it, while its lease is renewed.
    async fn make(&self, run: &Run) -> Result<Vec<String>, Error> {
        let plan = self.plans.iter().find(|plan| plan.report.name == run.report).ok_or_else(|| {
            Error::Refused { reason: "the file describes no such report any more".to_owned() }
        })?;
        let made = self.maker.make(plan, run);
        tokio::pin!(made);
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        let made: Made = loop {
            tokio::select! {
                made = &mut made => break made?,
                _ = heartbeat.tick() => self.store.renew(run, Timestamp::now(), LEASE).await?,
            }
        };
        // The last look before anything leaves the house: is the run still ours?
        self.store.renew(run, Timestamp::now(), LEASE).await?;
        made.deliver()
    }

    async fn end(&self, run: &mut Run, outcome: Result<Vec<String>, Error>) -> Result<(), Error> {
        let retries = self
            .plans
            .iter()
            .find(|plan| plan.report.name == run.report)
            .map_or(0, |plan| i64::from(plan.report.retries));
        let now = Timestamp::now();
        match outcome {
            Ok(files) => {
                run.state = RunState::Delivered;
                run.files = files;
            }
            Err(error) => {
                run.state = if run.attempt > retries { RunState::Failed } else { RunState::Due };
                run.reason = Some(error.told());
            }
        }
        run.finished_at = Some(now);
        match self.store.finish(run, now, run.state, run.reason.as_deref(), &run.files).await {
            // Somebody else makes it again; what was delivered is replaced by the same.
            Err(Error::TakenOver { .. }) => Ok(()),
            other => other,
        }
    }

    /// Until the next fire, or until a dead owner's run may be taken over.
    fn pause(&self, now: Timestamp) -> Duration {
        self.plans
            .iter()
            .filter_map(|plan| plan.timetable.after(now).next())
            .map(|fire| Duration::try_from(now.duration_until(fire)).unwrap_or_default())
            .min()
            .unwrap_or(LONGEST_PAUSE)
            .min(LONGEST_PAUSE)
    }
}
