//! What can be wrong with a test file.

use std::path::PathBuf;

use crate::excerpt::Excerpt;

/// An error of reading or running test files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder can't be read.
    #[error("can't read {}", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder without a test file.
    #[error("no .yaml or .yml file in {}", .path.display())]
    NoFiles {
        /// The folder.
        path: PathBuf,
    },
    /// A file says something that can't be understood.
    #[error("{}:{line}:{column}: {reason}", .path.display())]
    BadFile {
        /// Which.
        path: PathBuf,
        /// 1-based.
        line: usize,
        /// 1-based, in characters.
        column: usize,
        /// What is wrong, and what would be right.
        reason: String,
        /// The place.
        excerpt: Excerpt,
    },
    /// A name was asked for that no test has.
    #[error("no test's name contains `{name}`; the nearest: {}", .nearest.join("; "))]
    NoSuchTest {
        /// What was asked for.
        name: String,
        /// The names nearest to it, the nearest first.
        nearest: Vec<String>,
    },
    /// Results can't be written.
    #[error("can't write {}", .path.display())]
    Write {
        /// Where to.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// The place in the file, when the error is about one.
    pub fn excerpt(&self) -> Option<&Excerpt> {
        match self {
            Self::BadFile { excerpt, .. } => Some(excerpt),
            _ => None,
        }
    }
}
