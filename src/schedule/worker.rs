//! Makes reports when they are due.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;

use super::ending::Ending;
use super::lease::Lease;
use super::make::Maker;
use super::{Burst, Error, Plan, Run, Stop, Store};
use crate::scenario::Scenario;

/// The longest sleep: a clock may be set, and another process may write to the store.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);
/// A run that was begun this often beyond its tries has killed whoever made it.
const MOST_DEATHS: i64 = 3;

/// Plans the fires of a file's reports, claims them and makes them, one at a time.
#[derive(Debug)]
pub struct Worker {
    plans: Arc<[Plan]>,
    store: Store,
    maker: Maker,
    lease: Duration,
}

impl Worker {
    /// How long a run stays its owner's without a sign of life.
    pub const LEASE: Duration = Duration::from_secs(15);

    /// Prepares to make the reports of a file; a run whose owner gave no sign of life for `lease` is taken over.
    ///
    /// # Errors
    /// When a report's `when` or a template can't be read.
    pub fn new(scenario: &Scenario, store: Store, lease: Duration) -> Result<Self, Error> {
        let plans = scenario.reports.iter().cloned().map(Plan::new).collect::<Result<_, _>>()?;
        Ok(Self { plans, store, maker: Maker::new(scenario), lease })
    }

    /// The reports and their timetables.
    pub fn plans(&self) -> &Arc<[Plan]> {
        &self.plans
    }

    /// Works until it is asked to stop; `told` hears of every attempt that is over.
    ///
    /// Planning does not wait for making: a fire that falls into a long run is on time, not missed.
    ///
    /// # Errors
    /// When the store fails: what can't be remembered must not be made.
    pub async fn work(&self, stop: &Stop, told: impl FnMut(&Run)) -> Result<(), Error> {
        let planned = Notify::new();
        tokio::select! {
            outcome = self.plan_on_time(&planned) => outcome,
            outcome = self.make_what_is_due(stop, &planned, told) => outcome,
        }
    }

    /// Makes every report once, now, whatever its timetable says; `told` hears of each.
    ///
    /// What is due by timetable stays due.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn make_all_now(&self, stop: &Stop, mut told: impl FnMut(&Run)) -> Result<(), Error> {
        for plan in &*self.plans {
            for burst in Burst::all(&plan.report.for_each) {
                if stop.is_asked() {
                    return Ok(());
                }
                let run = self.store.ask(&plan.report.name, &burst, Timestamp::now(), self.lease).await?;
                self.attempt(run, stop, &mut told).await?;
            }
        }
        Ok(())
    }

    async fn plan_on_time(&self, planned: &Notify) -> Result<(), Error> {
        loop {
            self.plan(Timestamp::now()).await?;
            planned.notify_one();
            let now = Timestamp::now();
            let next = self.plans.iter().filter_map(|plan| plan.timetable().after(now).next()).min();
            tokio::time::sleep(until(next, now)).await;
        }
    }

    /// Writes down every fire up to `now`.
    async fn plan(&self, now: Timestamp) -> Result<(), Error> {
        for plan in &*self.plans {
            let name = &plan.report.name;
            // A new report begins now: what it would have made before is nobody's loss.
            let since = self.store.planned_until(name).await?.unwrap_or(now);
            self.store.plan(name, &plan.due(since, now), now).await?;
        }
        Ok(())
    }

    async fn make_what_is_due(
        &self,
        stop: &Stop,
        planned: &Notify,
        mut told: impl FnMut(&Run),
    ) -> Result<(), Error> {
        while !stop.is_asked() {
            if let Some(run) = self.store.claim(Timestamp::now(), self.lease).await? {
                self.attempt(run, stop, &mut told).await?;
                continue;
            }
            let next = self.store.next_claim().await?;
            tokio::select! {
                () = planned.notified() => {}
                () = tokio::time::sleep(until(next, Timestamp::now())) => {}
                () = stop.asked() => {}
            }
        }
        Ok(())
    }

    /// Tries to make a claimed run, and writes down how that ended.
    async fn attempt(&self, mut run: Run, stop: &Stop, told: &mut impl FnMut(&Run)) -> Result<(), Error> {
        let outcome = tokio::select! {
            outcome = self.make(&run) => outcome,
            () = stop.urged() => Err(Error::Stopped),
        };
        if let Err(error @ (Error::Store(_) | Error::Migrate(_))) = outcome {
            return Err(error);
        }
        let now = Timestamp::now();
        let mut ending = Ending::of(&run, self.plan_of(&run).map(|plan| &plan.report), outcome, now);
        ending.reason = ending.reason.map(|reason| self.maker.secrets().hide(&reason));
        match self.store.end(&run, &ending, now).await {
            Ok(()) => {
                run.end(ending, now);
                told(&run);
                Ok(())
            }
            // Its new owner tells how it ends.
            Err(Error::TakenOver { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Makes a run and delivers it, while its lease is renewed.
    async fn make(&self, run: &Run) -> Result<Vec<String>, Error> {
        let plan = self.plan_of(run).ok_or_else(|| Error::Refused {
            reason: "the file describes no such report any more".to_owned(),
        })?;
        if run.attempt > i64::from(plan.report.retries) + 1 + MOST_DEATHS {
            return Err(Error::Deadly { attempts: run.attempt - 1 });
        }
        let mut lease = Lease::keep(self.store.clone(), run.clone(), self.lease);
        let made = tokio::select! {
            made = self.maker.make(plan, run) => made?,
            lost = lease.lost() => return Err(lost),
        };
        // The last look before anything leaves the house: is the run still ours?
        self.store.renew(run, Timestamp::now(), self.lease).await?;
        made.deliver()
    }

    fn plan_of(&self, run: &Run) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.report.name == run.report)
    }
}

/// How long to sleep until an instant, at most [`LONGEST_SLEEP`].
fn until(instant: Option<Timestamp>, now: Timestamp) -> Duration {
    instant
        .map(|instant| Duration::try_from(now.duration_until(instant)).unwrap_or_default())
        .map_or(LONGEST_SLEEP, |pause| pause.min(LONGEST_SLEEP))
}
