//! Files that pages give (`dcc.Download`), in the folder that the client asked for.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::window::Window;
use crate::engine::Download;
use crate::whole_file;

/// What was downloaded in one window.
#[derive(Debug, Default)]
pub(super) struct Downloads {
    /// Where files go; none are written without it.
    folder: Option<PathBuf>,
    /// What each component gave last, by its place.
    given: HashMap<String, Value>,
}

impl Downloads {
    pub(super) fn to(folder: Option<PathBuf>) -> Self {
        Self { folder, given: HashMap::new() }
    }

    /// Files go to another folder from now on.
    pub(super) fn redirect(&mut self, folder: Option<PathBuf>) {
        self.folder = folder;
    }

    /// Those of another page, into the same folder.
    pub(super) fn beside(&self) -> Self {
        Self::to(self.folder.clone())
    }
}

impl Window {
    /// Writes what the page gave since this was called last.
    pub(super) fn download(&mut self) {
        let Some(folder) = self.downloads.folder.clone() else { return };
        let Ok(page) = self.page() else { return };
        let now = page.downloads();
        let given = std::mem::take(&mut self.downloads.given);
        for (at, data) in &now {
            if given.get(at) != Some(data)
                && let Some(file) = Download::from_data(data)
            {
                // A browser that can't write a file says so to its user alone.
                let _ = whole_file::write(&folder.join(name(&file)), &file.bytes);
            }
        }
        self.downloads.given = now.into_iter().collect();
    }
}

/// The file's name without any folder.
fn name(file: &Download) -> PathBuf {
    let name = Path::new(&file.name).file_name();
    name.map_or_else(|| PathBuf::from("download"), PathBuf::from)
}
