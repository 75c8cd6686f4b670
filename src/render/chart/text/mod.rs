//! Text as plotly writes it: an HTML subset, measured and placed.

mod case;
mod markup;
mod placement;
mod rich;

pub(super) use placement::{Anchor, Placement, TextBox};
pub(super) use rich::{LINE_SPACING, RichText, TextStyle, Typesetter};
