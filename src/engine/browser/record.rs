//! What runs in each page of a visit that is recorded: it tells what the person does.
//!
//! Gestures are told in the words of [`Action`](crate::engine::Action), by what changes in the component that the person
//! touched: a dropdown is told by its new value, whatever its version's menu looks like. What a callback changes in a
//! touched component is told too; the trace knows better, and who reads the gestures takes it out.

/// The script; parts call each other, so they are one.
pub(super) const SCRIPT: &str = concat!(
    "\n(() => {\n\"use strict\";\n",
    include_str!("record/tell.js"),
    include_str!("record/components.js"),
    include_str!("record/options.js"),
    include_str!("record/graph.js"),
    include_str!("record/table.js"),
    include_str!("record/controls.js"),
    include_str!("record/plain.js"),
    include_str!("record/watch.js"),
    "})();\n",
);
