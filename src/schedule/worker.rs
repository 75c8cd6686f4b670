//! Makes reports when they are due.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::delivery::{Destinations, Post};
use super::lease::Lease;
use super::make::{Make, Maker};
use super::patience::patiently;
use super::store::{Made, Parcel, Sent};
use super::{Error, Plan, Run, Stop, Store, retry};
use crate::Reach;
use crate::scenario::Scenario;

/// The longest sleep: a clock may be set, and another process may write to the store.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);
/// After which time what is not kept is let go.
const TIDY: Duration = Duration::from_mins(10);
/// How long a store that is away is waited for.
const PATIENCE: Duration = Duration::from_mins(5);

/// Plans the fires of a file's reports, claims them and makes them, one at a time, and sends what was made.
///
/// Any number of workers may share a store. Each makes and sends what belongs to its own plans alone.
#[derive(Debug)]
pub struct Worker {
    plans: Arc<[Plan]>,
    reports: Vec<String>,
    store: Store,
    maker: Arc<dyn Make>,
    post: Arc<dyn Post>,
    lease: Duration,
    node: String,
}

impl Worker {
    /// How long a run stays its owner's without a sign of life.
    pub const LEASE: Duration = Duration::from_secs(10);

    /// Prepares to make the reports of a file; a run whose owner gave no sign of life for `lease` is taken over.
    /// What the file names is reached within `reach` alone.
    ///
    /// # Errors
    /// When a report's `when` or a template can't be read.
    pub fn new(scenario: &Scenario, store: Store, lease: Duration, reach: Reach) -> Result<Self, Error> {
        let plans = scenario.reports.iter().cloned().map(Plan::new).collect::<Result<_, _>>()?;
        let post = Destinations::new(scenario.folder().to_owned(), scenario.smtp.clone(), reach.clone());
        Ok(Self::with(plans, store, lease, Arc::new(Maker::new(scenario, &reach)), Arc::new(post)))
    }

    /// Prepares to make plans by other means than visits, or to send by other means.
    pub fn with(
        plans: Arc<[Plan]>,
        store: Store,
        lease: Duration,
        maker: Arc<dyn Make>,
        post: Arc<dyn Post>,
    ) -> Self {
        let reports = plans.iter().map(|plan| plan.report.name.clone()).collect();
        let host = rustix::system::uname();
        let node = format!("{}:{}", host.nodename().to_string_lossy(), std::process::id());
        Self { plans, reports, store, maker, post, lease, node }
    }

    /// The reports and their timetables.
    pub fn plans(&self) -> &Arc<[Plan]> {
        &self.plans
    }

    /// Works until it is asked to stop; `told` hears of every attempt that is over.
    ///
    /// Planning does not wait for making, nor making for sending: a fire that falls into a long run is on time, not missed.
    /// Asked to stop, it finishes the run that it makes and sends what can be sent at once.
    ///
    /// # Errors
    /// When the store fails, or is away for five minutes: what can't be remembered must not be made.
    pub async fn work(&self, stop: &Stop, told: impl Fn(&Run)) -> Result<(), Error> {
        let (planned, made) = (Notify::new(), Notify::new());
        let is_last = AtomicBool::new(false);
        let making = async {
            self.make_what_is_due(stop, &planned, &made, &told).await?;
            is_last.store(true, Ordering::Relaxed);
            made.notify_one();
            Ok(())
        };
        let working =
            async { tokio::try_join!(making, self.send_what_is_made(stop, &made, &is_last, &told)) };
        tokio::select! {
            outcome = self.plan_on_time(&planned) => outcome,
            outcome = self.tidy_now_and_then() => outcome,
            outcome = working => outcome.map(|_| ()),
        }
    }

    /// Makes every report once, now, whatever its timetable says; `told` hears of each.
    ///
    /// What is due by timetable stays due.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn make_all_now(&self, stop: &Stop, told: impl Fn(&Run)) -> Result<(), Error> {
        for plan in &*self.plans {
            for burst in plan.bursts() {
                if stop.is_asked() {
                    return Ok(());
                }
                let claimed = Instant::now();
                let run = self.store.ask(&plan.report.name, &burst, &self.node, self.lease).await?;
                let id = run.id;
                self.attempt(run, claimed, stop, &told).await?;
                self.send_all_of(id, stop, &told).await?;
                while let Some(part) = self.store.claim_part(id, &self.node, self.lease).await? {
                    let id = part.id;
                    self.attempt(part, Instant::now(), stop, &told).await?;
                    self.send_all_of(id, stop, &told).await?;
                }
            }
        }
        self.tidy().await
    }

    /// Lets go, every ten minutes, what reports don't keep.
    async fn tidy_now_and_then(&self) -> Result<(), Error> {
        loop {
            self.tidy().await?;
            tokio::time::sleep(TIDY).await;
        }
    }

    /// Lets go what reports don't keep, and removes from the archive what no run has.
    async fn tidy(&self) -> Result<(), Error> {
        for plan in &*self.plans {
            patiently(PATIENCE, || self.store.let_go(&plan.report.name, &plan.report.keep)).await?;
        }
        match self.store.sweep(Store::GRACE).await {
            // What could not be removed is removed next time, and `dashproof archive prune` says why it can't.
            Err(error) if error.is_of_archive() || error.is_passing() => Ok(()),
            swept => swept.map(|_| ()),
        }
    }

    async fn plan_on_time(&self, planned: &Notify) -> Result<(), Error> {
        loop {
            let now = patiently(PATIENCE, || self.store.now()).await?;
            self.plan(now).await?;
            planned.notify_one();
            let next = self.plans.iter().filter_map(|plan| plan.timetable().after(now).next()).min();
            let wait = next.map(|next| Duration::try_from(now.duration_until(next)).unwrap_or_default());
            tokio::time::sleep(wait.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)).await;
        }
    }

    /// Writes down every fire up to `now`.
    async fn plan(&self, now: Timestamp) -> Result<(), Error> {
        for plan in &*self.plans {
            let name = &plan.report.name;
            let since = patiently(PATIENCE, || self.store.planned_until(name)).await?;
            // A new report begins now: what it would have made before is nobody's loss.
            let fires = plan.due(since.unwrap_or(now), now);
            let overlap = plan.timetable().when().overlap;
            patiently(PATIENCE, || self.store.plan(name, since, &fires, now, overlap)).await?;
        }
        patiently(PATIENCE, || self.store.give_up_forgotten()).await
    }

    async fn make_what_is_due(
        &self,
        stop: &Stop,
        planned: &Notify,
        made: &Notify,
        told: &impl Fn(&Run),
    ) -> Result<(), Error> {
        while !stop.is_asked() {
            let claimed = Instant::now();
            let claim = || self.store.claim(&self.reports, &self.node, self.lease);
            if let Some(run) = patiently(PATIENCE, claim).await? {
                self.attempt(run, claimed, stop, told).await?;
                made.notify_one();
                continue;
            }
            let wait = patiently(PATIENCE, || self.store.until_due(&self.reports)).await?;
            tokio::select! {
                () = planned.notified() => {}
                () = self.store.ordered() => {}
                () = tokio::time::sleep(wait.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)) => {}
                () = stop.asked() => {}
            }
        }
        Ok(())
    }

    /// Tries to make a claimed run, and writes down how that ended.
    async fn attempt(
        &self,
        run: Run,
        claimed: Instant,
        stop: &Stop,
        told: &impl Fn(&Run),
    ) -> Result<(), Error> {
        let outcome = tokio::select! {
            outcome = self.make(&run, claimed) => outcome,
            () = stop.urged() => Err(Error::Stopped),
        };
        match outcome {
            Err(error @ (Error::Store(_) | Error::Migrate(_))) => return Err(error),
            // Its new owner tells how it ends.
            Err(Error::TakenOver { .. } | Error::Cancelled { .. }) => return Ok(()),
            _ => {}
        }
        let report = self.plan_of(&run.report).map(|plan| &plan.report);
        let ending = retry::judge(&run, report, outcome, &self.maker.secrets());
        match patiently(PATIENCE, || self.store.end(&run, &ending)).await {
            Ok(run) => {
                if run.state != super::RunState::Made {
                    told(&run);
                }
                Ok(())
            }
            Err(Error::TakenOver { .. } | Error::Cancelled { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Makes a run while its lease is renewed.
    async fn make(&self, run: &Run, claimed: Instant) -> Result<Made, Error> {
        let plan = self.plan_of(&run.report).ok_or_else(|| Error::Refused {
            reason: "the file describes no such report any more".to_owned(),
        })?;
        if retry::is_deadly(run.attempt, &plan.report) {
            return Err(Error::Deadly { attempts: run.attempt - 1 });
        }
        let mut lease = Lease::keep(self.store.clone(), run.held(), claimed, self.lease);
        let made = async {
            let made = self.maker.make(plan, run).await?;
            self.store.keep(&made.artefacts).await?;
            Ok(made)
        };
        tokio::select! {
            made = made => made,
            lost = lease.lost() => Err(lost),
        }
    }

    /// Sends whatever is to be sent, until the last run is made and nothing is left that can be sent at once.
    async fn send_what_is_made(
        &self,
        stop: &Stop,
        made: &Notify,
        is_last: &AtomicBool,
        told: &impl Fn(&Run),
    ) -> Result<(), Error> {
        loop {
            if !stop.is_urgent() && self.send_one(None, stop, told).await? {
                continue;
            }
            if is_last.load(Ordering::Relaxed) {
                return Ok(());
            }
            let wait = patiently(PATIENCE, || self.store.until_parcel(&self.reports)).await?;
            tokio::select! {
                () = made.notified() => {}
                () = tokio::time::sleep(wait.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)) => {}
            }
        }
    }

    /// Sends what a run made until the run has come to its end; another node may help.
    async fn send_all_of(&self, run: i64, stop: &Stop, told: &impl Fn(&Run)) -> Result<(), Error> {
        const LOOK_AGAIN: Duration = Duration::from_millis(200);
        while !stop.is_urgent() {
            if self.send_one(Some(run), stop, told).await? {
                continue;
            }
            let is_open =
                patiently(PATIENCE, || self.store.run(run)).await?.is_some_and(|run| !run.state.is_end());
            if !is_open {
                break;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }

    /// Claims a parcel, of `run` alone if there is one, sends it and writes down how that went; `false` when there is none.
    async fn send_one(&self, run: Option<i64>, stop: &Stop, told: &impl Fn(&Run)) -> Result<bool, Error> {
        let claimed = Instant::now();
        let claim = || self.store.claim_parcel(&self.reports, run, &self.node, self.lease);
        let Some(parcel) = patiently(PATIENCE, claim).await? else { return Ok(false) };
        let Some(plan) = self.plan_of(&parcel.report) else { return Ok(false) };
        let written = match self.send(&parcel, plan, claimed, stop).await? {
            Some(sent) => {
                // What somebody asked for is tried once: whoever asked sees why, and asks again.
                let pause = if run.is_some() { None } else { retry::again(&parcel, &plan.report, &sent) };
                patiently(PATIENCE, || self.store.settle(&parcel, &sent, pause)).await.map(|run| {
                    if run.state.is_end() || !matches!(sent, Sent::Arrived { .. }) {
                        told(&run);
                    }
                })
            }
            None => patiently(PATIENCE, || self.store.give_back(&parcel)).await,
        };
        match written {
            // Its new holder tells how it ends.
            Err(Error::TakenOver { .. } | Error::Cancelled { .. }) | Ok(()) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Sends a claimed parcel while its lease is renewed; `None` when it is to be sent later, as if it had not been tried.
    async fn send(
        &self,
        parcel: &Parcel,
        plan: &Plan,
        claimed: Instant,
        stop: &Stop,
    ) -> Result<Option<Sent>, Error> {
        let is_repeatable = self.post.is_repeatable(parcel);
        if parcel.interrupted && !is_repeatable {
            let reason = "its node was lost while sending it".to_owned();
            return Ok(Some(Sent::Unknown { reason }));
        }
        if retry::is_deadly(parcel.attempt, &plan.report) {
            return Ok(Some(Sent::Refused { reason: Error::Deadly { attempts: parcel.attempt - 1 }.told() }));
        }
        let mut lease = Lease::keep(self.store.clone(), parcel.held(), claimed, self.lease);
        let artefacts = match self.store.artefacts(parcel).await {
            Ok(artefacts) => artefacts,
            // The archive may be there again when it is tried again.
            Err(error) if error.is_of_archive() => return Ok(Some(Sent::Failed { reason: error.told() })),
            Err(error) => return Err(error),
        };
        let stopped = tokio::select! {
            sent = self.post.send(parcel, artefacts) => return Ok(Some(sent)),
            lost = lease.lost() => lost,
            () = stop.urged() => Error::Stopped,
        };
        Ok((!is_repeatable)
            .then(|| Sent::Unknown { reason: format!("while sending it: {}", stopped.told()) }))
    }

    fn plan_of(&self, report: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.report.name == report)
    }
}
