//! What `dash_table.DataTable` makes of its props: which columns and rows it shows, in which order, and as which text.
//!
//! Pure functions of the props, by the rules of the component itself (`dash-table/src` of plotly/dash): rendering
//! reads from them what a visitor sees, the behaviour of the table what it tells its callbacks.

mod cell;
mod clipboard;
mod column;
mod date;
mod export;
pub mod filter;
mod format;
mod header;
mod js;
mod reconcile;
mod rows;
mod sheet;
mod sort;
mod state;

pub use cell::{Dropdown, Presentation};
pub use clipboard::{Clipboard, Pasted};
pub use column::{Column, Flag, Kind};
pub use export::export;
pub use format::formatted;
pub use header::{Header, Listed};
pub use reconcile::reconciled;
pub use rows::Rows;
pub use sheet::{Sheet, Who};
pub use state::State;
