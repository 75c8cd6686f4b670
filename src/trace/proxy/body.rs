//! A body that is kept for the trace while it streams through.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::trace::cap::elided;

/// What is kept of a body: its bytes, or of a large one its length and hash.
#[derive(Debug, Default)]
pub(super) struct KeptBody {
    /// Bodies up to here are kept whole, in bytes.
    limit: usize,
    bytes: Vec<u8>,
    length: usize,
    hash: Option<Sha256>,
}

impl KeptBody {
    pub(super) fn up_to(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.length += chunk.len();
        if let Some(hash) = self.hash.as_mut() {
            hash.update(chunk);
        } else if self.length <= self.limit {
            self.bytes.extend_from_slice(chunk);
        } else {
            let mut hash = Sha256::new();
            hash.update(std::mem::take(&mut self.bytes));
            hash.update(chunk);
            self.hash = Some(hash);
        }
    }

    /// The body as JSON; a text when it is none, nothing when it is empty.
    pub(super) fn into_value(self) -> Option<Value> {
        if let Some(hash) = self.hash {
            return Some(elided(self.length, hash));
        }
        if self.bytes.is_empty() {
            return None;
        }
        let text = || Value::String(String::from_utf8_lossy(&self.bytes).into_owned());
        Some(serde_json::from_slice(&self.bytes).unwrap_or_else(|_| text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_huge_body_is_kept_as_length_and_hash() {
        let mut body = KeptBody::up_to(1000);
        let chunk = vec![b'x'; 501];
        body.push(&chunk);
        body.push(&chunk);
        let value = body.into_value().expect("something");
        assert_eq!(value["elided"]["bytes"], 2 * chunk.len());
        let whole = format!("{:x}", Sha256::digest([chunk.as_slice(), chunk.as_slice()].concat()));
        assert_eq!(value["elided"]["sha256"], whole);
    }

    #[test]
    fn what_is_no_json_is_kept_as_text() {
        let mut body = KeptBody::up_to(1000);
        body.push(b"<h1>no</h1>");
        assert_eq!(body.into_value(), Some(json!("<h1>no</h1>")));
        assert_eq!(KeptBody::default().into_value(), None);
    }
}
