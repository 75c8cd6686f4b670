//! Writing fires down when they are due, by this worker or another one.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;

use super::Error;
use super::patience::patiently;
use super::worker::{LONGEST_SLEEP, PATIENCE, Worker};

impl Worker {
    /// Writes down what is due as long as the server lives, and says so each time.
    pub(super) async fn plan_on_time(&self, planned: &Notify) -> Result<(), Error> {
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
}
