//! One row of the store: a fire, and what became of it.

use jiff::Timestamp;

use super::Burst;
use super::ending::Ending;

/// One fire of a report, for one burst.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its id in the store.
    pub id: i64,
    /// The report's name.
    pub report: String,
    /// When it was to be made.
    pub fire_at: Timestamp,
    /// Its variables.
    pub burst: Burst,
    /// Whether a person asked for it; otherwise its timetable did.
    pub asked_for: bool,
    /// How far it is.
    pub state: RunState,
    /// How often it was begun.
    pub attempt: i64,
    /// Grows with each claim; a write of an older owner counts for nothing.
    pub epoch: i64,
    /// Before which instant it is not begun.
    pub not_before: Timestamp,
    /// When the last attempt began.
    pub started_at: Option<Timestamp>,
    /// When it came to its end.
    pub finished_at: Option<Timestamp>,
    /// Why it failed or was skipped.
    pub reason: Option<String>,
    /// What was delivered.
    pub files: Vec<String>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "lowercase")]
#[non_exhaustive]
pub enum RunState {
    /// To be made.
    Due,
    /// Being made, under a lease.
    Running,
    /// Made and delivered.
    Delivered,
    /// Not made; the reason is given.
    Failed,
    /// Not to be made, by policy; the reason is given.
    Skipped,
}

impl RunState {
    /// One lower-case word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Running => "running",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

impl Run {
    /// The run as the store has it once its ending is written down.
    pub(super) fn end(&mut self, ending: Ending, now: Timestamp) {
        self.state = ending.state;
        self.attempt = ending.attempt;
        self.not_before = ending.not_before;
        self.finished_at = (ending.state != RunState::Due).then_some(now);
        self.reason = ending.reason;
        self.files = ending.files;
    }
}
