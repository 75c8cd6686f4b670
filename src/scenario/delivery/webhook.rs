//! A POST to an address.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Format, InDoubt, MaybeSecret, Secret, defaults};

/// A POST to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The address.
    pub url: MaybeSecret,
    /// What the request is signed with, by the rules of Standard Webhooks.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// Further headers.
    #[serde(default)]
    pub headers: BTreeMap<String, MaybeSecret>,
    /// Which document is the body.
    #[serde(default = "defaults::pdf")]
    pub send: Format,
    /// JSON that is the body instead, its texts templates.
    #[serde(default)]
    pub json: Option<Value>,
    /// What is done when nobody knows whether it arrived. The header `Idempotency-Key` tells a receiver what it knows already.
    #[serde(default)]
    pub in_doubt: InDoubt,
    /// The longest that sending may take.
    #[serde(default = "defaults::minute", with = "crate::duration::text")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub limit: Duration,
}
