//! What can go wrong with a schedule.

use std::path::PathBuf;

use sqlx::migrate::MigrateError;

use super::{ArchiveAddress, StoreAddress};
use crate::scenario::Scenario;

/// An error of a schedule.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A template that can't be filled in.
    #[error("`{text}`: {reason}")]
    BadTemplate {
        /// The template.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A CSV file whose rows can't be read.
    #[error("{}: {reason}", .path.display())]
    BadRows {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A delivery whose file would be written for several bursts, each over the one before.
    #[error(
        "`{file}` is the same file for several values of `for_each`: name the variable in it, as in `{{{{ {variable} }}}}-…`"
    )]
    SameFile {
        /// The delivery's template.
        file: String,
        /// A variable of the report.
        variable: String,
    },
    /// The file that describes the reports.
    #[error(transparent)]
    File(#[from] crate::scenario::Error),
    /// The app did not start.
    #[error(transparent)]
    App(#[from] crate::app::Error),
    /// The visit failed.
    #[error(transparent)]
    Visit(#[from] crate::engine::Error),
    /// A step that could not be made.
    #[error("line {line}: {reason}")]
    Step {
        /// Where it stands in the file, 1-based.
        line: usize,
        /// What went wrong.
        reason: String,
    },
    /// The document could not be drawn.
    #[error(transparent)]
    Render(#[from] crate::render::Error),
    /// The store failed.
    #[error("the store of runs failed")]
    Store(#[from] sqlx::Error),
    /// The store's schema could not be brought up to date.
    #[error("the store of runs can't be migrated")]
    Migrate(#[from] MigrateError),
    /// The store can't be reached, or its tables can't be brought up to date.
    #[error("can't open the store of runs at {address}")]
    Open {
        /// Where it is.
        address: StoreAddress,
        /// Why.
        source: Box<Error>,
    },
    /// The store's tables are newer than this dashproof knows.
    #[error(
        "the store of runs at {address} was brought to version {version} by a newer dashproof: use that one, \
         or another store"
    )]
    NewerStore {
        /// Where it is.
        address: StoreAddress,
        /// The version of its tables.
        version: i64,
    },
    /// The archive failed.
    #[error("the archive at {address} failed")]
    Archive {
        /// Where it is.
        address: ArchiveAddress,
        /// Why.
        source: object_store::Error,
    },
    /// The archive did not answer.
    #[error("the archive at {address} did not answer within {}", crate::duration::format(*.limit))]
    ArchiveSlow {
        /// Where it is.
        address: ArchiveAddress,
        /// How long one file may take.
        limit: std::time::Duration,
    },
    /// An archive that is another store's.
    #[error(
        "the archive at {address} belongs to another store: each needs one of its own, named by `--archive`"
    )]
    ForeignArchive {
        /// Where it is.
        address: ArchiveAddress,
    },
    /// Something that a run made and the archive has no more, or no more as it was.
    #[error("the archive at {address} has {hash} no more as it was made")]
    Missing {
        /// The SHA-256 of what is missing.
        hash: String,
        /// Where it should be.
        address: ArchiveAddress,
    },
    /// The store did not come back.
    #[error("the store of runs was away for {}", crate::duration::format(*.elapsed))]
    StoreAway {
        /// How long it was waited for.
        elapsed: std::time::Duration,
        /// What it said last.
        source: Box<Error>,
    },
    /// The store did not answer.
    #[error("the store of runs did not answer within {}", crate::duration::format(*.limit))]
    StoreSlow {
        /// How long one operation may take.
        limit: std::time::Duration,
    },
    /// A run or parcel that another node took over when its lease ended.
    #[error("{what} {id} was taken over: its lease had ended")]
    TakenOver {
        /// `run` or `parcel`.
        what: &'static str,
        /// Its id in the store.
        id: i64,
    },
    /// A run that was cancelled while it was being made.
    #[error("{what} {id} was cancelled")]
    Cancelled {
        /// `run` or `parcel`.
        what: &'static str,
        /// Its id in the store.
        id: i64,
    },
    /// The lease could not be renewed in time: others may take over soon.
    #[error("the store of runs took no sign of life for most of the lease of {}", crate::duration::format(*.lease))]
    LeaseLost {
        /// How long it was held for.
        lease: std::time::Duration,
        /// What the store said last.
        #[source]
        last: Option<Box<Error>>,
    },
    /// Stopped before it was done.
    #[error("stopped before it was done")]
    Stopped,
    /// A fault of dashproof itself.
    #[error("dashproof itself failed while making it: {0}")]
    Panicked(String),
    /// A run that was begun again and again and never came to an end: it may be what ends its server.
    #[error("begun {attempts} times, and its server died each time")]
    Deadly {
        /// How often it was begun.
        attempts: i64,
    },
    /// A run of a report that its server's file does not describe any more.
    #[error("the file describes no such report any more")]
    NoSuchReport,
    /// What was seen or made may not be delivered.
    #[error("refused: {reason}")]
    Refused {
        /// Which check failed.
        reason: String,
    },
    /// A collector that did not take what became of a run.
    #[error("run {run} is not told to {collector}: {reason}")]
    Untold {
        /// The run.
        run: i64,
        /// Where it was to be told.
        collector: String,
        /// Why it was not.
        reason: String,
    },
    /// The run as a whole took longer than it may.
    #[error("not done after {}, while {phase}{}", crate::duration::format(*.limit), mostly(.phase, *.longest))]
    Deadline {
        /// What was going on.
        phase: &'static str,
        /// What took longest until then, and how long.
        longest: (&'static str, std::time::Duration),
        /// The limit, without what is left for delivery.
        limit: std::time::Duration,
    },
}

/// What took the time, if it was not what came last.
fn mostly(phase: &str, (longest, spent): (&str, std::time::Duration)) -> String {
    if phase == longest {
        return String::new();
    }
    let spent = std::time::Duration::from_millis(spent.as_millis() as u64);
    format!("; {longest} took {} of it", crate::duration::format(spent))
}

impl Error {
    /// With its place, when it is about a text of a report.
    pub(super) fn in_report(self, scenario: &Scenario, report: usize) -> Self {
        let (Self::BadTemplate { text, .. } | Self::SameFile { file: text, .. }) = &self else { return self };
        scenario.bad_text(report, text, self.to_string()).map_or(self, Self::File)
    }

    /// Whether the store may say something else when it is asked again: it was away, busy, full, or started anew.
    pub(super) fn is_passing(&self) -> bool {
        let (Self::Store(error) | Self::Migrate(MigrateError::Execute(error))) = self else {
            return matches!(self, Self::StoreSlow { .. });
        };
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::WorkerCrashed => true,
            sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing(&code)),
            _ => false,
        }
    }

    /// Whether what runs made can't be kept, or is not there.
    pub(super) fn is_of_archive(&self) -> bool {
        matches!(self, Self::Archive { .. } | Self::ArchiveSlow { .. } | Self::Missing { .. })
    }

    /// Whether it was looked at and may not be delivered; anything else is a failure.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Visit(crate::engine::Error::Login { .. }))
    }

    /// The error and what is behind it, in one line, as the store keeps it.
    pub(super) fn told(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            text.push_str(": ");
            text.push_str(&error.to_string());
            source = error.source();
        }
        text
    }
}

/// Whether a database's code tells of something that passes.
///
/// SQLite's (sqlite.org/rescode.html) are numbers whose low byte is the kind: busy, locked, out of memory, I/O, full.
/// PostgreSQL's (its manual's appendix A) have five characters, the first two of which are the class.
fn is_passing(code: &str) -> bool {
    const CLASSES: [&str; 5] = ["08", "40", "53", "57", "58"];
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6 | 7 | 10 | 13),
        _ => CLASSES.iter().any(|class| code.starts_with(class)),
    }
}
