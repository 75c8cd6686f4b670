//! Fast and hermetic: no Python, no browser, no network beyond loopback.

mod fixtures;
#[cfg(feature = "browser")]
mod proxy;
