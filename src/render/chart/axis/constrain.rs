//! Units of equal size along several axes: `scaleanchor` and `scaleratio` (plotly's `enforce`).

use super::extremes::Extreme;
use super::model::Auto;
use super::{Axes, Axis, Letter};

/// Scales that differ by less are equal.
const EQUAL: f64 = 1.0 - 1e-6;
/// The share of an axis that extra padding takes.
const EXTRA: f64 = 0.05;

impl Axis<'_> {
    /// Where along the axis the constrained range or domain stays put, from its start.
    fn hold(&self) -> f64 {
        let default = if self.letter == Letter::X { "center" } else { "middle" };
        match self.attrs.str_or("constraintoward", default) {
            "left" | "bottom" => 0.0,
            "right" | "top" => 1.0,
            _ => 0.5,
        }
    }

    /// Shows `factor` times as much on the same length.
    fn widen_range(&mut self, factor: f64) {
        self.unconstrained = Some(self.range);
        let [from, to] = self.range;
        let center = from + (to - from) * self.hold();
        self.range = [center + (from - center) * factor, center + (to - center) * factor];
    }

    /// Chooses a range again for a length `factor` times as short, on which the marks' pads weigh more; gives the factor
    /// that is left for the length.
    fn refit(&mut self, factor: f64) -> f64 {
        if self.auto == Auto::Fixed {
            return factor;
        }
        let center = f64::midpoint(self.range[0], self.range[1]);
        let half = (self.range[1] - center).abs();
        // What would reach beyond the whole length can't be helped.
        let outer = half * factor * 1.0001;
        let unit = 2.0 * half * factor / self.length;
        let extra = EXTRA * self.length;
        let pad = |extreme: &Extreme| unit * (extreme.pad + if extreme.extra { extra } else { 0.0 });
        let (mut low, mut high) = (center, center);
        for value in self.shown.min.iter().map(|extreme| extreme.value - pad(extreme)) {
            low = if value > center - outer { low.min(value) } else { low };
        }
        for value in self.shown.max.iter().map(|extreme| extreme.value + pad(extreme)) {
            high = if value < center + outer { high.max(value) } else { high };
        }
        if high <= low {
            return factor;
        }
        self.range = if self.is_reversed() { [high, low] } else { [low, high] };
        factor * 2.0 * half / (high - low)
    }

    /// Shows the same on a length `factor` times as short.
    fn shrink_domain(&mut self, factor: f64) {
        let rest = self.length * (1.0 - 1.0 / factor);
        let [from, to] = self.domain;
        let kept = from + (to - from) * (1.0 - 1.0 / factor) * self.hold();
        self.drawn = [kept, kept + (to - from) / factor];
        self.offset += rest * if self.letter == Letter::X { self.hold() } else { 1.0 - self.hold() };
        self.length -= rest;
    }
}

impl Axes<'_> {
    /// Gives linked axes one scale, by longer ranges or, with `constrain: domain`, by shorter
    /// axes.
    pub(super) fn constrain(&mut self) {
        let links: Vec<(String, f64)> = self.iter().map(|axis| self.link(axis)).collect();
        let scales: Vec<f64> = self
            .iter()
            .zip(&links)
            .map(|(axis, (_, ratio))| axis.length / (axis.range[1] - axis.range[0]).abs() / ratio)
            .collect();
        for (index, axis) in self.iter_mut().enumerate() {
            let (Some((root, _)), Some(own)) = (links.get(index), scales.get(index)) else { continue };
            let group =
                || links.iter().zip(&scales).filter(|((other, _), _)| other == root).map(|(_, scale)| *scale);
            let least = group().fold(f64::INFINITY, f64::min);
            let factor = own / least;
            if !factor.is_finite() || factor * EQUAL <= 1.0 {
                continue;
            }
            let default = if axis.has_image { "domain" } else { "range" };
            if axis.attrs.str_or("constrain", default) == "domain" {
                let factor = axis.refit(factor);
                axis.shrink_domain(factor);
            } else {
                axis.widen_range(factor);
            }
        }
    }

    /// What axes of one scale have in common.
    pub(crate) fn scale_group(&self, axis: &Axis) -> String {
        self.link(axis).0
    }

    /// The axis at the end of the chain of anchors, and the px of a unit in units of that axis'.
    fn link(&self, axis: &Axis) -> (String, f64) {
        let (mut at, mut ratio) = (axis, 1.0);
        // Anchors may run in circles; no chain is longer than there are axes.
        for _ in 0..self.iter().count() {
            let default = at.anchor.as_deref().filter(|_| at.has_image && at.letter == Letter::Y);
            let anchor = at.attrs.str("scaleanchor").or(default).and_then(|id| self.get(id));
            let matched = at.matches.as_deref().and_then(|id| self.get(id)).filter(|other| other.id != at.id);
            match (anchor, matched) {
                (Some(anchor), _) => {
                    ratio *= at.attrs.num("scaleratio").filter(|ratio| *ratio > 0.0).unwrap_or(1.0);
                    at = anchor;
                }
                (None, Some(matched)) => {
                    ratio *= at.length / matched.length;
                    at = matched;
                }
                (None, None) => break,
            }
        }
        (at.id.clone(), ratio)
    }
}

#[cfg(test)]
mod tests {
    use crate::render::Error;
    use crate::render::chart::Figure;

    /// px per unit of x and of y, and the length of x.
    fn units(x_axis: &str) -> Result<[f64; 3], Error> {
        let figure = Figure::from_json(&format!(
            r#"{{"data": [{{"type": "heatmap", "z": [[1, 2], [3, 4]]}}], "layout": {{"xaxis": {x_axis}}}}}"#
        ))?;
        let axes = &figure.describe(figure.size())["axes"];
        let length = |name: &str| axes[name]["length"].as_f64().unwrap_or(f64::NAN);
        let unit = |name: &str| {
            let end = |index: usize| axes[name]["range"][index].as_f64().unwrap_or(f64::NAN);
            length(name) / (end(1) - end(0))
        };
        Ok([unit("xaxis"), unit("yaxis"), length("xaxis")])
    }

    #[test]
    fn linked_axes_have_units_of_one_size() -> Result<(), Error> {
        let [x, y, whole] = units(r#"{"scaleanchor": "y"}"#)?;
        assert!((x - y).abs() < 1e-6, "{x} px beside {y} px");
        let [x, y, shrunk] = units(r#"{"scaleanchor": "y", "constrain": "domain"}"#)?;
        assert!((x - y).abs() < 1e-6 && shrunk < whole, "{x} px beside {y} px, {shrunk} px of {whole} px");
        let [x, y, _] = units(r#"{"scaleanchor": "y", "scaleratio": 2}"#)?;
        assert!((x - 2.0 * y).abs() < 1e-6, "{x} px beside {y} px");
        Ok(())
    }
}
