//! Files for an upload, which the browser takes from its own machine.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::tab::Tab;
use super::wire::failure;
use crate::engine::{Action, Error, Locator};

/// Commands that bring a file to a node: of W3C sessions, and of those before.
const BRING: [&str; 2] = ["se/file", "file"];

impl Tab {
    /// Gives files to an upload.
    pub(super) async fn upload(&self, on: &Locator, files: &[PathBuf]) -> Result<(), Error> {
        let mut paths = Vec::new();
        for file in files {
            let path = std::path::absolute(file).ok().filter(|path| path.is_file());
            let path = path.ok_or_else(|| Error::BadAction {
                text: Action::Upload { on: on.clone(), files: files.to_vec() }.to_string(),
                reason: format!("there is no file {}", file.display()),
            })?;
            paths.push(if self.is_remote() { self.bring(&path).await? } else { text(&path) });
        }
        let field = self.ask(on, "fileField", &[]).await?;
        let said = self.element(&field)?.send_keys(&paths.join("\n")).await;
        said.map_err(|error| failure(Some(on), &error.to_string()))
    }

    /// Brings a file to the browser's machine, as Selenium does, and says where it is there: a zip file of it in base64
    /// goes to the node. A driver that knows no such command may still find the file where it is here.
    async fn bring(&self, path: &Path) -> Result<String, Error> {
        let unreadable = |error: &dyn std::fmt::Display| Error::Browser {
            reason: format!("{} can't be sent to the browser's machine: {error}", path.display()),
        };
        let content = tokio::fs::read(path).await.map_err(|error| unreadable(&error))?;
        let zipped = zipped(path, &content).map_err(|error| unreadable(&error))?;
        let body = json!({ "file": STANDARD.encode(zipped) });
        for command in BRING {
            if let Ok(Value::String(there)) = self.command(command, body.clone()).await {
                return Ok(there);
            }
        }
        Ok(text(path))
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A zip file of one file, under its name.
fn zipped(path: &Path, content: &[u8]) -> Result<Vec<u8>, zip::result::ZipError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default())?;
    zip.write_all(content)?;
    Ok(zip.finish()?.into_inner())
}
