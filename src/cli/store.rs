//! `--store`: where runs are remembered.

use std::path::Path;

use clap::Args;

use super::Failure;
use crate::schedule::{Store, StoreAddress};

/// Which store a command uses.
#[derive(Args)]
pub(super) struct StoreArgument {
    /// Where runs are remembered: `sqlite:PATH` or `postgres://USER@HOST/DATABASE`, which several machines may share; a SQLite
    /// file beside FILE unless told otherwise
    #[arg(long, value_name = "STORE", env = "DASHPROOF_STORE", hide_env_values = true)]
    store: Option<String>,
}

impl StoreArgument {
    /// Opens the store of a file with reports.
    pub(super) async fn open(&self, file: &Path) -> Result<Store, Failure> {
        // Read here, not by clap: its errors repeat what was written, which may hold a password.
        let address = match &self.store {
            Some(text) => text.parse().map_err(|error| Failure::usage(format!("--store: {error}")))?,
            None => StoreAddress::from(file.with_extension("runs.sqlite").as_path()),
        };
        Ok(Store::open(&address).await?)
    }
}

// Without the address, which may hold a password.
impl std::fmt::Debug for StoreArgument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreArgument").finish_non_exhaustive()
    }
}
