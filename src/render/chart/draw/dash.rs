//! Dash patterns.

use crate::render::scene::{Color, Stroke};

/// Lengths of dashes and gaps for plotly's `dash` attribute: a name, or lengths in px.
pub(crate) fn dashes(dash: &str, width: f64) -> Vec<f64> {
    let unit = width.max(3.0);
    match dash {
        "" | "solid" => Vec::new(),
        "dot" => vec![unit, unit],
        "dash" => vec![3.0 * unit, 3.0 * unit],
        "longdash" => vec![5.0 * unit, 5.0 * unit],
        "dashdot" => vec![3.0 * unit, unit, unit, unit],
        "longdashdot" => vec![5.0 * unit, 2.0 * unit, unit, 2.0 * unit],
        lengths => lengths
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.trim_end_matches("px")
                    .trim_end_matches('%')
                    .parse()
                    .ok()
                    .filter(|length: &f64| *length >= 0.0)
            })
            .collect::<Option<Vec<f64>>>()
            .filter(|lengths| lengths.iter().sum::<f64>() > 0.0)
            .unwrap_or_default(),
    }
}

impl Stroke {
    /// A line dashed as plotly names it.
    pub(crate) fn dashed(color: Color, width: f64, dash: &str) -> Self {
        Self { dash: dashes(dash, width), ..Self::new(color, width) }
    }
}
