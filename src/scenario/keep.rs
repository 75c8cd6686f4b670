//! For how long what a report's runs made is kept.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// For how long what a report's runs made is kept. A run is let go when one of these says so.
///
/// What is still to be sent is kept, and so are the latest run and the latest one that was sent: the next ones are held
/// against them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Keep {
    /// The latest so many runs, for each burst.
    pub runs: NonZeroU32,
    /// Those whose fire is not longer ago.
    #[serde(rename = "for", deserialize_with = "age")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub age: Option<Duration>,
    /// The latest that hold together no more than so many bytes; what several runs made alike counts once.
    #[serde(rename = "up_to", deserialize_with = "size")]
    #[schemars(schema_with = "crate::size::schema")]
    pub size: Option<u64>,
}

impl fmt::Display for Keep {
    /// In words, after "keeps".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the latest {}", self.runs)?;
        if let Some(age) = self.age {
            write!(f, ", for {}", crate::duration::format(age))?;
        }
        self.size.map_or(Ok(()), |size| write!(f, ", up to {}", crate::size::format(size)))
    }
}

impl Default for Keep {
    /// The latest 30 runs.
    fn default() -> Self {
        const RUNS: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");
        Self { runs: RUNS, age: None, size: None }
    }
}

fn age<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    crate::duration::text::deserialize(from).map(Some)
}

fn size<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    crate::size::text::deserialize(from).map(Some)
}
