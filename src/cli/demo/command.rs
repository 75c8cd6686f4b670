//! The command: make the tour, write its files, say what was seen.

use std::path::PathBuf;

use clap::Args;

use super::super::{Exit, Failure, output};
use super::files;
use super::tour::Tour;
use crate::trace::Trace;

/// Shows it all on the built-in sales dashboard: boot, visit, trace, pictures, report
#[derive(Debug, Args)]
pub(in crate::cli) struct Demo {
    /// The folder to write into
    #[arg(long, value_name = "DIR", default_value = "dashproof-demo")]
    out: PathBuf,
}

impl Demo {
    pub(in crate::cli) async fn run(self) -> Result<Exit, Failure> {
        let tour = Tour::make().await?;
        let written = files::write(&tour, &self.out)?;
        output::say(ran(&tour.trace))?;
        for (what, path) in written {
            output::say(format_args!("{:44} {what}", path.display().to_string()))?;
        }
        Ok(Exit::Success)
    }
}

/// The steps with the calls that each made, and the coverage.
fn ran(trace: &Trace) -> String {
    let coverage = trace.coverage();
    let mut lines = Vec::new();
    for (number, step) in trace.steps.iter().enumerate() {
        let calls: Vec<_> = trace.calls.iter().filter(|call| call.step == number).collect();
        lines.push(format!("{:54} {:>2} callbacks", step.name, calls.len()));
        for call in calls {
            let took = call.duration.map_or_else(|| "pending".to_owned(), |ms| format!("{ms:.1} ms"));
            lines.push(format!("    {took:>9}  {}", coverage.title(&call.output)));
        }
    }
    let never: Vec<&str> =
        coverage.callbacks.iter().filter(|one| one.calls == 0).map(|one| one.title.as_str()).collect();
    lines.push(format!("\n{} of {} callbacks ran", coverage.ran(), coverage.callbacks.len()));
    if !never.is_empty() {
        lines.push(format!("never: {}", never.join(", ")));
    }
    lines.push(String::new());
    lines.join("\n")
}
