//! Files that clients send along (Selenium's `/se/file`), so that a server elsewhere can read them.

use std::io::{Cursor, Read};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::ZipArchive;

use super::Error;

/// The largest file that is unpacked, bytes.
const MOST: u64 = 256 << 20;

/// The files of a session; they go with it.
#[derive(Debug, Default)]
pub(super) struct Uploads(Vec<TempDir>);

impl Uploads {
    /// Unpacks the one file of a ZIP, given as base64, and tells where it is.
    ///
    /// # Errors
    /// What is no ZIP with a file, or too large.
    pub(super) fn take(&mut self, zip: &str) -> Result<Value, Error> {
        let unreadable = |error: &dyn std::fmt::Display| {
            Error::InvalidArgument(format!("the file can't be read: {error}"))
        };
        // Clients write it in lines.
        let zip: String = zip.split_ascii_whitespace().collect();
        let zip = STANDARD.decode(zip).map_err(|error| unreadable(&error))?;
        let mut zip = ZipArchive::new(Cursor::new(zip)).map_err(|error| unreadable(&error))?;
        let mut file = zip.by_index(0).map_err(|error| unreadable(&error))?;
        let name = file.enclosed_name().and_then(|path| path.file_name().map(ToOwned::to_owned));
        let name = name.ok_or_else(|| unreadable(&"it has no name"))?;
        let mut bytes = Vec::new();
        file.by_ref().take(MOST).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        let folder = tempfile::tempdir().map_err(|error| unreadable(&error))?;
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).map_err(|error| unreadable(&error))?;
        self.0.push(folder);
        Ok(json!(path))
    }
}
