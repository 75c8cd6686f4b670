//! Visits the built-in dashboard without a browser, and prints what each action caused.
//!
//! Run with: cargo run --example visit

use std::io::Write;
use std::net::Ipv4Addr;

use dashproof::demo::Demo;
use dashproof::{Action, Locator, Property, Session, Visit};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let demo = Demo::start((Ipv4Addr::LOCALHOST, 0).into(), None).await?;
    let mut session = Session::open(demo.url(), &Visit::default()).await?;
    for line in [
        "select #region EMEA",
        "click #revenue-by-region x=EMEA",
        "tab #tabs Stores",
        "select #country Japan",
    ] {
        session.act(&Action::parse(line)?).await?;
    }
    let revenue = session.read(&Locator::from("#kpi-revenue"), &Property::Text).await?;
    let trace = session.trace();
    let mut out = std::io::stdout().lock();
    writeln!(out, "revenue: {revenue}")?;
    for (number, step) in trace.steps.iter().enumerate() {
        writeln!(out, "{}", step.name)?;
        for call in trace.calls.iter().filter(|call| call.step == number) {
            writeln!(
                out,
                "    {} {:?} in {:.1} ms",
                call.output,
                call.status,
                call.duration.unwrap_or(f64::NAN)
            )?;
        }
    }
    session.close().await?;
    Ok(())
}
