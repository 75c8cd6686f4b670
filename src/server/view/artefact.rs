//! A file that is kept.

use serde::Serialize;

use crate::schedule::store::Kept;

/// A file that a run made, or an attempt left.
#[derive(Debug, Serialize)]
pub(in crate::server) struct ArtefactView {
    pub(in crate::server) page: usize,
    /// `document`, `picture` of a page, `values` that were read; of an attempt its `trace`, its `log` and what was `seen`.
    role: &'static str,
    pub(in crate::server) name: String,
    media_type: String,
    pub(in crate::server) sha256: String,
    size: u64,
    /// Where this server shows it; `None` when it was let go.
    pub(in crate::server) href: Option<String>,
}

impl ArtefactView {
    pub(in crate::server) fn new(run: i64, kept: Kept) -> Self {
        Self {
            href: kept.is_there.then(|| format!("/artefacts/{run}/{}", kept.page)),
            page: kept.page,
            role: kept.role.name(),
            name: kept.name,
            media_type: kept.media_type,
            sha256: kept.hash,
            size: kept.size,
        }
    }
}
