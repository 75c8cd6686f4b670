//! What charts cost without a browser.
//!
//! Run with: `cargo bench --bench charts [-- NAME…]`
//!
//! | name | what is measured |
//! |---|---|
//! | scatter | a scatter plot of 1,000, 100,000 and a million points: read, laid out, painted and packed as PNG, warm |
//! | fixtures | the figures of `fixtures/figures`, or of the folder in `DASHPROOF_FIGURES`, to PNG on two threads |
//! | cold | `dashproof chart` on 1,000 points, the whole process |
//! | memory | the most that `dashproof chart` holds at once, over the same figures |
//!
//! `benches/peers.py` measures what else draws such pictures, side by side.

mod fixtures;
mod process;
mod scatter;

use std::time::Duration;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Measures one thing and says it.
type Measure = fn() -> Outcome;

fn main() -> Outcome {
    // `cargo bench` adds flags of its own.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let measures: [(&str, Measure); 4] = [
        ("scatter", scatter::measure),
        ("fixtures", fixtures::measure),
        ("cold", process::cold),
        ("memory", process::memory),
    ];
    for (name, measure) in measures {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            measure()?;
        }
    }
    Ok(())
}

/// One line of results.
fn say(line: std::fmt::Arguments<'_>) {
    use std::io::Write as _;
    // Whoever closed the pipe has read enough.
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}

/// The least and the median, in milliseconds.
fn least_and_median(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let at = |index: usize| times.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3);
    (at(0), at(times.len() / 2))
}
