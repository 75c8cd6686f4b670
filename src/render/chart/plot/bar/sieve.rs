//! Sums of bars at the same place (plotly's `Sieve`).

use std::collections::HashMap;

/// What is stacked where: by position, offset group and sign.
#[derive(Debug, Clone)]
pub(super) struct Sieve {
    width: f64,
    signed: bool,
    exact: bool,
    sums: HashMap<(i64, usize, bool), f64>,
}

impl Sieve {
    /// `signed` stacks negative bars apart; `exact` keeps bars that only differ by rounding apart.
    pub(super) fn new(width: f64, signed: bool, exact: bool) -> Self {
        Self { width, signed, exact, sums: HashMap::new() }
    }

    fn key(&self, position: f64, group: usize, value: f64) -> (i64, usize, bool) {
        let at = if self.exact || self.width <= 0.0 {
            position.to_bits() as i64
        } else {
            (position / self.width).round() as i64
        };
        (at, group, self.signed && value < 0.0)
    }

    /// Adds a value and gives the sum before.
    pub(super) fn put(&mut self, position: f64, group: usize, value: f64) -> f64 {
        let sum = self.sums.entry(self.key(position, group, value)).or_insert(0.0);
        let before = *sum;
        *sum += value;
        before
    }

    /// The sum so far.
    pub(super) fn get(&self, position: f64, group: usize, value: f64) -> f64 {
        self.sums.get(&self.key(position, group, value)).copied().unwrap_or(0.0)
    }
}

/// The distinct finite values in order, and the smallest distance between two (1 when there is one value).
pub(crate) fn distinct(values: impl IntoIterator<Item = f64>) -> (Vec<f64>, f64) {
    let mut sorted: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let span = sorted.last().zip(sorted.first()).map_or(0.0, |(last, first)| last - first);
    let noise =
        if span == 0.0 { 1.0 } else { span } / sorted.len().saturating_sub(1).max(1) as f64 / 10_000.0;
    let mut least = if span == 0.0 { 1.0 } else { span };
    let mut values: Vec<f64> = Vec::new();
    for value in sorted {
        match values.last() {
            Some(last) if value <= last + noise => {}
            last => {
                least = last.map_or(least, |last| least.min(value - last));
                values.push(value);
            }
        }
    }
    (values, least)
}
