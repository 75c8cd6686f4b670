//! Sending what was made, by this worker or another one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::TryStreamExt;
use futures_util::stream::try_unfold;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::lease::Lease;
use super::patience::patiently;
use super::store::{Parcel, Sent};
use super::worker::{LONGEST_SLEEP, PATIENCE, Worker};
use super::{Error, Plan, Run, Stop, retry};

/// How many parcels are sent at once: one that hangs must not hold up the others.
const AT_ONCE: usize = 8;

/// A claimed parcel, and the instant before it was claimed.
type Claimed = (Parcel, Instant);

impl Worker {
    /// Sends whatever is to be sent, until the last run is made and nothing is left that can be sent at once.
    pub(super) async fn send_what_is_made(
        &self,
        stop: &Stop,
        made: &Notify,
        is_last: &AtomicBool,
        told: &impl Fn(&Run),
    ) -> Result<(), Error> {
        let parcels = try_unfold((), async |()| {
            let parcel = self.next_parcel(stop, made, is_last).await?;
            Ok(parcel.map(|parcel| (parcel, ())))
        });
        parcels.try_for_each_concurrent(AT_ONCE, |parcel| self.deliver(parcel, false, stop, told)).await
    }

    /// Waits for a parcel that can be sent; `None` when there will be none.
    async fn next_parcel(
        &self,
        stop: &Stop,
        made: &Notify,
        is_last: &AtomicBool,
    ) -> Result<Option<Claimed>, Error> {
        loop {
            // Read before looking: what was made until then is found.
            let ends = is_last.load(Ordering::Relaxed);
            if !stop.is_urgent()
                && let Some(parcel) = self.claim_parcel(None).await?
            {
                return Ok(Some(parcel));
            }
            if ends {
                return Ok(None);
            }
            let wait = patiently(PATIENCE, || self.store.until_parcel(&self.reports)).await?;
            tokio::select! {
                () = made.notified() => {}
                () = tokio::time::sleep(wait.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)) => {}
            }
        }
    }

    /// Sends what a run made until the run has come to its end; another node may help.
    pub(super) async fn send_all_of(&self, run: i64, stop: &Stop, told: &impl Fn(&Run)) -> Result<(), Error> {
        const LOOK_AGAIN: Duration = Duration::from_millis(200);
        while !stop.is_urgent() {
            if let Some(parcel) = self.claim_parcel(Some(run)).await? {
                self.deliver(parcel, true, stop, told).await?;
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

    /// Claims a parcel, of `run` alone if there is one.
    async fn claim_parcel(&self, run: Option<i64>) -> Result<Option<Claimed>, Error> {
        let claimed = Instant::now();
        let claim = || self.store.claim_parcel(&self.reports, run, &self.node, self.lease);
        Ok(patiently(PATIENCE, claim).await?.map(|parcel| (parcel, claimed)))
    }

    /// Sends a claimed parcel and writes down how that went. What somebody asked for is tried `once`: whoever asked sees why,
    /// and asks again.
    async fn deliver(
        &self,
        (parcel, claimed): Claimed,
        once: bool,
        stop: &Stop,
        told: &impl Fn(&Run),
    ) -> Result<(), Error> {
        let Some(plan) = self.plan_of(&parcel.report) else { return Ok(()) };
        let written = match self.send(&parcel, plan, claimed, stop).await? {
            Some(sent) => {
                let pause = if once { None } else { retry::again(&parcel, &plan.report, &sent) };
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
            Err(Error::TakenOver { .. } | Error::Cancelled { .. }) | Ok(()) => Ok(()),
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
}
