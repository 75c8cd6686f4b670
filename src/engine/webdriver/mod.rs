//! A W3C WebDriver server over the browserless engine: test suites that drive a browser run without one.
//!
//! A client, such as Selenium with `dash_duo`, names [`Server`]'s address instead of a driver's or a Grid's. Each session is
//! a visitor whose pages live in real time: answers arrive and timers run whether the client asks or not.
//!
//! | part | what it is |
//! |---|---|
//! | `serve`, `sessions`, `command` | HTTP, the sessions by their id, and what a request asks for |
//! | `session`, `window`, `frame` | one client's visitor, the pages that it has open, and those within them |
//! | `reference`, `locate`, `read` | elements: their identity, how they are found, what they tell |
//! | `act`, `cover`, `keys`, `pointer`, `drag`, `plot`, `alert` | what the client does as a visitor |
//! | `script`, `atom` | scripts of the client, and those of Selenium that ask for what is known |
//! | `log`, `cookie`, `picture` | the console, cookies, screenshots |
//!
//! What can't be done is refused with the error `unsupported operation`, which names it.

mod act;
mod alert;
mod atom;
mod capabilities;
mod command;
mod cookie;
mod cover;
mod download;
mod drag;
mod error;
mod frame;
mod keys;
mod locate;
mod log;
mod measure;
mod picture;
mod plot;
mod pointer;
mod read;
mod reference;
mod script;
mod serve;
mod session;
mod sessions;
mod timeouts;
mod upload;
mod window;
mod xpath;

pub use error::Error;
pub use serve::Server;
