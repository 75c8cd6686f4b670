//! The memory of every fire: a SQLite file in which a report's fire exists only once.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteRow, SqliteSynchronous};
use sqlx::{Row, SqliteConnection};

use super::ending::Ending;
use super::plan::Fire;
use super::{Burst, Error, Run, RunState};

/// The store of runs.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the store, and makes it when there is none.
    ///
    /// # Errors
    /// When the file can't be opened or migrated.
    pub async fn open(path: &Path) -> Result<Self, Error> {
        const COLLISIONS: u32 = 20;
        const PAUSE: Duration = Duration::from_millis(100);
        let mut collisions = 0;
        loop {
            match Self::try_open(path).await {
                Err(error) if collisions < COLLISIONS && is_collision(&error) => collisions += 1,
                opened => return opened,
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn try_open(path: &Path) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePool::connect_with(options).await?;
        sqlx::migrate!("migrations/sqlite").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Up to which instant a report's fires are planned; `None` for a new report.
    pub(super) async fn planned_until(&self, report: &str) -> Result<Option<Timestamp>, Error> {
        let row = sqlx::query("SELECT planned_until FROM plans WHERE report = ?")
            .bind(report)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| instant(row.get(0))))
    }

    /// Plans fires and remembers up to when, both or neither. A fire that is there already stays as it is.
    ///
    /// `until` may be earlier than the last time: then the clock was set back, and what was skipped for being
    /// missed lies ahead again.
    pub(crate) async fn plan(&self, report: &str, fires: &[Fire], until: Timestamp) -> Result<(), Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("DELETE FROM runs WHERE report = ? AND state = 'skipped' AND fire_at > ?")
            .bind(report)
            .bind(until.as_millisecond())
            .execute(&mut *transaction)
            .await?;
        for (fire_at, burst, skipped) in fires {
            insert(&mut transaction, report, *fire_at, burst, skipped.as_deref()).await?;
        }
        sqlx::query(
            "INSERT INTO plans (report, planned_until) VALUES (?, ?)
             ON CONFLICT (report) DO UPDATE SET planned_until = excluded.planned_until",
        )
        .bind(report)
        .bind(until.as_millisecond())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Claims the oldest run that is due, or whose owner's lease has ended.
    pub(super) async fn claim(&self, now: Timestamp, lease: Duration) -> Result<Option<Run>, Error> {
        let row = sqlx::query(
            "UPDATE runs SET state = 'running', attempt = attempt + 1, epoch = epoch + 1,
                 started_at = ?1, lease_until = ?2, reason = NULL
             WHERE id = (
                 SELECT id FROM runs
                 WHERE (state = 'due' AND max(fire_at, not_before) <= ?1)
                    OR (state = 'running' AND lease_until < ?1)
                 ORDER BY fire_at, id LIMIT 1
             )
             RETURNING *",
        )
        .bind(now.as_millisecond())
        .bind(end_of_lease(now, lease))
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.as_ref().map(run))
    }

    /// Writes down a run that a person asks for now, claimed already: no other worker makes it while its lease lasts.
    pub(super) async fn ask(
        &self,
        report: &str,
        burst: &Burst,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Run, Error> {
        let row = sqlx::query(
            "INSERT INTO runs (report, fire_at, burst, asked_for, state, attempt, epoch, started_at, lease_until)
             VALUES (?1, ?2, ?3, TRUE, 'running', 1, 1, ?2, ?4) RETURNING *",
        )
        .bind(report)
        .bind(now.as_millisecond())
        .bind(burst.key())
        .bind(end_of_lease(now, lease))
        .fetch_one(&self.pool)
        .await?;
        Ok(run(&row))
    }

    /// When a run can be claimed next; `None` when none is open.
    pub(super) async fn next_claim(&self) -> Result<Option<Timestamp>, Error> {
        let row = sqlx::query(
            "SELECT min(CASE state WHEN 'due' THEN max(fire_at, not_before) ELSE lease_until + 1 END) FROM runs
             WHERE state IN ('due', 'running')",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(row.get::<Option<i64>, _>(0).map(instant))
    }

    /// Keeps a claimed run for longer.
    ///
    /// # Errors
    /// [`Error::TakenOver`] when somebody else has claimed it since.
    pub(super) async fn renew(&self, run: &Run, now: Timestamp, lease: Duration) -> Result<(), Error> {
        let done =
            sqlx::query("UPDATE runs SET lease_until = ? WHERE id = ? AND epoch = ? AND state = 'running'")
                .bind(end_of_lease(now, lease))
                .bind(run.id)
                .bind(run.epoch)
                .execute(&self.pool)
                .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(Error::TakenOver { run: run.id }) }
    }

    /// Writes how an attempt at a claimed run ended.
    ///
    /// # Errors
    /// [`Error::TakenOver`] when somebody else has claimed it since.
    pub(super) async fn end(&self, run: &Run, ending: &Ending, now: Timestamp) -> Result<(), Error> {
        let done = sqlx::query(
            "UPDATE runs SET state = ?, attempt = ?, not_before = ?, finished_at = ?, lease_until = NULL,
                 reason = ?, files = ?
             WHERE id = ? AND epoch = ? AND state = 'running'",
        )
        .bind(ending.state)
        .bind(ending.attempt)
        .bind(ending.not_before.as_millisecond())
        .bind((ending.state != RunState::Due).then(|| now.as_millisecond()))
        .bind(&ending.reason)
        .bind(serde_json::Value::from(ending.files.as_slice()).to_string())
        .bind(run.id)
        .bind(run.epoch)
        .execute(&self.pool)
        .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(Error::TakenOver { run: run.id }) }
    }

    /// One run; `None` when there is none of this id.
    pub async fn run(&self, id: i64) -> Result<Option<Run>, Error> {
        let row = sqlx::query("SELECT * FROM runs WHERE id = ?").bind(id).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(run))
    }

    /// The latest runs, newest fire first.
    pub async fn latest(&self, limit: u32) -> Result<Vec<Run>, Error> {
        let rows = sqlx::query("SELECT * FROM runs ORDER BY fire_at DESC, id DESC LIMIT ?")
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(run).collect())
    }
}

/// Whether an error may come from servers that make the same store at the same instant: SQLite does not wait for the
/// switch to a write-ahead log, and a migration that another one got in fails.
fn is_collision(error: &Error) -> bool {
    const BUSY: &str = "5";
    match error {
        Error::Store(error) => error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .is_some_and(|code| code == BUSY),
        Error::Migrate(_) => true,
        _ => false,
    }
}

async fn insert(
    connection: &mut SqliteConnection,
    report: &str,
    fire_at: Timestamp,
    burst: &Burst,
    skipped: Option<&str>,
) -> Result<(), Error> {
    let state = if skipped.is_some() { RunState::Skipped } else { RunState::Due };
    sqlx::query(
        "INSERT INTO runs (report, fire_at, burst, state, reason) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (report, fire_at, burst) DO NOTHING",
    )
    .bind(report)
    .bind(fire_at.as_millisecond())
    .bind(burst.key())
    .bind(state)
    .bind(skipped)
    .execute(connection)
    .await?;
    Ok(())
}

fn run(row: &SqliteRow) -> Run {
    let files: String = row.get("files");
    Run {
        id: row.get("id"),
        report: row.get("report"),
        fire_at: instant(row.get("fire_at")),
        burst: Burst::of_key(row.get("burst")).unwrap_or_default(),
        asked_for: row.get("asked_for"),
        state: row.get("state"),
        attempt: row.get("attempt"),
        epoch: row.get("epoch"),
        not_before: instant(row.get("not_before")),
        started_at: row.get::<Option<i64>, _>("started_at").map(instant),
        finished_at: row.get::<Option<i64>, _>("finished_at").map(instant),
        reason: row.get("reason"),
        files: serde_json::from_str(&files).unwrap_or_default(),
    }
}

fn end_of_lease(now: Timestamp, lease: Duration) -> i64 {
    now.as_millisecond().saturating_add(i64::try_from(lease.as_millis()).unwrap_or(i64::MAX))
}

fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
