//! Making what is due, as much at once as there is room for.

use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use futures_util::stream::try_unfold;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::apart::make_apart;
use super::lease::Lease;
use super::patience::patiently;
use super::record::Record;
use super::room::{Full, Place};
use super::store::{Artefact, Made};
use super::worker::{LONGEST_SLEEP, PATIENCE, Worker};
use super::{Error, Run, RunState, Stop, retry};

/// How long nothing is made until what was kept for the next run is let go.
const REST: Duration = Duration::from_mins(2);
/// How long it is until a node without room looks again: what takes the memory may be others.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A claimed run, the instant before it was claimed, and its place in the room.
type Claimed = (Run, Instant, Place);

impl Worker {
    /// Makes whatever is due until it is asked to stop; looks when something was `planned`, and tells what is `made`.
    pub(super) async fn make_what_is_due(
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
    pub(super) async fn attempt(
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
                if ended.state != RunState::Made {
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
}
