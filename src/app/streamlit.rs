//! Streamlit's own way to serve a script.

use std::ffi::OsString;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// An import of Streamlit at the beginning of a line or after `;`, also within `try` or `if`, alone or among others.
static IMPORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)(?:^|[;:])[ \t]*(?:from[ \t]+streamlit\b|import[ \t]+(?:[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*streamlit\b)").ok()
});
/// A command that serves a script.
static COMMAND: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\bstreamlit\s+run\b").ok());

/// Whether a Python file is a Streamlit script, as far as its text says.
pub(super) fn is_script(file: &Path) -> bool {
    let text = std::fs::read(file).unwrap_or_default();
    (*IMPORT).as_ref().is_some_and(|import| import.is_match(&String::from_utf8_lossy(&text)))
}

/// Whether a shell command starts Streamlit.
pub(super) fn is_command(command: &str) -> bool {
    (*COMMAND).as_ref().is_some_and(|run| run.is_match(command))
}

/// What serves a script: no browser is opened, no usage is told, and a file that is saved meanwhile changes nothing.
pub(super) fn serve(python: &Path, script: &Path, port: u16) -> Vec<OsString> {
    let words = ["-m", "streamlit", "run"].map(OsString::from);
    let options = [
        "--server.headless=true".to_owned(),
        "--server.address=127.0.0.1".to_owned(),
        format!("--server.port={port}"),
        "--server.fileWatcherType=none".to_owned(),
        "--browser.gatherUsageStats=false".to_owned(),
    ];
    std::iter::once(python.into())
        .chain(words)
        .chain([script.into()])
        .chain(options.map(OsString::from))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_that_imports_streamlit_is_told_from_one_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        for (text, is) in [
            ("import streamlit as st\n", true),
            ("\"\"\"Sales.\"\"\"\nfrom streamlit import title\n", true),
            ("try:\n    import streamlit\nexcept ImportError:\n    pass\n", true),
            ("# import streamlit\nimport dash\n", false),
            ("import datetime, streamlit as st\n", true),
            ("import pandas as pd, plotly.express, streamlit\n", true),
            ("import os; import streamlit as st\n", true),
            ("try: from streamlit.delta_generator import DeltaGenerator\n", true),
            ("import streamlit_like\n", false),
            ("import dash, pandas as streamlit\n", false),
        ] {
            let file = folder.path().join("app.py");
            std::fs::write(&file, text).unwrap();
            assert_eq!(is_script(&file), is, "{text}");
        }
        assert!(!is_script(&folder.path().join("none.py")));
        assert!(
            is_command("streamlit run app.py --server.port {port}") && !is_command("python streamlit.py")
        );
    }
}
