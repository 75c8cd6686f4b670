//! Runs that are claimed, made and ended.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AnyConnection, Row};

use super::dialect::{parameters, rows};
use super::held::{Held, IN_TURN, Table};
use super::plans::AT_ONCE;
use super::row::{self, maybe, millis};
use super::{Ending, Store};
use crate::schedule::{Burst, Error, Run};

impl Run {
    /// The run as its claimer holds it.
    pub fn held(&self) -> Held {
        Held { table: Table::Runs, id: self.id, epoch: self.epoch }
    }
}

/// One claim of a run: the store's triggers write it down with each change of the run's row.
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
        let claimed = self.claim_oldest(Table::Runs, reports, None, node, lease).await?;
        Ok(claimed.as_ref().map(row::run).transpose()?)
    }

    /// Writes down a run that a person asks for now, claimed already: nobody else makes it while its lease lasts.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn ask(&self, report: &str, burst: &Burst, node: &str, lease: Duration) -> Result<Run, Error> {
        let mut transaction = self.begin().await?;
        let asked = self.asked_for(&mut transaction, report, burst).await?;
        let claimed = sqlx::query(self.database.claim(Table::Runs, "$3"))
            .bind(node)
            .bind(millis(lease))
            .bind(asked.id)
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(row::run(&claimed)?)
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
        const PART: &str = "SELECT id FROM runs WHERE id <> $3 AND asked_for = 1 AND state = 'due' AND claim_at <= {now} AND (report, fire_at) =
            (SELECT report, fire_at FROM runs WHERE id = $3) ORDER BY id LIMIT 1 {skip_locked}";
        let claimed = sqlx::query(self.database.claim(Table::Runs, PART))
            .bind(node)
            .bind(millis(lease))
            .bind(run)
            .fetch_optional(&self.pool)
            .await?;
        Ok(claimed.as_ref().map(row::run).transpose()?)
    }

    /// Writes the runs down that a run is parted into.
    async fn part_run(
        &self,
        connection: &mut AnyConnection,
        run: &Run,
        parts: &[Burst],
    ) -> Result<(), Error> {
        for parts in parts.chunks(AT_ONCE) {
            let text = format!(
                "INSERT INTO runs (report, fire_at, burst, asked_for, state, claim_at) VALUES {}
                 ON CONFLICT (report, fire_at, burst) DO NOTHING",
                rows(parts.len(), 4, ", 'due', {now}")
            );
            let mut query = sqlx::query(self.database.sql(&text));
            for part in parts {
                query = query.bind(&run.report).bind(run.fire_at.as_millisecond()).bind(part.key());
                query = query.bind(i64::from(run.asked_for));
            }
            query.execute(&mut *connection).await?;
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
            parameters(1, reports.len()),
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
                 finished_at = CASE WHEN $3 NOT IN ('due', 'made') THEN {now} END
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
        if let Ending::Made(made) = ending {
            self.enqueue(&mut transaction, run, made).await?;
            self.part_run(&mut transaction, run, made.parts.as_deref().unwrap_or_default()).await?;
        }
        transaction.commit().await?;
        Ok(row::run(&ended)?)
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
}
