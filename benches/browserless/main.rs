//! What the browserless engine costs, and beside it what a browser costs.
//!
//! Run with: `cargo bench --no-default-features --features demo,clientside --bench browserless [-- NAME…]`
//!
//! | name | what is measured |
//! |---|---|
//! | overhead | a click that runs a callback, over the HTTP exchange alone |
//! | proxy | the browser engine's recording proxy, over the HTTP exchange alone; needs the feature `browser` |
//! | layout | large layouts: loading and settling, and a row put into one |
//! | memory | a session that stays open |
//! | gapminder | a test of a real app, over the app's own time; `DASHPROOF_PYTHON` needs pandas. With `DASHPROOF_DUO_PYTHON`, which needs `dash[testing]` as well, the same test in Chromium by dash_duo |

mod app;
mod gapminder;
mod layout;
mod memory;
mod overhead;
#[cfg(feature = "browser")]
mod proxy;

use std::time::Duration;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome {
    // `cargo bench` adds flags of its own.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    if is_wanted("overhead") {
        overhead::measure().await?;
    }
    #[cfg(feature = "browser")]
    if is_wanted("proxy") {
        proxy::measure().await?;
    }
    if is_wanted("layout") {
        layout::measure().await?;
    }
    if is_wanted("memory") {
        memory::measure().await?;
    }
    if is_wanted("gapminder") {
        gapminder::measure().await?;
    }
    Ok(())
}

/// One line of results.
fn say(line: std::fmt::Arguments<'_>) {
    use std::io::Write as _;
    // Whoever closed the pipe has read enough.
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}

/// The median, in milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}
