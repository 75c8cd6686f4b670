//! One thing that is wrong, and the rules.

use std::fmt;
use std::str::FromStr;

use crate::dash::Callback;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// Who breaks it, and how.
    pub message: String,
    /// The identity of the callback that it is about, as `_dash-dependencies` has it.
    pub callback: Option<String>,
}

impl Finding {
    pub(super) fn of(rule: Rule, callback: &Callback, message: String) -> Self {
        Self { rule, message, callback: Some(callback.output.clone()) }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Two components have one id.
    DuplicateId,
    /// A callback names an id that the layout does not have.
    MissingId,
    /// A callback names a prop that the component does not have.
    UnknownProp,
    /// Two callbacks write one prop, or may, and neither says `allow_duplicate`: the renderer runs none at all.
    DuplicateOutput,
    /// A callback that the renderer refuses for another reason (protocol rule R10), and with it all others.
    InvalidCallback,
    /// Two patterns that the renderer takes for one (protocol rule R7).
    MergedPatterns,
    /// Callbacks trigger each other in a circle.
    Cycle,
    /// Nothing ever calls a callback.
    NeverCalled,
    /// `prevent_initial_call` prevents nothing: other initial callbacks call it at page load.
    PreventedInVain,
    /// A `dcc.Store` is written, and no callback reads it.
    UnreadOutput,
}

impl Rule {
    /// All rules, in their order.
    pub const ALL: [Self; 10] = [
        Self::DuplicateId,
        Self::MissingId,
        Self::UnknownProp,
        Self::DuplicateOutput,
        Self::InvalidCallback,
        Self::MergedPatterns,
        Self::Cycle,
        Self::NeverCalled,
        Self::PreventedInVain,
        Self::UnreadOutput,
    ];
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DuplicateId => "duplicate-id",
            Self::MissingId => "missing-id",
            Self::UnknownProp => "unknown-prop",
            Self::DuplicateOutput => "duplicate-output",
            Self::InvalidCallback => "invalid-callback",
            Self::MergedPatterns => "merged-patterns",
            Self::Cycle => "cycle",
            Self::NeverCalled => "never-called",
            Self::PreventedInVain => "prevented-in-vain",
            Self::UnreadOutput => "unread-output",
        })
    }
}

impl FromStr for Rule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|rule| rule.to_string() == text).ok_or_else(|| {
            let names: Vec<String> = Self::ALL.iter().map(ToString::to_string).collect();
            format!("there is no rule `{text}`; the rules are {}", names.join(", "))
        })
    }
}
