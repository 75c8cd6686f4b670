//! What an app's own Python knows and HTTP does not tell: where callbacks are defined, which props components have.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use std::{env, fs, io};

use serde::Deserialize;
use tempfile::TempDir;
use tokio::process::Command;

use super::Launch;
use super::python::interpreter;

/// Python runs it by itself when it is on the path.
const HOOK: &str = include_str!("sitecustomize.py");
const PROP_NAMES: &str = include_str!("prop_names.py");
/// How long Python may take to import the packages of components.
const IMPORT_LIMIT: Duration = Duration::from_secs(30);

/// Follows an app's start, whatever starts it: every Python below it tells where it defines callbacks.
#[derive(Debug)]
pub struct Sources {
    folder: TempDir,
}

/// A line of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SourceLine {
    /// The file, absolute.
    pub file: PathBuf,
    /// 1-based: where the callback's decorators begin, or a clientside callback is registered.
    pub line: usize,
}

impl Sources {
    /// Prepares a start.
    ///
    /// # Errors
    /// When no temporary file can be written.
    pub fn of(launch: &mut Launch) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("dashproof-sources").tempdir()?;
        fs::write(folder.path().join("sitecustomize.py"), HOOK)?;
        let own = launch.env.iter().find(|(name, _)| name == "PYTHONPATH").map(|(_, path)| path.into());
        let rest: OsString = own.or_else(|| env::var_os("PYTHONPATH")).unwrap_or_default();
        let paths = std::iter::once(folder.path().to_owned()).chain(env::split_paths(&rest));
        let path = env::join_paths(paths).map_err(io::Error::other)?;
        launch.env.retain(|(name, _)| name != "PYTHONPATH");
        launch.env.push(("PYTHONPATH".to_owned(), path.to_string_lossy().into_owned()));
        let lines = folder.path().join("lines").to_string_lossy().into_owned();
        launch.env.push(("DASHPROOF_SOURCES".to_owned(), lines));
        Ok(Self { folder })
    }

    /// What was told so far, by the callback's identity.
    pub fn read(&self) -> BTreeMap<String, SourceLine> {
        #[derive(Deserialize)]
        struct Line {
            output: String,
            #[serde(flatten)]
            at: SourceLine,
        }
        let text = fs::read_to_string(self.folder.path().join("lines")).unwrap_or_default();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
        lines.map(|line| (line.output, line.at)).collect()
    }
}

/// The props that component classes have, by namespace and type: those that the app's Python can import.
pub async fn prop_names(
    launch: &Launch,
    components: &[(String, String)],
) -> BTreeMap<(String, String), Vec<String>> {
    let Ok(python) = interpreter(launch) else { return BTreeMap::new() };
    let asked = serde_json::to_string(components).unwrap_or_default();
    let mut command = Command::new(python);
    command.args(["-c", PROP_NAMES, &asked]).stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    command.current_dir(launch.dir.as_deref().unwrap_or(Path::new(".")));
    let said = tokio::time::timeout(IMPORT_LIMIT, command.output()).await;
    let text = said.ok().and_then(Result::ok).map(|said| said.stdout).unwrap_or_default();
    // What a package prints while it is imported comes before.
    let line = String::from_utf8_lossy(&text).lines().next_back().unwrap_or_default().to_owned();
    let known: Vec<(String, String, Vec<String>)> = serde_json::from_str(&line).unwrap_or_default();
    known.into_iter().map(|(namespace, kind, names)| ((namespace, kind), names)).collect()
}
