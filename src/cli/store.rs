//! `--store` and `--archive`: where runs are remembered, and where what they made is kept.

use std::path::Path;

use clap::Args;

use super::Failure;
use crate::schedule::{ArchiveAddress, Store, StoreAddress};

/// Which store a command uses.
#[derive(Args)]
pub(super) struct StoreArgument {
    /// Where runs are remembered: `sqlite:PATH` or `postgres://USER@HOST/DATABASE`, which several machines may share; a SQLite
    /// file beside FILE unless told otherwise
    #[arg(long, value_name = "STORE", env = "DASHPROOF_STORE", hide_env_values = true)]
    store: Option<String>,
    /// Where what runs made is kept: a folder or `s3://BUCKET/PREFIX`, which all machines of the store share, or `store`; a
    /// folder beside a SQLite store, and PostgreSQL itself, unless told otherwise
    #[arg(long, value_name = "ARCHIVE", env = "DASHPROOF_ARCHIVE")]
    archive: Option<ArchiveAddress>,
}

impl StoreArgument {
    /// Opens the store of a file with reports.
    pub(super) async fn open(&self, file: &Path) -> Result<Store, Failure> {
        // Read here, not by clap: its errors repeat what was written, which may hold a password.
        let address = match &self.store {
            Some(text) => text.parse().map_err(|error| Failure::usage(format!("--store: {error}")))?,
            None => StoreAddress::from(file.with_extension("runs.sqlite").as_path()),
        };
        let archive = self.archive.clone().unwrap_or_else(|| address.archive());
        Ok(Store::open_with(&address, &archive).await?)
    }
}

// Without the address, which may hold a password.
impl std::fmt::Debug for StoreArgument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreArgument").finish_non_exhaustive()
    }
}
