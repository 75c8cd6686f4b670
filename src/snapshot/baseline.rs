//! One baseline, and a capture held against it.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use insta::_macro_support::{self as engine, BinarySnapshotValue, SnapshotValue};

use super::comparator::{Finding, PictureComparator, TextComparator};
use super::quiet::quietly;
use super::{Error, PictureTolerance};

/// What marks the root of a project: paths in a baseline's header are relative to it.
const ROOT_MARKS: [&str; 4] = [".config/insta.yaml", ".git", "pyproject.toml", "Cargo.toml"];

/// One baseline of a test file, beside it in `snapshots/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The test file.
    pub source: PathBuf,
    /// The line there that asks for it, 1-based.
    pub line: u32,
    /// The file's name without extension: the test file's stem, the snapshot's name, what it is of.
    pub name: String,
    /// Tells machines apart whose pictures differ: `@browser-linux`.
    pub suffix: Option<String>,
    /// What a reviewer reads about it.
    pub description: String,
}

/// What is held against a baseline.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A text that must be equal.
    Text(String),
    /// A PNG file that may differ a little.
    Picture {
        /// The file's bytes.
        png: Vec<u8>,
        /// How much may differ.
        tolerance: PictureTolerance,
        /// Where a picture of the difference is written, if it differs.
        diff: Option<PathBuf>,
    },
}

/// What came of holding a capture against its baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As approved, or approved at once because `INSTA_UPDATE` says so.
    Approved,
    /// There is no baseline yet.
    Missing {
        /// Where the capture waits for approval; `None` when insta was told to write nothing, as in CI.
        pending: Option<PathBuf>,
    },
    /// It differs.
    Different {
        /// How: a diff of lines, or what a picture shows.
        how: String,
        /// Where the capture waits for approval; `None` when insta was told to write nothing, as in CI.
        pending: Option<PathBuf>,
    },
}

impl Baseline {
    /// Holds a capture against this baseline. What differs, or is new, waits for approval beside it.
    ///
    /// # Errors
    /// [`Error::Insta`] when a file can't be written, or the baseline's own file is broken.
    pub fn hold(&self, content: Content) -> Result<Verdict, Error> {
        let source = std::path::absolute(&self.source)
            .map_err(|error| Error::File { path: self.source.clone(), source: error })?;
        let root = project_root(&source);
        let relative = source.strip_prefix(root).unwrap_or(&source);
        let file = self.file(&source);
        let known = file.is_file();

        let mut settings = insta::Settings::new();
        settings.set_snapshot_path("snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_description(&self.description);
        if let Some(suffix) = &self.suffix {
            settings.set_snapshot_suffix(suffix);
        }
        let finding = Finding::default();
        let named = format!("{}.png", self.name);
        let (value, text) = match content {
            Content::Text(text) => {
                settings.set_comparator(Box::new(TextComparator { finding: finding.clone() }));
                (None, text)
            }
            Content::Picture { png, tolerance, diff } => {
                let comparator = PictureComparator { tolerance, diff, finding: finding.clone() };
                settings.set_comparator(Box::new(comparator));
                (Some(BinarySnapshotValue { name_and_extension: &named, content: png }.into()), String::new())
            }
        };
        let value = value.unwrap_or_else(|| SnapshotValue::from((self.name.as_str(), text.as_str())));
        // insta's macros end in this call. It is called directly so that the header names the test file's line.
        let assertion = || {
            let file = relative.to_string_lossy();
            engine::assert_snapshot(value, root, &self.name, "", &file, self.line, "")
                .map_err(|error| error.to_string())
        };
        let panicked = match settings.bind(|| quietly(assertion)) {
            Ok(Ok(())) => return Ok(Verdict::Approved),
            Ok(Err(reason)) => return Err(Error::Insta { name: self.name.clone(), reason }),
            Err(panic) => panic,
        };
        let pending = Some(file.with_extension("snap.new")).filter(|pending| pending.is_file());
        let found = finding.lock().unwrap_or_else(PoisonError::into_inner).take();
        match found {
            Some(how) => Ok(Verdict::Different { how, pending }),
            None if !known => Ok(Verdict::Missing { pending }),
            // The baseline is there and was not compared: insta could not read it.
            None => {
                let said = panicked.downcast_ref::<String>().map_or("it can't be read", String::as_str);
                Err(Error::Insta { name: self.name.clone(), reason: said.to_owned() })
            }
        }
    }

    /// Where the approved baseline is.
    fn file(&self, source: &Path) -> PathBuf {
        let suffix = self.suffix.as_ref().map(|suffix| format!("@{suffix}")).unwrap_or_default();
        let folder = source.parent().unwrap_or(Path::new("")).join("snapshots");
        folder.join(format!("{}{suffix}.snap", self.name))
    }
}

/// The nearest folder above `source` that looks like a project's root, or the folder it is in.
fn project_root(source: &Path) -> &Path {
    let folder = source.parent().unwrap_or(source);
    folder
        .ancestors()
        .find(|folder| ROOT_MARKS.iter().any(|mark| folder.join(mark).exists()))
        .unwrap_or(folder)
}

#[cfg(test)]
#[path = "baseline_tests.rs"]
mod tests;
