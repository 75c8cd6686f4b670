//! Where figures come from: files, lines of a file, folders, stdin.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{Failure, output};
use crate::render::Error;
use crate::render::chart::Figure;

/// Where one figure stands.
#[derive(Debug)]
pub(super) struct Source {
    /// Its file, or `-`.
    pub(super) path: PathBuf,
    /// Its line of a file of lines.
    line: Option<Line>,
}

#[derive(Debug)]
struct Line {
    text: Arc<str>,
    /// Its bytes.
    place: Range<usize>,
    /// 1-based.
    number: usize,
}

/// The figures that arguments name, in their order, and whether they may be more than one.
pub(super) fn sources(paths: &[PathBuf]) -> Result<(Vec<Source>, bool), Failure> {
    let mut sources = Vec::new();
    let mut several = paths.len() > 1;
    for path in paths {
        if path.is_dir() {
            several = true;
            sources.extend(files(path)?.into_iter().map(|path| Source { path, line: None }));
            continue;
        }
        let named = path.extension().is_some_and(|end| end == "jsonl" || end == "ndjson");
        if !named && !output::is_stream(path) {
            sources.push(Source { path: path.clone(), line: None });
            continue;
        }
        let text = output::read(path)?;
        if named || has_figure_in_first_of_lines(&text) {
            several = true;
            sources.extend(lines(path, text));
        } else {
            let place = 0..text.len();
            let line = Some(Line { text: text.into(), place, number: 1 });
            sources.push(Source { path: path.clone(), line });
        }
    }
    Ok((sources, several))
}

/// Whether a text is JSON Lines rather than one figure.
fn has_figure_in_first_of_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().is_some_and(|line| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok());
    first && lines.next().is_some()
}

fn lines(path: &Path, text: String) -> Vec<Source> {
    let text: Arc<str> = text.into();
    let mut sources = Vec::new();
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let place = start..start + line.len();
        start = place.end;
        if !line.trim().is_empty() {
            let line = Line { text: Arc::clone(&text), place, number: index + 1 };
            sources.push(Source { path: path.to_owned(), line: Some(line) });
        }
    }
    sources
}

/// The `.json` files of a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let error = |error| Failure::unreadable(folder, &error);
    let entries =
        std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(error)?;
    let mut paths: Vec<PathBuf> = entries
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Failure::usage(format!("no .json file in {}", folder.display())));
    }
    Ok(paths)
}

impl Source {
    /// What a picture of it is called: its file's name, with its line where there are several.
    pub(super) fn name(&self) -> String {
        let stem = match self.path.file_stem() {
            Some(stem) if !output::is_stream(&self.path) => stem.to_string_lossy(),
            _ => Cow::Borrowed("figure"),
        };
        match &self.line {
            Some(line) => format!("{stem}-{}", line.number),
            None => stem.into_owned(),
        }
    }

    /// Reads the figure.
    pub(super) fn figure(&self) -> Result<Figure, Failure> {
        let Some(Line { text, place, number }) = &self.line else {
            let text = output::read(&self.path)?;
            return Figure::from_json(&text).map_err(|error| Failure::in_text(&self.path, &text, error));
        };
        Figure::from_json(text.get(place.clone()).unwrap_or_default()).map_err(|error| match error {
            Error::BadJson { reason, line, column } => {
                let error = Error::BadJson { reason, line: line + number - 1, column };
                Failure::in_text(&self.path, text, error)
            }
            error => self.failure(error),
        })
    }

    /// An error of drawing the figure, with its place.
    pub(super) fn failure(&self, error: Error) -> Failure {
        match &self.line {
            Some(line) => {
                Failure::in_text(Path::new(&format!("{}:{}", self.path.display(), line.number)), "", error)
            }
            None => Failure::in_text(&self.path, "", error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_figure_over_many_lines_is_not_many_figures() {
        assert!(has_figure_in_first_of_lines("{\"data\": []}\n\n{\"data\": []}\n"));
        assert!(!has_figure_in_first_of_lines("{\"data\": []}\n"));
        assert!(!has_figure_in_first_of_lines("{\n\"data\": []\n}\n"));
    }
}
