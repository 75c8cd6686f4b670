//! Points of a carpet that the figure leaves out, put where the others lead (plotly's `smoothFill2dArray`).

const MOST_ROUNDS: usize = 100;
/// Changes this small, as a share of the largest number, end the search.
const SETTLED: f64 = 1e-5;
/// How much further than its neighbours ask an inner point goes, so that fewer rounds do.
const OVERSHOOT: f64 = 0.85;

/// Fills what is NaN; rows have the length of `a` and there are as many as in `b`, at least two of each.
pub(super) fn fill(rows: &mut [Vec<f64>], a: &[f64], b: &[f64]) {
    let mut holes = Vec::new();
    let mut largest = 0.0_f64;
    for column in 0..a.len() {
        for row in 0..b.len() {
            if rows[row][column].is_nan() {
                holes.push((row, column));
                let near = [
                    column.checked_sub(1).map(|column| rows[row][column]),
                    rows[row].get(column + 1).copied(),
                    row.checked_sub(1).map(|row| rows[row][column]),
                    rows.get(row + 1).map(|row| row[column]),
                ];
                let known: Vec<f64> = near.into_iter().flatten().filter(|number| !number.is_nan()).collect();
                rows[row][column] = known.iter().sum::<f64>() / known.len().max(1) as f64;
            }
            largest = largest.max(rows[row][column].abs());
        }
    }
    for _ in 0..=MOST_ROUNDS {
        let mut change = 0.0;
        for (row, column) in &holes {
            let (wanted, inner) = wanted(rows, (*row, *column), a, b);
            let difference = wanted - rows[*row][*column];
            change += (difference / largest).powi(2);
            rows[*row][*column] += difference * if inner { 1.0 + OVERSHOOT } else { 1.0 };
        }
        if change.sqrt() <= SETTLED {
            break;
        }
    }
}

/// What the neighbours of a point ask for, and whether it lies inside.
fn wanted(rows: &[Vec<f64>], (row, column): (usize, usize), a: &[f64], b: &[f64]) -> (f64, bool) {
    let across = |column: usize| rows[row][column];
    let up = |row: usize| rows[row][column];
    let edges: Vec<f64> = [
        extrapolated(column, a, across),
        between(column, a, across).filter(|_| row == 0 || row + 1 == b.len()),
        extrapolated(row, b, up),
        between(row, b, up).filter(|_| column == 0 || column + 1 == a.len()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !edges.is_empty() {
        return (edges.iter().sum::<f64>() / edges.len() as f64, false);
    }
    // Laplace's equation on uneven steps.
    let (a1, a0) = (a[column + 1] - a[column], a[column] - a[column - 1]);
    let (b1, b0) = (b[row + 1] - b[row], b[row] - b[row - 1]);
    let (c, d) = (a1 * a0 * (a1 + a0), b1 * b0 * (b1 + b0));
    let sum =
        c * (b0 * up(row + 1) + b1 * up(row - 1)) + d * (a0 * across(column + 1) + a1 * across(column - 1));
    (sum / (d * (a0 + a1) + c * (b0 + b1)), true)
}

/// At an end, where the next two inwards lead.
fn extrapolated(at: usize, places: &[f64], number: impl Fn(usize) -> f64) -> Option<f64> {
    let last = places.len() - 1;
    let (near, far) = match at {
        0 => (1, last.min(2)),
        _ if at == last => (last - 1, last.saturating_sub(2)),
        _ => return None,
    };
    let slope = (number(near) - number(far)) / (places[near] - places[far]);
    Some(number(near) + slope * (places[at] - places[near]))
}

/// Away from the ends, what lies on the straight line between both neighbours.
fn between(at: usize, places: &[f64], number: impl Fn(usize) -> f64) -> Option<f64> {
    let (before, after) = (at.checked_sub(1)?, at + 1);
    let (low, high) = (places[at] - places[before], places.get(after)? - places[at]);
    Some((low * number(after) + high * number(before)) / (low + high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_point_of_a_plane_is_put_into_it() {
        let places = [0.0, 1.0, 3.0];
        let mut rows: Vec<Vec<f64>> =
            places.iter().map(|b| places.iter().map(|a| 2.0 * a + b).collect()).collect();
        let whole = rows.clone();
        rows[1][1] = f64::NAN;
        rows[0][2] = f64::NAN;
        fill(&mut rows, &places, &places);
        for (found, expected) in rows.iter().flatten().zip(whole.iter().flatten()) {
            assert!((found - expected).abs() < 1e-3, "{found} is not {expected}");
        }
    }
}
