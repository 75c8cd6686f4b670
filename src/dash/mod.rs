//! Dash's wire format: ids, the component tree, dependencies, callback requests and responses, patches.
//!
//! Pure data and pure functions: no I/O, no async, no clock. The tree is a [`serde_json::Value`] as it
//! came over the wire, key order kept, because *the tree is the state* and every byte of it may be sent
//! back; [`Component`] is a typed view into it.
//!
//! What this room does not do: decide when a callback runs. That is [`crate::engine::browserless`].

mod component;
mod id;

pub use component::Component;
pub use id::ComponentId;
