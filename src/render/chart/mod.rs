//! Plotly figures, drawn as plotly.js draws them, without JavaScript.
//!
//! A [`Figure`] is read once; [`Figure::render`] lays it out for a size and draws it, through plotters, into a
//! [`Scene`](super::scene::Scene). [`Figure::describe`] says in JSON what a reader can read off it. The rules
//! (defaults, ranges, ticks, margins, marks) are those of plotly.js 4; what can't be drawn is named in the
//! scene's notes, and its frame is drawn.

mod attrs;
mod axis;
mod color;
mod color_names;
mod color_scale;
mod color_scales;
mod column;
mod date;
mod date_format;
mod describe;
mod draw;
mod figure;
#[cfg(feature = "geo")]
mod geo;
mod laid_out;
mod layout;
mod omissions;
mod plot;
mod schema;
mod subplot;
mod text;
mod typed_array;

pub(crate) use attrs::Attrs;
pub(crate) use axis::{Axis, AxisKind, Letter};
pub(crate) use color::{COLORWAY, lighten, parse as parse_color};
pub(crate) use date::{parse as parse_date, shift as shift_date, write as write_date};
pub use figure::Figure;
pub(crate) use laid_out::Chart;
pub(crate) use plot::{Bars, Boxes, Flow, Marks, Scatter, Trace, Visible};
pub(crate) use subplot::Dial;
pub use typed_array::TypedArray;
