//! Box plots: quartiles, means, whiskers, outliers; and what candlesticks and violins have of them.

mod arrange;
mod calc;
mod draw;
mod points;
mod stats;

pub(super) use arrange::arrange;
pub(super) use calc::is_horizontal;
pub(crate) use calc::{Boxes, is_summarised};
pub(super) use draw::{BoxForm, dashed, line_color};
pub(super) use points::{look, shows_all};
pub(super) use stats::{Stats, deviation};
