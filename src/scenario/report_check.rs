//! What of a report is checked before it is delivered.

use schemars::JsonSchema;
use serde::Deserialize;

/// What is refused, and never delivered.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReportCheck {
    /// Callbacks that failed, and errors in the console.
    pub callback_errors: CallbackErrors,
    /// Pictures, and charts in them, of one colour.
    pub blank: Verdict,
    /// A login page instead of the dashboard.
    pub login: Verdict,
    /// What has to be said on the captured pages, and in the PDF where that holds texts; templates.
    pub texts: Vec<String>,
    /// How many sheets the PDF has.
    pub sheets: Option<Sheets>,
    /// How large each file is at least, in bytes.
    #[serde(deserialize_with = "crate::size::text::deserialize")]
    #[schemars(schema_with = "crate::size::schema")]
    pub size: u64,
    /// Whether what is refused is tried again, as what fails is.
    pub retry: bool,
}

/// What becomes of something that looks wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is not delivered.
    #[default]
    Refuse,
    /// It is delivered all the same.
    Allow,
}

/// Which callbacks may fail.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "write `refuse`, `allow`, or a list of outputs whose callbacks may fail, such as [clock.children]"
)]
pub enum CallbackErrors {
    /// None, or all.
    Each(Verdict),
    /// Those with one of these outputs.
    AllowOf(Vec<String>),
}

impl Default for CallbackErrors {
    fn default() -> Self {
        Self::Each(Verdict::Refuse)
    }
}

/// How many sheets a PDF has: `3`, or `{min: 2, max: 5}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "write how many sheets the PDF has, such as 3 or {min: 2}; each of `min` and `max` may be left out"
)]
pub enum Sheets {
    /// So many.
    Exactly(usize),
    /// At least, and at most.
    Between(Between),
}

/// A number of sheets that may be one or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// At least.
    #[serde(default)]
    pub min: usize,
    /// At most.
    #[serde(default = "any_number")]
    pub max: usize,
}

impl Sheets {
    /// Whether so many are right.
    pub fn accept(self, count: usize) -> bool {
        match self {
            Self::Exactly(wanted) => count == wanted,
            Self::Between(Between { min, max }) => (min..=max).contains(&count),
        }
    }
}

impl std::fmt::Display for Sheets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(wanted) => write!(f, "{wanted}"),
            Self::Between(Between { min, max: usize::MAX }) => write!(f, "{min} or more"),
            Self::Between(Between { min, max }) => write!(f, "{min} to {max}"),
        }
    }
}

fn any_number() -> usize {
    usize::MAX
}
