//! What is held under a lease: a run that is being made, a parcel that is being sent.

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::Store;
use super::address::Database;
use super::dialect::parameters;
use super::row::millis;
use crate::schedule::Error;

/// A claim: nobody else has the row while its lease lasts, and what its holder writes counts only while the row's epoch is
/// this one, because each claim raises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub(super) table: Table,
    pub(super) id: i64,
    pub(super) epoch: i64,
}

/// Which rows of `runs` may be made: of a report's fires for one burst the oldest that is open, and what a person asked for.
pub(super) const IN_TURN: &str = "asked_for = 1 OR NOT EXISTS (
    SELECT 1 FROM runs AS earlier {by runs_in_turn} WHERE earlier.report = runs.report AND earlier.burst = runs.burst
        AND earlier.fire_at < runs.fire_at AND earlier.claim_at IS NOT NULL AND earlier.asked_for = 0)";

/// The report of a row, as an expression that no index serves: what is open is far less than what a report ever ran, which PostgreSQL
/// does not know before it has counted (`ANALYZE`).
const REPORT: &str = "report || ''";

/// The tables whose rows are claimed; both have `id`, `state`, `attempt`, `epoch`, `claim_at`, `seen_at` and `node`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Runs,
    Outbox,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Outbox => "outbox",
        }
    }

    /// What a row is called.
    fn what(self) -> &'static str {
        match self {
            Self::Runs => "run",
            Self::Outbox => "parcel",
        }
    }

    /// What must hold, besides its time, for a row to be claimed.
    fn turn(self) -> &'static str {
        match self {
            Self::Runs => IN_TURN,
            Self::Outbox => "1 = 1",
        }
    }

    /// What comes first: what was due first, also when its holder died, not what waited longest for a claim.
    fn oldest(self) -> &'static str {
        match self {
            Self::Runs => "fire_at, id",
            Self::Outbox => "id",
        }
    }

    /// The index of the open rows, in that order.
    fn by_age(self) -> &'static str {
        match self {
            Self::Runs => "{by runs_oldest}",
            Self::Outbox => "{by outbox_oldest}",
        }
    }

    /// The index of the open rows by the time from which on they may be claimed.
    fn by_time(self) -> &'static str {
        match self {
            Self::Runs => "{by runs_open}",
            Self::Outbox => "{by outbox_open}",
        }
    }

    /// What a claim writes down about the claim before it: of runs, the store's triggers do.
    fn remembered(self) -> &'static str {
        match self {
            Self::Runs => "",
            Self::Outbox => ", interrupted = CASE state WHEN 'sending' THEN 1 ELSE 0 END",
        }
    }

    /// The state of a row that is held.
    pub(super) fn busy(self) -> &'static str {
        match self {
            Self::Runs => "running",
            Self::Outbox => "sending",
        }
    }
}

impl Database {
    /// A statement that claims the row whose id `which` selects, locked, and returns it as it is then. Its first parameters are
    /// the node and its lease in milliseconds.
    pub(super) fn claim(self, table: Table, which: &str) -> AssertSqlSafe<String> {
        self.sql(&format!(
            "UPDATE {} SET state = '{}', attempt = attempt + 1, epoch = epoch + 1, node = $1, reason = NULL,
                 started_at = {{now}}, seen_at = {{now}}, claim_at = {{now}} + $2{}
             WHERE id = ({which}) RETURNING *",
            table.name(),
            table.busy(),
            table.remembered(),
        ))
    }
}

impl Store {
    /// Keeps what is held for longer: `lease` from now on.
    ///
    /// # Errors
    /// [`Error::TakenOver`] when somebody else has claimed it since, [`Error::Cancelled`] when somebody cancelled it.
    pub async fn renew(&self, held: Held, lease: Duration) -> Result<(), Error> {
        let Held { table, id, epoch } = held;
        let renewed = sqlx::query(self.database.sql(&format!(
            "UPDATE {} SET claim_at = {{now}} + $3, seen_at = {{now}} WHERE id = $1 AND epoch = $2 AND state = '{}'",
            table.name(),
            table.busy(),
        )))
        .bind(id)
        .bind(epoch)
        .bind(millis(lease))
        .execute(&self.pool)
        .await?;
        if renewed.rows_affected() == 1 {
            return Ok(());
        }
        let mut connection = self.pool.acquire().await?;
        Err(self
            .look(&mut connection, held)
            .await?
            .err()
            .unwrap_or(Error::TakenOver { what: table.what(), id }))
    }

    /// Claims the oldest row of a table that may be claimed, of `reports` alone, and of `run` alone if there is one; returns it
    /// as it is then.
    pub(super) async fn claim_oldest(
        &self,
        table: Table,
        reports: &[String],
        run: Option<i64>,
        node: &str,
        lease: Duration,
    ) -> Result<Option<AnyRow>, Error> {
        let which = format!(
            "SELECT id FROM {} {} WHERE claim_at <= {{now}} AND ({REPORT}) IN ({}) AND ({}){} ORDER BY {} LIMIT 1 {{skip_locked}}",
            table.name(),
            table.by_age(),
            parameters(2, reports.len()),
            table.turn(),
            run.map_or_else(String::new, |_| format!(" AND run = ${}", reports.len() + 3)),
            table.oldest(),
        );
        let mut query = sqlx::query(self.database.claim(table, &which)).bind(node).bind(millis(lease));
        for report in reports {
            query = query.bind(report);
        }
        if let Some(run) = run {
            query = query.bind(run);
        }
        Ok(query.fetch_optional(&self.pool).await?)
    }

    /// How long it is until something of `reports` can be claimed; `None` when nothing is open.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(super) async fn until_claim(
        &self,
        table: Table,
        reports: &[String],
    ) -> Result<Option<Duration>, Error> {
        let text = format!(
            "SELECT min(claim_at) - {{now}} FROM {} {} WHERE claim_at IS NOT NULL AND ({REPORT}) IN ({}) AND ({})",
            table.name(),
            table.by_time(),
            parameters(0, reports.len()),
            table.turn(),
        );
        let mut query = sqlx::query(self.database.sql(&text));
        for report in reports {
            query = query.bind(report);
        }
        let wait: Option<i64> = query.fetch_one(&self.pool).await?.try_get(0)?;
        Ok(wait.map(|wait| Duration::from_millis(wait.max(0).unsigned_abs())))
    }

    /// What became of a row that a write of its holder did not find.
    ///
    /// `Ok` when that write had arrived before: its answer was lost on the way, and it was made again. Only its holder
    /// ends a row without raising the epoch.
    pub(super) async fn look(
        &self,
        connection: &mut AnyConnection,
        held: Held,
    ) -> Result<Result<AnyRow, Error>, Error> {
        let (what, id) = (held.table.what(), held.id);
        let text = format!("SELECT * FROM {} WHERE id = $1", held.table.name());
        let row = sqlx::query(self.database.sql(&text)).bind(id).fetch_optional(connection).await?;
        let Some(row) = row else { return Ok(Err(Error::TakenOver { what, id })) };
        if row.try_get::<i64, _>("epoch")? == held.epoch {
            return Ok(Ok(row));
        }
        let cancelled = row.try_get::<&str, _>("state")? == "cancelled";
        Ok(Err(if cancelled { Error::Cancelled { what, id } } else { Error::TakenOver { what, id } }))
    }
}
