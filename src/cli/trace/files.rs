//! Traces named on the command line: files, or folders of them.

use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::trace::{Trace, export};

/// Reads each trace; of a folder every `.trace.json` in it, by name.
pub(super) fn load(paths: &[PathBuf]) -> Result<Vec<(PathBuf, Trace)>, Failure> {
    let mut traces = Vec::new();
    for path in paths {
        let files = if path.is_dir() { in_folder(path)? } else { vec![path.clone()] };
        for file in files {
            let trace = export::json::load(&file)?;
            traces.push((file, trace));
        }
    }
    Ok(traces)
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|error| Failure::unreadable(folder, &error))?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".trace.json"));
    files.sort();
    if files.is_empty() {
        let problem = format!("no .trace.json file in {}", folder.display());
        return Err(Failure::usage(problem).hint("`dashproof test --trace DIR` writes them"));
    }
    Ok(files)
}
