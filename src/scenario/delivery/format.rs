//! What a report is made as.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a report is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// A document of all pages.
    Pdf,
    /// A picture of the first page.
    Png,
    /// The document as one HTML page that needs no other file.
    Html,
    /// What was read, for programs: `values` of each page.
    Json,
}

impl Format {
    /// How the names of such files end, as a regular expression.
    pub(super) const ENDS: &str = r"\.(pdf|png|html|json)$";

    /// The format of a file by its name's end.
    pub fn of(path: &str) -> Option<Self> {
        let end = Path::new(path).extension()?;
        [Self::Pdf, Self::Png, Self::Html, Self::Json].into_iter().find(|format| end == format.end())
    }

    /// How the name of such a file ends, without the dot.
    pub fn end(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}
