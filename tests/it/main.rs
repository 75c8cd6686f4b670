//! Fast and hermetic: no Python, no browser, no network beyond loopback.

mod chart;
mod fixtures;
mod markup;
#[cfg(feature = "pages")]
mod page;
#[cfg(feature = "browser")]
mod proxy;
mod rooms;
