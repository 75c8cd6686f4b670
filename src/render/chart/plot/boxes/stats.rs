//! What a box shows of its values.

/// The numbers of one box.
#[derive(Debug, Clone)]
pub(crate) struct Stats {
    pub(crate) position: f64,
    /// Sorted.
    pub(crate) values: Vec<f64>,
    /// The values' places in the data; empty when they are not the data's own.
    pub(crate) rows: Vec<usize>,
    pub(crate) lower: f64,
    pub(crate) median: f64,
    pub(crate) upper: f64,
    pub(crate) mean: f64,
    /// The standard deviation, times `sdmultiple`.
    pub(crate) deviation: f64,
    /// How far the median may be off.
    pub(crate) notch: f64,
    /// The last values within one and a half spans of the box.
    pub(crate) fences: (f64, f64),
    /// The lowest and the highest value.
    pub(crate) span: (f64, f64),
    /// What the value axis must show.
    pub(crate) shown: (f64, f64),
}

/// How quartiles are found in an odd number of values (`quartilemethod`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quartiles {
    /// Between the values.
    Linear,
    /// Medians of the halves, without the middle.
    Exclusive,
    /// Medians of the halves, each with the middle.
    Inclusive,
}

impl Quartiles {
    pub(super) fn named(name: &str) -> Self {
        match name {
            "exclusive" => Self::Exclusive,
            "inclusive" => Self::Inclusive,
            _ => Self::Linear,
        }
    }

    fn of(self, sorted: &[f64]) -> (f64, f64) {
        let half = sorted.len() / 2;
        let halves = match self {
            Self::Exclusive if sorted.len() % 2 == 1 => (sorted.get(..half), sorted.get(half + 1..)),
            Self::Inclusive if sorted.len() % 2 == 1 => (sorted.get(..=half), sorted.get(half..)),
            _ => return (quantile(sorted, 0.25), quantile(sorted, 0.75)),
        };
        let median = |half: Option<&[f64]>| half.map_or(f64::NAN, |half| quantile(half, 0.5));
        (median(halves.0), median(halves.1))
    }
}

/// The value below which a share of sorted values lies (plotly's `Lib.interp`).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = (share * sorted.len() as f64 - 0.5).clamp(0.0, last as f64);
    let (low, part) = (at.floor() as usize, at.fract());
    part * sorted[(low + 1).min(last)] + (1.0 - part) * sorted[low]
}

/// The arithmetic mean.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard deviation around a mean.
pub(crate) fn deviation(values: &[f64], mean: f64) -> f64 {
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / values.len() as f64).sqrt()
}

impl Stats {
    /// A box that is given by its ends, and its lower, middle and upper value.
    pub(crate) fn given(position: f64, span: (f64, f64), [lower, median, upper]: [f64; 3]) -> Self {
        Self {
            position,
            values: vec![span.0, span.1],
            rows: Vec::new(),
            lower,
            median,
            upper,
            mean: median,
            deviation: 0.0,
            notch: 0.0,
            fences: span,
            span,
            shown: span,
        }
    }

    /// The box of values with their places in the data.
    pub(super) fn sampled(
        position: f64,
        mut samples: Vec<(f64, usize)>,
        method: Quartiles,
        multiple: f64,
    ) -> Self {
        samples.sort_by(|a, b| a.0.total_cmp(&b.0));
        let values: Vec<f64> = samples.iter().map(|sample| sample.0).collect();
        let (lower, upper) = method.of(&values);
        let mean = mean(&values);
        let span = values.first().copied().zip(values.last().copied()).unwrap_or((f64::NAN, f64::NAN));
        let mut stats = Self {
            position,
            rows: samples.iter().map(|sample| sample.1).collect(),
            lower,
            median: quantile(&values, 0.5),
            upper,
            mean,
            deviation: deviation(&values, mean) * multiple,
            notch: 0.0,
            fences: (lower, upper),
            span,
            shown: span,
            values,
        };
        stats.notch = stats.notch_by_count();
        stats.fences = stats.fences_by_values();
        stats
    }

    /// 95 % confidence of the median.
    pub(super) fn notch_by_count(&self) -> f64 {
        if self.values.is_empty() {
            return 0.0;
        }
        1.57 * (self.upper - self.lower) / (self.values.len() as f64).sqrt()
    }

    /// The last values within one and a half spans of the box.
    pub(super) fn fences_by_values(&self) -> (f64, f64) {
        let reach = 1.5 * (self.upper - self.lower);
        let inner = |value: &&f64| **value >= self.lower - reach && **value <= self.upper + reach;
        let low = self.values.iter().find(inner).copied().unwrap_or(self.lower).min(self.lower);
        let high = self.values.iter().rev().find(inner).copied().unwrap_or(self.upper).max(self.upper);
        (low, high)
    }

    /// Values beyond these are certainly outliers: three spans from the box.
    pub(super) fn far(&self) -> (f64, f64) {
        (4.0 * self.lower - 3.0 * self.upper, 4.0 * self.upper - 3.0 * self.lower)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_between_values_or_medians_of_halves() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(Quartiles::Linear.of(&values), (1.75, 4.25));
        assert_eq!(Quartiles::Exclusive.of(&values), (1.5, 4.5));
        assert_eq!(Quartiles::Inclusive.of(&values), (2.0, 4.0));
        assert!(Quartiles::Linear.of(&[]).0.is_nan());
    }

    #[test]
    fn far_values_lie_beyond_the_fences() {
        let samples = [1.0, 2.0, 3.0, 4.0, 50.0].iter().copied().enumerate().map(|(row, v)| (v, row));
        let stats = Stats::sampled(0.0, samples.collect(), Quartiles::Inclusive, 1.0);
        assert_eq!(stats.fences, (1.0, 4.0));
        assert_eq!((stats.span, stats.far().1), ((1.0, 50.0), 10.0));
    }
}
