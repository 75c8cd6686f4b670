//! Rows of the store as values.

use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{Error, Row};

use super::Parcel;
use crate::schedule::{Burst, Evidence, Run};

/// A row of `runs`.
pub(super) fn run(row: &AnyRow) -> Result<Run, Error> {
    Ok(Run {
        id: row.try_get("id")?,
        report: row.try_get("report")?,
        fire_at: instant(row.try_get("fire_at")?),
        burst: Burst::of_key(row.try_get("burst")?).unwrap_or_default(),
        asked_for: row.try_get::<i64, _>("asked_for")? != 0,
        state: word(row, "state")?,
        attempt: row.try_get("attempt")?,
        epoch: row.try_get("epoch")?,
        claim_at: maybe(row, "claim_at")?,
        started_at: maybe(row, "started_at")?,
        finished_at: maybe(row, "finished_at")?,
        node: row.try_get("node")?,
        reason: row.try_get("reason")?,
        files: json(row, "files")?,
        evidence: evidence(row)?,
    })
}

/// What the conditions of a run's report found.
pub(super) fn evidence(row: &AnyRow) -> Result<Option<Evidence>, Error> {
    let text: Option<&str> = row.try_get("evidence")?;
    text.map(|text| serde_json::from_str(text).map_err(|error| Error::Decode(error.into()))).transpose()
}

/// A row of `outbox`.
pub(super) fn parcel(row: &AnyRow) -> Result<Parcel, Error> {
    Ok(Parcel {
        id: row.try_get("id")?,
        run: row.try_get("run")?,
        report: row.try_get("report")?,
        key: row.try_get("key")?,
        destination: json(row, "destination")?,
        pages: json(row, "pages")?,
        state: word(row, "state")?,
        attempt: row.try_get("attempt")?,
        epoch: row.try_get("epoch")?,
        claim_at: maybe(row, "claim_at")?,
        started_at: maybe(row, "started_at")?,
        finished_at: maybe(row, "finished_at")?,
        reason: row.try_get("reason")?,
        receipt: row.try_get("receipt")?,
        interrupted: row.try_get::<i64, _>("interrupted")? != 0,
    })
}

/// A state by its name.
pub(super) fn word<T: FromStr<Err = String>>(row: &AnyRow, column: &str) -> Result<T, Error> {
    row.try_get::<&str, _>(column)?.parse().map_err(|error: String| Error::Decode(error.into()))
}

/// An instant that may not be there.
pub(super) fn maybe(row: &AnyRow, column: &str) -> Result<Option<Timestamp>, Error> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(instant))
}

/// A value that is kept as JSON.
pub(super) fn json<T: DeserializeOwned>(row: &AnyRow, column: &str) -> Result<T, Error> {
    serde_json::from_str(row.try_get(column)?).map_err(|error| Error::Decode(error.into()))
}

pub(super) fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
}

pub(super) fn millis(duration: Duration) -> i64 {
    // A lease of ages must not overflow the clock that it is added to.
    const AGES: i64 = 1 << 50;
    i64::try_from(duration.as_millis()).unwrap_or(AGES).min(AGES)
}
