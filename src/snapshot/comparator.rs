//! How insta compares: texts by their lines, pictures by what a person sees.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use insta::internals::SnapshotContents;
use insta::{Comparator, Snapshot};

use super::{Error, PictureDiff, PictureTolerance};
use crate::render::scene::{Image, PngOptions};

/// What a comparison found, for the error message.
pub(super) type Finding = Arc<Mutex<Option<String>>>;

/// Says how a text differs from its baseline.
#[derive(Debug, Clone, Default)]
pub(super) struct TextComparator {
    pub(super) finding: Finding,
}

impl Comparator for TextComparator {
    fn matches(&self, reference: &Snapshot, test: &Snapshot) -> bool {
        let equal = reference.contents() == test.contents();
        if !equal && let (Some(before), Some(after)) = (reference.as_text(), test.as_text()) {
            let diff = similar::TextDiff::from_lines(before.to_string(), after.to_string())
                .unified_diff()
                .context_radius(2)
                .missing_newline_hint(false)
                .to_string();
            note(&self.finding, diff);
        }
        equal
    }

    fn dyn_clone(&self) -> Box<dyn Comparator> {
        Box::new(self.clone())
    }
}

/// Compares PNG snapshots with a [`PictureTolerance`]; for `insta::Settings::set_comparator`.
#[derive(Debug, Clone, Default)]
pub struct PictureComparator {
    /// How much may differ.
    pub tolerance: PictureTolerance,
    /// Where a picture of the difference is written, when there is one.
    pub diff: Option<PathBuf>,
    pub(super) finding: Finding,
}

impl Comparator for PictureComparator {
    fn matches(&self, reference: &Snapshot, test: &Snapshot) -> bool {
        let (Some(before), Some(after)) = (bytes(reference), bytes(test)) else {
            note(&self.finding, "the baseline's picture is missing".to_owned());
            return false;
        };
        if before == after {
            return true;
        }
        let compared = Image::from_png(before).map_err(Error::from).and_then(|before| {
            let after = Image::from_png(after)?;
            let (diff, picture) = PictureDiff::of(&before, &after, self.tolerance);
            let equal = diff.is_within(self.tolerance);
            if !equal {
                note(&self.finding, diff.to_string());
                if let Some(path) = &self.diff {
                    let written = crate::whole_file::write(path, &picture.to_png(PngOptions::default())?);
                    written.map_err(|source| Error::File { path: path.clone(), source })?;
                }
            }
            Ok(equal)
        });
        compared.unwrap_or_else(|error| {
            note(&self.finding, error.to_string());
            false
        })
    }

    fn dyn_clone(&self) -> Box<dyn Comparator> {
        Box::new(self.clone())
    }
}

fn bytes(snapshot: &Snapshot) -> Option<&[u8]> {
    match snapshot.contents() {
        SnapshotContents::Binary(Some(bytes)) => Some(bytes),
        _ => None,
    }
}

fn note(finding: &Finding, text: String) {
    finding.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(text);
}
