//! The few words in which SQLite and PostgreSQL differ.

use sqlx::AssertSqlSafe;

use super::address::Database;

impl Database {
    /// How a transaction that writes begins. SQLite has one writer: it waits for its turn at the beginning, not in the middle.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// A statement in the words of this database. `text` is never anybody's input; what it may name:
    ///
    /// - `{now}`: the database's clock in epoch milliseconds. It alone decides what is due and which lease has ended;
    ///   the clocks of nodes may differ.
    /// - `{locked}`: the selected row is nobody else's until the transaction ends.
    /// - `{skip_locked}`: so is it, and a row that is somebody else's is passed over.
    /// - `{by INDEX}` behind a table: SQLite reads it by this index, that of the open rows, instead of one of all that a report ever ran,
    ///   which would take longer with every run. PostgreSQL finds it by itself.
    pub(super) fn sql(self, text: &str) -> AssertSqlSafe<String> {
        let (now, locked, skip_locked) = match self {
            Self::Sqlite => ("CAST(unixepoch('subsec') * 1000 AS INTEGER)", "", ""),
            // The statement's, not the wall's: an index serves it.
            Self::Postgres => (
                "CAST(floor(extract(epoch FROM statement_timestamp()) * 1000) AS BIGINT)",
                "FOR UPDATE",
                "FOR UPDATE SKIP LOCKED",
            ),
        };
        let text =
            text.replace("{now}", now).replace("{locked}", locked).replace("{skip_locked}", skip_locked);
        AssertSqlSafe(self.indexed(&text))
    }

    fn indexed(self, text: &str) -> String {
        let mut parts = text.split("{by ");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| match (part.split_once('}'), self) {
            (Some((index, rest)), Self::Sqlite) => format!("{text}INDEXED BY {index}{rest}"),
            (Some((_, rest)), Self::Postgres) => text + rest,
            (None, _) => text + part,
        })
    }
}

/// `$3, $4`: parameters for a list of `count` values after `before` others.
pub(super) fn parameters(before: usize, count: usize) -> String {
    let names: Vec<String> = (before + 1..=before + count).map(|i| format!("${i}")).collect();
    names.join(", ")
}

/// `($1, $2, {now}), ($3, $4, {now})`: rows to be inserted, each of `width` parameters and what is the same in all.
pub(super) fn rows(count: usize, width: usize, same: &str) -> String {
    let rows: Vec<String> = (0..count).map(|i| format!("({}{same})", parameters(width * i, width))).collect();
    rows.join(", ")
}
