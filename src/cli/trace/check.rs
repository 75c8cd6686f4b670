//! `dashproof trace check`: whether recorded visits are as expected.

use std::path::PathBuf;

use clap::Args;

use super::files;
use crate::cli::{Exit, Failure, output};
use crate::scenario::Expect;
use crate::trace::{Assertion, Budget};

/// Holds traces against expectations and budgets
#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    /// Traces, or folders of them
    #[arg(required = true, value_name = "TRACE")]
    traces: Vec<PathBuf>,
    /// What must hold for each visit, as an `expect` step says it: `callback: chart.figure, times: 1`; may be repeated
    #[arg(long, value_name = "YAML", value_parser = assertions)]
    expect: Vec<Assertions>,
    /// What the calls of each visit may cost: `calls: 20, time: 300 ms, bytes: 1 MB`
    #[arg(long, value_name = "YAML", value_parser = budget)]
    budget: Option<Budget>,
}

/// What one --expect says.
#[derive(Debug, Clone)]
struct Assertions(Vec<Assertion>);

fn assertions(text: &str) -> Result<Assertions, String> {
    let all = Expect::parse(text)?.into_iter().map(|expect| match expect {
        Expect::Trace(assertion) => Ok(assertion),
        seen => Err(format!("a trace has no page to look at: {seen}")),
    });
    all.collect::<Result<_, _>>().map(Assertions)
}

/// Reads a budget, the braces of its map left out or not.
pub(in crate::cli) fn budget(text: &str) -> Result<Budget, String> {
    let text = text.trim();
    let map = if text.starts_with('{') { text.to_owned() } else { format!("{{{text}}}") };
    serde_saphyr::from_str(&map).map_err(|error| error.to_string())
}

impl Check {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if self.expect.is_empty() && self.budget.is_none() {
            return Err(Failure::usage("nothing is expected: give --expect or --budget"));
        }
        let mut failed = Vec::new();
        for (file, trace) in files::load(&self.traces)? {
            let expected = self.expect.iter().flat_map(|all| &all.0).map(|one| one.check(&trace));
            let budget = self.budget.iter().map(|budget| budget.check(&trace));
            let failures = expected.chain(budget).filter_map(Result::err);
            failed.extend(failures.map(|failure| format!("{}: {failure}", file.display())));
        }
        if failed.is_empty() {
            output::say("as expected")?;
            Ok(Exit::Success)
        } else {
            Err(Failure::new(Exit::Failed, failed.join("\n")))
        }
    }
}
