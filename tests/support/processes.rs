//! Watching processes come and go, for tests of what a SIGKILL leaves behind.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// One test of this binary in a process of its own.
pub(crate) struct Rerun {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

/// Runs an ignored test of this binary in a process of its own.
pub(crate) fn rerun(test: &str) -> Rerun {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", test])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    Rerun { child, lines }
}

impl Rerun {
    /// Awaits a line of its output.
    pub(crate) async fn line_with(&mut self, part: &str) -> String {
        while let Some(line) = self.lines.next_line().await.unwrap() {
            if line.contains(part) {
                return line;
            }
        }
        panic!("it ended without printing {part:?}");
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// SIGKILL: no destructor runs.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }
}

/// The descendants of a process and whoever shares a process group with one, but for itself.
pub(crate) fn in_group(ancestor: u32) -> Vec<u32> {
    let all: Vec<[u32; 3]> = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter_map(|pid| {
            // After the name in brackets: state, parent, process group.
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(1);
            Some([pid, fields.next()?.parse().ok()?, fields.next()?.parse().ok()?])
        })
        .collect();
    let mut found: Vec<u32> = Vec::new();
    loop {
        let groups: Vec<u32> =
            all.iter().filter(|[pid, ..]| found.contains(pid)).map(|[.., group]| *group).collect();
        let before = found.len();
        for [pid, parent, group] in &all {
            let is_kin = *parent == ancestor || found.contains(parent) || groups.contains(group);
            if is_kin && *pid != ancestor && !found.contains(pid) {
                found.push(*pid);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Whether a process still runs; one that only waits for its parent to notice its end does not.
pub(crate) fn runs(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| stat.rsplit_once(") ").is_some_and(|(_, fields)| !fields.starts_with('Z')))
}

/// Waits until nothing is left, five seconds at most.
pub(crate) async fn none_left(mut is_left: impl FnMut() -> bool) {
    let awaited = async {
        while is_left() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), awaited).await.expect("something is left after 5 s");
}
