//! What the store remembers of the files that a run made.

use sqlx::Row;

use super::row::word;
use super::{Role, Store};
use crate::schedule::Error;

/// A file that a run made, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its place in [`Made::artefacts`](super::Made::artefacts).
    pub page: usize,
    /// What it is to its run.
    pub role: Role,
    /// What it is called, such as `sales.pdf`.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub hash: String,
    /// How long it is, in bytes.
    pub size: u64,
    /// Whether it is in the archive still, as its report's [`Keep`](crate::scenario::Keep) says.
    pub is_there: bool,
}

impl Store {
    /// The files that a run made, in their order.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn kept(&self, run: i64) -> Result<Vec<Kept>, Error> {
        let rows = sqlx::query(
            "SELECT page, role, name, media_type, hash, size,
                 CAST(CASE WHEN content IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_there
             FROM artefacts WHERE run = $1 ORDER BY page",
        )
        .bind(run)
        .fetch_all(&self.pool)
        .await?;
        let kept = rows.iter().map(|row| {
            Ok(Kept {
                page: row.try_get::<i64, _>("page")? as usize,
                role: word(row, "role")?,
                name: row.try_get("name")?,
                media_type: row.try_get("media_type")?,
                hash: row.try_get("hash")?,
                size: row.try_get::<i64, _>("size")?.unsigned_abs(),
                is_there: row.try_get::<i64, _>("is_there")? != 0,
            })
        });
        kept.collect()
    }

    /// The bytes of a file that a run made; `None` when they were let go.
    ///
    /// # Errors
    /// [`Error::Missing`] when the archive has them no more and should.
    pub async fn bytes(&self, run: i64, page: usize) -> Result<Option<Vec<u8>>, Error> {
        let row =
            sqlx::query("SELECT content FROM artefacts WHERE run = $1 AND page = $2 AND content IS NOT NULL")
                .bind(run)
                .bind(page as i64)
                .fetch_optional(&self.pool)
                .await?;
        match row {
            Some(row) => Ok(Some(self.content(row.try_get(0)?).await?)),
            None => Ok(None),
        }
    }
}
