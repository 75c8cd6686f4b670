//! Real Dash apps from PyPI, without a browser and with one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod boot;
mod conformance;
#[path = "../cli/folder.rs"]
mod folder;
#[path = "../support/front.rs"]
mod front;
#[cfg(feature = "browser")]
mod likeness;
mod lint;
#[path = "../support/port.rs"]
mod port;
#[path = "../support/processes.rs"]
mod processes;
mod recording;
mod scenarios;
mod secrets;
mod served;
mod shuffle;
mod snap;
#[cfg(feature = "browser")]
mod tap;
mod trust;
mod unit;
#[cfg(all(feature = "demo", feature = "webdriver"))]
mod webdriver;
mod wire;
