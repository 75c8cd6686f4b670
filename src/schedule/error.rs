//! What can go wrong with a schedule.

use std::path::PathBuf;

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
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A run that another node took over when its lease ended.
    #[error("run {run} was taken over: its lease had ended")]
    TakenOver {
        /// The run's id in the store.
        run: i64,
    },
    /// Stopped before it was done.
    #[error("stopped before it was done")]
    Stopped,
    /// A run that was begun again and again and never came to an end: it may be what ends its server.
    #[error("begun {attempts} times, and its server died each time")]
    Deadly {
        /// How often it was begun.
        attempts: i64,
    },
    /// What was made may not be delivered.
    #[error("refused: {reason}")]
    Refused {
        /// Which check failed.
        reason: String,
    },
    /// A file that could not be delivered.
    #[error("can't write {}", .path.display())]
    Deliver {
        /// Where to.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The run as a whole took longer than it may.
    #[error("not done after {}, while {phase}", crate::duration::format(*.limit))]
    Deadline {
        /// What was going on.
        phase: &'static str,
        /// The limit.
        limit: std::time::Duration,
    },
}

impl Error {
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
