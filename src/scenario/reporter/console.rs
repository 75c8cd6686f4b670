//! For a person at a terminal.

use std::io::{self, Write};

use super::{Reporter, place};
use crate::duration::format as time;
use crate::scenario::{Event, Failure, Outcome, Status, Summary, TestId};

/// The last lines of a log or a timeline that are shown; all of it is in the trace.
const SHOWN_LINES: usize = 20;

/// Writes one line per test, failures in full at the end, and a summary.
#[derive(Debug)]
pub struct Console<W> {
    out: W,
    styled: bool,
    troubled: Vec<(TestId, Outcome)>,
}

impl<W: Write> Console<W> {
    /// Writes to `out`, with colours when `styled`.
    pub fn new(out: W, styled: bool) -> Self {
        Self { out, styled, troubled: Vec::new() }
    }

    fn paint(&self, code: u8, text: &str) -> String {
        if self.styled { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn test(&mut self, test: &TestId, outcome: &Outcome) -> io::Result<()> {
        let word = match outcome.status {
            Status::Passed => self.paint(GREEN, "ok   "),
            Status::Flaky => self.paint(YELLOW, "flaky"),
            Status::Failed => self.paint(RED, "FAIL "),
        };
        let file = self.paint(DIM, &test.file.display().to_string());
        writeln!(self.out, "{word} {:>9}  {file}  {}", time(outcome.duration), test.name)
    }

    fn failures(&mut self) -> io::Result<()> {
        for (test, outcome) in std::mem::take(&mut self.troubled) {
            let attempts = outcome.failures.len() + usize::from(outcome.status == Status::Flaky);
            for (index, failure) in outcome.failures.iter().enumerate() {
                let word = match outcome.status {
                    Status::Flaky => self.paint(YELLOW, "flaky"),
                    _ => self.paint(RED, "FAIL"),
                };
                let attempt = if attempts > 1 {
                    format!(" (attempt {} of {attempts})", index + 1)
                } else {
                    String::new()
                };
                writeln!(self.out, "\n{word} {}{attempt}", test.name)?;
                self.failure(&test, failure)?;
            }
        }
        Ok(())
    }

    fn failure(&mut self, test: &TestId, failure: &Failure) -> io::Result<()> {
        let at = self.paint(CYAN, &place(&test.file, failure.line));
        writeln!(self.out, "{}", format!("  at {at}  {}", failure.step).trim_end())?;
        self.block("", &failure.message.lines().map(str::to_owned).collect::<Vec<_>>())?;
        if let Some(hint) = &failure.hint {
            writeln!(self.out, "  hint: {hint}")?;
        }
        self.tail("trace", &failure.evidence.timeline)?;
        self.tail("app log", &failure.evidence.log)?;
        for file in &failure.evidence.files {
            writeln!(self.out, "  see {}", file.display())?;
        }
        Ok(())
    }

    fn tail(&mut self, title: &str, lines: &[String]) -> io::Result<()> {
        self.block(title, &lines[lines.len().saturating_sub(SHOWN_LINES)..])
    }

    fn block(&mut self, title: &str, lines: &[String]) -> io::Result<()> {
        if !title.is_empty() && !lines.is_empty() {
            let title = self.paint(DIM, title);
            writeln!(self.out, "  {title}")?;
        }
        lines.iter().try_for_each(|line| writeln!(self.out, "    {line}"))
    }

    fn summary(&mut self, summary: &Summary) -> io::Result<()> {
        let mut parts = Vec::new();
        for (code, count, words) in [
            (GREEN, summary.passed, "passed"),
            (YELLOW, summary.flaky, "flaky"),
            (RED, summary.failed, "failed"),
            (YELLOW, summary.snapshots, "with snapshots to approve"),
            (RED, summary.app, "whose app did not start"),
            (RED, summary.browser, "without a browser"),
        ] {
            if count > 0 {
                parts.push(self.paint(code, &format!("{count} {words}")));
            }
        }
        if parts.is_empty() {
            parts.push("no tests".to_owned());
        }
        writeln!(self.out, "\n{} in {}", parts.join(", "), time(summary.duration))
    }
}

/// SGR codes (ECMA-48, 8.3.117).
const RED: u8 = 31;
const GREEN: u8 = 32;
const YELLOW: u8 = 33;
const CYAN: u8 = 36;
const DIM: u8 = 2;

impl<W: Write> Reporter for Console<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::AppStarted { app, elapsed, .. } => {
                let line = self.paint(DIM, &format!("{app} answers after {}", time(*elapsed)));
                writeln!(self.out, "{line}")?;
            }
            Event::TestFinished { test, outcome } => {
                self.test(test, outcome)?;
                if outcome.status != Status::Passed {
                    self.troubled.push((test.clone(), outcome.clone()));
                }
            }
            Event::RunFinished { summary } => {
                self.failures()?;
                self.summary(summary)?;
            }
            Event::RunStarted { .. } | Event::TestStarted { .. } => {}
        }
        self.out.flush()
    }
}
