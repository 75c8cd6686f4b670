//! What an attempt at a run went through.

use std::sync::{Mutex, PoisonError};

use super::phases::Phases;
use super::store::{Artefact, Role};
use crate::Secrets;
use crate::trace::{Trace, export};

/// A longer trace is kept without the bodies of its calls, and one that is longer still not at all, in bytes.
const LONGEST_TRACE: usize = 8_000_000;

/// What an attempt at a run went through, told while it lasts: it may end at any instant, and is remembered all the same.
#[derive(Debug, Default)]
pub struct Record {
    pub(super) phases: Phases,
    left: Mutex<Vec<Artefact>>,
    seen: Mutex<Vec<Artefact>>,
}

impl Record {
    /// Leaves what a visit caused, and what the app printed last, without what is secret.
    pub(super) fn leave(&self, mut trace: Trace, log: &str, secrets: &Secrets) {
        let file = |role, name: &str, media_type: &str, text: String| Artefact {
            role,
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            bytes: secrets.hide(&text).into_bytes(),
        };
        let mut left = Vec::new();
        let mut text = export::json::to_string(&trace);
        if text.len() > LONGEST_TRACE {
            for call in &mut trace.calls {
                (call.request, call.response, call.partial) = (None, None, Vec::new());
            }
            text = export::json::to_string(&trace);
        }
        if text.len() <= LONGEST_TRACE {
            left.push(file(Role::Trace, "trace.json", "application/json", text));
        }
        if !log.is_empty() {
            left.push(file(Role::Log, "log.txt", "text/plain; charset=utf-8", log.to_owned()));
        }
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = left;
    }

    /// Leaves what was seen of what failed or was refused.
    pub(super) fn see(&self, seen: Artefact) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    }

    /// What was left, and what was seen.
    pub(super) fn left(&self) -> Vec<Artefact> {
        let of = |kept: &Mutex<Vec<Artefact>>| kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        [of(&self.left), of(&self.seen)].concat()
    }
}
