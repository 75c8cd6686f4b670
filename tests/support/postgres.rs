//! A PostgreSQL server of a test's own: Debian's package, a private cluster in a folder of its own, spoken to by a socket there.

use std::fs;
use std::os::unix::fs::chown;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use dashproof::schedule::StoreAddress;
use tempfile::TempDir;

/// Debian's `nobody`: PostgreSQL does not run as root.
const NOBODY: u32 = 65_534;

/// A running server; it ends when it is dropped, and when the thread that started it dies.
pub(crate) struct Postgres {
    folder: TempDir,
    server: Option<Child>,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        if is_root() {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let mut cluster = Self { folder, server: None };
        let made = cluster
            .command("initdb")
            .args([
                "--username=dashproof",
                "--auth=trust",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C",
                "-D",
                "data",
            ])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        cluster.resume();
        cluster
    }

    /// Starts the server again.
    pub(crate) fn resume(&mut self) {
        let log = fs::File::options().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        let mut command = self.command("postgres");
        command.args(["-D", "data", "-F", "-c", "listen_addresses=", "-k"]).arg(self.folder.path());
        self.server = Some(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
    }

    /// Stops the server at once, as a crash would.
    pub(crate) fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // SIGQUIT: every process of the server ends without a checkpoint.
            Command::new("kill").args(["-QUIT", &server.id().to_string()]).status().unwrap();
            server.wait().unwrap();
        }
    }

    /// Where it is.
    pub(crate) fn address(&self) -> StoreAddress {
        self.url().parse().unwrap()
    }

    /// Where it is, as a person writes it.
    pub(crate) fn url(&self) -> String {
        format!("postgres://dashproof@localhost/postgres?host={}", self.folder.path().display())
    }

    /// A program of PostgreSQL, in the cluster's folder, as nobody, ending with this thread.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new("setpriv");
        if is_root() {
            command.args(["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]);
        }
        command.args(["--pdeathsig", "INT"]).arg(programs().join(program));
        command.current_dir(self.folder.path());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0
}

/// Where Debian puts the programs of its newest version.
fn programs() -> PathBuf {
    const MISSING: &str = "Debian's package `postgresql` is not installed";
    let versions = fs::read_dir("/usr/lib/postgresql").expect(MISSING);
    let programs = versions.map(|entry| entry.unwrap().path().join("bin"));
    programs.filter(|programs| programs.join("initdb").exists()).max().expect(MISSING)
}
