//! Makes reports when they are due.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::TryStreamExt;
use futures_util::stream::try_unfold;
use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::apart::make_apart;
use super::delivery::{Destinations, Post};
use super::lease::Lease;
use super::make::{Make, Maker};
use super::patience::patiently;
use super::record::Record;
use super::room::{Full, Place, Room};
use super::store::{Artefact, Made};
use super::{Error, Plan, Run, Stop, Store, retry};
use crate::Reach;
use crate::engine::BrowserSetup;
use crate::scenario::Scenario;

/// The longest sleep: a clock may be set, and another process may write to the store.
pub(super) const LONGEST_SLEEP: Duration = Duration::from_secs(5);
/// After which time what is not kept is let go.
const TIDY: Duration = Duration::from_mins(10);
/// How long a store that is away is waited for.
pub(super) const PATIENCE: Duration = Duration::from_mins(5);

/// How long nothing is made until what was kept for the next run is let go.
const REST: Duration = Duration::from_mins(2);
/// How long it is until a node without room looks again: what takes the memory may be others.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Plans the fires of a file's reports, claims them and makes them, as many at once as there is [`Room`] for, and sends what was
/// made.
///
/// Any number of workers may share a store. Each makes and sends what belongs to its own plans alone.
#[derive(Debug)]
pub struct Worker {
    plans: Arc<[Plan]>,
    pub(super) reports: Vec<String>,
    pub(super) store: Store,
    maker: Arc<dyn Make>,
    pub(super) post: Arc<dyn Post>,
    pub(super) lease: Duration,
    pub(super) node: String,
    room: Arc<Room>,
}

/// A claimed run, the instant before it was claimed, and its place in the room.
type Claimed = (Run, Instant, Place);

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
        let runs = try_unfold((), async |()| {
            let run = self.next_run(stop, planned).await?;
            Ok(run.map(|run| (run, ())))
        });
        let make = async |(run, claimed, place)| {
            self.attempt(run, claimed, stop, told).await?;
            drop::<Place>(place);
            made.notify_one();
            Ok(())
        };
        runs.try_for_each_concurrent(None, make).await
    }

    /// Waits for a run that is due and for room; `None` when none may be begun any more.
    async fn next_run(&self, stop: &Stop, planned: &Notify) -> Result<Option<Claimed>, Error> {
        let mut idle_since = Instant::now();
        while !stop.is_asked() {
            let place = match self.enter().await {
                Ok(place) => place,
                Err(full) => {
                    let told = full.to_string();
                    patiently(PATIENCE, || self.store.wait_for_room(&self.reports, &told)).await?;
                    tokio::select! {
                        () = self.room.left() => {}
                        () = tokio::time::sleep(LOOK_AGAIN) => {}
                        () = stop.asked() => {}
                    }
                    continue;
                }
            };
            let claimed = Instant::now();
            let claim = || self.store.claim(&self.reports, &self.node, self.lease);
            if let Some(run) = patiently(PATIENCE, claim).await? {
                return Ok(Some((run, claimed, place)));
            }
            drop(place);
            if idle_since.elapsed() > REST {
                self.maker.rest().await;
                idle_since = Instant::now();
            }
            let wait = patiently(PATIENCE, || self.store.until_due(&self.reports)).await?;
            tokio::select! {
                () = planned.notified() => {}
                () = self.store.ordered() => {}
                () = tokio::time::sleep(wait.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)) => {}
                () = stop.asked() => {}
            }
        }
        Ok(None)
    }

    /// Finds room for the next run, whichever it is; what is kept for later makes room first.
    async fn enter(&self) -> Result<Place, Full> {
        let need = self.plans.iter().map(|plan| self.maker.need(plan)).max().unwrap_or_default();
        match self.room.enter(need).await {
            Err(Full::Memory { .. }) => {
                self.maker.rest().await;
                self.room.enter(need).await
            }
            entered => entered,
        }
    }

    /// Tries to make a claimed run, and writes down how that ended.
    async fn attempt(
        &self,
        run: Run,
        claimed: Instant,
        stop: &Stop,
        told: &impl Fn(&Run),
    ) -> Result<(), Error> {
        let record = Arc::new(Record::default());
        let outcome = tokio::select! {
            outcome = self.make(&run, claimed, &record) => outcome,
            () = stop.urged() => Err(Error::Stopped),
        };
        let phases = record.phases.spent();
        match outcome {
            Err(error @ (Error::Store(_) | Error::Migrate(_))) => return Err(error),
            // Its new owner tells how it ends.
            Err(Error::TakenOver { .. } | Error::Cancelled { .. }) => return Ok(()),
            _ => {}
        }
        let report = self.plan_of(&run.report).map(|plan| &plan.report);
        let ending = retry::judge(&run, report, outcome, &self.maker.secrets());
        match patiently(PATIENCE, || self.store.end(&run, &ending)).await {
            Ok(ended) => {
                // Its end is what others wait for.
                self.remember(&run, &phases, &record.left()).await?;
                if let Some(report) = report {
                    patiently(PATIENCE, || self.store.let_go(&report.name, &report.keep)).await?;
                }
                if ended.state != super::RunState::Made {
                    told(&ended);
                }
                Ok(())
            }
            Err(Error::TakenOver { .. } | Error::Cancelled { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Writes down what an attempt went through. What it left is not kept when the archive is away: nothing depends on it.
    async fn remember(
        &self,
        run: &Run,
        phases: &[(&'static str, Duration)],
        left: &[Artefact],
    ) -> Result<(), Error> {
        if phases.is_empty() {
            return Ok(());
        }
        match patiently(PATIENCE, || self.store.remember(run, phases, left)).await {
            Err(error) if error.is_of_archive() => Ok(()),
            remembered => remembered,
        }
    }

    /// Makes a run while its lease is renewed.
    async fn make(&self, run: &Run, claimed: Instant, record: &Arc<Record>) -> Result<Made, Error> {
        let plan = self.plan_of(&run.report).ok_or(Error::NoSuchReport)?;
        if retry::is_deadly(run.attempt, &plan.report) {
            return Err(Error::Deadly { attempts: run.attempt - 1 });
        }
        let mut lease = Lease::keep(self.store.clone(), run.held(), claimed, self.lease);
        let made = async {
            let (maker, record) = (Arc::clone(&self.maker), Arc::clone(record));
            let made = make_apart(maker, plan.clone(), run.clone(), record).await?;
            self.store.keep(&made.artefacts).await?;
            Ok(made)
        };
        tokio::select! {
            made = made => made,
            lost = lease.lost() => Err(lost),
        }
    }

    pub(super) fn plan_of(&self, report: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.report.name == report)
    }
}
