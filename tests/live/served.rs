//! The scenario apps of `fixtures/callbacks`, served by one Python process.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde::Deserialize;
use tempfile::TempDir;

/// The apps by name.
#[derive(Deserialize)]
pub(crate) struct Served {
    pub(crate) dash: String,
    pub(crate) apps: BTreeMap<String, App>,
}

/// One app, and what its visitor does.
#[derive(Deserialize)]
pub(crate) struct App {
    pub(crate) url: url::Url,
    pub(crate) steps: Vec<Step>,
}

/// What a visitor does before the page is left to settle.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Step {
    Action(String),
    /// One right after the other.
    Together(Vec<String>),
}

/// The scenario apps' process, and the folder of their temporary files; it ends with its standard input.
pub(crate) struct Server {
    child: Child,
    _scratch: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves the scenario apps with the Dash that a Python has.
pub(crate) fn serve(python: &Path) -> (Server, Served) {
    let scratch = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(python)
        .arg("serve.py")
        .current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/callbacks"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("TMPDIR", scratch.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", python.display()));
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("stdout is piped"))
        .read_line(&mut line)
        .expect("stdout is text");
    let server = Server { child, _scratch: scratch };
    let served = serde_json::from_str(&line)
        .unwrap_or_else(|_| panic!("{} has no Dash: it said {line:?}", python.display()));
    (server, served)
}
