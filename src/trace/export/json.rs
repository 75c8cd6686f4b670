//! The trace's own JSON: everything, versioned.

use std::path::Path;

use serde_json::Value;

use crate::trace::{Error, Trace};

/// The trace as JSON, indented.
pub fn to_string(trace: &Trace) -> String {
    // A trace is made of JSON values, text and finite numbers, so this can't fail.
    serde_json::to_string_pretty(trace).unwrap_or_default()
}

/// Writes a trace to a file, whole or not at all.
///
/// # Errors
/// [`Error::File`] when the file can't be written.
pub fn save(trace: &Trace, path: &Path) -> Result<(), Error> {
    crate::whole_file::write(path, to_string(trace).as_bytes())
        .map_err(|source| Error::File { path: path.to_owned(), source })
}

/// Reads a trace from a file.
///
/// # Errors
/// [`Error::File`] when it can't be read, [`Error::NotATrace`] with line and column when it is something
/// else, [`Error::Version`] when it was written in another version of the form.
pub fn load(path: &Path) -> Result<Trace, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
    parse(&text, path)
}

/// Reads a trace from the text of a file that is called `path`.
///
/// # Errors
/// As [`load`].
pub fn parse(text: &str, path: &Path) -> Result<Trace, Error> {
    let fail = |reason: String| Error::NotATrace { path: path.to_owned(), reason };
    let value: Value = serde_json::from_str(text).map_err(|error| fail(error.to_string()))?;
    let version = value.get("version").and_then(Value::as_u64);
    let found = version.ok_or_else(|| fail("it has no `version`".to_owned()))?;
    if found != u64::from(Trace::VERSION) {
        return Err(Error::Version { path: path.to_owned(), found, readable: Trace::VERSION });
    }
    serde_json::from_str(text).map_err(|error| fail(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::export::sample;

    #[test]
    fn a_saved_trace_loads_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.trace.json");
        save(&sample(), &path).expect("saved");
        assert_eq!(load(&path).expect("loaded"), sample());
    }

    #[test]
    fn what_is_no_trace_says_where_and_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.json");
        let error = |text: &str| {
            std::fs::write(&path, text).expect("written");
            load(&path).expect_err("an error").to_string()
        };
        assert!(error("{\"version\": 1,\n  oops").contains("line 2 column 3"));
        assert!(error("{}").ends_with("is no trace: it has no `version`"));
        assert!(error("{\"version\": 99}").ends_with("has trace version 99, this build reads version 1"));
        assert!(error("{\"version\": 1}").contains("missing field"));
    }
}
