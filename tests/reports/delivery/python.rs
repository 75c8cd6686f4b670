//! Servers in Python, which end with the test that started them.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Starts a server of `fixtures/delivery`, which prints its port.
    pub(crate) fn start<S: AsRef<OsStr>>(script: &str, arguments: impl IntoIterator<Item = S>) -> Self {
        Self::run(command(script).args(arguments))
    }

    /// Starts the dashboard of `fixtures/reports`.
    pub(crate) fn troubled() -> Self {
        Self::run(by("DASHPROOF_PYTHON", "reports/troubled.py").stderr(Stdio::null()))
    }

    fn run(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, port: line.trim().parse().expect("the server did not start") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A script of `fixtures/delivery`; it ends when the thread that started it dies.
pub(crate) fn command(script: &str) -> Command {
    by("DASHPROOF_DELIVERY_PYTHON", &format!("delivery/{script}"))
}

/// A script of `fixtures`, by the Python that a variable names.
fn by(variable: &str, script: &str) -> Command {
    let python = std::env::var_os(variable).unwrap_or_else(|| "python3".into());
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]).arg(python);
    command.arg(format!("{}/fixtures/{script}", env!("CARGO_MANIFEST_DIR")));
    command
}
