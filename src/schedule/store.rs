//! The memory of every fire: a SQLite file in which a report's fire exists only once.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteRow, SqliteSynchronous};
use sqlx::{Row, SqliteConnection};

use super::{Burst, Error};

/// The store of runs.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

/// One fire of a report, for one burst.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its id in the store.
    pub id: i64,
    /// The report's name.
    pub report: String,
    /// When it was to be made.
    pub fire_at: Timestamp,
    /// Its variables.
    pub burst: Burst,
    /// How far it is.
    pub state: RunState,
    /// How often it was begun.
    pub attempt: i64,
    /// Grows with each claim; a write of an older owner counts for nothing.
    pub epoch: i64,
    /// When the last attempt began.
    pub started_at: Option<Timestamp>,
    /// When it came to its end.
    pub finished_at: Option<Timestamp>,
    /// Why it failed or was skipped.
    pub reason: Option<String>,
    /// What was delivered.
    pub files: Vec<String>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "lowercase")]
#[non_exhaustive]
pub enum RunState {
    /// To be made.
    Due,
    /// Being made, under a lease.
    Running,
    /// Made and delivered.
    Delivered,
    /// Not made; the reason is given.
    Failed,
    /// Not to be made, by policy; the reason is given.
    Skipped,
}

impl Store {
    /// Opens the store, and makes it when there is none.
    ///
    /// # Errors
    /// When the file can't be opened or migrated.
    pub async fn open(path: &Path) -> Result<Self, Error> {
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
    pub async fn planned_until(&self, report: &str) -> Result<Option<Timestamp>, Error> {
        let row = sqlx::query("SELECT planned_until FROM plans WHERE report = ?")
            .bind(report)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| instant(row.get(0))))
    }

    /// Plans fires and remembers up to when, both or neither. A fire that is there already stays as it is.
    pub async fn plan(
        &self,
        report: &str,
        fires: &[(Timestamp, Burst, Option<String>)],
        until: Timestamp,
    ) -> Result<(), Error> {
        let mut transaction = self.pool.begin().await?;
        for (fire_at, burst, skipped) in fires {
            insert(&mut transaction, report, *fire_at, burst, skipped.as_deref()).await?;
        }
        sqlx::query(
            "INSERT INTO plans (report, planned_until) VALUES (?, ?)
             ON CONFLICT (report) DO UPDATE SET planned_until = max(planned_until, excluded.planned_until)",
        )
        .bind(report)
        .bind(until.as_millisecond())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Claims the oldest run that is due, or whose owner's lease has ended.
    pub async fn claim(&self, now: Timestamp, lease: Duration) -> Result<Option<Run>, Error> {
        let row = sqlx::query(
            "UPDATE runs SET state = 'running', attempt = attempt + 1, epoch = epoch + 1,
                 started_at = ?1, lease_until = ?2, reason = NULL
             WHERE id = (
                 SELECT id FROM runs
                 WHERE (state = 'due' AND fire_at <= ?1) OR (state = 'running' AND lease_until < ?1)
                 ORDER BY fire_at, id LIMIT 1
             )
             RETURNING *",
        )
        .bind(now.as_millisecond())
        .bind(now.as_millisecond().saturating_add(lease.as_millis() as i64))
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.as_ref().map(run))
    }

    /// Keeps a claimed run for longer.
    ///
    /// # Errors
    /// [`Error::TakenOver`] when somebody else has claimed it since.
    pub async fn renew(&self, run: &Run, now: Timestamp, lease: Duration) -> Result<(), Error> {
        let done =
            sqlx::query("UPDATE runs SET lease_until = ? WHERE id = ? AND epoch = ? AND state = 'running'")
                .bind(now.as_millisecond().saturating_add(lease.as_millis() as i64))
                .bind(run.id)
                .bind(run.epoch)
                .execute(&self.pool)
                .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(Error::TakenOver { run: run.id }) }
    }

    /// Writes a claimed run's end; [`RunState::Due`] gives it back to be tried again.
    ///
    /// # Errors
    /// [`Error::TakenOver`] when somebody else has claimed it since.
    pub async fn finish(
        &self,
        run: &Run,
        now: Timestamp,
        state: RunState,
        reason: Option<&str>,
        files: &[String],
    ) -> Result<(), Error> {
        let done = sqlx::query(
            "UPDATE runs SET state = ?, finished_at = ?, lease_until = NULL, reason = ?, files = ?
             WHERE id = ? AND epoch = ? AND state = 'running'",
        )
        .bind(state)
        .bind((state != RunState::Due).then(|| now.as_millisecond()))
        .bind(reason)
        .bind(serde_json::Value::from(files).to_string())
        .bind(run.id)
        .bind(run.epoch)
        .execute(&self.pool)
        .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(Error::TakenOver { run: run.id }) }
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
        state: row.get("state"),
        attempt: row.get("attempt"),
        epoch: row.get("epoch"),
        started_at: row.get::<Option<i64>, _>("started_at").map(instant),
        finished_at: row.get::<Option<i64>, _>("finished_at").map(instant),
        reason: row.get("reason"),
        files: serde_json::from_str(&files).unwrap_or_default(),
    }
}

fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
