//! What the store remembers of the files that a run made.

use sqlx::Row;

use super::Store;
use crate::schedule::Error;

/// A file that a run made, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its place in [`Made::artefacts`](super::Made::artefacts).
    pub page: usize,
    /// What it is called, such as `sales.pdf`.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub hash: String,
    /// How long it is, in bytes.
    pub size: u64,
    /// Whether the store has its bytes still; they go once everything is sent.
    pub is_there: bool,
}

impl Store {
    /// The files that a run made, in their order.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn kept(&self, run: i64) -> Result<Vec<Kept>, Error> {
        let rows = sqlx::query(
            "SELECT page, name, media_type, hash, size,
                 CAST(CASE WHEN bytes IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_there
             FROM artefacts WHERE run = $1 ORDER BY page",
        )
        .bind(run)
        .fetch_all(&self.pool)
        .await?;
        let kept = rows.iter().map(|row| {
            Ok(Kept {
                page: row.try_get::<i64, _>("page")? as usize,
                name: row.try_get("name")?,
                media_type: row.try_get("media_type")?,
                hash: row.try_get("hash")?,
                size: row.try_get::<i64, _>("size")?.unsigned_abs(),
                is_there: row.try_get::<i64, _>("is_there")? != 0,
            })
        });
        kept.collect()
    }

    /// The bytes of a file that a run made; `None` when the store has them no more.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn bytes(&self, run: i64, page: usize) -> Result<Option<Vec<u8>>, Error> {
        let row =
            sqlx::query("SELECT bytes FROM artefacts WHERE run = $1 AND page = $2 AND bytes IS NOT NULL")
                .bind(run)
                .bind(page as i64)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|row| row.try_get("bytes")).transpose()?)
    }
}
