//! Nodes that are killed at random: nothing is lost, nothing is made twice, nothing is sent twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dashproof::schedule::store::ParcelState;
use dashproof::schedule::{Run, RunState, Store, Worker};
use jiff::SignedDuration;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::postgres::Postgres;
use crate::stub::{self, ONCE, SENT};

/// What is killed, how often, and when that is enough.
pub(crate) struct Ordeal {
    /// How many nodes share the store.
    pub(crate) nodes: usize,
    /// How many runs each fire has.
    pub(crate) bursts: usize,
    /// How long a node holds what it has without a sign of life.
    pub(crate) lease: Duration,
    /// The longest pause between two kills.
    pub(crate) pause: Duration,
    /// How many runs there are at least.
    pub(crate) runs: usize,
}

/// A node as a process: of a store, of the file that describes the report, with a lease.
pub(crate) type Node = fn(&str, &Path, Duration) -> Command;

impl Ordeal {
    /// Kills nodes until there are runs enough.
    async fn kill(&self, store: &str, node: Node) -> Remains {
        let mut chance = Chance(7);
        self.suffer(store, node, async |nodes, spawn| {
            sleep(self.pause.mul_f64(chance.next())).await;
            let victim = (chance.next() * self.nodes as f64) as usize;
            // What is replaced is killed when it is dropped.
            nodes[victim].still_runs();
            nodes[victim] = spawn();
        })
        .await
    }

    /// Does harm until there are runs enough, lets one node end what is open, and returns what is left.
    pub(crate) async fn suffer(
        &self,
        store: &str,
        node: Node,
        mut harm: impl AsyncFnMut(&mut [Killed], &dyn Fn() -> Killed),
    ) -> Remains {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("r.yaml");
        std::fs::write(&file, self.file("@every 1 s")).unwrap();
        let spawn = |file: &Path| Killed::spawn(&node(store, file, self.lease));
        let mut nodes: Vec<Killed> = (0..self.nodes).map(|_| spawn(&file)).collect();
        let opened = Store::open(&store.parse().unwrap()).await.unwrap();
        let mut harms = 0;
        while opened.latest(u32::MAX).await.unwrap().len() < self.runs {
            harm(&mut nodes, &|| spawn(&file)).await;
            harms += 1;
        }
        nodes.clear();
        // The same report, never due again.
        let last = file.with_file_name("last.yaml");
        std::fs::write(&last, self.file("0 0 29 2 *")).unwrap();
        let mut last = spawn(&last);
        let report = ["sales".to_owned()];
        while opened.until_due(&report).await.unwrap().is_some()
            || opened.until_parcel(&report).await.unwrap().is_some()
        {
            last.still_runs();
            sleep(Duration::from_millis(50)).await;
        }
        Remains { store: opened, folder, bursts: self.bursts, harms }
    }

    fn file(&self, cron: &str) -> String {
        let bursts: Vec<String> = (0..self.bursts).map(|n| format!("n{n}")).collect();
        format!(
            "app: demo\nlimit: 60 s\nreports:\n  - name: sales\n    when: {{cron: '{cron}', catch_up: all}}\n    \
             for_each: {{n: [{}]}}\n    retries: 20\n    pages: [{{capture: '#revenue-by-region'}}]\n    \
             deliver: [{{file: 'out/{{{{ n }}}}-{{{{ time }}}}.pdf'}}]\n",
            bursts.join(", ")
        )
    }
}

/// A process that is SIGKILLed when it is dropped.
pub(crate) struct Killed(Child);

impl Killed {
    /// Starts it so that it dies with this thread, too.
    fn spawn(command: &Command) -> Self {
        let mut bound = Command::new("setpriv");
        bound.args(["--pdeathsig", "KILL"]).arg(command.get_program()).args(command.get_args());
        bound.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        if let Some(folder) = command.get_current_dir() {
            bound.current_dir(folder);
        }
        Self(bound.stdout(Stdio::null()).spawn().unwrap())
    }

    /// Checks that it has not ended by itself.
    fn still_runs(&mut self) {
        assert_eq!(self.0.try_wait().unwrap(), None);
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// A number from 0 to 1 at a time, the same in every test run: Marsaglia's xorshift.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// What an ordeal left.
pub(crate) struct Remains {
    store: Store,
    folder: TempDir,
    bursts: usize,
    harms: usize,
}

impl Remains {
    /// Checks that every second's fire is there with each of its bursts and came to a good end, made once; returns the
    /// figures.
    async fn is_whole(&self) -> Figures {
        let runs = self.store.latest(u32::MAX).await.unwrap();
        let mut bursts: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for run in &runs {
            assert!(matches!(run.state, RunState::Delivered | RunState::Unknown), "{run:?}");
            assert!(bursts.entry(run.fire_at).or_default().insert(run.burst.key()), "{run:?}");
        }
        assert!(bursts.values().all(|of_fire| of_fire.len() == self.bursts));
        let fires: Vec<_> = bursts.keys().collect();
        let second = SignedDuration::from_secs(1);
        assert!(fires.windows(2).all(|pair| pair[0].duration_until(*pair[1]) == second), "{fires:?}");
        let mut figures = Figures { runs: runs.len(), kills: self.harms, ..Figures::default() };
        for run in &runs {
            let attempts = self.store.attempts(run.id).await.unwrap();
            let made = attempts.iter().filter(|attempt| attempt.outcome.as_deref() == Some("made")).count();
            assert_eq!(made, 1, "{attempts:?}");
            for lost in attempts.iter().filter(|attempt| attempt.outcome.as_deref() == Some("lost")) {
                figures.takeovers.push(lost.seen_at.unwrap().duration_until(lost.ended_at.unwrap()));
            }
            figures.unknown += usize::from(run.state == RunState::Unknown);
        }
        figures.takeovers.sort_unstable();
        figures
    }

    /// Checks that nothing is lost, and nothing is made or sent twice; of stubs alone.
    pub(crate) async fn is_whole_and_sent_once(&self) -> Figures {
        let figures = self.is_whole().await;
        self.was_sent_once(&self.store.latest(u32::MAX).await.unwrap()).await;
        figures
    }

    /// Checks against what was really sent that every parcel is there once, but for those that are shown as unknown.
    async fn was_sent_once(&self, runs: &[Run]) {
        let log = std::fs::read_to_string(self.folder.path().join(SENT)).unwrap();
        let mut sent: BTreeMap<&str, usize> = BTreeMap::new();
        for key in log.lines() {
            *sent.entry(key).or_default() += 1;
        }
        for run in runs {
            for parcel in self.store.parcels(run.id).await.unwrap() {
                let times = sent.get(parcel.key.as_str()).copied().unwrap_or_default();
                match parcel.state {
                    ParcelState::Sent if parcel.destination == ONCE => assert_eq!(times, 1, "{parcel:?}"),
                    ParcelState::Sent => assert!(times >= 1, "{parcel:?}"),
                    ParcelState::Unknown => assert!(times <= 1, "{parcel:?}"),
                    _ => panic!("{parcel:?}"),
                }
            }
        }
    }
}

/// What an ordeal cost.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    runs: usize,
    kills: usize,
    unknown: usize,
    /// From the last sign of life of a node to the takeover of its run, shortest first.
    takeovers: Vec<SignedDuration>,
}

impl Figures {
    /// Of a hundred takeovers the ninety-ninth.
    fn slowest(&self) -> SignedDuration {
        self.takeovers.get(self.takeovers.len() * 99 / 100).copied().unwrap_or_default()
    }

    #[expect(clippy::print_stdout, reason = "the figures are what the long tests are for")]
    fn print(&self) {
        let Self { runs, kills, unknown, takeovers } = self;
        let median = takeovers.get(takeovers.len() / 2).copied().unwrap_or_default();
        println!(
            "{runs} runs, {kills} kills, {} takeovers (median {median:#}, p99 {:#}), {unknown} unknown",
            takeovers.len(),
            self.slowest()
        );
    }
}

async fn kill_stubs(ordeal: Ordeal, store: &str) -> Figures {
    let figures = ordeal.kill(store, stub::node).await.is_whole_and_sent_once().await;
    assert!(figures.kills > 0);
    figures
}

fn sqlite(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("runs.sqlite").display())
}

/// Enough to see what goes wrong often.
fn short(nodes: usize) -> Ordeal {
    let (lease, pause) = (Duration::from_secs(1), Duration::from_millis(600));
    Ordeal { nodes, bursts: 20, lease, pause, runs: 160 }
}

/// Enough to see what goes wrong seldom.
fn long(nodes: usize) -> Ordeal {
    let pause = Duration::from_secs(3);
    // What so many nodes can bear on a busy machine.
    Ordeal { nodes, bursts: 20 * nodes.max(2), lease: Worker::LEASE, pause, runs: 10_000 }
}

#[tokio::test]
async fn three_nodes_that_are_killed_at_random_lose_nothing_and_send_nothing_twice() {
    kill_stubs(short(3), &Postgres::start().url()).await;
}

#[tokio::test]
async fn one_node_that_is_killed_again_and_again_loses_nothing_and_sends_nothing_twice() {
    kill_stubs(short(1), &sqlite(&tempfile::tempdir().unwrap())).await;
}

#[tokio::test]
#[ignore = "minutes: ten thousand runs on PostgreSQL"]
async fn ten_thousand_runs_of_three_nodes_survive_kills() {
    let figures = kill_stubs(long(3), &Postgres::start().url()).await;
    figures.print();
    assert!(figures.slowest() <= SignedDuration::from_secs(15));
}

#[tokio::test]
#[ignore = "minutes: ten thousand runs on SQLite"]
async fn ten_thousand_runs_of_one_node_survive_kills() {
    let figures = kill_stubs(long(1), &sqlite(&tempfile::tempdir().unwrap())).await;
    figures.print();
    assert!(figures.slowest() <= SignedDuration::from_secs(15));
}

#[tokio::test]
#[ignore = "minutes: hundreds of real captures"]
async fn hundreds_of_captures_of_three_nodes_survive_kills() {
    let ordeal = Ordeal { bursts: 2, runs: 300, ..long(3) };
    let postgres = Postgres::start();
    let remains = ordeal.kill(&postgres.url(), capturing).await;
    let figures = remains.is_whole().await;
    figures.print();
    for run in remains.store.latest(u32::MAX).await.unwrap() {
        let [file] = run.files.try_into().unwrap();
        assert!(std::fs::read(remains.folder.path().join(file)).unwrap().starts_with(b"%PDF-"));
    }
    let files = std::fs::read_dir(remains.folder.path().join("out")).unwrap();
    let files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    let wholes = files.iter().filter(|file| file.extension().is_some_and(|end| end == "pdf")).count();
    assert_eq!(wholes, figures.runs);
    assert!(figures.slowest() <= SignedDuration::from_secs(15));
}

/// `dashproof serve`, which captures the demo without a browser.
fn capturing(store: &str, file: &Path, lease: Duration) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dashproof"));
    command.arg("serve").arg(file.file_name().unwrap()).args(["--listen", "127.0.0.1:0", "--store", store]);
    command.args(["--lease", &format!("{} ms", lease.as_millis())]);
    command.current_dir(file.parent().unwrap());
    command
}
