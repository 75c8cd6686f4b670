//! The server that sends a file's mails.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{MaybeSecret, Secret};

/// The server that sends a file's mails.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Its name or address.
    pub server: String,
    /// Its port; 587, or 465 with `tls: implicit`, unless told otherwise.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is kept from others.
    #[serde(default)]
    pub tls: SmtpTls,
    /// A PEM file with the authority that has signed the server's certificate, relative to the file's folder.
    #[serde(default)]
    pub ca: Option<PathBuf>,
    /// Whom the server knows.
    #[serde(default)]
    pub user: Option<MaybeSecret>,
    /// The user's password.
    #[serde(default)]
    pub password: Option<Secret>,
    /// Who sends: `Reports <reports@example.org>`.
    pub from: String,
}

/// How a connection to a mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SmtpTls {
    /// TLS that begins when the server has said that it can; a server that can't is refused.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Implicit,
    /// None: everything is readable on the way. Refused with a password, unless the server is this machine.
    None,
}

impl Smtp {
    /// The port.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.tls == SmtpTls::Implicit { 465 } else { 587 })
    }
}
