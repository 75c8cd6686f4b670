//! Reports on time: `dashproof serve` on the demo, with real kills and a real store.

use std::ffi::OsString;
use std::fs::File;
use std::process::{Child, Command, Stdio};

use dashproof::schedule::store::ParcelState;
use dashproof::schedule::{Burst, Run, RunState, Store};

use jiff::Timestamp;

use crate::awaited::awaited;
use crate::folder::Folder;

/// A report of one chart, every second, whose time is in its file's name.
const EVERY_SECOND: &str = "when: {cron: '@every 1 s'}, deliver: [{file: 'out/{{ time }}.pdf'}]";
/// An app whose report is never done: it is never ready.
const HANG: &str = "sleep 600";

/// A file with one report: its app, and what else there is to say of it.
fn file(app: &str, rest: &str) -> String {
    format!(
        "app: {app}\nlimit: 60 s\nreports:\n  - {{name: sales, pages: [{{capture: '#revenue-by-region'}}], {rest}}}\n"
    )
}

pub(crate) fn folder(app: &str, rest: &str) -> Folder {
    Folder::new().with("r.yaml", &file(app, rest))
}

/// A server that runs; SIGKILLed when it is dropped.
pub(crate) struct Serving {
    child: Child,
    log: String,
}

impl Serving {
    pub(crate) fn start(folder: &Folder, log: &str, arguments: &[&str]) -> Self {
        Self::of(folder, log, &[&["r.yaml", "--lease", "1 s"], arguments].concat())
    }

    pub(crate) fn of(folder: &Folder, log: &str, arguments: &[&str]) -> Self {
        Self::with(folder, log, arguments, [])
    }

    /// The same, with variables of its environment.
    pub(crate) fn with<const N: usize>(
        folder: &Folder,
        log: &str,
        arguments: &[&str],
        environment: [(&str, OsString); N],
    ) -> Self {
        let child = folder
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .envs(environment)
            .stdout(Stdio::null())
            .stderr(File::create(folder.path().join(log)).unwrap())
            .spawn()
            .unwrap();
        Self { child, log: log.to_owned() }
    }

    /// SIGTERM.
    fn signal(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// SIGTERM; returns the exit code.
    fn terminate(&mut self) -> Option<i32> {
        self.signal();
        awaited("the server's end", || self.child.try_wait().unwrap()).code()
    }

    pub(crate) fn address(&self, folder: &Folder) -> String {
        awaited("the address", || {
            let log = folder.read(&self.log);
            log.lines().find(|line| line.starts_with("http://") && line.ends_with('/')).map(str::to_owned)
        })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The store beside `r.yaml`.
pub(crate) struct Runs {
    pub(crate) runtime: tokio::runtime::Runtime,
    store: Store,
}

impl Runs {
    pub(crate) fn of(folder: &Folder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let store =
            runtime.block_on(Store::open(&folder.path().join("r.runs.sqlite").as_path().into())).unwrap();
        Self { runtime, store }
    }

    pub(crate) fn all(&self) -> Vec<Run> {
        self.runtime.block_on(self.store.latest(1000)).unwrap()
    }

    /// Until when a report is planned, as soon as that is as `wanted`.
    pub(crate) fn awaited_plan(&self, report: &str, wanted: impl Fn(Timestamp) -> bool) -> Timestamp {
        awaited("a plan", || {
            let until = self.runtime.block_on(self.store.planned_until(report)).unwrap();
            until.filter(|until| wanted(*until))
        })
    }

    /// All runs, once each has come to its end.
    pub(crate) fn settled(&self) -> Vec<Run> {
        awaited("the end of all", || Some(self.all()).filter(|all| all.iter().all(|run| run.state.is_end())))
    }

    /// Asks for a run of each region.
    fn order(&self, report: &str, regions: &[&str]) {
        let bursts = regions.iter().map(|region| Burst([("region".to_owned(), (*region).to_owned())].into()));
        self.runtime.block_on(self.store.order(report, &bursts.collect::<Vec<_>>())).unwrap();
    }

    /// The first run that is as `wanted`.
    pub(crate) fn awaited(&self, what: &str, wanted: impl Fn(&Run) -> bool) -> Run {
        awaited(what, || self.all().into_iter().find(&wanted))
    }
}

/// The log's line that says so, of each run that was delivered.
fn delivered(log: &str) -> Vec<&str> {
    log.lines().filter(|line| line.contains(": delivered ")).collect()
}

#[test]
fn each_report_of_the_readme_is_made_once_now_with_its_variables() {
    let readme = include_str!("../../README.md");
    let example = readme.split("```yaml").find(|block| block.contains("reports:")).unwrap();
    let folder = Folder::new().with("r.yaml", example.split("```").next().unwrap());
    folder.run(&["serve", "r.yaml", "--once"]).succeeds();
    let runs = Runs::of(&folder).all();
    let mut files: Vec<&str> = runs.iter().flat_map(|run| &run.files).map(String::as_str).collect();
    files.sort_unstable();
    assert_eq!(files.len(), 2, "{runs:?}");
    assert!(files[0].starts_with("reports/APAC-") && files[1].starts_with("reports/EMEA-"), "{files:?}");
    for file in files {
        assert!(std::fs::read(folder.path().join(file)).unwrap().starts_with(b"%PDF-"));
    }
    assert!(runs.iter().all(|run| run.asked_for && run.state == RunState::Delivered));
}

#[test]
fn what_a_page_masks_is_not_in_the_document() {
    let text = |mask: &str| {
        let pages = format!("pages: [{{capture: page, mask: [{mask}]}}]");
        let rest = "when: {cron: '@daily'}, deliver: [{file: out.pdf}]";
        let folder = Folder::new().with(
            "r.yaml",
            &format!("app: demo\nlimit: 60 s\nreports: [{{name: sales, {pages}, {rest}}}]\n"),
        );
        folder.run(&["serve", "r.yaml", "--once"]).succeeds();
        let said =
            Command::new("pdftotext").args(["-raw", "out.pdf", "-"]).current_dir(folder.path()).output();
        String::from_utf8(said.unwrap().stdout).unwrap()
    };
    let shown = text("");
    assert!(shown.contains("Revenue by product") && shown.contains("$3,"), "{shown}");
    let masked = text("'#kpi-revenue', '#revenue-by-product'");
    assert!(!masked.contains("Revenue by product") && masked.contains("Revenue by region"), "{masked}");
}

#[test]
fn a_run_whose_server_is_killed_is_made_once_more_and_what_was_missed_is_caught_up_once() {
    let folder = folder(HANG, EVERY_SECOND);
    let killed = Serving::start(&folder, "killed.log", &[]);
    let runs = Runs::of(&folder);
    let begun = runs.awaited("a run", |run| run.state == RunState::Running);
    drop(killed);
    assert_eq!(runs.awaited("it", |run| run.id == begun.id).state, RunState::Running);
    let folder = folder.with("r.yaml", &file("demo", EVERY_SECOND));
    let mut server = Serving::start(&folder, "server.log", &[]);
    let again = runs.awaited("its delivery", |run| run.id == begun.id && run.state == RunState::Delivered);
    assert_eq!((again.attempt, again.files.len()), (2, 1));
    let until = again.finished_at.unwrap();
    runs.awaited("a later fire", |run| run.fire_at > until && run.state == RunState::Delivered);
    assert_eq!(server.terminate(), Some(0));
    let log = folder.read("server.log");
    let of_it = again.fire_at.to_string();
    assert_eq!(delivered(&log).iter().filter(|line| line.starts_with(&of_it)).count(), 1, "{log}");
    let all = runs.all();
    let mut fires: Vec<_> = all.iter().map(|run| run.fire_at.as_second()).collect();
    fires.sort_unstable();
    assert!(fires.windows(2).all(|pair| pair[1] == pair[0] + 1), "each second is there once: {fires:?}");
    assert!(all.iter().all(|run| run.state != RunState::Running && run.state != RunState::Failed), "{all:?}");
    assert_eq!(folder.files().iter().filter(|file| file.starts_with("out/")).count(), delivered(&log).len());
}

#[test]
fn two_servers_on_one_store_never_make_the_same_fire() {
    let folder = folder("demo", EVERY_SECOND);
    let mut one = Serving::start(&folder, "one.log", &[]);
    let mut two = Serving::start(&folder, "two.log", &[]);
    let runs = Runs::of(&folder);
    awaited("four deliveries", || {
        let all = runs.all();
        (all.iter().filter(|run| run.state == RunState::Delivered).count() >= 4).then_some(())
    });
    assert_eq!((one.terminate(), two.terminate()), (Some(0), Some(0)));
    let log = folder.read("one.log") + &folder.read("two.log");
    let mut lines = delivered(&log);
    lines.sort_unstable();
    let made = lines.len();
    lines.dedup();
    assert_eq!(lines.len(), made, "{log}");
    let all = runs.all();
    assert_eq!(all.iter().filter(|run| run.state == RunState::Delivered).count(), made, "{all:?}");
    assert!(all.iter().all(|run| run.attempt <= 1), "{log}\n{all:?}");
}

#[test]
fn a_server_that_is_asked_to_stop_finishes_the_run_that_it_is_making() {
    let folder = folder("demo", EVERY_SECOND);
    let mut server = Serving::start(&folder, "server.log", &[]);
    let runs = Runs::of(&folder);
    let begun = runs.awaited("a run", |run| run.state == RunState::Running);
    assert_eq!(server.terminate(), Some(0));
    let ended = runs.awaited("it", |run| run.id == begun.id);
    assert_eq!((ended.state, ended.attempt), (RunState::Delivered, 1));
    assert!(runs.all().iter().all(|run| run.state != RunState::Running));
}

#[test]
fn a_run_that_outlasts_the_grace_is_given_back() {
    let folder = folder(HANG, EVERY_SECOND);
    let mut server = Serving::start(&folder, "server.log", &["--grace", "0 s"]);
    let runs = Runs::of(&folder);
    let begun = runs.awaited("a run", |run| run.state == RunState::Running);
    assert_eq!(server.terminate(), Some(0));
    let ended = runs.awaited("it", |run| run.id == begun.id);
    assert_eq!((ended.state, ended.attempt), (RunState::Due, 0));
    assert!(ended.reason.unwrap().contains("stopped"));
}

#[test]
fn a_second_request_to_stop_gives_the_run_back_at_once() {
    let folder = folder(HANG, EVERY_SECOND);
    let mut server = Serving::start(&folder, "server.log", &["--grace", "100 s"]);
    let runs = Runs::of(&folder);
    let begun = runs.awaited("a run", |run| run.state == RunState::Running);
    server.signal();
    awaited("its answer", || folder.read("server.log").contains("stopping").then_some(()));
    assert_eq!(runs.awaited("it", |run| run.id == begun.id).state, RunState::Running);
    assert_eq!(server.terminate(), Some(0));
    assert_eq!(runs.awaited("it", |run| run.id == begun.id).state, RunState::Due);
}

#[test]
fn runs_are_made_side_by_side_and_what_finds_no_room_is_shown_as_waiting() {
    let rest = "for_each: {region: [AMER, APAC, EMEA]}, when: {cron: '@every 1 h'}, deliver: [{file: '{{ region }}.pdf'}]";
    let folder = folder(HANG, rest);
    let server = Serving::start(&folder, "server.log", &["--jobs", "2"]);
    let runs = Runs::of(&folder);
    runs.order("sales", &["AMER", "APAC", "EMEA"]);
    awaited("two runs at once", || {
        let running = runs.all().iter().filter(|run| run.state == RunState::Running).count();
        (running == 2).then_some(())
    });
    let waiting = runs.awaited("the third", |run| run.state == RunState::Due && run.reason.is_some());
    assert_eq!(waiting.reason.as_deref(), Some("waits for room: 2 at once are being made"));
    drop(server);
}

#[test]
fn a_run_that_is_cancelled_is_given_up_and_the_server_goes_on() {
    let folder = folder(HANG, EVERY_SECOND);
    let _server = Serving::start(&folder, "server.log", &[]);
    let runs = Runs::of(&folder);
    let begun = runs.awaited("a run", |run| run.state == RunState::Running);
    let id = begun.id.to_string();
    assert!(folder.run(&["schedule", "cancel", "r.yaml", &id]).succeeds().stdout.contains("is cancelled"));
    let next = runs.awaited("the next run", |run| run.state == RunState::Running);
    assert!(next.id > begun.id);
    assert_eq!(runs.awaited("it", |run| run.id == begun.id).state, RunState::Cancelled);
    folder.run(&["schedule", "cancel", "r.yaml", &id]).succeeds();
    folder.run(&["schedule", "cancel", "r.yaml", "999"]).fails(2, &["there is no run 999"]);
}

#[test]
fn a_store_that_is_not_there_is_named_without_its_password() {
    let folder = folder("demo", EVERY_SECOND);
    let store = "postgres://ann:s3cret@127.0.0.1:1/runs";
    let ran = folder.run(&["serve", "r.yaml", "--once", "--store", store]);
    ran.fails(1, &["can't open the store of runs at postgres://127.0.0.1:1/runs", "refused"]);
    let ran = folder.run(&["serve", "r.yaml", "--once", "--store", "mysql://ann:s3cret@127.0.0.1/runs"]);
    ran.fails(2, &["no store of kind `mysql`"]);
    assert!(!ran.stderr.contains("s3cret"), "{}", ran.stderr);
}

#[test]
fn a_report_that_fails_is_tried_again_and_then_seen_to_have_failed() {
    let rest = "retries: 1, retry_after: 1 s, when: {cron: '@every 1 s'}, deliver: [{file: taken/a.pdf}]";
    let folder = folder("demo", rest).with("taken", "a file where a folder should be");
    let server = Serving::start(&folder, "server.log", &[]);
    let runs = Runs::of(&folder);
    let first = runs.awaited("a first try", |run| run.state == RunState::Made && run.reason.is_some());
    let failed = runs.awaited("its end", |run| run.id == first.id && run.state == RunState::Failed);
    let parcel = runs.runtime.block_on(runs.store.parcels(first.id)).unwrap().remove(0);
    assert_eq!((parcel.state, parcel.attempt, failed.attempt), (ParcelState::Refused, 2, 1));
    let reason = failed.reason.unwrap();
    assert!(reason.contains("can't write") && reason.contains("taken/a.pdf"), "{reason}");
    let address = server.address(&folder);
    let page = runs.runtime.block_on(async { reqwest::get(address).await.unwrap().text().await.unwrap() });
    assert!(page.contains("class=\"state failed\"") && page.contains("a.pdf: File exists"), "{page}");
    assert_eq!(folder.read("taken"), "a file where a folder should be");
    assert!(folder.files().iter().all(|file| !file.contains(".pdf") && !file.starts_with(".tmp")));
}

#[test]
fn a_report_that_takes_too_long_says_what_it_was_busy_with() {
    let folder = folder(HANG, "limit: 1 s, when: {cron: '@daily'}, deliver: [{file: a.pdf}]");
    let ran = folder.run(&["serve", "r.yaml", "--once"]);
    ran.fails(1, &["sales: failed: not done after 800 ms, while booting the app"]);
    assert!(folder.files().iter().all(|file| !file.contains(".pdf")));
}

#[test]
fn a_delivery_that_can_not_work_is_an_error_of_its_file() {
    for (delivery, expected) in [
        ("mail: {to: [a@example.org]}", "add `smtp: {server: NAME, from: ADDRESS}`"),
        ("webhook: {url: 'https://example.org', secret: canary}", "write \"${NAME}\""),
        ("s3: {bucket: b, key: a.txt}", "`a.txt` should end in .pdf, .png, .html or .json"),
        ("slack: {channel: C012}", "`token` is missing"),
        ("fax: {}", "unknown word `fax`"),
    ] {
        let folder = folder("demo", &format!("when: {{cron: '@daily'}}, deliver: [{{{delivery}}}]"));
        let ran = folder.run(&["serve", "r.yaml"]);
        assert!(!ran.stderr.contains("canary"), "{}", ran.stderr);
        ran.fails(2, &["r.yaml:4:", expected]);
    }
    let folder = folder("demo", "when: {cron: '@daily'}, deliver: [{file: a.pdf}]");
    folder.run(&["serve", "r.yaml", "--reach", "lan"]).fails(2, &["--reach: `lan` is none of"]);
}

#[test]
fn a_template_that_can_not_be_filled_in_is_shown_where_it_stands() {
    let mail = |key: &str, template: &str| {
        format!(
            "app: demo\nsmtp: {{server: a.example.org, from: a@example.org}}\nreports:\n  - name: sales\n    when: {{cron: '@daily'}}\n    \
             pages: [{{capture: page}}]\n    deliver:\n      - mail:\n          to: [a@example.org]\n          {key}: '{template}'\n"
        )
    };
    for (file, place) in [
        (mail("subject", "of {{ regoin }}"), "r.yaml:10:20: `of {{ regoin }}`: undefined value"),
        (mail("body", "of {{ region"), "r.yaml:10:17: `of {{ region`: syntax error"),
        (file("demo", "when: {cron: '@daily'}, deliver: [{file: '{{ regoin }}.pdf'}]"), "r.yaml:4:"),
    ] {
        let folder = Folder::new().with("r.yaml", &file);
        for command in [&["serve", "r.yaml", "--once"][..], &["schedule", "next", "r.yaml"]] {
            folder.run(command).fails(2, &[place, "^"]);
        }
    }
}

#[test]
fn bursts_that_would_overwrite_each_other_are_an_error() {
    let rest = "for_each: {region: [EMEA, APAC]}, when: {cron: '@daily'}, deliver: [{file: a.pdf}]";
    let folder = folder("demo", rest);
    folder.run(&["serve", "r.yaml", "--once"]).fails(2, &["r.yaml:4:", "`a.pdf`", "`{{ region }}-…`"]);
    assert_eq!(folder.files().iter().filter(|file| file.contains(".pdf")).count(), 0);
}

#[test]
fn the_next_fires_are_told_in_their_zone_and_over_a_change_of_the_clocks() {
    let when = "when: {cron: '30 2 * * *', zone: Europe/Berlin, jitter: 5 min}, deliver: [{file: x.pdf}]";
    let next = ["schedule", "next", "r.yaml", "-n", "2", "--from", "2026-03-28T12:00:00Z"];
    let ran = folder("demo", when).run(&next);
    ran.succeeds();
    assert!(ran.stdout.contains("sales (30 2 * * *, up to 300 s later)"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("Sun 2026-03-29 03:00:00 Europe/Berlin  2026-03-29T01:00:00Z"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_timetable_that_can_not_be_understood_is_shown_where_it_stands() {
    folder("demo", "when: {cron: '0 7 * *'}, deliver: [{file: x.pdf}]")
        .run(&["schedule", "next", "r.yaml"])
        .fails(2, &["r.yaml:4:", "`0 7 * *` is no cron expression: write five fields"]);
}
