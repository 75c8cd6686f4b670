//! Captures that wait for approval.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::Error;

/// The extension that insta gives a snapshot that waits.
const NEW: &str = ".snap.new";
/// Folders that hold no snapshots and may be large.
const SKIPPED: [&str; 4] = ["target", "node_modules", ".git", ".venv"];

/// A capture that waits for approval: insta's `NAME.snap.new`, with `NAME.snap.new.png` when it is a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The `.snap.new` file.
    pub path: PathBuf,
}

impl Pending {
    /// Everything that waits in or below `path`, sorted; `path` may also name a pending file or its baseline.
    ///
    /// # Errors
    /// [`Error::File`] when a folder can't be read.
    pub fn find(path: &Path) -> Result<Vec<Self>, Error> {
        let mut found = Vec::new();
        if path.is_dir() {
            walk(path, &mut found)?;
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let stem = [".snap.new.png", ".snap.png", NEW, ".snap"]
                .into_iter()
                .find_map(|end| name.strip_suffix(end));
            let pending = path.with_file_name(format!("{}{NEW}", stem.unwrap_or(&name)));
            if !pending.is_file() {
                return Err(Error::NothingPending { path: path.to_owned() });
            }
            found.push(Self { path: pending });
        }
        Ok(found)
    }

    /// Where it will be once approved.
    pub fn baseline(&self) -> PathBuf {
        self.path.with_extension("")
    }

    /// Makes it the baseline.
    ///
    /// # Errors
    /// [`Error::File`]; the old baseline is then still there.
    pub fn accept(&self) -> Result<(), Error> {
        let error = |source| Error::File { path: self.path.clone(), source };
        let text = fs::read_to_string(&self.path).map_err(error)?;
        let baseline = self.baseline();
        for data in self.data()? {
            // `x.snap.new.png` becomes `x.snap.png`.
            let name = data.file_name().unwrap_or_default().to_string_lossy().replacen(NEW, ".snap", 1);
            fs::rename(&data, data.with_file_name(name)).map_err(error)?;
        }
        crate::whole_file::write(&baseline, approved(&text).as_bytes()).map_err(error)?;
        fs::remove_file(&self.path).map_err(error)
    }

    /// Throws it away; the baseline stays.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn reject(&self) -> Result<(), Error> {
        let error = |source| Error::File { path: self.path.clone(), source };
        for data in self.data()? {
            fs::remove_file(data).map_err(error)?;
        }
        fs::remove_file(&self.path).map_err(error)
    }

    /// The files with binary data that belong to it: at most one.
    pub(super) fn data(&self) -> Result<Vec<PathBuf>, Error> {
        let folder = self.path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let error = |source| Error::File { path: folder.to_owned(), source };
        let prefix = format!("{}.", self.path.file_name().unwrap_or_default().to_string_lossy());
        let mut data = Vec::new();
        for entry in fs::read_dir(folder).map_err(error)? {
            let entry = entry.map_err(error)?;
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                data.push(entry.path());
            }
        }
        Ok(data)
    }
}

fn walk(folder: &Path, found: &mut Vec<Pending>) -> Result<(), Error> {
    let error = |source| Error::File { path: folder.to_owned(), source };
    let mut entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(error)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().map_err(error)?.is_dir() {
            if !SKIPPED.iter().any(|skipped| entry.file_name() == *skipped) {
                walk(&path, found)?;
            }
        } else if path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(NEW)) {
            found.push(Pending { path });
        }
    }
    Ok(())
}

/// The text of an approved snapshot: the line that asked for it is left out of the header, as insta does,
/// because it moves with every edit.
fn approved(text: &str) -> String {
    let mut separators = 0;
    text.split_inclusive('\n')
        .filter(|line| {
            separators += usize::from(line.trim_end() == "---");
            separators >= 2 || !line.starts_with("assertion_line:")
        })
        .collect()
}
