//! Writing fires down, before anybody makes them.

use jiff::Timestamp;
use sqlx::{AnyConnection, Row};

use super::Store;
use super::dialect::rows;
use super::held::IN_TURN;
use super::row::instant;
use crate::schedule::plan::Fire;
use crate::schedule::{Error, RunState};
use crate::timetable::Overlap;

/// How many fires are written by one statement; SQLite takes 32,766 parameters, six for each.
pub(super) const AT_ONCE: usize = 500;

impl Store {
    /// Up to which instant a report's fires are planned; `None` for a new report.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn planned_until(&self, report: &str) -> Result<Option<Timestamp>, Error> {
        let row = sqlx::query("SELECT planned_until FROM plans WHERE report = $1")
            .bind(report)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(instant))
    }

    /// Plans the fires between `since` and `until`, and remembers `until`, both or neither. A fire that is there already
    /// stays as it is.
    ///
    /// `since` is what [`Store::planned_until`] said: when another node has planned in the meantime, nothing is
    /// written. `until` may be earlier: then the clock was set back, and what was skipped for being missed lies ahead again.
    ///
    /// Of fires that are open at the same time, of one burst, `overlap` says which are made.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn plan(
        &self,
        report: &str,
        since: Option<Timestamp>,
        fires: &[Fire],
        until: Timestamp,
        overlap: Overlap,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let remembered = match since {
            Some(since) => {
                sqlx::query("UPDATE plans SET planned_until = $2 WHERE report = $1 AND planned_until = $3")
                    .bind(report)
                    .bind(until.as_millisecond())
                    .bind(since.as_millisecond())
            }
            None => sqlx::query(
                "INSERT INTO plans (report, planned_until) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            )
            .bind(report)
            .bind(until.as_millisecond()),
        };
        if remembered.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(());
        }
        sqlx::query("DELETE FROM runs WHERE report = $1 AND state = 'skipped' AND fire_at > $2")
            .bind(report)
            .bind(until.as_millisecond())
            .execute(&mut *transaction)
            .await?;
        for fires in fires.chunks(AT_ONCE) {
            let text = format!(
                "INSERT INTO runs (report, fire_at, burst, state, claim_at, reason) VALUES {}
                 ON CONFLICT (report, fire_at, burst) DO NOTHING",
                rows(fires.len(), 6, "")
            );
            let mut query = sqlx::query(self.database.sql(&text));
            for fire in fires {
                let (state, claim_at) = match fire.skipped {
                    Some(_) => (RunState::Skipped, None),
                    None => (RunState::Due, Some(fire.begin.as_millisecond())),
                };
                query = query.bind(report).bind(fire.at.as_millisecond()).bind(fire.burst.key());
                query = query.bind(state.name()).bind(claim_at).bind(fire.skipped.as_deref());
            }
            query.execute(&mut *transaction).await?;
        }
        if let Some(first) = fires.first() {
            self.part(&mut transaction, report, first.at, overlap).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Does what `overlap` says about fires of one burst of which more than one is open; those from `first` on are new.
    async fn part(
        &self,
        connection: &mut AnyConnection,
        report: &str,
        first: Timestamp,
        overlap: Overlap,
    ) -> Result<(), Error> {
        match overlap {
            Overlap::Queue => {}
            Overlap::Skip => {
                let text = format!(
                    "UPDATE runs SET state = 'skipped', claim_at = NULL, reason = 'the fire before it was still being made'
                     WHERE report = $1 AND fire_at >= $2 AND state = 'due' AND attempt = 0 AND NOT ({IN_TURN})"
                );
                sqlx::query(self.database.sql(&text))
                    .bind(report)
                    .bind(first.as_millisecond())
                    .execute(connection)
                    .await?;
            }
            Overlap::Replace => {
                let replaced = sqlx::query(
                    "SELECT id FROM runs WHERE report = $1 AND claim_at IS NOT NULL AND asked_for = 0 AND EXISTS (
                         SELECT 1 FROM runs AS later WHERE later.report = runs.report AND later.burst = runs.burst
                             AND later.fire_at > runs.fire_at AND later.claim_at IS NOT NULL AND later.asked_for = 0)
                     ORDER BY fire_at",
                )
                .bind(report)
                .fetch_all(&mut *connection)
                .await?;
                for row in replaced {
                    self.cancel_in(connection, row.try_get("id")?, "replaced by a later fire").await?;
                }
            }
        }
        Ok(())
    }
}
