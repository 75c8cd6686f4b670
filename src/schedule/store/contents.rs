//! What is in artefacts: rows here, bytes in the archive.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::SignedDuration;
use sqlx::Row;

use super::row::{instant, millis, word};
use super::{Artefact, Role, Store};
use crate::scenario::Keep;
use crate::schedule::archive::{KeptRun, let_go};
use crate::schedule::patience::patiently;
use crate::schedule::{ArchiveAddress, Error};

/// How long a database that is away is waited for while something is kept or read.
pub(super) const PATIENCE: Duration = Duration::from_mins(5);
/// How many contents are removed in one transaction: SQLite has one writer, which others wait for.
const AT_ONCE: i64 = 20;

/// What the archive and the store don't agree about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audit {
    /// Files of the archive that no run made: they were removed.
    pub orphans: u64,
    /// What runs made and the archive has no more: the run's id and the artefact's name.
    pub missing: Vec<(i64, String)>,
}

impl Store {
    /// How long what nothing names stays: a run that makes it anew names it within this time.
    pub const GRACE: Duration = Duration::from_hours(1);

    /// Where what runs made is kept.
    pub fn archive(&self) -> &ArchiveAddress {
        &self.archive.address
    }

    /// Keeps artefacts in the archive, on the disk: before the end of the run that made them is written.
    ///
    /// # Errors
    /// [`Error::Archive`].
    pub async fn keep(&self, artefacts: &[Artefact]) -> Result<(), Error> {
        for artefact in artefacts {
            let hash = &artefact.hash();
            let bytes = self.archive.is_in_store().then_some(artefact.bytes.as_slice());
            patiently(PATIENCE, || async move {
                sqlx::query(self.database.sql(
                    "INSERT INTO contents (hash, size, touched_at, bytes) VALUES ($1, $2, {now}, $3)
                     ON CONFLICT (hash) DO UPDATE SET touched_at = {now}, bytes = coalesce(contents.bytes, excluded.bytes)",
                ))
                .bind(hash)
                .bind(artefact.bytes.len() as i64)
                .bind(bytes)
                .execute(&self.pool)
                .await?;
                Ok(())
            })
            .await?;
            self.archive.put(hash, &artefact.bytes).await?;
        }
        Ok(())
    }

    /// The bytes of something that is kept, which are what they were.
    ///
    /// # Errors
    /// [`Error::Missing`] when they are not there, or are other ones.
    pub(super) async fn content(&self, hash: &str) -> Result<Vec<u8>, Error> {
        let in_store = patiently(PATIENCE, || async {
            let query = sqlx::query("SELECT bytes FROM contents WHERE hash = $1 AND bytes IS NOT NULL");
            let row = query.bind(hash).fetch_optional(&self.pool).await?;
            Ok(row.map(|row| row.try_get(0)).transpose()?)
        });
        let bytes = match in_store.await? {
            Some(bytes) => Some(bytes),
            None => self.archive.get(hash).await?,
        };
        bytes
            .filter(|bytes| super::made::hash(bytes) == hash)
            .ok_or_else(|| Error::Missing { hash: hash.to_owned(), address: self.archive.address.clone() })
    }

    /// Lets go what `keep` does not keep of a report's runs; returns how many runs that was. Their rows stay. What no run
    /// has any more is removed from the archive by [`Store::sweep`].
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn let_go(&self, report: &str, keep: &Keep) -> Result<usize, Error> {
        let now = self.now().await?;
        let gone = let_go(keep, now, &self.kept_runs(report).await?);
        for run in &gone {
            sqlx::query("UPDATE artefacts SET content = NULL WHERE run = $1")
                .bind(run)
                .execute(&self.pool)
                .await?;
        }
        Ok(gone.len())
    }

    /// The runs of a report of which something is kept, the latest first.
    async fn kept_runs(&self, report: &str) -> Result<Vec<KeptRun>, Error> {
        // What is kept is less than what ever ran, and SQLite begins a cross join on its left.
        let rows = sqlx::query(
            "SELECT runs.id, fire_at, burst, state, role, content, size FROM artefacts CROSS JOIN runs
             WHERE runs.id = artefacts.run AND report = $1 AND content IS NOT NULL
             ORDER BY fire_at DESC, runs.id DESC, page",
        )
        .bind(report)
        .fetch_all(&self.pool)
        .await?;
        let mut runs: Vec<KeptRun> = Vec::new();
        for row in rows {
            let id = row.try_get("id")?;
            let content = (row.try_get("content")?, row.try_get::<i64, _>("size")?.unsigned_abs());
            let is_made = matches!(word(&row, "role")?, Role::Document | Role::Picture | Role::Values);
            match runs.last_mut() {
                Some(run) if run.id == id => {
                    run.contents.push(content);
                    run.is_made |= is_made;
                }
                _ => runs.push(KeptRun {
                    id,
                    fire_at: instant(row.try_get("fire_at")?),
                    burst: row.try_get("burst")?,
                    state: word(&row, "state")?,
                    is_made,
                    contents: vec![content],
                }),
            }
        }
        Ok(runs)
    }

    /// Removes what no run has from the archive, once nobody has wanted it for `grace` ([`Store::GRACE`]); returns how
    /// many bytes that were.
    ///
    /// # Errors
    /// [`Error::Archive`].
    pub async fn sweep(&self, grace: Duration) -> Result<u64, Error> {
        let mut removed = 0;
        self.archive.sweep_staged(grace).await?;
        loop {
            let mut transaction = self.begin().await?;
            // While a row is locked, nobody keeps the same content anew.
            let rows = sqlx::query(self.database.sql(
                "SELECT hash, size FROM contents WHERE touched_at <= {now} - $1
                     AND NOT EXISTS (SELECT 1 FROM artefacts WHERE content = contents.hash) ORDER BY hash LIMIT $2 {skip_locked}",
            ))
            .bind(millis(grace))
            .bind(AT_ONCE)
            .fetch_all(&mut *transaction)
            .await?;
            for row in &rows {
                let hash: &str = row.try_get("hash")?;
                self.archive.delete(hash).await?;
                sqlx::query("DELETE FROM contents WHERE hash = $1")
                    .bind(hash)
                    .execute(&mut *transaction)
                    .await?;
                removed += row.try_get::<i64, _>("size")?.unsigned_abs();
            }
            transaction.commit().await?;
            if (rows.len() as i64) < AT_ONCE {
                return Ok(removed);
            }
        }
    }

    /// Removes the archive's files that no run made, once they are older than `grace`, and names what it misses.
    ///
    /// # Errors
    /// [`Error::Archive`].
    pub async fn audit(&self, grace: Duration) -> Result<Audit, Error> {
        let there = self.archive.list().await?;
        let rows = sqlx::query("SELECT hash FROM contents").fetch_all(&self.pool).await?;
        let known = rows.iter().map(|row| row.try_get(0)).collect::<Result<BTreeSet<String>, _>>()?;
        let mut audit = Audit::default();
        let grace = SignedDuration::try_from(grace).unwrap_or(SignedDuration::MAX);
        for (hash, age) in &there {
            if !known.contains(hash) && *age >= grace {
                self.archive.delete(hash).await?;
                audit.orphans += 1;
            }
        }
        let there: BTreeMap<String, SignedDuration> = there.into_iter().collect();
        let rows = sqlx::query(
            "SELECT run, name, content FROM artefacts JOIN contents ON contents.hash = content
             WHERE contents.bytes IS NULL ORDER BY run, page",
        );
        for row in rows.fetch_all(&self.pool).await? {
            if !there.contains_key(row.try_get::<&str, _>("content")?) {
                audit.missing.push((row.try_get("run")?, row.try_get("name")?));
            }
        }
        Ok(audit)
    }
}
