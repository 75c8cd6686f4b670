//! Serves the built-in dashboard, hydrated by the dash-renderer of an installed Dash.
//!
//! Run with: cargo run --example demo_server -- 8050 python3

#![expect(clippy::print_stdout, reason = "it tells where it serves")]

use std::net::{Ipv4Addr, SocketAddr};

use dashproof::demo::{Bundles, Demo};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().as_deref().unwrap_or("8050").parse()?;
    let bundles = arguments.next().map(|python| Bundles::of_python(&python)).transpose()?;
    let demo = Demo::start(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), bundles).await?;
    println!("{}", demo.url());
    tokio::signal::ctrl_c().await?;
    Ok(())
}
