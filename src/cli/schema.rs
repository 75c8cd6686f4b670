//! `dashproof schema`: the JSON Schema of test files.

use clap::Args;

use super::{Exit, Failure, output};
use crate::scenario::Scenario;

/// Prints the JSON Schema of test files, with which editors complete and check them
///
/// Save it beside your files, `dashproof schema > dashproof.schema.json`, and begin each of them with the line
/// `# yaml-language-server: $schema=dashproof.schema.json`.
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    #[expect(clippy::unused_self, reason = "commands are run alike")]
    pub(super) fn run(self) -> Result<Exit, Failure> {
        output::say(format!("{:#}", Scenario::schema()))?;
        Ok(Exit::Success)
    }
}
