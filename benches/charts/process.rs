//! `dashproof chart` as a process of its own.

use std::process::{Command, Stdio};
use std::time::Instant;

use crate::fixtures::paths;
use crate::scatter::typed;
use crate::{Outcome, least_and_median, say};

const TURNS: usize = 30;

/// The command that draws `figure`; `None` when this was built without the command line.
fn draw(figure: &std::path::Path, picture: &std::path::Path) -> Option<Command> {
    let mut command = Command::new(option_env!("CARGO_BIN_EXE_dashproof")?);
    command.arg("chart").arg(figure).arg("-o").arg(picture).stderr(Stdio::null());
    Some(command)
}

pub(crate) fn cold() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (figure, picture) = (folder.path().join("figure.json"), folder.path().join("figure.png"));
    std::fs::write(&figure, typed(1_000))?;
    let mut times = Vec::new();
    for _ in 0..TURNS {
        let Some(mut command) = draw(&figure, &picture) else {
            say(format_args!("cold: built without the command line (`--features cli`)"));
            return Ok(());
        };
        let began = Instant::now();
        command.status()?;
        times.push(began.elapsed());
    }
    let (least, median) = least_and_median(times);
    say(format_args!("cold: {median:.1} ms a process that draws 1,000 points (least {least:.1})"));
    Ok(())
}

/// The greatest resident set over the figures, each drawn by a process of its own, of which GNU time tells.
pub(crate) fn memory() -> Outcome {
    let folder = tempfile::tempdir()?;
    let picture = folder.path().join("figure.png");
    let mut most = Vec::new();
    for path in paths()? {
        let Some(command) = draw(&path, &picture) else { return Ok(()) };
        let mut timed = Command::new("/usr/bin/time");
        timed.args(["-f", "%M"]).arg(command.get_program()).args(command.get_args());
        let Ok(output) = timed.output() else {
            say(format_args!("memory: needs GNU time"));
            return Ok(());
        };
        let told = String::from_utf8_lossy(&output.stderr);
        if let Some(kib) = told.lines().last().and_then(|line| line.trim().parse::<usize>().ok()) {
            most.push((kib, path));
        }
    }
    most.sort();
    let mib = |index: usize| most.get(index).map_or(f64::NAN, |(kib, _)| *kib as f64 / 1024.0);
    let last = most.last().and_then(|(_, path)| path.file_stem()).unwrap_or_default().to_string_lossy();
    say(format_args!(
        "memory: {:.0} MiB at most (median of {} figures; the most, {last}, {:.0} MiB)",
        mib(most.len() / 2),
        most.len(),
        mib(most.len().saturating_sub(1)),
    ));
    Ok(())
}
