//! `dashproof trace diff`: what a visit did that another did not.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::{Exit, Failure, output};
use crate::duration;
use crate::trace::{Tolerance, export};

/// Names the calls that are new, gone, slower, more, fewer, failing, or caused by something else; exits with 1 then
#[derive(Debug, Args)]
pub(in crate::cli) struct Diff {
    /// The trace to hold against
    before: PathBuf,
    /// The trace that may differ
    after: PathBuf,
    /// A call is slower when it takes so many times as long, and so much longer as --slower-by says
    #[arg(long, value_name = "RATIO", default_value_t = Tolerance::default().ratio)]
    slower_than: f64,
    /// The least that counts as slower
    #[arg(long, value_name = "DURATION", default_value = "50 ms", value_parser = duration::parse)]
    slower_by: Duration,
    /// So many more or fewer calls of a callback in a step are no difference
    #[arg(long, value_name = "N", default_value_t = 0)]
    calls: usize,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let (before, after) = (export::json::load(&self.before)?, export::json::load(&self.after)?);
        let tolerance = Tolerance { ratio: self.slower_than, at_least: self.slower_by, calls: self.calls };
        let diff = before.diff(&after, &tolerance);
        if self.json {
            output::say(format_args!("{:#}", serde_json::json!(diff)))?;
        } else {
            output::say(&diff)?;
        }
        Ok(if diff.changes.is_empty() { Exit::Success } else { Exit::Failed })
    }
}
