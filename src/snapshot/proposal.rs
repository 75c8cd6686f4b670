//! What a pending capture would change, to be looked at before it is accepted.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Error, Pending};

/// A pending capture beside its baseline, as their files were when they were read.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What the test says of it.
    pub description: Option<String>,
    /// The test file, as insta writes it: relative to its project.
    pub source: Option<String>,
    /// The baseline; `None` when there is none yet.
    pub before: Option<Shown>,
    /// What waits.
    pub after: Shown,
    /// Names these very bytes: SHA-256 over all that was read, in lower-case hexadecimal digits.
    pub version: String,
}

/// What a snapshot holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Lines.
    Text(String),
    /// A PNG file; empty when it is missing.
    Picture(Vec<u8>),
    /// Another file, which can't be shown.
    File {
        /// Its extension, such as `pdf`.
        extension: String,
        /// How long it is, in bytes.
        size: usize,
    },
}

impl Pending {
    /// Reads what waits, and what it is to replace.
    ///
    /// # Errors
    /// [`Error::File`], and [`Error::Link`] when one of the files stands somewhere else.
    pub fn proposal(&self) -> Result<Proposal, Error> {
        let baseline = self.baseline();
        let data = self.data()?.into_iter().next();
        let extension =
            data.as_deref().and_then(Path::extension).map(|name| name.to_string_lossy().into_owned());
        let beside = |path: &Path| {
            extension.as_ref().map(|extension| PathBuf::from(format!("{}.{extension}", path.display())))
        };
        let files = [Some(self.path.clone()), data.clone(), Some(baseline.clone()), beside(&baseline)];
        let mut version = Sha256::new();
        let mut read = Vec::new();
        for path in files {
            let bytes = path.map(|path| bytes(&path)).transpose()?.flatten();
            // Of two files that follow each other, no byte may count for the other.
            version.update(bytes.as_ref().map_or(u64::MAX, |bytes| bytes.len() as u64).to_le_bytes());
            version.update(bytes.as_deref().unwrap_or_default());
            read.push(bytes);
        }
        let mut read = read.into_iter();
        let mut next = || read.next().flatten();
        let (after, after_data, before, before_data) = (next(), next(), next(), next());
        let after = after.ok_or_else(|| Error::NothingPending { path: self.path.clone() })?;
        let (header, after) = parted(&after);
        let shown = |text: String, data: Option<Vec<u8>>| match &extension {
            None => Shown::Text(text),
            Some(extension) if extension == "png" => Shown::Picture(data.unwrap_or_default()),
            Some(extension) => {
                Shown::File { extension: extension.clone(), size: data.map_or(0, |data| data.len()) }
            }
        };
        Ok(Proposal {
            description: header.description,
            source: header.source,
            before: before.map(|before| shown(parted(&before).1, before_data)),
            after: shown(after, after_data),
            version: version.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")),
        })
    }

    /// Makes it the baseline, if it and the baseline are still what `version` names.
    ///
    /// # Errors
    /// [`Error::Changed`] when they are not, and as [`Pending::accept`].
    pub fn accept_as_shown(&self, version: &str) -> Result<(), Error> {
        self.check(version)?;
        self.accept()
    }

    /// Throws it away, if it and the baseline are still what `version` names.
    ///
    /// # Errors
    /// [`Error::Changed`] when they are not, and as [`Pending::reject`].
    pub fn reject_as_shown(&self, version: &str) -> Result<(), Error> {
        self.check(version)?;
        self.reject()
    }

    fn check(&self, version: &str) -> Result<(), Error> {
        if self.proposal()?.version == version {
            return Ok(());
        }
        Err(Error::Changed { path: self.baseline() })
    }
}

/// What insta writes above a snapshot, as far as a reviewer reads it.
#[derive(Debug, Default, Deserialize)]
struct Header {
    source: Option<String>,
    description: Option<String>,
}

/// The header of a snapshot's file, and what follows it.
fn parted(bytes: &[u8]) -> (Header, String) {
    let text = String::from_utf8_lossy(bytes);
    let parts = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
    let Some((header, rest)) = parts else { return (Header::default(), text.into_owned()) };
    (serde_saphyr::from_str(header).unwrap_or_default(), rest.to_owned())
}

/// A file's bytes; `None` when there is none.
fn bytes(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    let error = |source| Error::File { path: path.to_owned(), source };
    match fs::symlink_metadata(path) {
        Err(missing) if missing.kind() == ErrorKind::NotFound => return Ok(None),
        Err(other) => return Err(error(other)),
        Ok(found) if found.is_symlink() => return Err(Error::Link { path: path.to_owned() }),
        Ok(_) => {}
    }
    fs::read(path).map(Some).map_err(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(folder: &Path, files: &[(&str, &str)]) -> Pending {
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        Pending { path: folder.join("a.snap.new") }
    }

    const HEADER: &str = "---\nsource: tests/sales.yaml\nassertion_line: 3\ndescription: \"a: click\"\n---\n";

    #[test]
    fn a_capture_is_shown_beside_its_baseline_without_their_headers() {
        let folder = tempfile::tempdir().unwrap();
        let files = [("a.snap.new", format!("{HEADER}new\n---\n")), ("a.snap", format!("{HEADER}old\n"))];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        let proposal = pending(folder.path(), &files).proposal().unwrap();
        assert_eq!(proposal.before, Some(Shown::Text("old\n".to_owned())));
        assert_eq!(proposal.after, Shown::Text("new\n---\n".to_owned()));
        assert_eq!(proposal.description.as_deref(), Some("a: click"));
        assert_eq!(proposal.source.as_deref(), Some("tests/sales.yaml"));
    }

    #[test]
    fn what_was_shown_is_accepted_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let files =
            [("a.snap.new", HEADER), ("a.snap.new.png", "one"), ("a.snap", HEADER), ("a.snap.png", "0")];
        let pending = pending(folder.path(), &files);
        let shown = pending.proposal().unwrap().version;
        for (name, was) in [("a.snap.new.png", "one"), ("a.snap.png", "0"), ("a.snap", HEADER)] {
            fs::write(folder.path().join(name), "another one").unwrap();
            assert!(matches!(pending.accept_as_shown(&shown), Err(Error::Changed { .. })), "{name}");
            assert!(matches!(pending.reject_as_shown(&shown), Err(Error::Changed { .. })), "{name}");
            fs::write(folder.path().join(name), was).unwrap();
        }
        pending.accept_as_shown(&shown).unwrap();
        assert_eq!(fs::read(folder.path().join("a.snap.png")).unwrap(), b"one");
        assert!(matches!(pending.accept_as_shown(&shown), Err(Error::NothingPending { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_another_place_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let pending = pending(folder.path(), &[("a.snap.new", HEADER), ("secret", "secret")]);
        std::os::unix::fs::symlink(folder.path().join("secret"), folder.path().join("a.snap")).unwrap();
        assert!(matches!(pending.proposal(), Err(Error::Link { .. })));
    }

    #[test]
    fn a_file_that_is_no_snapshot_is_shown_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let proposal = pending(folder.path(), &[("a.snap.new", "---\n[: no header\n---\nrest")]).proposal();
        assert_eq!(proposal.unwrap().after, Shown::Text("rest".to_owned()));
        let proposal = pending(folder.path(), &[("a.snap.new", "nothing of the kind")]).proposal();
        assert_eq!(proposal.unwrap().after, Shown::Text("nothing of the kind".to_owned()));
    }
}
