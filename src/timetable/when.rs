//! When, as a person writes it.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// When something happens.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Five fields; a name: `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`; or a period: `@every 90 min`.
    ///
    /// `H` in a field stands for a value of the report's own, `H(1-5)` for one in that range, `H/15` for every
    /// fifteenth from one: reports that share an expression do not all fire at once.
    #[schemars(extend("examples" = ["@daily", "0 7 * * MON", "H 7 * * *", "@every 90 min"]))]
    pub cron: String,
    /// An IANA time zone.
    #[serde(default = "utc")]
    #[schemars(extend("examples" = ["UTC", "Europe/Berlin"]))]
    pub zone: String,
    /// The first instant that counts: a day or a time of day in the zone, or an instant (RFC 3339).
    pub start: Option<String>,
    /// The last one, likewise; a day counts to its end.
    pub end: Option<String>,
    /// A fire is begun up to so much later, by a span of its own that stays the same when it is asked for again.
    #[serde(default, with = "crate::duration::text")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub jitter: Duration,
    /// What happens to fires that were missed while no worker ran.
    #[serde(default)]
    pub catch_up: CatchUp,
    /// How many missed fires are looked at, the latest ones; those before go unseen.
    #[serde(default = "most")]
    pub catch_up_most: usize,
    /// A fire that is found later than this is skipped, whatever `catch_up` says.
    #[serde(default, deserialize_with = "duration")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub catch_up_within: Option<Duration>,
    /// What happens to a fire while the one before it is still being made.
    #[serde(default)]
    pub overlap: Overlap,
}

/// What happens to fires that were missed while no worker ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CatchUp {
    /// The latest is made, once; those before it are skipped.
    #[default]
    Latest,
    /// Every one is made.
    All,
    /// None is made that is found more than a minute late.
    Skip,
}

/// What happens to a fire while the one before it, of the same report and burst, is still to be made or being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// It is made after it.
    #[default]
    Queue,
    /// It is skipped.
    Skip,
    /// It is made instead: the one before is stopped.
    Replace,
}

impl When {
    /// A cron expression in a zone.
    pub fn new(cron: &str, zone: &str) -> Self {
        Self {
            cron: cron.to_owned(),
            zone: zone.to_owned(),
            start: None,
            end: None,
            jitter: Duration::ZERO,
            catch_up: CatchUp::default(),
            catch_up_most: most(),
            catch_up_within: None,
            overlap: Overlap::default(),
        }
    }
}

fn utc() -> String {
    "UTC".to_owned()
}

/// A minute's cron that was down since yesterday.
const fn most() -> usize {
    1000
}

fn duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    crate::duration::text::deserialize(from).map(Some)
}
