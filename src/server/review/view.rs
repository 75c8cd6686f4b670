//! What pages and programs are told of what waits.

use serde::Serialize;

use super::folder::Waiting;
use super::lines::Difference;
use crate::server::refusal::told;
use crate::snapshot::{Proposal, Shown};

/// A capture that waits, in short.
#[derive(Debug, Serialize)]
pub(super) struct WaitingView {
    /// The path of its baseline below the folder, with slashes.
    pub(super) name: String,
    /// Names what is shown; to be given back with the decision. `None` when it can't be read.
    version: Option<String>,
    /// `text`, `picture` or `file`.
    kind: Option<&'static str>,
    /// Whether there is no baseline yet.
    is_new: bool,
    description: Option<String>,
    source: Option<String>,
    /// Of texts.
    added: Option<usize>,
    removed: Option<usize>,
    /// Why it can't be shown.
    problem: Option<String>,
}

impl WaitingView {
    pub(super) fn new(waiting: &Waiting) -> Self {
        let (proposal, problem) = match &waiting.proposal {
            Ok(proposal) => (Some(proposal), None),
            Err(error) => (None, Some(told(error))),
        };
        let difference = proposal.and_then(difference);
        Self {
            name: waiting.name.clone(),
            version: proposal.map(|proposal| proposal.version.clone()),
            kind: proposal.map(|proposal| match &proposal.after {
                Shown::Text(_) => "text",
                Shown::Picture(_) => "picture",
                Shown::File { .. } => "file",
            }),
            is_new: proposal.is_some_and(|proposal| proposal.before.is_none()),
            description: proposal.and_then(|proposal| proposal.description.clone()),
            source: proposal.and_then(|proposal| proposal.source.clone()),
            added: difference.as_ref().map(|difference| difference.added),
            removed: difference.map(|difference| difference.removed),
            problem,
        }
    }
}

/// The difference of a text from its baseline.
pub(super) fn difference(proposal: &Proposal) -> Option<Difference> {
    let Shown::Text(after) = &proposal.after else { return None };
    let before = match &proposal.before {
        Some(Shown::Text(before)) => before.as_str(),
        _ => "",
    };
    Some(Difference::of(before, after))
}
