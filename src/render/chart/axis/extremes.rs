//! What an axis must show: values with the px that marks need around them.

/// A value at an end of the data, with padding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extreme {
    /// In the axis' linear coordinates.
    pub(crate) value: f64,
    /// px.
    pub(crate) pad: f64,
    /// Wants 5 % of the axis besides.
    pub(crate) extra: bool,
}

/// Padding of marks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Pads {
    /// px below a value.
    pub(crate) minus: f64,
    /// px above a value.
    pub(crate) plus: f64,
    /// 5 % of the axis besides.
    pub(crate) extra: bool,
    /// Include zero, without padding there.
    pub(crate) to_zero: bool,
}

/// The candidates for an axis' two ends (plotly's `findExtremes`).
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Extremes {
    pub(crate) min: Vec<Extreme>,
    pub(crate) max: Vec<Extreme>,
}

impl Extremes {
    /// Takes a value in; what is not finite is not there.
    pub(crate) fn add(&mut self, value: f64, pads: Pads) {
        self.add_span(value, value, pads);
    }

    /// Takes values in that all have the same padding.
    pub(crate) fn add_all(&mut self, values: impl Iterator<Item = f64>, pads: Pads) {
        let wider = |(low, high): (f64, f64), value: f64| {
            (if value < low { value } else { low }, if value > high { value } else { high })
        };
        let (low, high) =
            values.filter(|value| value.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), wider);
        if low <= high {
            self.add_span(low, high, pads);
        }
    }

    /// Takes a span in.
    pub(crate) fn add_span(&mut self, low: f64, high: f64, pads: Pads) {
        let (low, high) = if pads.to_zero { (low.min(0.0), high.max(0.0)) } else { (low, high) };
        if low.is_finite() {
            collapse(&mut self.min, low, pads.minus, pads, |a, b| a <= b);
        }
        if high.is_finite() {
            collapse(&mut self.max, high, pads.plus, pads, |a, b| a >= b);
        }
    }

    /// Takes another axis' extremes in, padding scaled.
    pub(crate) fn merge(&mut self, other: &Self, scale: f64) {
        for extreme in &other.min {
            let pads = Pads { extra: extreme.extra, ..Pads::default() };
            collapse(&mut self.min, extreme.value, extreme.pad * scale, pads, |a, b| a <= b);
        }
        for extreme in &other.max {
            let pads = Pads { extra: extreme.extra, ..Pads::default() };
            collapse(&mut self.max, extreme.value, extreme.pad * scale, pads, |a, b| a >= b);
        }
    }
}

fn collapse(list: &mut Vec<Extreme>, value: f64, pad: f64, pads: Pads, reaches: fn(f64, f64) -> bool) {
    let covered = |old: &Extreme| reaches(old.value, value) && old.pad >= pad && (old.extra || !pads.extra);
    if list.iter().any(covered) {
        return;
    }
    list.retain(|old| !(reaches(value, old.value) && old.pad <= pad && (pads.extra || !old.extra)));
    let at_zero = pads.to_zero && value == 0.0;
    list.push(Extreme { value, pad: if at_zero { 0.0 } else { pad }, extra: !at_zero && pads.extra });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(pad: f64) -> Pads {
        Pads { minus: pad, plus: pad, ..Pads::default() }
    }

    #[test]
    fn a_nearer_value_with_more_padding_stays_beside_the_farther() {
        let mut extremes = Extremes::default();
        extremes.add(1.0, both(5.0));
        extremes.add(2.0, both(1.0));
        extremes.add(0.5, both(0.0));
        extremes.add(f64::NAN, both(9.0));
        assert_eq!(extremes.max.iter().map(|e| e.value).collect::<Vec<_>>(), [1.0, 2.0]);
        assert_eq!(extremes.min.iter().map(|e| e.value).collect::<Vec<_>>(), [1.0, 0.5]);
    }
}
