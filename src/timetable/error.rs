//! What can be wrong with a timetable.

/// An error of a timetable.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A cron expression that can't be read.
    #[error("`{text}` is no cron expression: {reason}")]
    BadCron {
        /// The expression.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An expression that no day matches, such as the thirtieth of February.
    #[error("`{text}` never fires{}", between(.start.as_deref(), .end.as_deref()))]
    Never {
        /// The expression.
        text: String,
        /// The first instant that was asked for.
        start: Option<String>,
        /// The last one.
        end: Option<String>,
    },
    /// A time zone that is not known.
    #[error("`{text}` is no time zone: {reason}")]
    BadZone {
        /// The zone.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A `start` or `end` that can't be read.
    #[error("`{text}` is no day or time: write 2026-05-04, 2026-05-04T07:00 or 2026-05-04T07:00:00Z")]
    BadInstant {
        /// The text.
        text: String,
    },
}

fn between(start: Option<&str>, end: Option<&str>) -> String {
    let start = start.map(|start| format!(" from {start}")).unwrap_or_default();
    let end = end.map(|end| format!(" until {end}")).unwrap_or_default();
    start + &end
}
