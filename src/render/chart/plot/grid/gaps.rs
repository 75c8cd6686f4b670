//! Holes between numbers, filled smoothly (plotly's `findEmpties` and `interp2d`).

use std::collections::BTreeMap;

/// A change this small, as a share of the neighbours' span, ends the search.
const SETTLED: f64 = 1e-2;
const MOST_ROUNDS: usize = 100;

/// A hole, and how many of its neighbours are known.
type Hole = (usize, usize, f64);

/// Gives every hole the mean of its neighbours, again and again until little changes, and all rows one length.
///
/// Gives where the holes were. There must be a number somewhere.
pub(crate) fn fill_gaps(z: &mut [Vec<f64>]) -> Vec<(usize, usize)> {
    let mut holes = find(z);
    let width = z.iter().map(Vec::len).max().unwrap_or(0);
    for row in z.iter_mut() {
        row.resize(width, f64::NAN);
    }
    let places = holes.iter().map(|(row, column, _)| (*row, *column)).collect();
    relax(z, &holes, 0.0);
    // A hole with four known neighbours is right at once.
    holes.retain(|(_, _, neighbors)| *neighbors < 4.0);
    let mut change = 1.0;
    for _ in 0..MOST_ROUNDS {
        if change <= SETTLED {
            break;
        }
        change = relax(z, &holes, 0.5 - 0.25 * f64::min(1.0, change * 0.5));
    }
    places
}

/// The holes, those with most known neighbours first; what has none comes by the neighbours of its neighbours.
fn find(z: &[Vec<f64>]) -> Vec<Hole> {
    let width = z.iter().map(Vec::len).max().unwrap_or(0);
    let known = |row: Option<usize>, column: Option<usize>| {
        let number = row.and_then(|row| z.get(row)).zip(column).and_then(|(row, column)| row.get(column));
        f64::from(u8::from(number.is_some_and(|number| !number.is_nan())))
    };
    let mut holes: Vec<Hole> = Vec::new();
    let mut partly: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut lonely: Vec<(usize, usize)> = Vec::new();
    for row in 0..z.len() {
        for column in (0..width).filter(|column| known(Some(row), Some(*column)) == 0.0) {
            let mut count = known(Some(row), column.checked_sub(1))
                + known(Some(row), Some(column + 1))
                + known(row.checked_sub(1), Some(column))
                + known(Some(row + 1), Some(column));
            if count == 0.0 {
                lonely.push((row, column));
                continue;
            }
            // Beyond the edge nothing is missing.
            let edges = [row == 0, column == 0, row + 1 == z.len(), column + 1 == z[row].len()];
            count += edges.iter().filter(|edge| **edge).count() as f64;
            if count < 4.0 {
                partly.insert((row, column), count);
            }
            holes.push((row, column, count));
        }
    }
    while !lonely.is_empty() {
        let near = |row: Option<usize>, column: Option<usize>| {
            row.zip(column).and_then(|place| partly.get(&place)).copied().unwrap_or(0.0)
        };
        let mut found: Vec<Hole> = Vec::new();
        lonely.reverse();
        lonely.retain(|(row, column)| {
            let count = (near(row.checked_sub(1), Some(*column))
                + near(Some(row + 1), Some(*column))
                + near(Some(*row), column.checked_sub(1))
                + near(Some(*row), Some(column + 1)))
                / 20.0;
            if count > 0.0 {
                found.push((*row, *column, count));
            }
            count == 0.0
        });
        lonely.reverse();
        if found.is_empty() {
            break;
        }
        partly.extend(found.iter().map(|(row, column, count)| ((*row, *column), *count)));
        holes.extend(found);
    }
    holes.sort_by(|a, b| b.2.total_cmp(&a.2));
    holes
}

/// One round: each hole becomes the mean of its neighbours, and `overshoot` times its change more. Gives the
/// largest change.
fn relax(z: &mut [Vec<f64>], holes: &[Hole], overshoot: f64) -> f64 {
    let mut change = 0.0_f64;
    for (row, column, _) in holes {
        let around = [
            row.checked_sub(1).zip(Some(*column)),
            Some((row + 1, *column)),
            Some(*row).zip(column.checked_sub(1)),
            Some((*row, column + 1)),
        ];
        let (mut sum, mut count, mut low, mut high) = (0.0, 0.0, 0.0_f64, 0.0_f64);
        for value in around.into_iter().flatten().filter_map(|(row, column)| z.get(row)?.get(column)) {
            if value.is_nan() {
                continue;
            }
            (low, high) = if sum == 0.0 { (*value, *value) } else { (low.min(*value), high.max(*value)) };
            count += 1.0;
            sum += value;
        }
        let Some(cell) = z.get_mut(*row).and_then(|row| row.get_mut(*column)).filter(|_| count > 0.0) else {
            continue;
        };
        let (before, mean) = (*cell, sum / count);
        if before.is_nan() {
            *cell = mean;
            if count < 4.0 {
                change = 1.0;
            }
        } else {
            *cell = (1.0 + overshoot) * mean - overshoot * before;
            if high > low {
                change = change.max((*cell - before).abs() / (high - low));
            }
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_becomes_the_mean_of_its_neighbours() {
        let mut z = vec![vec![1.0, 2.0, 3.0], vec![4.0, f64::NAN, 6.0], vec![7.0, 8.0, 9.0]];
        assert_eq!(fill_gaps(&mut z), [(1, 1)]);
        assert_eq!(z[1], [4.0, 5.0, 6.0]);
    }

    #[test]
    fn rows_get_one_length_and_far_holes_are_reached() {
        let mut z = vec![vec![1.0], vec![], vec![f64::NAN, f64::NAN, f64::NAN, f64::NAN]];
        assert_eq!(fill_gaps(&mut z).len(), 11);
        assert!(z.iter().all(|row| row.len() == 4 && row.iter().all(|number| (number - 1.0).abs() < 1e-9)));
    }
}
