//! For programs: one JSON object per event and line.

use std::io::{self, Write};

use super::Reporter;
use crate::scenario::Event;

/// Writes each event as one line of JSON.
#[derive(Debug)]
pub struct JsonLines<W>(pub W);

impl<W: Write> Reporter for JsonLines<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, event)?;
        writeln!(self.0)?;
        self.0.flush()
    }
}
