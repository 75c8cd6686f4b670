//! For GitHub Actions: failures as annotations of the files of a pull request.

use std::io::{self, Write};

use super::Reporter;
use crate::scenario::{Event, Status};

/// Writes workflow commands (GitHub Docs, "Workflow commands for GitHub Actions").
#[derive(Debug)]
pub struct Github<W>(pub W);

impl<W: Write> Reporter for Github<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        let Event::TestFinished { test, outcome } = event else { return Ok(()) };
        let Some(failure) = outcome.failures.last() else { return Ok(()) };
        let command = if outcome.status == Status::Flaky { "warning" } else { "error" };
        let hint = failure.hint.as_ref().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
        writeln!(
            self.0,
            "::{command} file={},line={},col={},title={}::{}",
            property(&test.file.display().to_string()),
            failure.line,
            failure.column,
            property(&test.name),
            data(&format!("{}\n{}{hint}", failure.step, failure.message)),
        )?;
        self.0.flush()
    }
}

/// What a command's message must escape.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What a command's property must escape.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
