//! The outbox: what is to be sent, written together with the end of the run that made it.

use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};

use super::contents::PATIENCE;
use super::dialect::rows;
use super::held::Table;
use super::made::hex;
use super::row::{self, millis, word};
use super::{Artefact, Made, Parcel, ParcelState, Sent, Store};
use crate::schedule::patience::patiently;
use crate::schedule::{Error, Run, RunState};

impl Store {
    /// Claims the oldest parcel of `reports`, or of `run` alone, that is to be sent, or whose holder's lease has ended.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn claim_parcel(
        &self,
        reports: &[String],
        run: Option<i64>,
        node: &str,
        lease: Duration,
    ) -> Result<Option<Parcel>, Error> {
        let claimed = self.claim_oldest(Table::Outbox, reports, run, node, lease).await?;
        Ok(claimed.as_ref().map(row::parcel).transpose()?)
    }

    /// How long it is until a parcel of `reports` can be claimed; `None` when none is open.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn until_parcel(&self, reports: &[String]) -> Result<Option<Duration>, Error> {
        self.until_claim(Table::Outbox, reports).await
    }

    /// What a parcel holds.
    ///
    /// # Errors
    /// [`Error::Missing`] when the archive has it no more.
    pub async fn artefacts(&self, parcel: &Parcel) -> Result<Vec<Artefact>, Error> {
        self.made_in(parcel.run, Some(&parcel.pages)).await
    }

    /// What a run made and is kept still.
    ///
    /// # Errors
    /// [`Error::Missing`] when the archive has it no more.
    pub async fn made(&self, run: i64) -> Result<Vec<Artefact>, Error> {
        self.made_in(run, None).await
    }

    async fn made_in(&self, run: i64, pages: Option<&[usize]>) -> Result<Vec<Artefact>, Error> {
        let rows = patiently(PATIENCE, || async {
            let query = sqlx::query(
                "SELECT page, role, name, media_type, content FROM artefacts WHERE run = $1 AND content IS NOT NULL ORDER BY page",
            );
            Ok(query.bind(run).fetch_all(&self.pool).await?)
        });
        let rows = rows.await?;
        let mut artefacts = Vec::new();
        for row in rows {
            let page: i64 = row.try_get("page")?;
            if pages.is_none_or(|pages| pages.iter().any(|wanted| *wanted as i64 == page)) {
                artefacts.push(Artefact {
                    role: word(&row, "role")?,
                    name: row.try_get("name")?,
                    media_type: row.try_get("media_type")?,
                    bytes: self.content(row.try_get("content")?).await?,
                });
            }
        }
        Ok(artefacts)
    }

    /// Writes how an attempt at a claimed parcel ended; one that failed is tried again after `pause`, or never when there is
    /// none. Returns the run: the end of the last of its parcels is its own.
    ///
    /// # Errors
    /// [`Error::TakenOver`] when somebody else has claimed it since.
    pub async fn settle(&self, parcel: &Parcel, sent: &Sent, pause: Option<Duration>) -> Result<Run, Error> {
        let (state, reason, receipt) = match sent {
            Sent::Arrived { receipt } => (ParcelState::Sent, None, Some(receipt)),
            Sent::Unknown { reason } => (ParcelState::Unknown, Some(reason), None),
            Sent::Failed { reason } | Sent::Busy { reason, .. } if pause.is_some() => {
                (ParcelState::Pending, Some(reason), None)
            }
            Sent::Failed { reason } | Sent::Busy { reason, .. } | Sent::Refused { reason } => {
                (ParcelState::Refused, Some(reason), None)
            }
        };
        let mut transaction = self.begin().await?;
        self.lock_run(&mut transaction, parcel.run).await?;
        let settled = sqlx::query(self.database.sql(
            "UPDATE outbox SET state = $3, claim_at = {now} + $4, reason = $5, receipt = $6,
                 finished_at = CASE WHEN $3 = 'pending' THEN NULL ELSE {now} END
             WHERE id = $1 AND epoch = $2 AND state = 'sending'",
        ))
        .bind(parcel.id)
        .bind(parcel.epoch)
        .bind(state.name())
        .bind(pause.filter(|_| state.is_open()).map(millis))
        .bind(reason)
        .bind(receipt)
        .execute(&mut *transaction)
        .await?;
        if settled.rows_affected() == 0 {
            self.look(&mut transaction, parcel.held()).await??;
        }
        let run = match self.finish(&mut transaction, parcel.run).await? {
            Some(finished) => finished,
            None => self.remark(&mut transaction, parcel.run, reason.map(String::as_str)).await?,
        };
        transaction.commit().await?;
        Ok(run)
    }

    /// Gives a claimed parcel back untried.
    ///
    /// # Errors
    /// [`Error::TakenOver`] when somebody else has claimed it since.
    pub async fn give_back(&self, parcel: &Parcel) -> Result<(), Error> {
        let given = sqlx::query(self.database.sql(
            "UPDATE outbox SET state = 'pending', attempt = attempt - 1, claim_at = {now}
             WHERE id = $1 AND epoch = $2 AND state = 'sending'",
        ))
        .bind(parcel.id)
        .bind(parcel.epoch)
        .execute(&self.pool)
        .await?;
        if given.rows_affected() == 0 {
            let mut connection = self.pool.acquire().await?;
            self.look(&mut connection, parcel.held()).await??;
        }
        Ok(())
    }

    /// The parcels of a run, in the order of its destinations.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn parcels(&self, run: i64) -> Result<Vec<Parcel>, Error> {
        let rows = sqlx::query("SELECT * FROM outbox WHERE run = $1 ORDER BY place")
            .bind(run)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(row::parcel).collect::<Result<_, _>>()?)
    }

    /// Writes what a run made, which is kept already, and where it goes.
    pub(super) async fn enqueue(
        &self,
        connection: &mut AnyConnection,
        run: &Run,
        made: &Made,
    ) -> Result<(), Error> {
        self.write_artefacts(connection, run, 0, &made.artefacts).await?;
        if made.addressed.is_empty() {
            return Ok(());
        }
        let text = format!(
            "INSERT INTO outbox (run, place, report, key, destination, pages, claim_at) VALUES {}",
            rows(made.addressed.len(), 6, ", {now}")
        );
        let mut query = sqlx::query(self.database.sql(&text));
        for (place, addressed) in made.addressed.iter().enumerate() {
            query = query.bind(run.id).bind(place as i64).bind(&run.report).bind(key(run, place));
            query = query.bind(addressed.destination.to_string());
            query = query.bind(Value::from(addressed.pages.as_slice()).to_string());
        }
        query.execute(connection).await?;
        Ok(())
    }

    /// Writes artefacts of a run, which are kept already; the first one's place is `first`.
    pub(super) async fn write_artefacts(
        &self,
        connection: &mut AnyConnection,
        run: &Run,
        first: i64,
        artefacts: &[Artefact],
    ) -> Result<(), Error> {
        if artefacts.is_empty() {
            return Ok(());
        }
        let text = format!(
            "INSERT INTO artefacts (run, page, role, name, media_type, size, hash, content, created_at) VALUES {}",
            rows(artefacts.len(), 8, ", {now}")
        );
        let mut query = sqlx::query(self.database.sql(&text));
        for (page, artefact) in (first..).zip(artefacts) {
            let hash = artefact.hash();
            query = query.bind(run.id).bind(page).bind(artefact.role.name()).bind(&artefact.name);
            query = query.bind(&artefact.media_type).bind(artefact.bytes.len() as i64);
            query = query.bind(hash.clone()).bind(hash);
        }
        query.execute(connection).await?;
        Ok(())
    }

    /// Locks a run: of two parcels that come to their ends at the same instant, one sees the other's end.
    pub(super) async fn lock_run(&self, connection: &mut AnyConnection, run: i64) -> Result<(), Error> {
        let query = sqlx::query(self.database.sql("SELECT id FROM runs WHERE id = $1 {locked}")).bind(run);
        query.fetch_optional(connection).await?;
        Ok(())
    }

    /// Shows in a run that is not delivered everywhere yet what went wrong last.
    async fn remark(
        &self,
        connection: &mut AnyConnection,
        run: i64,
        reason: Option<&str>,
    ) -> Result<Run, Error> {
        if reason.is_some() {
            sqlx::query("UPDATE runs SET reason = $2 WHERE id = $1 AND state = 'made'")
                .bind(run)
                .bind(reason)
                .execute(&mut *connection)
                .await?;
        }
        let row = sqlx::query("SELECT * FROM runs WHERE id = $1").bind(run).fetch_one(connection).await?;
        Ok(row::run(&row)?)
    }

    /// Ends a run whose parcels have all come to their ends; `None` when some have not, or when it is ended already.
    pub(super) async fn finish(
        &self,
        connection: &mut AnyConnection,
        run: i64,
    ) -> Result<Option<Run>, Error> {
        let rows = sqlx::query("SELECT * FROM outbox WHERE run = $1 ORDER BY place")
            .bind(run)
            .fetch_all(&mut *connection)
            .await?;
        let parcels = rows.iter().map(row::parcel).collect::<Result<Vec<_>, _>>()?;
        if parcels.iter().any(|parcel| parcel.state.is_open()) {
            return Ok(None);
        }
        let state = match parcels.iter().map(|parcel| parcel.state).max() {
            Some(ParcelState::Refused) => RunState::Failed,
            Some(ParcelState::Unknown) => RunState::Unknown,
            Some(ParcelState::Cancelled) => RunState::Cancelled,
            _ => RunState::Delivered,
        };
        let reasons: Vec<&str> = parcels.iter().filter_map(|parcel| parcel.reason.as_deref()).collect();
        let files: Vec<&str> = parcels.iter().filter_map(|parcel| parcel.receipt.as_deref()).collect();
        let finished = sqlx::query(self.database.sql(
            "UPDATE runs SET state = $2, reason = $3, files = $4, finished_at = {now}
             WHERE id = $1 AND state = 'made' RETURNING *",
        ))
        .bind(run)
        .bind(state.name())
        .bind((state != RunState::Delivered && !reasons.is_empty()).then(|| reasons.join("; ")))
        .bind(Value::from(files.as_slice()).to_string())
        .fetch_optional(connection)
        .await?;
        Ok(finished.as_ref().map(row::run).transpose()?)
    }
}

/// The idempotency key of a parcel: it tells the same fire's parcel on any store.
fn key(run: &Run, place: usize) -> String {
    let (fire, burst) = (run.fire_at.as_millisecond(), run.burst.key());
    let digest = Sha256::digest(format!("{}\0{fire}\0{burst}\0{place}", run.report));
    hex(&digest[..16])
}
