//! Labels that stand at minor ticks, so many before or after each major one (`ticklabelindex`).

use serde_json::Value;

use super::period::tells;
use super::{Axis, AxisKind, Course, Step, Tick};

/// A place of a label among all ticks.
#[derive(Debug, Clone, Copy)]
struct Place {
    value: f64,
    /// The index among major ticks; `None` is a minor one.
    major: Option<usize>,
}

impl Axis<'_> {
    /// The ticks at `majors`, `step` apart, with the labels at the minor ticks that `ticklabelindex` names; `None` where
    /// it names none, or minor ticks are too few or too close for the labels' format.
    pub(super) fn label_by_index(
        &self,
        majors: &[f64],
        step: (f64, Step),
        skipped: impl Fn(usize) -> bool,
    ) -> Option<Vec<Tick>> {
        let steps = self.label_steps()?;
        let (period, back) = (self.labels_periods(), self.is_reversed());
        let minors = self.all_minor_values(step, period);
        let [_, second, third, ..] = minors.as_slice() else { return None };
        let apart = if back { second - third } else { third - second };
        if !tells(self.attrs.text("tickformat"), apart) {
            return None;
        }
        let numbered = majors.iter().enumerate().skip(usize::from(period));
        let mut all: Vec<Place> = numbered
            .map(|(index, value)| Place { value: *value, major: Some(index) })
            .chain(minors.iter().map(|value| Place { value: *value, major: None }))
            .collect();
        all.sort_by(|a, b| a.value.total_cmp(&b.value));
        all.dedup_by(|later, first| later.value.total_cmp(&first.value).is_eq());
        let labelled = choose(&all, &steps, skipped);
        let mut ticks = self.label_places(majors, &labelled, step);
        if let Some(first) = ticks.first_mut().filter(|_| period) {
            first.drawn = false;
        }
        Some(ticks)
    }

    /// How many ticks from each major one labels stand.
    fn label_steps(&self) -> Option<Vec<i64>> {
        if self.course != Course::Line || !matches!(self.kind, AxisKind::Date | AxisKind::Linear) {
            return None;
        }
        let whole = |value: &Value| value.as_f64().map(|step| step as i64);
        match self.attrs.get("ticklabelindex")? {
            Value::Array(list) => Some(list.iter().filter_map(whole).collect()),
            one => whole(one).filter(|step| *step != 0).map(|step| vec![step]),
        }
    }

    /// The major ticks, then the labelled minor ones.
    fn label_places(&self, majors: &[f64], labelled: &[Place], (tick0, step): (f64, Step)) -> Vec<Tick> {
        let values: Vec<f64> = labelled.iter().map(|place| place.value).collect();
        let at = if self.labels_periods() { self.period_middles(&values) } else { values };
        let (low, high) = self.span();
        let mut minors: Vec<(f64, f64)> = labelled
            .iter()
            .zip(&at)
            .filter(|(place, _)| place.major.is_none())
            .map(|(place, at)| (place.value, *at))
            .collect();
        // A date says what its last neighbour along the page has not.
        minors.sort_by(|a, b| a.0.total_cmp(&b.0));
        if self.is_reversed() {
            minors.reverse();
        }
        let place_of = |index: usize| match index.checked_sub(majors.len()) {
            Some(minor) => minors.get(minor).map(|(_, at)| *at),
            None => labelled
                .iter()
                .position(|place| place.major == Some(index))
                .and_then(|found| at.get(found).copied()),
        };
        let hidden = |index: usize| !place_of(index).is_some_and(|at| (low..=high).contains(&at));
        let all: Vec<f64> = majors.iter().copied().chain(minors.iter().map(|(value, _)| *value)).collect();
        let mut ticks = self.label_some(&all, tick0, step, false, hidden);
        for (index, tick) in ticks.iter_mut().enumerate() {
            tick.label_at = place_of(index).unwrap_or(tick.value).clamp(low, high);
            tick.minor = index >= majors.len();
            tick.drawn = !tick.minor;
        }
        ticks
    }
}

/// The ticks that stand `steps` after those major ones that have labels.
fn choose(all: &[Place], steps: &[i64], skipped: impl Fn(usize) -> bool) -> Vec<Place> {
    let mut labelled: Vec<Place> = Vec::new();
    for (at, place) in all.iter().enumerate() {
        if place.major.is_none_or(&skipped) {
            continue;
        }
        for step in steps {
            let near = usize::try_from(at as i64 + step).ok().and_then(|index| all.get(index));
            let known =
                |place: &Place| labelled.iter().any(|known| known.value.total_cmp(&place.value).is_eq());
            if let Some(place) = near.filter(|place| !known(place)) {
                labelled.push(*place);
            }
        }
    }
    labelled
}
