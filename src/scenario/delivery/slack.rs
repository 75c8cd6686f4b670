//! A message in Slack.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Format, InDoubt, Secret, defaults};

/// A message in Slack with files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slack {
    /// The channel's id, such as `C0123456789`; a name is none.
    pub channel: String,
    /// A bot's token that may write files (`files:write`).
    pub token: Secret,
    /// What is said with the files.
    #[serde(default)]
    pub text: String,
    /// The files.
    #[serde(default = "defaults::only_pdf")]
    #[schemars(length(min = 1))]
    pub attach: Vec<Format>,
    /// Where Slack's methods are.
    #[serde(default = "Slack::api")]
    pub api: String,
    /// What is done when nobody knows whether it arrived.
    #[serde(default)]
    pub in_doubt: InDoubt,
    /// The longest that sending may take.
    #[serde(default = "defaults::minute", with = "crate::duration::text")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub limit: Duration,
}

impl Slack {
    fn api() -> String {
        "https://slack.com/api/".to_owned()
    }
}
