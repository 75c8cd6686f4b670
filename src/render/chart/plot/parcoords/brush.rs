//! Which part of an axis is selected.

use serde_json::Value;

use crate::render::chart::attrs::{Attrs, number};

/// How far a selection reaches from a listed value towards the next one.
const REACH: f64 = 0.25;
/// How near to a listed value an end counts as at it.
const NEAR: f64 = 0.01;

/// The selected ranges of a dimension, in its own units, apart from each other; none without `constraintrange`.
///
/// On an axis with listed ticks, ranges end a quarter of the way beyond the values that they hold.
pub(super) fn read(attrs: &Attrs, ticks: Option<&[f64]>) -> Vec<[f64; 2]> {
    let Some(list) = attrs.list("constraintrange") else { return Vec::new() };
    let nested = list.first().is_some_and(Value::is_array);
    let mut ranges: Vec<[f64; 2]> = if nested {
        list.iter().filter_map(|range| pair(range.as_array()?)).collect()
    } else {
        pair(list).into_iter().collect()
    };
    if nested && !attrs.is("multiselect") {
        ranges.truncate(1);
    }
    let Some(ticks) = ticks else { return apart(ranges) };
    let mut sorted = ticks.to_vec();
    sorted.sort_by(f64::total_cmp);
    let snapped = ranges.into_iter().filter_map(|[low, high]| {
        let range = [snap(&sorted, low, 1.0)?, snap(&sorted, high, -1.0)?];
        (range[0] < range[1]).then_some(range)
    });
    apart(snapped.collect())
}

fn pair(list: &[Value]) -> Option<[f64; 2]> {
    let [a, b, ..] = list else { return None };
    let (a, b) = (number(a)?, number(b)?);
    Some([a.min(b), a.max(b)])
}

/// Joins ranges that overlap.
fn apart(mut ranges: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    ranges.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut out: Vec<[f64; 2]> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range[0] <= last[1] => last[1] = last[1].max(range[1]),
            _ => out.push(range),
        }
    }
    out
}

/// Moves an end of a range off the listed values; `sign` is 1 for the low end and -1 for the high one.
fn snap(sorted: &[f64], value: f64, sign: f64) -> Option<f64> {
    let ahead = |at: usize| if sign > 0.0 { sorted.get(at) } else { sorted.iter().rev().nth(at) };
    let between = |from: f64, to: f64, share: f64| from * (1.0 - share) + to * share;
    let mut before = *ahead(0)?;
    for at in 0..sorted.len().saturating_sub(1) {
        let (here, next) = (*ahead(at)?, *ahead(at + 1)?);
        if sign * value < sign * between(here, next, NEAR) {
            return Some(between(here, before, REACH));
        }
        if sign * value < sign * next || at + 2 == sorted.len() {
            return Some(between(next, here, REACH));
        }
        before = here;
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::render::chart::schema::Schema;

    fn ranges(dimension: &Value, ticks: Option<&[f64]>) -> Vec<[f64; 2]> {
        let schema = Schema::of("parcoords").and_then(|schema| schema.items("dimensions"));
        read(&Attrs::new([dimension]).checked(schema), ticks)
    }

    #[test]
    fn ranges_that_overlap_are_one() {
        let dimension = json!({"constraintrange": [[5, 3], [1, 2], [4, 7]]});
        assert_eq!(ranges(&dimension, None), [[1.0, 2.0], [3.0, 7.0]]);
        let single = json!({"constraintrange": [[5, 3], [1, 2]], "multiselect": false});
        assert_eq!(ranges(&single, None), [[3.0, 5.0]]);
    }

    #[test]
    fn ranges_reach_a_quarter_beyond_listed_values() {
        let dimension = json!({"constraintrange": [2, 3]});
        assert_eq!(ranges(&dimension, Some(&[1.0, 2.0, 3.0, 4.0])), [[1.75, 3.25]]);
    }
}
