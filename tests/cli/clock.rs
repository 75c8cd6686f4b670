//! A server whose clock is set while it runs, by libfaketime.

use std::path::{Path, PathBuf};

use dashproof::schedule::RunState;
use jiff::SignedDuration;

use crate::reports::{Runs, Serving, folder};

/// What makes a program's clock tell what a file says; its monotonic clock goes on.
fn libfaketime() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().map(|entry| entry.unwrap().path());
    let mut found = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    found.find(|library| library.exists()).expect("Debian's package libfaketime")
}

/// Sets the clock so much ahead of the real one.
fn set(clock: &Path, ahead: &str) {
    let beside = clock.with_extension("new");
    std::fs::write(&beside, ahead).unwrap();
    std::fs::rename(beside, clock).unwrap();
}

#[test]
fn when_the_clock_of_a_running_server_is_set_no_fire_is_lost_and_none_comes_twice() {
    const STEP: SignedDuration = SignedDuration::from_mins(10);
    let rest =
        "when: {cron: '@every 10 min', catch_up: all}, deliver: [{file: 'out/{{ date }}-{{ time }}.pdf'}]";
    let folder = folder("demo", rest);
    let clock = folder.path().join("clock");
    set(&clock, "+0m");
    let set_by = |name: &'static str, value: &Path| (name, value.as_os_str().to_owned());
    let environment = [
        set_by("LD_PRELOAD", &libfaketime()),
        set_by("FAKETIME_TIMESTAMP_FILE", &clock),
        set_by("FAKETIME_NO_CACHE", Path::new("1")),
        set_by("FAKETIME_DONT_FAKE_MONOTONIC", Path::new("1")),
    ];
    let server = Serving::with(&folder, "server.log", &["r.yaml"], environment);
    server.address(&folder);
    let runs = Runs::of(&folder);
    let began = runs.awaited_plan("sales", |_| true);

    set(&clock, "+25m");
    let ahead = began + SignedDuration::from_mins(15);
    let first = runs
        .awaited("a fire of the clock ahead", |run| run.state == RunState::Delivered && run.fire_at >= ahead);
    set(&clock, "+0m");
    runs.awaited_plan("sales", |until| until < ahead);
    set(&clock, "+45m");
    runs.awaited("a later fire", |run| {
        run.state == RunState::Delivered && run.fire_at >= first.fire_at + STEP * 2
    });

    let all = runs.settled();
    let mut fires: Vec<_> = all.iter().map(|run| run.fire_at).collect();
    fires.sort_unstable();
    assert!(fires.windows(2).all(|pair| pair[0] + STEP == pair[1]), "{fires:?}");
    assert!(fires[0] <= began + STEP && all.iter().all(|run| run.attempt == 1), "{all:?}");
    let written = folder.files().iter().filter(|file| file.starts_with("out/")).count();
    let log = folder.read("server.log");
    let delivered = log.lines().filter(|line| line.contains(": delivered ")).count();
    assert_eq!((written, delivered), (all.len(), all.len()), "{log}");
}
