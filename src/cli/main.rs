//! From the process's arguments to its exit code.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[cfg(feature = "demo")]
use super::demo;
use super::interrupt::interrupted;
#[cfg(feature = "webdriver")]
use super::webdriver;
use super::{
    Exit, Failure, accept, call, chart, compare, doctor, exit, graph, layout, lint, schema, snap, test, trace,
};
#[cfg(feature = "schedule")]
use super::{archive, schedule, serve};
#[cfg(feature = "browser")]
use super::{record, replay};

/// Boots a dashboard, drives it, records what its callbacks did, and prints what it looked like.
///
/// APP is a path to a .py, module:app, a quoted command, a URL, replay:FILE.zip, or demo.
#[derive(Debug, Parser)]
#[command(name = "dashproof", version, after_help = exit::TABLE)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[cfg(feature = "demo")]
    Demo(demo::Demo),
    Snap(snap::Snap),
    #[cfg(feature = "browser")]
    Record(record::Record),
    #[cfg(feature = "browser")]
    Replay(replay::Replay),
    Test(test::Test),
    #[cfg(feature = "schedule")]
    Serve(serve::Serve),
    #[cfg(feature = "schedule")]
    Schedule(schedule::Schedule),
    #[cfg(feature = "schedule")]
    #[command(subcommand)]
    Archive(archive::Archive),
    Compare(compare::Compare),
    Accept(accept::Accept),
    Reject(accept::Reject),
    Chart(chart::Chart),
    Call(call::Call),
    Layout(layout::Layout),
    Lint(lint::Lint),
    Graph(graph::Graph),
    #[command(subcommand)]
    Trace(trace::Trace),
    Schema(schema::Schema),
    #[cfg(feature = "webdriver")]
    Webdriver(webdriver::WebDriver),
    Doctor(doctor::Doctor),
}

impl Command {
    /// Whether the command itself heeds Ctrl-C and SIGTERM.
    fn ends_itself(&self) -> bool {
        match self {
            #[cfg(feature = "schedule")]
            Self::Serve(_) => true,
            #[cfg(feature = "browser")]
            Self::Record(_) | Self::Replay(_) => true,
            #[cfg(feature = "webdriver")]
            Self::Webdriver(_) => true,
            _ => false,
        }
    }

    async fn run(self) -> Result<Exit, Failure> {
        match self {
            #[cfg(feature = "demo")]
            Self::Demo(command) => command.run().await,
            #[cfg(feature = "schedule")]
            Self::Serve(command) => command.run().await,
            #[cfg(feature = "schedule")]
            Self::Schedule(command) => command.run().await,
            #[cfg(feature = "schedule")]
            Self::Archive(command) => command.run().await,
            Self::Snap(command) => command.run().await,
            #[cfg(feature = "browser")]
            Self::Record(command) => command.run().await,
            #[cfg(feature = "browser")]
            Self::Replay(command) => command.run().await,
            Self::Test(command) => command.run().await,
            Self::Compare(command) => command.run().await,
            Self::Accept(command) => command.run(),
            Self::Reject(command) => command.run(),
            // Off this thread, so that an interrupt is heard.
            Self::Chart(command) => match tokio::task::spawn_blocking(|| command.run()).await {
                Ok(done) => done,
                Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
            },
            Self::Call(command) => Box::pin(command.run()).await,
            Self::Layout(command) => Box::pin(command.run()).await,
            Self::Lint(command) => command.run().await,
            Self::Graph(command) => command.run().await,
            Self::Trace(command) => command.run(),
            Self::Schema(command) => command.run(),
            #[cfg(feature = "webdriver")]
            Self::Webdriver(command) => command.run().await,
            Self::Doctor(command) => command.run(),
        }
    }
}

/// Runs dashproof with the process's arguments.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors, and a closed pipe is none of ours.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Success.into() };
        }
    };
    if let Command::Test(command) = &arguments.command {
        command.configure_insta();
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return report(&Failure::new(Exit::Failed, format!("can't start: {error}"))),
    };
    let ends_itself = arguments.command.ends_itself();
    let outcome = runtime.block_on(async {
        tokio::select! {
            outcome = arguments.command.run() => outcome,
            // Dropping the command drops its apps and browsers, and with them their process groups.
            () = interrupted(), if !ends_itself => Err(Failure::new(Exit::Interrupted, "interrupted")),
        }
    });
    // A blocked reader of stdin must not hold up the end.
    runtime.shutdown_background();
    match outcome {
        Ok(exit) => exit.into(),
        Err(failure) => report(&failure),
    }
}

/// Prints a failure; that stderr is closed is nobody's concern.
fn report(failure: &Failure) -> ExitCode {
    let _ = writeln!(io::stderr(), "{failure}");
    failure.exit.into()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
