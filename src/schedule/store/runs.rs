//! Reading runs, and taking them back.

use sqlx::AnyConnection;

use super::Store;
use super::row;
use crate::schedule::{Error, Run, RunState};

/// After this long without anybody who plans its report, a run is given up: a week.
const FORGOTTEN: i64 = 7 * 24 * 60 * 60 * 1000;

/// Which runs are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this report alone.
    pub report: Option<String>,
    /// In this state alone.
    pub state: Option<RunState>,
    /// After the run of this id, as [`Store::list`] sorts them: the next page.
    pub before: Option<i64>,
}

impl Store {
    /// One run; `None` when there is none of this id.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn run(&self, id: i64) -> Result<Option<Run>, Error> {
        let row = sqlx::query("SELECT * FROM runs WHERE id = $1").bind(id).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(row::run).transpose()?)
    }

    /// The latest runs, newest fire first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn latest(&self, limit: u32) -> Result<Vec<Run>, Error> {
        self.list(&Wanted::default(), limit).await
    }

    /// The latest of the runs that are wanted, newest fire first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn list(&self, wanted: &Wanted, limit: u32) -> Result<Vec<Run>, Error> {
        let rows = sqlx::query(
            "SELECT * FROM runs WHERE (report = $1 OR $1 IS NULL) AND (state = $2 OR $2 IS NULL)
                 AND ($3 IS NULL OR (fire_at, id) < (SELECT fire_at, id FROM runs WHERE id = $3))
             ORDER BY fire_at DESC, id DESC LIMIT $4",
        )
        .bind(wanted.report.as_deref())
        .bind(wanted.state.map(RunState::name))
        .bind(wanted.before)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.iter().map(row::run).collect::<Result<_, _>>()?)
    }

    /// The run before another one, of the same report and burst, of which something is kept still.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn run_before(&self, run: &Run) -> Result<Option<Run>, Error> {
        let row = sqlx::query(
            "SELECT * FROM runs WHERE report = $1 AND burst = $2 AND (fire_at, id) < ($3, $4)
                 AND EXISTS (SELECT 1 FROM artefacts WHERE artefacts.run = runs.id AND content IS NOT NULL)
             ORDER BY fire_at DESC, id DESC LIMIT 1",
        )
        .bind(&run.report)
        .bind(run.burst.key())
        .bind(run.fire_at.as_millisecond())
        .bind(run.id)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.as_ref().map(row::run).transpose()?)
    }

    /// Cancels a run: whoever makes it stops at the next sign of life, what is not sent yet is not sent. What is being sent
    /// comes to its own end. Returns the run as it is then, `None` when there is none of this id.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn cancel(&self, id: i64) -> Result<Option<Run>, Error> {
        let mut transaction = self.begin().await?;
        self.cancel_in(&mut transaction, id, "cancelled").await?;
        transaction.commit().await?;
        self.run(id).await
    }

    /// Gives up what nobody makes any more: the runs of reports that no node has planned for a week.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn give_up_forgotten(&self) -> Result<(), Error> {
        const REASON: &str = "no server has known its report for a week";
        let mut transaction = self.begin().await?;
        let rows = sqlx::query(self.database.sql(
            "SELECT * FROM runs WHERE state IN ('due', 'running', 'made') AND fire_at < {now} - $1
                 AND report NOT IN (SELECT report FROM plans WHERE planned_until > {now} - $1)
             ORDER BY id {skip_locked}",
        ))
        .bind(FORGOTTEN)
        .fetch_all(&mut *transaction)
        .await?;
        for row in rows {
            self.cancel_in(&mut transaction, row::run(&row)?.id, REASON).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    pub(super) async fn cancel_in(
        &self,
        connection: &mut AnyConnection,
        id: i64,
        reason: &str,
    ) -> Result<(), Error> {
        self.lock_run(connection, id).await?;
        let row =
            sqlx::query("SELECT * FROM runs WHERE id = $1").bind(id).fetch_optional(&mut *connection).await?;
        let Some(run) = row.as_ref().map(row::run).transpose()? else { return Ok(()) };
        match run.state {
            RunState::Due | RunState::Running => {
                sqlx::query(self.database.sql(
                    "UPDATE runs SET state = 'cancelled', epoch = epoch + 1, claim_at = NULL, finished_at = {now}, reason = $2
                     WHERE id = $1",
                ))
                .bind(id)
                .bind(reason)
                .execute(connection)
                .await?;
            }
            RunState::Made => {
                // Of what a lost node was sending nobody knows.
                sqlx::query(self.database.sql(
                    "UPDATE outbox SET state = CASE state WHEN 'sending' THEN 'unknown' ELSE 'cancelled' END,
                         epoch = epoch + 1, claim_at = NULL, finished_at = {now}, reason = $2
                     WHERE run = $1 AND (state = 'pending' OR state = 'sending' AND claim_at <= {now})",
                ))
                .bind(id)
                .bind(reason)
                .execute(&mut *connection)
                .await?;
                self.finish(connection, id).await?;
            }
            _ => {}
        }
        Ok(())
    }
}
