//! Whether this machine has Firefox and geckodriver.

use std::process::Command;

/// Whether both are there; `scripts/test` installs them.
pub(crate) fn is_there() -> bool {
    ["geckodriver", "firefox"].iter().all(|program| Command::new(program).arg("--version").output().is_ok())
}
