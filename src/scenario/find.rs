//! Test files by path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::Error;

/// Every test file that `paths` name: a file as it is; of a folder each `.yaml` and `.yml` below it, sorted,
/// but for hidden folders and `snapshots`.
///
/// # Errors
/// [`Error::Read`] for a path that is not there, [`Error::NoFiles`] for a folder without a test file.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        let kind = std::fs::metadata(path).map_err(|source| Error::Read { path: path.clone(), source })?;
        if kind.is_dir() {
            walk(path, &mut files)?;
            if files.len() == before {
                return Err(Error::NoFiles { path: path.clone() });
            }
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let error = |source| Error::Read { path: folder.to_owned(), source };
    let mut entries =
        std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(error)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        if entry.file_type().map_err(error)?.is_dir() {
            if name != "snapshots" && !name.as_encoded_bytes().starts_with(b".") {
                walk(&path, files)?;
            }
        } else if matches!(path.extension().and_then(OsStr::to_str), Some("yaml" | "yml")) {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_test_files_in_order_and_no_snapshots() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["b.yaml", "a/x.yml", "a/snapshots/old.yaml", ".git/y.yaml", "notes.txt"] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found = find(&[folder.path().to_owned()]).unwrap();
        assert_eq!(found, [folder.path().join("a/x.yml"), folder.path().join("b.yaml")]);
    }

    #[test]
    fn a_missing_path_and_an_empty_folder_are_errors_that_name_them() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        assert!(matches!(find(&[missing]), Err(Error::Read { .. })));
        assert!(matches!(find(&[folder.path().to_owned()]), Err(Error::NoFiles { .. })));
    }
}
