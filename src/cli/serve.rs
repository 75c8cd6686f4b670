//! `dashproof serve`: makes a file's reports when they are due, and shows their runs.

use std::cell::Cell;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::time::sleep;
use url::Url;

use super::access::AccessArgument;
use super::browser::Browser;
use super::interrupt::interrupted;
use super::store::StoreArgument;
use super::{Exit, Failure, output};
use crate::Reach;
use crate::scenario::Scenario;
use crate::schedule::{Room, Run, RunState, Stop, Store, Telemetry, Worker};
use crate::server::{Review, Runs, Server};

/// [`Worker::LEASE`] as a person writes it.
const LEASE: &str = "10 s";

/// Makes the reports of a file when they are due, and serves a page about their runs
///
/// Ctrl-C or SIGTERM ends it, with exit code 0: no report is begun any more, and those that are being made may still come
/// to their end. A second one gives those reports back at once; they are made when dashproof serves the file again.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// A file with `reports`; not needed for a review
    #[arg(required_unless_present = "review")]
    file: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgument,
    /// Where the page is served
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 8777)))]
    listen: SocketAddr,
    #[command(flatten)]
    access: AccessArgument,
    /// Also shows the captures in and below a folder that wait for approval, to be accepted or rejected
    #[arg(long, value_name = "DIR", conflicts_with = "once")]
    review: Option<PathBuf>,
    /// Makes every report once, now, whatever its timetable says, and ends
    #[arg(long)]
    once: bool,
    /// How long a report that is being made may still take after Ctrl-C or SIGTERM
    #[arg(long, value_name = "DURATION", default_value = "20 s", value_parser = crate::duration::parse)]
    grace: Duration,
    /// After how long without a sign of life another process makes a report instead
    #[arg(long, value_name = "DURATION", default_value = LEASE, value_parser = crate::duration::parse)]
    lease: Duration,
    /// Lets webhooks, servers and apps that FILE names be at addresses that are not public: `loopback`, `private`, an address, a
    /// network such as 10.1.0.0/16, or `any`; several are separated by commas
    #[arg(long, value_name = "ADDRESS", env = "DASHPROOF_REACH", value_delimiter = ',')]
    reach: Vec<String>,
    /// How many reports are made at the same time; as many as there are processors unless told otherwise
    #[arg(long, value_name = "COUNT")]
    jobs: Option<NonZeroUsize>,
    /// How much memory this process, and the apps and browsers that it starts, may take together, such as `2 GB`; three quarters of
    /// the machine's or the container's unless told otherwise. What does not fit waits
    #[arg(long, value_name = "SIZE", value_parser = crate::size::parse)]
    memory: Option<u64>,
    /// Tells an OpenTelemetry collector what became of each run: its base address, such as http://127.0.0.1:4318
    #[arg(long, value_name = "URL", env = "OTEL_EXPORTER_OTLP_ENDPOINT")]
    otlp: Option<Url>,
    #[command(flatten)]
    browser: Browser,
}

impl Serve {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let review = self.review.as_deref().map(review).transpose()?;
        let Some(file) = &self.file else {
            let _server = self.server(None, review).await?;
            interrupted().await;
            return Ok(Exit::Success);
        };
        let scenario = Scenario::load(file)?;
        if scenario.reports.is_empty() {
            return Err(Failure::usage(format!("{} has no `reports`", file.display())));
        }
        let store = self.store.open(file).await?;
        let reach = self.reach.iter().try_fold(Reach::default(), |reach, text| reach.allow(text));
        let reach = reach.map_err(|error| Failure::usage(format!("--reach: {error}")))?;
        let worker = Worker::new(&scenario, store.clone(), self.lease, reach, &self.browser.setup())?;
        let worker = worker.in_room(Room::new(self.jobs, self.memory));
        let telemetry = self.telemetry(&store)?;
        let told = |run: &Run| {
            output::remark(Line(run));
            if let Some(telemetry) = &telemetry {
                telemetry.tell(run);
            }
        };
        let exit = if self.once {
            once(&worker, told).await
        } else {
            self.serve(&worker, store, review, told).await
        };
        if let Some(telemetry) = telemetry {
            telemetry.end().await;
        }
        exit
    }

    /// What tells the collector, if there is one.
    fn telemetry(&self, store: &Store) -> Result<Option<Telemetry>, Failure> {
        let failed = |error: &crate::schedule::Error| output::remark(error);
        let begin = |collector| Telemetry::begin(collector, store.clone(), failed);
        self.otlp.as_ref().map(begin).transpose().map_err(|error| Failure::usage(format!("--otlp: {error}")))
    }

    /// Serves the pages, and says where.
    async fn server(&self, runs: Option<Runs>, review: Option<Review>) -> Result<Server, Failure> {
        let access = self.access.access(self.listen)?;
        let server = Server::start(self.listen, access, runs, review)
            .await
            .map_err(|error| Failure::usage(format!("can't listen on {}: {error}", self.listen)))?;
        output::remark(format_args!("http://{}/", server.address()));
        Ok(server)
    }

    /// Makes what is due until somebody asks for the end.
    async fn serve(
        &self,
        worker: &Worker,
        store: Store,
        review: Option<Review>,
        told: impl Fn(&Run),
    ) -> Result<Exit, Failure> {
        let runs = Runs { plans: Arc::clone(worker.plans()), store };
        let _server = self.server(Some(runs), review).await?;
        let (stopper, stop) = Stop::new();
        let stopping = async {
            interrupted().await;
            output::remark("stopping; once more to give back what is being made");
            stopper.soon();
            tokio::select! {
                () = interrupted() => {}
                () = sleep(self.grace) => {}
            }
            stopper.now();
            std::future::pending::<()>().await;
        };
        tokio::select! {
            worked = worker.work(&stop, told) => worked?,
            () = stopping => {}
        }
        Ok(Exit::Success)
    }
}

/// The review of what waits in a folder.
fn review(folder: &Path) -> Result<Review, Failure> {
    Review::of(folder).map_err(|error| Failure::usage(format!("--review {}: {error}", folder.display())))
}

/// Makes every report once.
async fn once(worker: &Worker, told: impl Fn(&Run)) -> Result<Exit, Failure> {
    let (stopper, stop) = Stop::new();
    let worst = Cell::new(Exit::Success);
    let made = worker.make_all_now(&stop, |run| {
        worst.set(match run.state {
            RunState::Failed | RunState::Unknown | RunState::Cancelled => Exit::Failed,
            RunState::Refused if worst.get() == Exit::Success => Exit::Refused,
            _ => worst.get(),
        });
        told(run);
    });
    let stopping = async {
        interrupted().await;
        stopper.now();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        made = made => made?,
        () = stopping => {}
    }
    if stop.is_asked() { Err(Failure::new(Exit::Interrupted, "interrupted")) } else { Ok(worst.get()) }
}

/// A run as the log tells it.
struct Line<'a>(&'a Run);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(run) = self;
        write!(f, "{:.0} {}", run.fire_at, run.report)?;
        for (name, value) in &run.burst.0 {
            write!(f, " {name}={value}")?;
        }
        write!(f, ": {}", run.state.name())?;
        for file in &run.files {
            write!(f, " {file}")?;
        }
        if let Some(again) = run.claim_at {
            write!(f, " again at {again:.0}")?;
        }
        // The state says so already.
        let reason = run.reason.as_deref().map(|reason| reason.trim_start_matches("refused: "));
        reason.map_or(Ok(()), |reason| write!(f, ": {reason}"))
    }
}
