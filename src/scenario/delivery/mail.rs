//! A mail.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Format, InDoubt, defaults};

/// A mail, sent by the file's [`Smtp`](super::Smtp) server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Whom it is sent to: `a@example.org`, `Ann <a@example.org>`.
    #[schemars(length(min = 1))]
    pub to: Vec<String>,
    /// Whom it is sent to besides.
    #[serde(default)]
    pub cc: Vec<String>,
    /// Whom it is sent to without the others' knowledge.
    #[serde(default)]
    pub bcc: Vec<String>,
    /// Who sends it, when that is not [`Smtp::from`](super::Smtp::from).
    #[serde(default)]
    pub from: Option<String>,
    /// The subject, `{{ report }} {{ date }}` unless told otherwise.
    #[serde(default = "Mail::subject")]
    pub subject: String,
    /// What is said above the picture; plain text.
    #[serde(default)]
    pub body: String,
    /// Whether the first page is shown in the mail.
    #[serde(default = "defaults::yes")]
    pub preview: bool,
    /// What is attached.
    #[serde(default = "defaults::only_pdf")]
    pub attach: Vec<Format>,
    /// What is done when nobody knows whether it arrived.
    #[serde(default)]
    pub in_doubt: InDoubt,
    /// The longest that sending may take.
    #[serde(default = "defaults::minute", with = "crate::duration::text")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub limit: Duration,
}

impl Mail {
    fn subject() -> String {
        "{{ report }} {{ date }}".to_owned()
    }
}
