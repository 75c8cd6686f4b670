//! Pictures beside those of the run before.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::schedule::Burst;
use crate::schedule::store::{Kept, Pictured};
use crate::server::refusal::Refusal;
use crate::server::site::Site;
use crate::server::view::{ArtefactView, RunView};

/// How many runs are shown at once.
const USUAL: u32 = 24;
const MOST: u32 = 100;

/// Whose pictures are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(in crate::server) struct Asked {
    pub(super) report: Option<String>,
    /// The values of `for_each` as JSON; the first that there are when it is not given.
    pub(super) burst: Option<String>,
    /// After this run.
    pub(super) before: Option<i64>,
    /// At most so many runs.
    pub(super) limit: Option<u32>,
}

/// Some of a report's pictures.
#[derive(Debug, Serialize)]
pub(super) struct Pictures {
    pub(super) report: String,
    pub(super) burst: BTreeMap<String, String>,
    /// What else there are pictures of.
    pub(super) bursts: Vec<BTreeMap<String, String>>,
    pub(super) runs: Vec<PicturedView>,
    /// The last run, when there are more.
    pub(super) next: Option<i64>,
}

/// A run with its pictures.
#[derive(Debug, Serialize)]
pub(super) struct PicturedView {
    #[serde(flatten)]
    pub(super) run: RunView,
    pub(super) pictures: Vec<PictureView>,
}

/// A picture of a page.
#[derive(Debug, Serialize)]
pub(super) struct PictureView {
    #[serde(flatten)]
    artefact: ArtefactView,
    /// Whether the run before took the very same picture; `None` when there is none of it.
    is_as_before: Option<bool>,
}

impl Site {
    /// The pictures that are asked for.
    pub(super) async fn pictures(&self, report: String, asked: &Asked) -> Result<Pictures, Refusal> {
        let bursts = self.store.bursts(&report).await?;
        let burst = match asked.burst.as_deref().filter(|key| !key.is_empty()) {
            Some(key) => Burst::of_key(key)
                .ok_or_else(|| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "`burst` can't be read"))?,
            None => bursts.first().cloned().unwrap_or_default(),
        };
        let limit = asked.limit.unwrap_or(USUAL).clamp(1, MOST);
        let mut found = self.store.pictured(&report, &burst, asked.before, limit + 1).await?;
        let hashes: Vec<BTreeMap<String, String>> = found.iter().map(hashes).collect();
        let has_more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| has_more).map(|pictured| pictured.run.id);
        let runs = found.into_iter().enumerate().map(|(at, Pictured { run, pictures })| {
            let before = hashes.get(at + 1);
            let id = run.id;
            let picture = |kept: Kept| PictureView {
                is_as_before: before.and_then(|before| before.get(&kept.name)).map(|hash| *hash == kept.hash),
                artefact: ArtefactView::new(id, kept),
            };
            PicturedView { run: self.view(run), pictures: pictures.into_iter().map(picture).collect() }
        });
        Ok(Pictures {
            runs: runs.collect(),
            report,
            burst: burst.0,
            bursts: bursts.into_iter().map(|burst| burst.0).collect(),
            next,
        })
    }

    /// A picture of a run with those of the same page that the runs right before and after it took, if they did.
    pub(super) async fn neighbours(&self, id: i64, page: usize) -> Result<Neighbours, Refusal> {
        let run = self.store.run(id).await?.ok_or_else(|| Refusal::no_run(id))?;
        let nothing = || Refusal::new(StatusCode::NOT_FOUND, "no such picture is kept");
        let kept = self.store.kept(id).await?;
        let kept = kept.into_iter().find(|kept| kept.page == page && kept.is_there).ok_or_else(nothing)?;
        let of_page = |pictured: Pictured| {
            let name = &kept.name;
            pictured.pictures.into_iter().find(|other| other.name == *name).map(|other| (pictured.run, other))
        };
        let older = self.store.pictured(&run.report, &run.burst, Some(id), 1).await?.pop().and_then(of_page);
        let newer = self.store.pictured_after(&run).await?.and_then(of_page);
        let beside = |(run, kept): (crate::schedule::Run, Kept)| Beside {
            page: kept.page,
            href: format!("/artefacts/{}/{}", run.id, kept.page),
            run: self.view(run),
        };
        Ok(Neighbours {
            older: older.map(beside),
            newer: newer.map(beside),
            run: self.view(run),
            picture: ArtefactView::new(id, kept),
        })
    }
}

/// A picture, and those before and after it.
#[derive(Debug, Serialize)]
pub(super) struct Neighbours {
    pub(super) run: RunView,
    pub(super) picture: ArtefactView,
    pub(super) older: Option<Beside>,
    newer: Option<Beside>,
}

/// The same page in another run.
#[derive(Debug, Serialize)]
pub(super) struct Beside {
    pub(super) run: RunView,
    pub(super) page: usize,
    href: String,
}

/// The hash of each picture by its name.
fn hashes(pictured: &Pictured) -> BTreeMap<String, String> {
    pictured.pictures.iter().map(|kept| (kept.name.clone(), kept.hash.clone())).collect()
}
