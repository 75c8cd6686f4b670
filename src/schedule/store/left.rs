//! What an attempt at a run leaves behind, however it ended.

use std::time::Duration;

use super::{Artefact, Kept, Store};
use crate::schedule::{Error, Run};

/// The places of what a run made are below this; the places of what its attempts left are from their epoch's multiple of it on.
const ATTEMPT: i64 = 1 << 20;

impl Kept {
    /// The epoch of the attempt that left it; `None` for what the run made.
    pub fn epoch(&self) -> Option<i64> {
        Some(self.page as i64 / ATTEMPT).filter(|epoch| *epoch > 0)
    }
}

impl Store {
    /// Writes what an attempt's time went into, and keeps what it left.
    ///
    /// # Errors
    /// [`Error::Archive`] when something can't be kept; the times are written then.
    pub async fn remember(
        &self,
        run: &Run,
        phases: &[(&'static str, Duration)],
        left: &[Artefact],
    ) -> Result<(), Error> {
        let phases: Vec<_> = phases.iter().map(|(phase, spent)| (phase, spent.as_millis() as u64)).collect();
        sqlx::query("UPDATE attempts SET phases = $3 WHERE run = $1 AND epoch = $2")
            .bind(run.id)
            .bind(run.epoch)
            .bind(serde_json::to_string(&phases).unwrap_or_default())
            .execute(&self.pool)
            .await?;
        self.keep(left).await?;
        let mut connection = self.pool.acquire().await?;
        self.write_artefacts(&mut connection, run, run.epoch * ATTEMPT, left).await
    }
}
