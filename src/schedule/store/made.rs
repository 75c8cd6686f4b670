//! What a run made, and where it goes.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::schedule::Burst;

/// What a run made, checked and not yet sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Made {
    /// The files.
    pub artefacts: Vec<Artefact>,
    /// Where they go: a parcel each.
    pub addressed: Vec<Addressed>,
    /// The runs that it is parted into, if it makes nothing itself: their fire is its own.
    pub parts: Option<Vec<Burst>>,
}

impl Made {
    /// What is said of a run that has come to its end well.
    pub(super) fn remark(&self) -> Option<String> {
        let parts = self.parts.as_ref()?;
        Some(format!("parted: a run for each of {}", parts.len()))
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
    /// What it is called, such as `sales.pdf`.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Artefact {
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(&self.bytes))
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
