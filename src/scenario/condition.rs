//! What has to be so for a report to be sent.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use super::condition_syntax::ConditionSyntax;
use crate::engine::{Locator, Property};

/// A reason to send what was made: all of these conditions hold.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "ConditionSyntax")]
#[schemars(with = "ConditionSyntax")]
pub struct Reason(pub Vec<Condition>);

impl Reason {
    /// What texts of deliveries may name of the reason that holds: what was observed, what it was held against, and by how much
    /// it changed.
    pub const NAMES: [&'static str; 4] = ["value", "previous", "threshold", "change"];
}

/// Something of the app, and what has to be so of it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "ConditionSyntax")]
#[schemars(with = "ConditionSyntax")]
pub struct Condition {
    /// What is looked at.
    pub subject: Subject,
    /// What has to be so.
    pub test: ChangeTest,
}

/// What a condition looks at, after the report's own steps.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Subject {
    /// A text or a prop.
    Read {
        /// Where it stands.
        on: Locator,
        /// What of it.
        property: Property,
        /// The decimal mark of its numbers, where it can't be told: that of `1.234` in German.
        decimal: Option<char>,
    },
    /// How many rows of a table, points of a figure or entries of a `data` prop there are.
    Rows(Locator),
    /// What a page of the report captures, 1-based; all of them when there is no number.
    Picture(Option<usize>),
}

/// What has to be so.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ChangeTest {
    /// It is above this, in each run.
    Above(f64),
    /// It is below this, in each run.
    Below(f64),
    /// It has come above `limit`; after that it must first be at `back` or below.
    Rises {
        /// Above which it is.
        limit: f64,
        /// Where it counts as gone back; `limit` unless told otherwise.
        back: f64,
    },
    /// It has come below `limit`; after that it must first be at `back` or above.
    Falls {
        /// Below which it is.
        limit: f64,
        /// Where it counts as gone back; `limit` unless told otherwise.
        back: f64,
    },
    /// It is otherwise than it was.
    Changed {
        /// Than when.
        since: Since,
        /// By more than this.
        by: By,
    },
    /// There are no rows, or there are some.
    Empty(bool),
}

/// What something is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Since {
    /// The run before.
    Run,
    /// The last run that was sent.
    Sent,
}

/// How much has to change.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum By {
    /// Anything.
    Any,
    /// More than this: an amount, or pixels of a picture.
    Amount(f64),
    /// More than this share: of what it was, or of a picture's pixels, in percent.
    Percent(f64),
}

impl Condition {
    /// The limit that it names, if it does.
    pub fn limit(&self) -> Option<f64> {
        match self.test {
            ChangeTest::Above(limit)
            | ChangeTest::Below(limit)
            | ChangeTest::Rises { limit, .. }
            | ChangeTest::Falls { limit, .. } => Some(limit),
            ChangeTest::Changed { .. } | ChangeTest::Empty(_) => None,
        }
    }

    /// What it is held against, if it is.
    pub fn since(&self) -> Option<Since> {
        match self.test {
            ChangeTest::Changed { since, .. } => Some(since),
            ChangeTest::Rises { .. } | ChangeTest::Falls { .. } => Some(Since::Run),
            _ => None,
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Read { on, property, .. } => write!(f, "{property} of `{on}` ")?,
            Subject::Rows(on) => write!(f, "rows of `{on}` ")?,
            Subject::Picture(Some(page)) => write!(f, "picture {page} ")?,
            Subject::Picture(None) => f.write_str("any picture ")?,
        }
        match self.test {
            ChangeTest::Above(limit) => write!(f, "above {limit}"),
            ChangeTest::Below(limit) => write!(f, "below {limit}"),
            ChangeTest::Rises { limit, back } if back == limit => write!(f, "rises above {limit}"),
            ChangeTest::Rises { limit, back } => write!(f, "rises above {limit}, back below {back}"),
            ChangeTest::Falls { limit, back } if back == limit => write!(f, "falls below {limit}"),
            ChangeTest::Falls { limit, back } => write!(f, "falls below {limit}, back above {back}"),
            ChangeTest::Changed { since, by } => {
                let since = if since == Since::Run { "run" } else { "sent" };
                write!(f, "changed since {since}")?;
                match by {
                    By::Any => Ok(()),
                    By::Amount(by) => write!(f, " by {by}"),
                    By::Percent(by) => write!(f, " by {by} %"),
                }
            }
            ChangeTest::Empty(true) => f.write_str("empty"),
            ChangeTest::Empty(false) => f.write_str("not empty"),
        }
    }
}
