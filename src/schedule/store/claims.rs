//! Runs that are claimed, made and ended.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AnyConnection, Row};

use super::held::{Held, IN_TURN, Table};
use super::row::{self, maybe, millis};
use super::{Ending, Store};
use crate::schedule::{Burst, Error, Run, RunState};

impl Run {
    /// The run as its claimer holds it.
    pub fn held(&self) -> Held {
        Held { table: Table::Runs, id: self.id, epoch: self.epoch }
    }
}

/// One claim of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The run's epoch that the claim made.
    pub epoch: i64,
    /// Who claimed.
    pub node: String,
    /// When.
    pub began_at: Timestamp,
    /// The last sign of life of a node that was lost.
    pub seen_at: Option<Timestamp>,
    /// When it was over; of a node that was lost, when another one took over.
    pub ended_at: Option<Timestamp>,
    /// `made`, `again`, `back`, `failed`, `refused`, `cancelled` or `lost`.
    pub outcome: Option<String>,
    /// Why it was not made.
    pub reason: Option<String>,
    /// What its time went into, one after the other: what was done, and for how many milliseconds.
    pub phases: Vec<(String, u64)>,
}

impl Store {
    /// Claims the oldest run of `reports` that is due, or whose holder's lease has ended.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn claim(&self, reports: &[String], node: &str, lease: Duration) -> Result<Option<Run>, Error> {
        let mut transaction = self.begin().await?;
        let Some(found) = self.claimable(&mut transaction, Table::Runs, reports, None).await? else {
            transaction.rollback().await?;
            return Ok(None);
        };
        let found = row::run(&found)?;
        if found.state == RunState::Running {
            self.end_attempt(&mut transaction, found.held(), "lost", None).await?;
        }
        let run = row::run(&self.hold(&mut transaction, Table::Runs, found.id, node, lease).await?)?;
        self.begin_attempt(&mut transaction, &run).await?;
        transaction.commit().await?;
        Ok(Some(run))
    }

    /// Writes down a run that a person asks for now, claimed already: nobody else makes it while its lease lasts.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn ask(&self, report: &str, burst: &Burst, node: &str, lease: Duration) -> Result<Run, Error> {
        let mut transaction = self.begin().await?;
        let asked = self.asked_for(&mut transaction, report, burst).await?;
        let run = row::run(&self.hold(&mut transaction, Table::Runs, asked.id, node, lease).await?)?;
        self.begin_attempt(&mut transaction, &run).await?;
        transaction.commit().await?;
        Ok(run)
    }

    /// Writes down a run of each of `bursts` that a person asks for, to be made by whoever claims it, all or none.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn order(&self, report: &str, bursts: &[Burst]) -> Result<Vec<Run>, Error> {
        let mut transaction = self.begin().await?;
        let mut ordered = Vec::new();
        for burst in bursts {
            ordered.push(self.asked_for(&mut transaction, report, burst).await?);
        }
        transaction.commit().await?;
        self.bell.notify_one();
        Ok(ordered)
    }

    /// Waits until something is ordered by this process, which need not wait until somebody looks.
    pub(crate) async fn ordered(&self) {
        self.bell.notified().await;
    }

    async fn asked_for(
        &self,
        connection: &mut AnyConnection,
        report: &str,
        burst: &Burst,
    ) -> Result<Run, Error> {
        let mut later = 0;
        loop {
            let asked = sqlx::query(self.database.sql(
                "INSERT INTO runs (report, fire_at, burst, asked_for, state, claim_at)
                 VALUES ($1, {now} + $3, $2, 1, 'due', {now})
                 ON CONFLICT (report, fire_at, burst) DO NOTHING RETURNING *",
            ))
            .bind(report)
            .bind(burst.key())
            .bind(later)
            .fetch_optional(&mut *connection)
            .await?;
            if let Some(asked) = asked {
                return Ok(row::run(&asked)?);
            }
            // The instant is part of what may exist only once: it may be a fire's, or another person's.
            later += 1_i64;
        }
    }

    /// Claims a run that another one, which a person asked for, was parted into.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn claim_part(&self, run: i64, node: &str, lease: Duration) -> Result<Option<Run>, Error> {
        let mut transaction = self.begin().await?;
        let part = sqlx::query(self.database.sql(
            "SELECT * FROM runs WHERE id <> $1 AND asked_for = 1 AND state = 'due' AND claim_at <= {now} AND (report, fire_at) =
                 (SELECT report, fire_at FROM runs WHERE id = $1) ORDER BY id LIMIT 1 {skip_locked}",
        ))
        .bind(run)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(part) = part else { return Ok(None) };
        let id = row::run(&part)?.id;
        let part = row::run(&self.hold(&mut transaction, Table::Runs, id, node, lease).await?)?;
        self.begin_attempt(&mut transaction, &part).await?;
        transaction.commit().await?;
        Ok(Some(part))
    }

    /// Writes the runs down that a run is parted into.
    async fn part_run(
        &self,
        connection: &mut AnyConnection,
        run: &Run,
        parts: &[Burst],
    ) -> Result<(), Error> {
        for part in parts {
            sqlx::query(self.database.sql(
                "INSERT INTO runs (report, fire_at, burst, asked_for, state, claim_at)
                 SELECT report, fire_at, $2, asked_for, 'due', {now} FROM runs WHERE id = $1
                 ON CONFLICT (report, fire_at, burst) DO NOTHING",
            ))
            .bind(run.id)
            .bind(part.key())
            .execute(&mut *connection)
            .await?;
        }
        Ok(())
    }

    /// How long it is until a run of `reports` can be claimed; `None` when none is open.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn until_due(&self, reports: &[String]) -> Result<Option<Duration>, Error> {
        self.until_claim(Table::Runs, reports).await
    }

    /// Says of the runs of `reports` that could be claimed why they are not, unless somebody said so already.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn wait_for_room(&self, reports: &[String], reason: &str) -> Result<(), Error> {
        let text = format!(
            "UPDATE runs SET reason = $1 WHERE id IN (SELECT id FROM runs {{by runs_open}} WHERE state = 'due' AND claim_at <= {{now}}
                 AND report IN ({}) AND ({IN_TURN}) AND (reason IS NULL OR reason NOT LIKE 'waits for room%') {{skip_locked}})",
            super::dialect::parameters(1, reports.len()),
        );
        let mut query = sqlx::query(self.database.sql(&text)).bind(reason);
        for report in reports {
            query = query.bind(report);
        }
        query.execute(&self.pool).await?;
        Ok(())
    }

    /// Writes how an attempt at a claimed run ended, and what it made and where that goes, all or nothing. Returns the run
    /// as it is then.
    ///
    /// # Errors
    /// [`Error::TakenOver`] when somebody else has claimed it since, [`Error::Cancelled`] when somebody cancelled it.
    pub async fn end(&self, run: &Run, ending: &Ending) -> Result<Run, Error> {
        let evidence = match ending {
            Ending::Made(made) => made.evidence.as_ref().and_then(|found| serde_json::to_string(found).ok()),
            _ => None,
        };
        let mut transaction = self.begin().await?;
        let ended = sqlx::query(self.database.sql(
            "UPDATE runs SET state = $3, attempt = attempt - $4, claim_at = {now} + $5, reason = $6, evidence = $7,
                 finished_at = CASE WHEN $3 IN ('failed', 'refused', 'quiet') THEN {now} END
             WHERE id = $1 AND epoch = $2 AND state = 'running' RETURNING *",
        ))
        .bind(run.id)
        .bind(run.epoch)
        .bind(ending.state().name())
        .bind(i64::from(matches!(ending, Ending::Back { .. })))
        .bind(ending.pause().map(millis))
        .bind(ending.reason())
        .bind(evidence)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(ended) = ended else {
            let row = self.look(&mut transaction, run.held()).await??;
            return Ok(row::run(&row)?);
        };
        self.end_attempt(&mut transaction, run.held(), ending.name(), ending.reason().as_deref()).await?;
        let mut ended = row::run(&ended)?;
        if let Ending::Made(made) = ending {
            self.enqueue(&mut transaction, run, made).await?;
            self.part_run(&mut transaction, run, made.parts.as_deref().unwrap_or_default()).await?;
            // Something that goes nowhere has arrived.
            if let Some(finished) = self.finish(&mut transaction, run.id).await? {
                ended = finished;
            }
        }
        transaction.commit().await?;
        Ok(ended)
    }

    /// The claims of a run, first to last.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn attempts(&self, run: i64) -> Result<Vec<Attempt>, Error> {
        let rows = sqlx::query("SELECT * FROM attempts WHERE run = $1 ORDER BY epoch")
            .bind(run)
            .fetch_all(&self.pool)
            .await?;
        let attempts = rows.iter().map(|row| {
            Ok(Attempt {
                epoch: row.try_get("epoch")?,
                node: row.try_get("node")?,
                began_at: row::instant(row.try_get("began_at")?),
                seen_at: maybe(row, "seen_at")?,
                ended_at: maybe(row, "ended_at")?,
                outcome: row.try_get("outcome")?,
                reason: row.try_get("reason")?,
                phases: row::json(row, "phases")?,
            })
        });
        attempts.collect()
    }

    async fn begin_attempt(&self, connection: &mut AnyConnection, run: &Run) -> Result<(), Error> {
        sqlx::query(self.database.sql(
            "INSERT INTO attempts (run, epoch, node, began_at) SELECT id, epoch, node, started_at FROM runs WHERE id = $1",
        ))
        .bind(run.id)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Writes how a claim ended. It is called while the row of `runs` still tells when its holder was last seen.
    pub(super) async fn end_attempt(
        &self,
        connection: &mut AnyConnection,
        held: Held,
        outcome: &str,
        reason: Option<&str>,
    ) -> Result<(), Error> {
        sqlx::query(self.database.sql(
            "UPDATE attempts SET ended_at = {now}, outcome = $3, reason = $4,
                 seen_at = (SELECT seen_at FROM runs WHERE id = $1)
             WHERE run = $1 AND epoch = $2",
        ))
        .bind(held.id)
        .bind(held.epoch)
        .bind(outcome)
        .bind(reason)
        .execute(connection)
        .await?;
        Ok(())
    }
}
