//! Scatter traces beside each other, as bars are (`scattermode: "group"`).

use super::Scatter;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axes;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::bar::{Bar, Bars, arrange};

/// Moves the points of each trace to the middle of the bars that they would be, and makes room for those.
///
/// Does nothing under any other `scattermode`; says whether the axes know their ranges now.
pub(crate) fn group<'a>(
    traces: &mut [(&Trace<'a>, &mut Scatter)],
    axes: &mut Axes<'a>,
    layout: &Attrs<'a>,
) -> bool {
    if layout.text("scattermode") != "group" || traces.is_empty() {
        return false;
    }
    let mut bars: Vec<Bars> = traces
        .iter()
        .map(|(trace, scatter)| {
            let horizontal = trace.attrs.str("orientation") == Some("h");
            let (positions, sizes) =
                if horizontal { (&scatter.y, &scatter.x) } else { (&scatter.x, &scatter.y) };
            let bar = |(position, size): (&f64, &f64)| Bar {
                position: *position,
                size: *size,
                outmost: true,
                ..Bar::default()
            };
            Bars::plain(positions.iter().zip(sizes).map(bar).collect(), horizontal)
        })
        .collect();
    let mut members: Vec<(&Trace<'a>, &mut Bars)> =
        traces.iter().map(|(trace, _)| *trace).zip(&mut bars).collect();
    arrange(&mut members, axes, layout);
    for ((_, scatter), bars) in traces.iter_mut().zip(&bars) {
        let middles = bars.ends().1;
        if bars.horizontal {
            scatter.y = middles;
        } else {
            scatter.x = middles;
        }
    }
    true
}
