//! The range that shows all data with room for their marks (plotly's `getAutoRange`).

use super::extremes::Extreme;
use super::model::Auto;
use super::{Axis, AxisKind, Extremes};
use crate::render::chart::date;

/// An end of the data, and the px around it.
type Padded = (f64, f64);

impl Axis<'_> {
    /// Sets the range from extremes, by `rangemode` and the axis' length.
    pub(crate) fn autorange(&mut self, extremes: &Extremes) {
        if self.auto == Auto::Fixed {
            return;
        }
        let Some((low, high)) = self.data_range(extremes) else { return };
        self.range = [low, high];
        self.apply_options();
        if self.auto == Auto::Reversed {
            self.range.reverse();
        }
        self.limit_range();
        if self.kind == AxisKind::Date {
            self.range = self.range.map(|end| end.clamp(*date::KNOWN.start(), *date::KNOWN.end()));
        }
        if self.range[0] == self.range[1] || !self.range.iter().all(|end| end.is_finite()) {
            let at = if self.range[0].is_finite() { self.range[0] } else { 0.0 };
            self.range = [at - 1.0, at + 1.0];
        }
    }

    /// Whether the range comes from the data.
    pub(crate) fn is_automatic(&self) -> bool {
        self.auto != Auto::Fixed
    }

    /// The range that all data have, whatever range the figure shows.
    pub(crate) fn whole_range(&self) -> [f64; 2] {
        if self.auto != Auto::Fixed {
            return self.range;
        }
        let mut whole = self.clone();
        whole.auto = if self.is_reversed() { Auto::Reversed } else { Auto::Normal };
        whole.autorange(&self.extremes);
        whole.range
    }

    /// Ends that show all extremes, each a value with the px around it.
    fn data_range(&self, extremes: &Extremes) -> Option<(f64, f64)> {
        let lowest = extremes.min.iter().map(|extreme| extreme.value).reduce(f64::min)?;
        let highest = extremes.max.iter().map(|extreme| extreme.value).reduce(f64::max)?;
        let extra = 0.05 * self.length;
        let (start, end) = if self.auto == Auto::Reversed {
            (self.inner.high, self.inner.low)
        } else {
            (self.inner.low, self.inner.high)
        };
        let padded = |least: f64| {
            move |extreme: &Extreme| {
                (extreme.value, extreme.pad + if extreme.extra { extra.max(least) } else { least })
            }
        };
        let (lows, highs): (Vec<_>, Vec<_>) = (
            extremes.min.iter().map(padded(start)).collect(),
            extremes.max.iter().map(padded(end)).collect(),
        );
        let mode = if self.kind == AxisKind::Linear { self.range_mode } else { "normal" };
        let (to_zero, nonnegative) = (mode == "tozero", mode == "nonnegative");
        if lowest == highest {
            return Some(self.single(lowest, (&lows, &highs), to_zero, nonnegative));
        }
        let (mut best, mut steepest) = (None, 0.0);
        for low in &lows {
            for high in &highs {
                let span = high.0 - low.0 - self.breaks.length(low.0, high.0);
                if span <= 0.0 {
                    continue;
                }
                let room = self.length - low.1 - high.1;
                // Padding never squeezes the data below a tenth of the axis.
                if room > self.length / 10.0 {
                    if span / room > steepest {
                        steepest = span / room;
                        best = Some((*low, *high));
                    }
                } else if span / self.length > steepest {
                    steepest = span / self.length;
                    best = Some(((low.0, 0.0), (high.0, 0.0)));
                }
            }
        }
        let (mut low, mut high) = best?;
        if to_zero {
            if low.0 >= 0.0 {
                low = (0.0, 0.0);
            }
            if high.0 <= 0.0 {
                high = (0.0, 0.0);
            }
        } else if nonnegative {
            if low.0 - steepest * low.1 < 0.0 {
                low = (0.0, 0.0);
            }
            if high.0 <= 0.0 {
                high = (1.0, 0.0);
            }
        }
        let cut = self.breaks.length(low.0, high.0);
        let slope = (high.0 - low.0 - cut) / (self.length - low.1 - high.1);
        Some((low.0 - slope * low.1, high.0 + slope * high.1))
    }

    fn single(
        &self,
        value: f64,
        (lows, highs): (&[Padded], &[Padded]),
        to_zero: bool,
        nonnegative: bool,
    ) -> (f64, f64) {
        if to_zero {
            if value == 0.0 {
                return (0.0, 1.0);
            }
            let list = if value > 0.0 { highs } else { lows };
            let most = list.iter().map(|(_, pad)| *pad).fold(0.0, f64::max);
            let end = value / (1.0 - (most / self.length).min(0.5));
            return if value > 0.0 { (0.0, end) } else { (end, 0.0) };
        }
        let (low, high) = (value - 1.0, value + 1.0);
        if nonnegative { (low.max(0.0), high.max(1.0)) } else { (low, high) }
    }

    /// Applies `autorangeoptions` to the range.
    pub(crate) fn apply_options(&mut self) {
        let options = self.attrs.at("autorangeoptions");
        let read = |name: &str| options.get(name).and_then(|value| self.locate(value));
        let include: Vec<f64> = match options.list("include") {
            Some(list) => list.iter().filter_map(|value| self.locate(value)).collect(),
            None => read("include").into_iter().collect(),
        };
        let [least, most] = self.fixed;
        let (min_allowed, max_allowed) = (read("minallowed").or(least), read("maxallowed").or(most));
        let (clip_min, clip_max) = (read("clipmin"), read("clipmax"));
        let [mut low, mut high] = self.range;
        for value in include {
            low = low.min(value);
            high = high.max(value);
        }
        low = min_allowed.unwrap_or_else(|| clip_min.map_or(low, |clip| low.max(clip)));
        high = max_allowed.unwrap_or_else(|| clip_max.map_or(high, |clip| high.min(clip)));
        self.range = [low, high];
    }
}
