//! What a run made, and where it goes.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::schedule::{Burst, Evidence};

/// What a run made, checked and not yet sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Made {
    /// The files.
    pub artefacts: Vec<Artefact>,
    /// Where they go: a parcel each.
    pub addressed: Vec<Addressed>,
    /// The runs that it is parted into, if it makes nothing itself: their fire is its own.
    pub parts: Option<Vec<Burst>>,
    /// What the report's conditions found, if it has any.
    pub evidence: Option<Evidence>,
}

impl Made {
    /// Whether it is not to be sent.
    pub(super) fn is_quiet(&self) -> bool {
        self.evidence.as_ref().is_some_and(|evidence| !evidence.sends)
    }

    /// What is said of a run that has come to its end well.
    pub(super) fn remark(&self) -> Option<String> {
        if let Some(evidence) = self.evidence.as_ref().filter(|evidence| !evidence.sends) {
            return Some(evidence.told());
        }
        self.parts.as_ref().map(|parts| format!("parted: a run for each of {}", parts.len()))
    }
}

/// Some of what a run made, for one destination.
#[derive(Debug, Clone, PartialEq)]
pub struct Addressed {
    /// The destination, with the run's variables filled in and without secrets: those are named, and read when it is sent.
    pub destination: Value,
    /// Which artefacts go there, by their place in [`Made::artefacts`].
    pub pages: Vec<usize>,
}

/// A file that a run made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// What it is to its run.
    pub role: Role,
    /// What it is called, such as `sales.pdf`.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Artefact {
    /// A picture of what a visitor saw when an attempt failed.
    pub(in crate::schedule) fn seen(picture: Vec<u8>) -> Self {
        let (name, media_type) = ("what was seen.png".to_owned(), "image/png".to_owned());
        Self { role: Role::Seen, name, media_type, bytes: picture }
    }

    /// Where it goes when the document of its run goes to `path`: a picture of what changed beside that, as
    /// `sales.sales-1.change.png` of `sales.pdf`.
    pub(in crate::schedule) fn place(&self, path: &Path) -> PathBuf {
        if self.role == Role::Change { path.with_extension(&self.name) } else { path.to_owned() }
    }

    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub fn hash(&self) -> String {
        hash(&self.bytes)
    }
}

/// What an artefact is to its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// What a destination names: a PDF, a picture, HTML, JSON.
    Document,
    /// A picture of a page of the app, PNG: what later runs are held against.
    Picture,
    /// What was read, JSON.
    Values,
    /// A picture of what changed of a page, PNG.
    Change,
    /// What was seen when an attempt failed: the page, PNG, or the file that was refused.
    Seen,
    /// What an attempt's visit caused, JSON.
    Trace,
    /// What the app printed last while an attempt visited it.
    Log,
}

impl Role {
    /// One lower-case word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Picture => "picture",
            Self::Values => "values",
            Self::Change => "change",
            Self::Seen => "seen",
            Self::Trace => "trace",
            Self::Log => "log",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known =
            [Self::Document, Self::Picture, Self::Values, Self::Change, Self::Seen, Self::Trace, Self::Log]
                .into_iter()
                .find(|role| role.name() == name);
        known.ok_or_else(|| format!("`{name}` is nothing that an artefact is to its run"))
    }
}

/// The SHA-256 of bytes, in lower-case hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
