//! A recording, and its file.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use axum::body::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::read::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::trace::Error;
use crate::whole_file;

/// What an app answered in the visits of a test file.
///
/// The file is a zip: `recording.json`, which is this, and the bodies under `bodies/`, each once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// Version of this form; [`Recording::VERSION`] when written.
    pub version: u32,
    /// The app, as it was named.
    pub app: String,
    /// The path below which it was served, with a slash at both ends.
    pub path: String,
    /// The visits, in the order in which they were made.
    pub visits: Vec<RecordedVisit>,
    /// The bodies by their names.
    #[serde(skip)]
    pub(super) bodies: BTreeMap<String, Bytes>,
}

/// What the app answered in one visit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RecordedVisit {
    /// The test.
    pub name: String,
    /// The HTTP exchanges, in the order of their requests.
    pub exchanges: Vec<RecordedExchange>,
    /// The WebSocket connections, in the order in which they were opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sockets: Vec<RecordedSocket>,
}

/// One HTTP exchange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedExchange {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The body of a callback's request; of others none is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Value>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// Those headers of the answer that say what it is.
    pub headers: Vec<(String, String)>,
    /// The name of its body; none is kept of an empty one, nor of one that was too large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// How many bytes the body had that was too large to keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elided: Option<u64>,
}

/// One WebSocket connection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RecordedSocket {
    /// Path and query.
    pub target: String,
    /// What was said, in order.
    pub frames: Vec<RecordedFrame>,
}

/// A message over a WebSocket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedFrame {
    /// Milliseconds since the one before.
    pub after: u64,
    /// The message.
    #[serde(flatten)]
    pub said: Said,
}

/// Who said what over a WebSocket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Said {
    /// The page said this.
    Page(Value),
    /// The app said this.
    App(Value),
    /// The app ended the connection, with this code.
    Closed(u16),
    /// One of them said something that is no JSON, of so many bytes.
    Binary(u64),
}

impl Recording {
    /// The version that this crate writes and reads.
    pub const VERSION: u32 = 1;
    /// What the bodies of a recording weigh together at most, in bytes; what comes after is not kept.
    pub const LIMIT: u64 = 256 * 1024 * 1024;

    /// Keeps a body, once, and gives its name.
    pub(super) fn keep(&mut self, bytes: Bytes) -> String {
        let name = format!("{:x}", Sha256::digest(&bytes));
        self.bodies.entry(name.clone()).or_insert(bytes);
        name
    }

    /// Reads a recording.
    ///
    /// # Errors
    /// [`Error::File`], and [`Error::NotARecording`] for a file of another kind or version.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        Self::read(bytes).map_err(|reason| Error::NotARecording { path: path.to_owned(), reason })
    }

    fn read(bytes: Vec<u8>) -> Result<Self, String> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        let mut recording: Self = {
            let file = zip.by_name(INDEX).map_err(|_| format!("it has no {INDEX}"))?;
            let index: Value =
                serde_json::from_reader(file.take(Self::LIMIT)).map_err(|error| error.to_string())?;
            let version = index.get("version").and_then(Value::as_u64);
            if version != Some(Self::VERSION.into()) {
                let found = version.map_or_else(|| "none".to_owned(), |version| version.to_string());
                return Err(format!("its version is {found}, this build reads version {}", Self::VERSION));
            }
            serde_json::from_value(index).map_err(|error| error.to_string())?
        };
        let mut left = Self::LIMIT;
        for index in 0..zip.len() {
            let file = zip.by_index(index).map_err(|error| error.to_string())?;
            let name = file.name().map_err(|error| error.to_string())?;
            let Some(name) = name.strip_prefix(BODIES).map(str::to_owned) else { continue };
            let mut bytes = Vec::new();
            file.take(left).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
            left -= bytes.len() as u64;
            recording.bodies.insert(name, bytes.into());
        }
        Ok(recording)
    }

    /// Writes the recording whole, or not at all.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let zipped = self.zipped().map_err(std::io::Error::other);
        let written = zipped.and_then(|bytes| whole_file::write(path, &bytes));
        written.map_err(|source| Error::File { path: path.to_owned(), source })
    }

    /// The file; the same for the same recording.
    fn zipped(&self) -> Result<Vec<u8>, zip::result::ZipError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(INDEX, SimpleFileOptions::default())?;
        zip.write_all(&serde_json::to_vec_pretty(self).map_err(std::io::Error::from)?)?;
        for (name, bytes) in &self.bodies {
            zip.start_file(format!("{BODIES}{name}"), SimpleFileOptions::default())?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

const INDEX: &str = "recording.json";
const BODIES: &str = "bodies/";
