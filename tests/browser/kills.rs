//! SIGKILL of any part of a visit, at any moment: nothing is left.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use dashproof::engine::BrowserKind;
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::time::sleep;

use crate::processes::{in_group, runs};

const APP: &str = "dropdown_graph.py";

/// Who is killed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Victim {
    Dashproof,
    Driver,
    Browser,
    App,
}

const VICTIMS: [Victim; 4] = [Victim::Dashproof, Victim::Driver, Victim::Browser, Victim::App];

impl Victim {
    /// Its process, once it is there.
    fn among(self, processes: &[u32], dashproof: u32) -> Option<u32> {
        let is = |pid: &&u32| {
            let words = words(**pid);
            let program = words.first().map_or("", |word| word.rsplit('/').next().unwrap_or_default());
            match self {
                Self::Dashproof => false,
                Self::Driver => program == "chromedriver" || program == "geckodriver",
                Self::Browser => {
                    let has = |sign: &str| words.iter().any(|word| word.starts_with(sign));
                    let chromium = program.starts_with("chrom") && has("--user-data-dir=") && !has("--type=");
                    chromium || (program.starts_with("firefox") && has("--marionette"))
                }
                Self::App => program.starts_with("python") && words.iter().any(|word| word.ends_with(APP)),
            }
        };
        if matches!(self, Self::Dashproof) { Some(dashproof) } else { processes.iter().find(is).copied() }
    }
}

/// The arguments of a process.
fn words(pid: u32) -> Vec<String> {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).split(['\0', ' ']).map(str::to_owned).collect()
}

/// The processes that have this text in their environment or their arguments.
fn bearing(text: &str) -> Vec<u32> {
    let bears = |pid: &u32| {
        ["environ", "cmdline"].iter().any(|part| {
            let held = fs::read(format!("/proc/{pid}/{part}")).unwrap_or_default();
            held.windows(text.len()).any(|window| window == text.as_bytes())
        })
    };
    let all = fs::read_dir("/proc").unwrap();
    let pids = all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter(|pid| bears(pid) && runs(*pid)).collect()
}

/// Begins to boot, act and capture.
fn begin(folder: &Path, browser: BrowserKind) -> Child {
    let scratch = folder.join("scratch");
    fs::create_dir(&scratch).unwrap();
    Command::new(env!("CARGO_BIN_EXE_dashproof"))
        .arg("snap")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps").join(APP))
        .args(["--browser", &browser.to_string()])
        .args(["--engine", "browser", "--limit", "60 s", "--full-page", "-o", "page.png"])
        .args(["--do", "select #year-dropdown 1952", "--do", "select #year-dropdown 1987"])
        .current_dir(folder)
        .env("TMPDIR", scratch)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// Kills a part of a visit, `after` it has begun or once it is there; says what is left 5 s after the visit's end.
pub(crate) async fn kill(victim: Victim, browser: BrowserKind, after: Duration) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().to_string_lossy().into_owned();
    let mut visit = begin(folder.path(), browser);
    let dashproof = visit.id().unwrap();
    sleep(after).await;
    let mut kin = Vec::new();
    while visit.try_wait().unwrap().is_none() {
        kin = in_group(dashproof);
        if let Some(pid) = victim.among(&kin, dashproof).and_then(|pid| Pid::from_raw(pid as i32)) {
            // It may have gone at this moment.
            let _ = kill_process(pid, Signal::KILL);
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    visit.wait().await.unwrap();
    let left = || {
        let processes = bearing(&mark).into_iter().chain(kin.iter().copied().filter(|pid| runs(*pid)));
        let processes = processes.map(|pid| format!("{pid}: {}", words(pid).join(" ")));
        let files = fs::read_dir(folder.path().join("scratch")).unwrap();
        let files = files.map(|entry| entry.unwrap().path().display().to_string());
        processes.chain(files).collect::<Vec<_>>()
    };
    for _ in 0..250 {
        if left().is_empty() {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    left()
}

#[tokio::test]
async fn whoever_is_killed_takes_nothing_but_the_visit_along_and_leaves_nothing() {
    for victim in VICTIMS {
        let left = kill(victim, BrowserKind::Chromium, Duration::from_secs(1)).await;
        assert!(left.is_empty(), "{victim:?}: {left:#?}");
    }
}

/// `KILLS=100 BROWSER=firefox cargo nextest run --test browser --run-ignored only kills_at_random --no-capture`
#[tokio::test]
#[ignore = "takes as long as it is told to"]
#[expect(clippy::print_stdout, reason = "it is a measurement")]
async fn kills_at_random_moments_leave_nothing() {
    let number = |name: &str, or: u64| std::env::var(name).map_or(or, |text| text.parse().unwrap());
    let (kills, mut state, span) = (number("KILLS", 10), number("SEED", 1), number("SPAN_MS", 5000));
    let browser: BrowserKind =
        std::env::var("BROWSER").map_or_else(|_| BrowserKind::Chromium, |text| text.parse().unwrap());
    let mut all = Vec::new();
    for kill_number in 1..=kills {
        for victim in VICTIMS {
            // The next number of a sequence (Knuth's MMIX).
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let after = Duration::from_millis((state >> 33) % span);
            let left = kill(victim, browser, after).await;
            println!("{kill_number} {victim:?} after {after:?}: {} left {left:?}", left.len());
            all.extend(left);
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}
