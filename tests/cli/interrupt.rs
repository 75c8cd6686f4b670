//! Ctrl-C: exit code 130, and nothing left running.

use std::process::{Command, Stdio};

use crate::awaited::awaited;
use crate::folder::Folder;

/// Whether a process runs; a zombie does not.
fn runs(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

#[test]
#[cfg(target_os = "linux")]
fn an_interrupted_run_leaves_no_app_behind() {
    let folder = Folder::new().with(
        "a.yaml",
        "app: sh -c 'sleep 1000 & echo $! > pid.part; mv pid.part pid; wait'\ntests: [{name: t, steps: []}]\n",
    );
    let mut child =
        folder.command(&["test", "a.yaml"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let pid = awaited("the app", || std::fs::read_to_string(folder.path().join("pid")).ok());
    let pid = pid.trim();
    assert!(runs(pid));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let status = awaited("dashproof's end", || child.try_wait().unwrap());
    assert_eq!(status.code(), Some(130));
    awaited("the app's end", || (!runs(pid)).then_some(()));
}
