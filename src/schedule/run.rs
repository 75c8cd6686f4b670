//! One row of the store: a fire, and what became of it.

use std::str::FromStr;

use jiff::Timestamp;

use super::{Burst, Evidence};

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
    /// From when on it may be claimed: when it is due, or when its owner's lease ends. `None` once it is made.
    pub claim_at: Option<Timestamp>,
    /// When the last attempt began.
    pub started_at: Option<Timestamp>,
    /// When it came to its end.
    pub finished_at: Option<Timestamp>,
    /// Who made it, or tried to, last.
    pub node: Option<String>,
    /// Why it failed, was skipped or is not sent.
    pub reason: Option<String>,
    /// What was delivered.
    pub files: Vec<String>,
    /// What the report's conditions found, once it is made.
    pub evidence: Option<Evidence>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RunState {
    /// To be made.
    Due,
    /// Being made, under a lease.
    Running,
    /// Made; not everything is delivered.
    Made,
    /// Made and delivered.
    Delivered,
    /// Made, and not sent: none of the report's conditions held; what they found is given.
    Quiet,
    /// Made, and some of it may have arrived or not; the reason is given.
    Unknown,
    /// Looked at, and never to be delivered: a check says no; the reason is given, and its attempts have what was seen.
    Refused,
    /// Not made, or not delivered everywhere; the reason is given.
    Failed,
    /// Not to be made, by policy; the reason is given.
    Skipped,
    /// Taken back by a person.
    Cancelled,
}

impl RunState {
    /// Every state, in the order in which a run may come through them.
    pub const ALL: [Self; 10] = [
        Self::Due,
        Self::Running,
        Self::Made,
        Self::Delivered,
        Self::Quiet,
        Self::Unknown,
        Self::Refused,
        Self::Failed,
        Self::Skipped,
        Self::Cancelled,
    ];

    /// One lower-case word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Running => "running",
            Self::Made => "made",
            Self::Delivered => "delivered",
            Self::Quiet => "quiet",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing will become of it any more.
    pub fn is_end(self) -> bool {
        !matches!(self, Self::Due | Self::Running | Self::Made)
    }
}

impl FromStr for RunState {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|state| state.name() == name);
        known.ok_or_else(|| format!("`{name}` is no state of a run"))
    }
}
