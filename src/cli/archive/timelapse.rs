//! `dashproof archive timelapse`: the pictures of a report's runs as one.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::store::StoreArgument;
use crate::cli::{Exit, Failure, output};
use crate::scenario::Scenario;
use crate::schedule::store::{Role, Wanted};
use crate::schedule::{Plan, time_lapse};

/// Writes the pictures of a report's runs as one animated PNG, the oldest first, each with its time under it
#[derive(Debug, Args)]
pub(in crate::cli) struct Timelapse {
    /// The file with `reports`
    file: PathBuf,
    /// The report; needed when the file has several
    #[arg(long, value_name = "NAME")]
    report: Option<String>,
    /// Only runs whose variable of `for_each` has this value; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    burst: Vec<(String, String)>,
    /// Which page of the report
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    page: usize,
    /// How many runs at most, the latest
    #[arg(short = 'n', value_name = "COUNT", default_value_t = 100)]
    count: u32,
    /// How long each is shown
    #[arg(long, value_name = "DURATION", default_value = "1 s", value_parser = crate::duration::parse)]
    pause: Duration,
    /// The file to write
    #[arg(short, long, value_name = "FILE", default_value = "timelapse.png")]
    output: PathBuf,
    #[command(flatten)]
    store: StoreArgument,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').ok_or_else(|| format!("write NAME=VALUE instead of `{text}`"))?;
    Ok((pair.0.to_owned(), pair.1.to_owned()))
}

impl Timelapse {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let mut plans = Plan::all(&Scenario::load(&self.file)?)?;
        if let Some(name) = &self.report {
            plans.retain(|plan| plan.report.name == *name);
        }
        let names: Vec<String> = plans.iter().map(|plan| format!("`{}`", plan.report.name)).collect();
        let (Some(plan), true) = (plans.pop(), plans.is_empty()) else {
            let which = if names.is_empty() { "no report of this name".to_owned() } else { names.join(", ") };
            return Err(Failure::usage(format!("which report? --report NAME: {which}")));
        };
        let name = &plan.report.name;
        let store = self.store.open(&self.file).await?;
        let wanted = Wanted { report: Some(name.clone()), ..Wanted::default() };
        let picture = format!("{name}-{}.png", self.page);
        let mut frames = Vec::new();
        for run in store.list(&wanted, self.count).await? {
            if self.burst.iter().any(|(name, value)| run.burst.0.get(name) != Some(value)) {
                continue;
            }
            let mut kept = store.kept(run.id).await?.into_iter();
            let Some(kept) = kept.find(|kept| kept.role == Role::Picture && kept.name == picture) else {
                continue;
            };
            let Some(bytes) = store.bytes(run.id, kept.page).await? else { continue };
            let local = run.fire_at.to_zoned(plan.timetable().zone().clone());
            let burst = run.burst.0.values().fold(String::new(), |text, value| text + " · " + value);
            frames.push((format!("{}{burst}", local.strftime("%a %Y-%m-%d %H:%M %Q")), bytes));
        }
        if frames.is_empty() {
            return Err(Failure::usage(format!("no picture of page {} of {name} is kept", self.page)));
        }
        frames.reverse();
        output::write(&self.output, &time_lapse(&frames, self.pause)?)?;
        output::say(format_args!("{}: {} runs", self.output.display(), frames.len()))?;
        Ok(Exit::Success)
    }
}
