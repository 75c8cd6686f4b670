//! Where a program is.

use std::env;
use std::path::{Path, PathBuf};

/// The program at a path, or on the `PATH` when it is a bare name. Links are not followed: a virtual
/// environment's `python` is one, and knows its environment by its own place.
pub(crate) fn program(name: &Path) -> Option<PathBuf> {
    if name.components().count() > 1 {
        return name.is_file().then(|| name.to_owned());
    }
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
}
