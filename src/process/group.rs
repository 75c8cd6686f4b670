//! A process and all that it starts, ended together.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, ChildStdin, Command};
use tokio::time::{Instant, sleep};

use super::{Log, memory};

/// Leaves a watcher in the group, then becomes the program.
///
/// The watcher waits for the end of a pipe that dashproof holds open, and kills its own group then.
/// It is nobody's child (the program must not meet one that it didn't start), outlives the SIGTERM
/// that asks the group to end, and, being in the group, keeps the group's id from being given anew.
const LEASHED: &str = r#"
exec 3<&0 </dev/null
( ( trap '' HUP INT TERM; read -r _ <&3; kill -KILL 0 ) >/dev/null 2>&1 & )
exec "$@" 3<&-
"#;

/// How often a group that was asked to end is looked at.
const POLL: Duration = Duration::from_millis(20);

/// What to start.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// The program and its arguments.
    pub(crate) argv: Vec<OsString>,
    /// Variables on top of our own environment.
    pub(crate) env: Vec<(OsString, OsString)>,
    /// Where it runs; here when absent.
    pub(crate) dir: Option<PathBuf>,
}

/// A running process, its process group and what it printed.
#[derive(Debug)]
pub(crate) struct Group {
    leader: Child,
    id: Option<Pid>,
    log: Log,
    /// Held open as long as the group may live.
    #[cfg_attr(not(test), expect(dead_code, reason = "it does its work by being dropped"))]
    leash: Option<ChildStdin>,
}

impl Group {
    /// Starts a program as the leader of a new process group.
    pub(crate) fn spawn(program: &Program) -> io::Result<Self> {
        let mut command = Command::new("sh");
        command
            .args(["-c", LEASHED, "sh"])
            .args(&program.argv)
            .envs(program.env.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        if let Some(dir) = &program.dir {
            command.current_dir(dir);
        }
        let mut leader = command.spawn()?;
        let log = Log::default();
        if let Some(stdout) = leader.stdout.take() {
            log.follow(stdout);
        }
        if let Some(stderr) = leader.stderr.take() {
            log.follow(stderr);
        }
        let id = leader.id().and_then(|id| Pid::from_raw(id as i32));
        let leash = leader.stdin.take();
        Ok(Self { leader, id, log, leash })
    }

    /// What it printed.
    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    /// How the leader ended, if it has.
    pub(crate) fn exited(&mut self) -> Option<ExitStatus> {
        self.leader.try_wait().ok().flatten()
    }

    /// What it takes of the machine's memory, in bytes; `None` where nobody tells.
    #[cfg(feature = "browser")]
    pub(crate) fn memory(&self) -> Option<u64> {
        memory::of_group(self.id?)
    }

    /// Asks the group to end, and kills what is left of it after `grace`.
    pub(crate) async fn end(mut self, grace: Duration) {
        self.signal(Signal::TERM);
        self.ended(grace).await;
        self.kill(grace).await;
    }

    /// Kills the group, and waits until it is gone, for `at_most`.
    pub(crate) async fn kill(mut self, at_most: Duration) {
        self.signal(Signal::KILL);
        self.ended(at_most).await;
    }

    /// Waits until the leader has ended and nobody can print any more.
    ///
    /// The leader alone may be a shell that dies of the request at once, before the app behind it has
    /// tidied up. The group itself says nothing: our watcher is in it, and orphans stay in it as zombies
    /// until init reaps them, in some containers for seconds; but what they held open is closed, their
    /// output with it.
    async fn ended(&mut self, at_most: Duration) {
        let deadline = Instant::now() + at_most;
        while self.exited().is_none() && Instant::now() < deadline {
            sleep(POLL).await;
        }
        self.log.completed(deadline.saturating_duration_since(Instant::now())).await;
    }

    fn signal(&self, signal: Signal) {
        if let Some(id) = self.id {
            // The only failure is that nobody is left to be told.
            let _ = kill_process_group(id, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(Signal::KILL);
    }
}

#[cfg(test)]
mod tests {
    use rustix::process::test_kill_process_group;

    use super::*;

    fn shell(script: &str) -> Program {
        Program { argv: ["sh", "-c", script].map(OsString::from).to_vec(), ..Program::default() }
    }

    async fn printed(group: &Group, line: &str) {
        while !group.log().lines().iter().any(|seen| seen == line) {
            sleep(POLL).await;
        }
    }

    async fn gone(id: Pid) {
        while test_kill_process_group(id).is_ok() {
            sleep(POLL).await;
        }
    }

    #[tokio::test]
    async fn a_grandchild_that_ignores_the_request_to_end_is_killed() {
        let group = Group::spawn(&shell("sh -c \"trap '' TERM; echo up; sleep 1000; :\" & wait")).unwrap();
        printed(&group, "up").await;
        let id = group.id.unwrap();
        group.end(Duration::from_millis(200)).await;
        gone(id).await;
    }

    #[tokio::test]
    async fn what_runs_behind_a_shell_has_time_to_tidy_up() {
        let app = "trap 'sleep 0.2; echo tidied; exit' TERM; echo up; while :; do sleep 0.05; done";
        let mut behind = shell(r#"sh -c "$APP"; true"#);
        behind.env = vec![("APP".into(), app.into())];
        let group = Group::spawn(&behind).unwrap();
        printed(&group, "up").await;
        let log = group.log().clone();
        group.end(Duration::from_secs(60)).await;
        assert_eq!(log.tail(1), "tidied");
    }

    #[tokio::test]
    async fn a_dropped_group_is_gone() {
        let group = Group::spawn(&shell("echo up; sleep 1000; :")).unwrap();
        printed(&group, "up").await;
        let id = group.id.unwrap();
        drop(group);
        gone(id).await;
    }

    #[tokio::test]
    async fn closing_the_pipe_alone_ends_the_group() {
        let mut group = Group::spawn(&shell("echo up; sleep 1000; :")).unwrap();
        printed(&group, "up").await;
        let id = group.id.unwrap();
        group.leash = None;
        while group.exited().is_none() {
            sleep(POLL).await;
        }
        gone(id).await;
    }
}
