//! How much there is of what, for who watches over a store.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::Row;

use super::row::{instant, word};
use super::{ParcelState, Store};
use crate::schedule::{Error, RunState};

/// What the store holds, counted. Lists are sorted by their first members.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Runs by report and state.
    pub runs: Vec<(String, RunState, u64)>,
    /// When each report was last delivered.
    pub delivered_at: Vec<(String, Timestamp)>,
    /// How many runs could be begun, and are not.
    pub overdue: u64,
    /// For how long the oldest of them could have been begun; zero when there is none.
    pub overdue_for: Duration,
    /// Parcels by state.
    pub parcels: Vec<(ParcelState, u64)>,
    /// Claims of runs by how they ended, see [`Attempt::outcome`](super::Attempt::outcome); `None` while they last.
    pub claims: Vec<(Option<String>, u64)>,
}

impl Store {
    /// Counts.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn figures(&self) -> Result<Figures, Error> {
        let mut figures = Figures::default();
        let count = |row: &sqlx::any::AnyRow| row.try_get::<i64, _>("count").map(i64::unsigned_abs);
        let rows = sqlx::query(
            "SELECT report, state, count(*) AS count FROM runs GROUP BY report, state ORDER BY report, state",
        );
        for row in rows.fetch_all(&self.pool).await? {
            figures.runs.push((row.try_get("report")?, word(&row, "state")?, count(&row)?));
        }
        let rows = sqlx::query(
            "SELECT report, max(finished_at) AS at FROM runs WHERE state = 'delivered' AND finished_at IS NOT NULL
             GROUP BY report ORDER BY report",
        );
        for row in rows.fetch_all(&self.pool).await? {
            figures.delivered_at.push((row.try_get("report")?, instant(row.try_get("at")?)));
        }
        let row = sqlx::query(self.database.sql(
            "SELECT count(*) AS count, {now} - min(claim_at) AS late FROM runs
             WHERE state = 'due' AND claim_at <= {now}",
        ));
        let row = row.fetch_one(&self.pool).await?;
        figures.overdue = count(&row)?;
        let late: Option<i64> = row.try_get("late")?;
        figures.overdue_for = Duration::from_millis(late.unwrap_or_default().max(0).unsigned_abs());
        let rows = sqlx::query("SELECT state, count(*) AS count FROM outbox GROUP BY state ORDER BY state");
        for row in rows.fetch_all(&self.pool).await? {
            figures.parcels.push((word(&row, "state")?, count(&row)?));
        }
        let rows =
            sqlx::query("SELECT outcome, count(*) AS count FROM attempts GROUP BY outcome ORDER BY outcome");
        for row in rows.fetch_all(&self.pool).await? {
            figures.claims.push((row.try_get("outcome")?, count(&row)?));
        }
        Ok(figures)
    }
}
