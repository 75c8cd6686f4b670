//! A temporary folder that vanishes with us.

use std::io;
use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

/// Waits until the pipe closes, then removes the folder. Processes that used it are being killed at
/// that moment and may still write, hence the repetition.
const SWEEPER: &str = r#"
trap '' HUP INT TERM
read -r _
for pause in 0.2 0.5 1 2; do
  sleep "$pause"
  rm -rf -- "$1" && [ ! -e "$1" ] && exit
done
"#;

/// A temporary folder; removed when dropped, and also when this process is killed.
#[derive(Debug)]
pub(crate) struct Scratch {
    dir: TempDir,
    /// Holds the pipe whose end the sweeper awaits.
    _sweeper: Child,
}

impl Scratch {
    /// Makes a folder in the system's temporary folder.
    pub(crate) fn new(prefix: &str) -> io::Result<Self> {
        let dir = tempfile::Builder::new().prefix(prefix).tempdir()?;
        let sweeper = Command::new("sh")
            .args(["-c", SWEEPER, "sh"])
            .arg(dir.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        Ok(Self { dir, _sweeper: sweeper })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }
}
