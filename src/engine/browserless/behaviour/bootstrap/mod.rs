//! dash-bootstrap-components: what is not a field, a group or tabs.

mod accordion;
mod carousel;
mod menu;
mod model;
mod overlay;
mod pagination;
mod panel;

pub(super) use accordion::item_of;
pub(crate) use menu::closed_around;
pub(super) use model::model;
pub use overlay::Attention;
pub(crate) use overlay::attended;
pub(super) use panel::{escaped, modal_of};
