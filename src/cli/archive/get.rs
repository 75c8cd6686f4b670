//! `dashproof archive get`: the files that a run made.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::store::StoreArgument;
use crate::cli::{Exit, Failure, output};

/// Writes the files that a run made into a folder
#[derive(Debug, Args)]
pub(in crate::cli) struct Get {
    /// The file with `reports`
    file: PathBuf,
    /// The run's number, as `dashproof archive list` shows it
    run: i64,
    /// The folder
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    output: PathBuf,
    #[command(flatten)]
    store: StoreArgument,
}

impl Get {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let store = self.store.open(&self.file).await?;
        let kept = store.kept(self.run).await?;
        if kept.is_empty() {
            return Err(Failure::usage(format!("run {} made nothing", self.run)));
        }
        let mut exit = Exit::Success;
        for kept in kept {
            let Some(bytes) = store.bytes(self.run, kept.page).await? else {
                output::remark(format_args!("{} was let go", kept.name));
                exit = Exit::Failed;
                continue;
            };
            // The report's name may be anybody's: what it names stays in the folder.
            let name = kept.name.replace(['/', '\\'], "_");
            let path = self.output.join(Path::new(&name));
            output::write(&path, &bytes)?;
            output::say(path.display())?;
        }
        Ok(exit)
    }
}
