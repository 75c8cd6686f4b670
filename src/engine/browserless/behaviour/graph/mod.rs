//! `dcc.Graph`: clicks, hovers, selections and zooms as plotly reports them (protocol section 3.3).
//!
//! A payload holds what plotly's event says about a point in terms of data. What it says in px (`bbox`,
//! `xPixel`, `yPixel`) is not there without a browser.

mod gesture;
mod hierarchy;
mod histogram;
mod pie;
mod plane;
mod point;
mod series;

pub(super) use gesture::Graph;
