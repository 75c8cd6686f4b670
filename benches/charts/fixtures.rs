//! Figures of every kind, one after the other on two threads.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use dashproof::render::chart::Figure;

use crate::{Outcome, least_and_median, say};

/// Turns over all figures.
const TURNS: usize = 5;
const THREADS: usize = 2;

pub(crate) fn measure() -> Outcome {
    let paths = paths()?;
    let texts = paths.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let mut turns = Vec::new();
    let mut slowest = (0.0, 0);
    for _ in 0..TURNS {
        let next = AtomicUsize::new(0);
        let began = Instant::now();
        let times = std::thread::scope(|scope| {
            let draw = || {
                let mut times = Vec::new();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(text) = texts.get(index) else { return times };
                    let began = Instant::now();
                    // What can't be drawn costs its time too.
                    let drawn = Figure::from_json(text).and_then(|f| f.render(f.size())?.to_png(1.0));
                    drop(drawn);
                    times.push((began.elapsed().as_secs_f64() * 1e3, index));
                }
            };
            let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(draw)).collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect::<Vec<_>>()
        });
        turns.push(began.elapsed());
        slowest = times.into_iter().fold((0.0, 0), |most, time| if time.0 > most.0 { time } else { most });
    }
    let (_, median) = least_and_median(turns);
    say(format_args!(
        "fixtures: {:.0} figures a second on {THREADS} threads ({} figures; the slowest, {}, {:.1} ms)",
        texts.len() as f64 / median * 1e3,
        texts.len(),
        paths.get(slowest.1).and_then(|path| path.file_stem()).unwrap_or_default().to_string_lossy(),
        slowest.0,
    ));
    Ok(())
}

/// The figures, sorted.
pub(crate) fn paths() -> Result<Vec<PathBuf>, std::io::Error> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/figures");
    let folder = std::env::var_os("DASHPROOF_FIGURES").map_or_else(|| PathBuf::from(own), PathBuf::from);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".json") && !name.ends_with(".sem.json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
