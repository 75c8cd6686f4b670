//! Earlier runs, which a run is held against.

use std::collections::BTreeMap;

use sqlx::Row;

use super::contents::PATIENCE;
use super::row::word;
use super::{Role, Store};
use crate::scenario::Since;
use crate::schedule::change::Evidence;
use crate::schedule::patience::patiently;
use crate::schedule::{Error, Run, RunState};

/// What an earlier run observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The run.
    pub run: i64,
    /// What its conditions found.
    pub evidence: Evidence,
    /// Whether it was to be sent, and never will have been.
    pub is_lost: bool,
    /// The pictures of its pages, by name, that are in the archive still.
    pub pictures: BTreeMap<String, Vec<u8>>,
}

impl Past {
    /// The picture of that name.
    pub(in crate::schedule) fn picture(&self, name: &str) -> Option<&[u8]> {
        self.pictures.get(name).map(Vec::as_slice)
    }
}

impl Store {
    /// The latest run before `run`, of the same report and burst, that observed anything: any one, or one that was sent.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Archive`].
    pub async fn past(&self, run: &Run, since: Since) -> Result<Option<Past>, Error> {
        const SENT: &str = "AND state IN ('made', 'delivered', 'unknown')";
        let sent = if since == Since::Sent { SENT } else { "" };
        let text = format!(
            "SELECT id, state, evidence FROM runs WHERE report = $1 AND burst = $2 AND (fire_at, id) < ($3, $4)
                 AND evidence IS NOT NULL {sent} ORDER BY fire_at DESC, id DESC LIMIT 1"
        );
        let found = patiently(PATIENCE, || async {
            let query = sqlx::query(self.database.sql(&text)).bind(&run.report).bind(run.burst.key());
            let query = query.bind(run.fire_at.as_millisecond()).bind(run.id);
            Ok(query.fetch_optional(&self.pool).await?)
        });
        let Some(row) = found.await? else { return Ok(None) };
        let id = row.try_get("id")?;
        let Some(evidence) = super::row::evidence(&row)? else { return Ok(None) };
        let state: RunState = word(&row, "state")?;
        let is_lost = matches!(state, RunState::Refused | RunState::Failed | RunState::Cancelled);
        let mut pictures = BTreeMap::new();
        for kept in patiently(PATIENCE, || self.kept(id)).await? {
            if kept.role != Role::Picture {
                continue;
            }
            match self.bytes(id, kept.page).await {
                Ok(Some(bytes)) => {
                    pictures.insert(kept.name, bytes);
                }
                // Somebody took it away: then there is no earlier picture.
                Ok(None) | Err(Error::Missing { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(Past { run: id, evidence, is_lost, pictures }))
    }
}
