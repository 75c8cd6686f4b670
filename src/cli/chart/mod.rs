//! `dashproof chart`: draws Plotly figures, or says what they show.

mod command;
mod in_order;
mod source;

pub(super) use command::Chart;
