//! Fast and hermetic: no Python, no browser, no network beyond loopback.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod chart;
mod fixtures;
mod fuzz;
mod hostile;
mod markup;
#[cfg(feature = "pages")]
mod page;
#[cfg(feature = "browser")]
mod proxy;
#[cfg(feature = "browser")]
mod proxy_bodies;
#[cfg(feature = "demo")]
mod readme;
mod rooms;
mod schema;
#[cfg(feature = "demo")]
mod snapshots;
mod variants;
#[cfg(all(feature = "browser", feature = "demo", feature = "webdriver"))]
mod webdriver;
#[cfg(all(feature = "demo", feature = "webdriver"))]
mod webdriver_fuzz;
