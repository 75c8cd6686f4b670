//! Makes reports when they are due.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::delivery::{Destinations, Post};
use super::make::{Make, Maker};
use super::patience::patiently;
use super::room::Room;
use super::{Error, Plan, Run, Stop, Store};
use crate::Reach;
use crate::engine::BrowserSetup;
use crate::scenario::Scenario;

/// The longest sleep: a clock may be set, and another process may write to the store.
pub(super) const LONGEST_SLEEP: Duration = Duration::from_secs(5);
/// After which time what is not kept is let go.
const TIDY: Duration = Duration::from_mins(10);
/// How long a store that is away is waited for.
pub(super) const PATIENCE: Duration = Duration::from_mins(5);

/// Plans the fires of a file's reports, claims them and makes them, as many at once as there is [`Room`] for, and sends what was
/// made.
///
/// Any number of workers may share a store. Each makes and sends what belongs to its own plans alone.
#[derive(Debug)]
pub struct Worker {
    pub(super) plans: Arc<[Plan]>,
    pub(super) reports: Vec<String>,
    pub(super) store: Store,
    pub(super) maker: Arc<dyn Make>,
    pub(super) post: Arc<dyn Post>,
    pub(super) lease: Duration,
    pub(super) node: String,
    pub(super) room: Arc<Room>,
}

impl Worker {
    /// How long a run stays its owner's without a sign of life.
    pub const LEASE: Duration = Duration::from_secs(10);

    /// Prepares to make the reports of a file; a run whose owner gave no sign of life for `lease` is taken over.
    /// What the file names is reached within `reach` alone; its browsers are as `browser` says.
    ///
    /// # Errors
    /// When a report's `when` or a template can't be read.
    pub fn new(
        scenario: &Scenario,
        store: Store,
        lease: Duration,
        reach: Reach,
        browser: &BrowserSetup,
    ) -> Result<Self, Error> {
        let plans = Plan::all(scenario)?.into();
        let maker = Maker::new(scenario, &reach, browser, store.clone());
        let post = Destinations::new(scenario.folder().to_owned(), scenario.smtp.clone(), reach.clone());
        Ok(Self::with(plans, store, lease, Arc::new(maker), Arc::new(post)))
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
        let room = Arc::new(Room::new(None, None));
        Self { plans, reports, store, maker, post, lease, node, room }
    }

    /// The same, with room for other than the usual number of runs.
    #[must_use]
    pub fn in_room(self, room: Room) -> Self {
        Self { room: Arc::new(room), ..self }
    }

    /// The reports and their timetables.
    pub fn plans(&self) -> &Arc<[Plan]> {
        &self.plans
    }

    /// Works until it is asked to stop; `told` hears of every attempt that is over.
    ///
    /// Planning does not wait for making, nor making for sending: a fire that falls into a long run is on time, not missed.
    /// Asked to stop, it finishes the runs that it makes and sends what can be sent at once.
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
        let outcome = tokio::select! {
            outcome = self.plan_on_time(&planned) => outcome,
            outcome = self.tidy_now_and_then() => outcome,
            outcome = working => outcome.map(|_| ()),
        };
        self.maker.rest().await;
        outcome
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
        self.maker.rest().await;
        self.tidy().await
    }

    /// Lets go, every ten minutes, what reports don't keep any more; what is over their number went with the run that took its place.
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

    pub(super) fn plan_of(&self, report: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.report.name == report)
    }
}
