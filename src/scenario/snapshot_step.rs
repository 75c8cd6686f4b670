//! The `snapshot` step: which captures are held against which baselines.

use std::fmt;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::Locator;
use crate::snapshot::PictureTolerance;

/// Captures that are held against their baselines.
#[derive(Debug, Clone)]
pub struct SnapshotStep {
    /// The baseline's name, unique in its file.
    pub name: String,
    /// What is captured, in the order of the file.
    pub of: Vec<SnapshotKind>,
    /// One graph or element; the page when absent.
    pub on: Option<Locator>,
    /// Pictures show the whole page, not only the viewport.
    pub full_page: bool,
    /// Painted over in pictures, all that each finds.
    pub mask: Vec<Locator>,
    /// How much a picture may differ.
    pub tolerance: PictureTolerance,
    /// What these match in values, figures and descriptions is replaced before it is compared: times, random ids.
    pub redact: Vec<Regex>,
}

impl PartialEq for SnapshotStep {
    fn eq(&self, other: &Self) -> bool {
        // A pattern is equal when its text is.
        let key = |step: &Self| {
            let patterns: Vec<String> = step.redact.iter().map(ToString::to_string).collect();
            (step.name.clone(), step.of.clone(), step.on.clone(), step.full_page, step.mask.clone(), patterns)
        };
        key(self) == key(other) && self.tolerance == other.tolerance
    }
}

/// What a snapshot is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SnapshotKind {
    /// What a visitor can read off each component.
    Values,
    /// The figure of each graph, or of the one at `on`.
    Figures,
    /// What the chart of each graph, or of the one at `on`, says: axes, ranges, tick labels, texts, plot traces. Each
    /// is laid out at its figure's own size.
    Description,
    /// What the page, or the element at `on`, looks like.
    Picture,
    /// The callback calls so far, without ids and times.
    Trace,
}

impl fmt::Display for SnapshotKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Values => "values",
            Self::Figures => "figures",
            Self::Description => "description",
            Self::Picture => "picture",
            Self::Trace => "trace",
        })
    }
}

impl fmt::Display for SnapshotStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of: Vec<String> = self.of.iter().map(ToString::to_string).collect();
        write!(f, "snapshot {} of {}", self.name, of.join(", "))?;
        self.on.as_ref().map_or(Ok(()), |on| write!(f, " on `{on}`"))
    }
}

/// Captures that are held against approved ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Snapshot")]
pub(super) struct SnapshotSyntax {
    /// Its name, unique in the file: letters, digits, spaces, `-` and `_`.
    name: String,
    /// What is captured.
    #[schemars(length(min = 1))]
    of: Vec<SnapshotKind>,
    /// One element or graph; the whole page when absent.
    on: Option<Locator>,
    /// Whether the picture shows what is below the viewport too.
    #[serde(default)]
    full_page: bool,
    /// Painted over in pictures, all that each finds.
    #[serde(default)]
    mask: Vec<Locator>,
    /// How different a pixel's colour may be and still count as the same, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    threshold: Option<f64>,
    /// How many pixels may differ.
    max_diff_pixels: Option<u64>,
    /// Regular expressions; what they match is replaced before it is compared.
    #[serde(default)]
    redact: Vec<String>,
}

impl SnapshotSyntax {
    pub(super) fn validate(self) -> Result<SnapshotStep, String> {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
        if self.name.trim().is_empty() || !self.name.chars().all(plain) {
            return Err(format!(
                "`{}` can't name a snapshot: use letters, digits, spaces, `-` and `_`",
                self.name
            ));
        }
        if self.of.is_empty() {
            return Err("`of` is empty: list values, figures, description, picture or trace".to_owned());
        }
        if !self.mask.is_empty() && !self.of.contains(&SnapshotKind::Picture) {
            return Err(
                "`mask` paints over parts of a picture: add `picture` to `of`; texts are hidden by `redact`"
                    .to_owned(),
            );
        }
        let defaults = PictureTolerance::default();
        let threshold = self.threshold.unwrap_or(defaults.threshold);
        if !(0.0..=1.0).contains(&threshold) {
            return Err(format!("`threshold` is between 0 and 1, not {threshold}"));
        }
        let redact = self.redact.iter().map(|pattern| Regex::new(pattern)).collect::<Result<_, _>>();
        Ok(SnapshotStep {
            name: self.name,
            of: self.of,
            on: self.on,
            full_page: self.full_page,
            mask: self.mask,
            redact: redact.map_err(|error| format!("`redact`: {error}"))?,
            tolerance: PictureTolerance {
                threshold,
                max_diff_pixels: self.max_diff_pixels.unwrap_or(defaults.max_diff_pixels),
            },
        })
    }
}
