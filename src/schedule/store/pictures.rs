//! The pictures that a report's runs took, one after the other.

use sqlx::Row;

use super::row;
use super::{Kept, Role, Store};
use crate::schedule::{Burst, Error, Run};

/// How many bursts are told of at most.
const MOST_BURSTS: i64 = 500;

/// A run with the pictures of it that are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Pictured {
    /// The run.
    pub run: Run,
    /// Its pictures of pages, in their order.
    pub pictures: Vec<Kept>,
}

impl Store {
    /// What runs of a report were made for, sorted.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn bursts(&self, report: &str) -> Result<Vec<Burst>, Error> {
        let rows = sqlx::query("SELECT DISTINCT burst FROM runs WHERE report = $1 ORDER BY burst LIMIT $2")
            .bind(report)
            .bind(MOST_BURSTS)
            .fetch_all(&self.pool)
            .await?;
        let bursts = rows.iter().map(|row| Ok(Burst::of_key(row.try_get("burst")?).unwrap_or_default()));
        bursts.collect()
    }

    /// The runs of a report for one burst of which pictures are kept, the latest first; after the run `before`, if one is given.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn pictured(
        &self,
        report: &str,
        burst: &Burst,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Pictured>, Error> {
        let rows = sqlx::query(
            "SELECT * FROM runs WHERE report = $1 AND burst = $2
                 AND ($3 IS NULL OR (fire_at, id) < (SELECT fire_at, id FROM runs WHERE id = $3))
                 AND EXISTS (SELECT 1 FROM artefacts WHERE run = runs.id AND role = 'picture' AND content IS NOT NULL)
             ORDER BY fire_at DESC, id DESC LIMIT $4",
        )
        .bind(report)
        .bind(burst.key())
        .bind(before)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        let mut pictured = Vec::new();
        for row in &rows {
            pictured.push(self.with_pictures(row::run(row)?).await?);
        }
        Ok(pictured)
    }

    /// The run right after `run`, of the same report and burst, of which pictures are kept.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn pictured_after(&self, run: &Run) -> Result<Option<Pictured>, Error> {
        let row = sqlx::query(
            "SELECT * FROM runs WHERE report = $1 AND burst = $2
                 AND (fire_at, id) > (SELECT fire_at, id FROM runs WHERE id = $3)
                 AND EXISTS (SELECT 1 FROM artefacts WHERE run = runs.id AND role = 'picture' AND content IS NOT NULL)
             ORDER BY fire_at, id LIMIT 1",
        )
        .bind(&run.report)
        .bind(run.burst.key())
        .bind(run.id)
        .fetch_optional(&self.pool)
        .await?;
        match row {
            Some(row) => Ok(Some(self.with_pictures(row::run(&row)?).await?)),
            None => Ok(None),
        }
    }

    async fn with_pictures(&self, run: Run) -> Result<Pictured, Error> {
        let mut pictures = self.kept(run.id).await?;
        pictures.retain(|kept| kept.role == Role::Picture && kept.is_there);
        Ok(Pictured { run, pictures })
    }
}
