//! Traces to look at: one HTML file that holds a trace and what shows it.
//!
//! [`page`] is the page of one trace. The file needs nothing else: it opens from disk, loads nothing, and sends
//! nothing. What it shows comes from apps that may be hostile, so the data stand in an element that is never executed,
//! the page's policy allows no script but its own, and that script writes text, never markup.
//!
//! | part | what it is |
//! |---|---|
//! | `callbacks` | the app's callbacks and their graph, coloured by what the trace exercised |
//! | `data` | the trace as the page is given it |
//! | `bodies` | requests and responses, each kept once, shortened where they are huge |
//! | `figures` | the figures in responses, drawn |
//! | `page` | the file; `page/*.js` is what runs in it |

mod bodies;
mod callbacks;
mod data;
mod figures;
mod page;

pub use callbacks::diagram;
pub use page::page;
