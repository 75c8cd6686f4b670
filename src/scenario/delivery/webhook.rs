//! A POST to an address.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Format, InDoubt, MaybeSecret, Secret, defaults};

/// What a POST holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "what is sent is pdf, png, html or json, or a list of these, which is sent as a form"
)]
pub enum Sends {
    /// A document is the body.
    Document(Format),
    /// A form (`multipart/form-data`, RFC 7578): a part for each document, and for each picture of what changed.
    Form(Vec<Format>),
}

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
    /// Which document is the body, or which ones are in a form.
    #[serde(default = "Webhook::pdf")]
    pub send: Sends,
    /// JSON that is the body instead, or the part `payload_json` of a form, its texts templates.
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

impl Webhook {
    fn pdf() -> Sends {
        Sends::Document(Format::Pdf)
    }
}
