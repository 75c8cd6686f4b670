//! One row of the outbox: something for one destination.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::held::{Held, Table};

/// What one run sends to one destination, and how far that is.
#[derive(Debug, Clone, PartialEq)]
pub struct Parcel {
    /// Its id in the store.
    pub id: i64,
    /// The run that made it.
    pub run: i64,
    /// The report's name.
    pub report: String,
    /// The idempotency key: the same for every attempt and nothing else, 32 hexadecimal digits.
    pub key: String,
    /// Where it goes, as [`Addressed`](super::Addressed) had it.
    pub destination: Value,
    /// Its artefacts, by their place in [`Made`](super::Made).
    pub pages: Vec<usize>,
    /// How far it is.
    pub state: ParcelState,
    /// How often sending it was begun.
    pub attempt: i64,
    /// Grows with each claim; a write of an older holder counts for nothing.
    pub epoch: i64,
    /// From when on it may be claimed; `None` once it came to its end.
    pub claim_at: Option<Timestamp>,
    /// When sending it last began.
    pub started_at: Option<Timestamp>,
    /// When it came to its end.
    pub finished_at: Option<Timestamp>,
    /// Why it did not arrive, or is not known to have.
    pub reason: Option<String>,
    /// What the destination said: a file's path, a message's id.
    pub receipt: Option<String>,
    /// Whether its last holder was lost while sending it: it may have arrived.
    pub interrupted: bool,
}

impl Parcel {
    /// The parcel as its claimer holds it.
    pub fn held(&self) -> Held {
        Held { table: Table::Outbox, id: self.id, epoch: self.epoch }
    }
}

/// How far a parcel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ParcelState {
    /// It arrived.
    Sent,
    /// To be sent.
    Pending,
    /// Being sent, under a lease.
    Sending,
    /// Not sent, because its run was cancelled.
    Cancelled,
    /// It may have arrived or not; it is not sent again.
    Unknown,
    /// It did not arrive, and is not tried again; the reason is given.
    Refused,
}

impl ParcelState {
    const ALL: [Self; 6] =
        [Self::Sent, Self::Pending, Self::Sending, Self::Cancelled, Self::Unknown, Self::Refused];

    /// One lower-case word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
        }
    }

    /// Whether it has not come to its end.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Sending)
    }
}

impl FromStr for ParcelState {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|state| state.name() == name);
        known.ok_or_else(|| format!("`{name}` is no state of a parcel"))
    }
}

impl fmt::Display for ParcelState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How an attempt at sending a parcel ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sent {
    /// It arrived.
    Arrived {
        /// What the destination said.
        receipt: String,
    },
    /// It may have arrived: it is not sent again.
    Unknown {
        /// What was heard last.
        reason: String,
    },
    /// It did not arrive, and may be tried again.
    Failed {
        /// Why.
        reason: String,
    },
    /// It did not arrive: the destination asks to be left alone for a while.
    Busy {
        /// What it said.
        reason: String,
        /// For how long.
        pause: Duration,
    },
    /// It did not arrive, and never will.
    Refused {
        /// Why.
        reason: String,
    },
}
