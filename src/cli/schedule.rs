//! `dashproof schedule`: when reports are made, and which are not.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::cancel::Cancel;
use super::{Exit, Failure, output};
use crate::scenario::Scenario;
use crate::schedule::Plan;

/// Tells when reports are made, and takes runs back
#[derive(Debug, Args)]
pub(super) struct Schedule {
    #[command(subcommand)]
    command: ScheduleCommand,
}

#[derive(Debug, Subcommand)]
enum ScheduleCommand {
    Next(Next),
    Cancel(Cancel),
}

/// Prints the next fire times of a file's reports
#[derive(Debug, Args)]
struct Next {
    /// A file with `reports`
    file: PathBuf,
    /// How many of each report
    #[arg(short = 'n', value_name = "COUNT", default_value_t = 10)]
    count: usize,
    /// After which instant, RFC 3339; now unless told otherwise
    #[arg(long, value_name = "INSTANT")]
    from: Option<Timestamp>,
    /// Only the reports whose name contains this text
    #[arg(long, value_name = "TEXT", default_value = "")]
    name: String,
}

impl Schedule {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        match self.command {
            ScheduleCommand::Next(next) => next.run(),
            ScheduleCommand::Cancel(cancel) => cancel.run().await,
        }
    }
}

impl Next {
    fn run(self) -> Result<Exit, Failure> {
        let scenario = Scenario::load(&self.file)?;
        if scenario.reports.is_empty() {
            return Err(Failure::usage(format!("{} has no `reports`", self.file.display())));
        }
        let from = self.from.unwrap_or_else(Timestamp::now);
        let plans = Plan::all(&scenario)?.into_iter();
        for plan in plans.filter(|plan| plan.report.name.contains(&self.name)) {
            let when = plan.timetable().when();
            let jitter = match when.jitter {
                Duration::ZERO => String::new(),
                jitter => format!(", up to {} later", crate::duration::format(jitter)),
            };
            output::say(format_args!("{} ({}{jitter})", plan.report.name, when.cron))?;
            for fire in plan.timetable().after(from).take(self.count) {
                let local = fire.to_zoned(plan.timetable().zone().clone());
                output::say(format_args!("    {}  {fire}", local.strftime("%a %Y-%m-%d %H:%M:%S %Q")))?;
            }
        }
        Ok(Exit::Success)
    }
}
