//! Dash's wire format: ids, the component tree, dependencies, callback requests and responses, patches.
//!
//! Pure data and pure functions: no I/O, no async, no clock. The tree is a [`serde_json::Value`] as it
//! came over the wire, key order kept, because *the tree is the state* and every byte of it may be sent
//! back; [`Component`] is a typed view into it, and places in it are JSON pointers ([`mod@pointer`]).
//!
//! [`table`] is what a `DataTable` makes of its props, which rendering and behaviour share.
//!
//! What this room does not do: decide when a callback runs. That is [`crate::engine::browserless`].

pub(crate) mod calendar;
mod callback;
mod component;
mod crawl;
mod error;
mod filed;
mod id;
mod index;
pub mod json;
mod patch;
mod paths;
mod pattern;
pub mod pointer;
mod request;
mod response;
pub(crate) mod search;
mod siblings;
mod socket;
pub mod table;
mod validate;

pub use callback::{Callback, ClientsideFunction, Dependency};
pub use component::Component;
pub use crawl::{ChildrenProps, crawl};
pub use error::Error;
pub(crate) use filed::Filed;
pub use id::ComponentId;
pub use index::{Config, Index, Script, ScriptSource, WebsocketConfig};
pub use json::truthy;
pub use patch::Patch;
pub use paths::{Paths, Place, Revision};
pub use pattern::{Binding, IdPattern, Part, compare};
pub use request::{PropRef, PropValue, Request, Slot};
pub use response::{CancelInput, Job, Response, Update};
pub use socket::{SocketAnswer, SocketMessage};
pub use validate::{Refusal, validate};
