//! What surrounds the plots: margins, title, legend, colour bars, annotations, shapes.

mod margins;
mod title;

pub(super) use margins::{Margins, Push};
pub(super) use title::draw_title;
