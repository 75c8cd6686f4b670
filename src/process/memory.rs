//! Memory, as far as Linux tells of it.
//!
//! What processes share (a browser's ten share most of theirs) counts in parts: the proportional set size of `/proc/PID/smaps_rollup`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rustix::process::{Pid, getpgrp, getpid};

/// The memory of this process and of the process groups that it started, in bytes; `None` where there is no `/proc`.
pub(crate) fn used() -> Option<u64> {
    let (own, own_group) = (getpid(), getpgrp());
    let all = Process::all()?;
    let started: BTreeSet<i32> = all
        .iter()
        .filter(|process| process.parent == own.as_raw_pid() && process.group != own_group.as_raw_pid())
        .map(|process| process.group)
        .collect();
    let ours =
        all.iter().filter(|process| process.id == own.as_raw_pid() || started.contains(&process.group));
    Some(ours.filter_map(Process::share).sum())
}

/// The memory of a process group, in bytes.
pub(crate) fn of_group(group: Pid) -> Option<u64> {
    let all = Process::all()?;
    Some(all.iter().filter(|process| process.group == group.as_raw_pid()).filter_map(Process::share).sum())
}

/// The memory that this machine has, or that a cgroup around this process leaves it, in bytes.
pub(crate) fn of_machine() -> Option<u64> {
    let whole = entry(Path::new("/proc/meminfo"), "MemTotal:")?;
    let groups = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    Some(groups.lines().filter_map(limit_of_group).fold(whole, u64::min))
}

/// The least limit of a cgroup and those around it, of a line of `/proc/self/cgroup`: `0::/PATH` (version 2), or
/// `7:memory:/PATH`. A container may not show the folder of its own, but shows that limit at the root.
fn limit_of_group(line: &str) -> Option<u64> {
    let mut parts = line.splitn(3, ':').skip(1);
    let (controllers, path) = (parts.next()?, parts.next()?);
    let (root, file) = match controllers {
        "" => ("/sys/fs/cgroup", "memory.max"),
        "memory" => ("/sys/fs/cgroup/memory", "memory.limit_in_bytes"),
        _ => return None,
    };
    let folders = Path::new(path.trim_start_matches('/')).ancestors();
    // Without a limit version 2 says `max`, and version 1 a number larger than any memory.
    let limits =
        folders.filter_map(|folder| fs::read_to_string(Path::new(root).join(folder).join(file)).ok());
    limits.filter_map(|text| text.trim().parse().ok()).min()
}

/// A process, by its line in `/proc/PID/stat`.
#[derive(Debug)]
struct Process {
    id: i32,
    parent: i32,
    group: i32,
}

impl Process {
    fn all() -> Option<Vec<Self>> {
        let entries = fs::read_dir("/proc").ok()?.flatten();
        let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        // What ends meanwhile has no file any more.
        Some(ids.filter_map(Self::read).collect())
    }

    fn read(id: i32) -> Option<Self> {
        let line = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The program's name stands in parentheses, and may hold some itself.
        let mut fields = line.get(line.rfind(')')? + 1..)?.split_ascii_whitespace().skip(1);
        let mut next = || fields.next()?.parse().ok();
        Some(Self { id, parent: next()?, group: next()? })
    }

    fn share(&self) -> Option<u64> {
        entry(Path::new(&format!("/proc/{}/smaps_rollup", self.id)), "Pss:")
    }
}

/// An amount in a file of lines such as `Pss:   123 kB`, in bytes.
fn entry(file: &Path, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::process::{Group, Program};

    #[tokio::test]
    async fn what_is_started_counts_with_all_that_it_starts() {
        let held = "x=$(head -c 60000000 /dev/zero | tr '\\0' x); echo up; sleep 1000; echo $x";
        let before = used().unwrap();
        let argv = ["sh", "-c", held].map(std::ffi::OsString::from).to_vec();
        let group = Group::spawn(&Program { argv, ..Program::default() }).unwrap();
        while !group.log().lines().iter().any(|line| line == "up") {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert!(group.memory().unwrap() > 50_000_000);
        assert!(used().unwrap() > before + 50_000_000);
    }

    #[test]
    fn a_machine_has_memory_and_a_line_of_no_memory_says_nothing() {
        assert!(of_machine().unwrap() > 100_000_000);
        assert_eq!(limit_of_group("3:cpu,cpuacct:/"), None);
        assert_eq!(limit_of_group("nonsense"), None);
    }
}
