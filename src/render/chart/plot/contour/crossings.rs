//! Which cells of the grid a level crosses, and how (marching squares).

use std::collections::BTreeMap;

/// The cells that one level crosses.
#[derive(Debug, Clone, Default)]
pub(super) struct Crossings {
    /// Row and column of each cell with its case.
    pub(super) cells: BTreeMap<(usize, usize), u16>,
    /// Where a line comes in over the grid's edge, in the order of the rows.
    pub(super) starts: Vec<(usize, usize)>,
}

// A case names the corners that are not above the level: 1 the first row's first, 2 its second, 4 the second row's
// second, 8 its first. Of a saddle, two lines of other cases are written behind each other: 104 is 1 and 4 in turn.

/// The cases of lines that begin at the first row, the last row, the first column, the last column.
pub(super) const FROM_FIRST_ROW: [u16; 5] = [1, 9, 13, 104, 713];
pub(super) const FROM_LAST_ROW: [u16; 5] = [4, 6, 7, 104, 713];
pub(super) const FROM_FIRST_COLUMN: [u16; 5] = [8, 12, 14, 208, 1114];
pub(super) const FROM_LAST_COLUMN: [u16; 5] = [2, 3, 11, 208, 1114];

/// Finds the cells that each of the levels, lowest first, crosses; all rows have one length.
pub(super) fn cross(z: &[Vec<f64>], levels: &[f64]) -> Vec<Crossings> {
    let mut all = vec![Crossings::default(); levels.len()];
    let width = z.first().map_or(0, Vec::len);
    let thin = z.len() == 2 || width == 2;
    for (row, pair) in z.windows(2).enumerate() {
        for (column, (low, high)) in pair[0].windows(2).zip(pair[1].windows(2)).enumerate() {
            let corners = [low[0], low[1], high[1], high[0]];
            let least = corners.into_iter().fold(f64::INFINITY, f64::min);
            let most = corners.into_iter().fold(f64::NEG_INFINITY, f64::max);
            let from = levels.partition_point(|level| *level < least);
            let to = levels.partition_point(|level| *level < most);
            let edges: [(bool, &[u16]); 4] = [
                (row == 0, &FROM_FIRST_ROW),
                (row + 2 == z.len(), &FROM_LAST_ROW),
                (column == 0, &FROM_FIRST_COLUMN),
                (column + 2 == width, &FROM_LAST_COLUMN),
            ];
            for (level, crossings) in levels.iter().zip(&mut all).take(to).skip(from) {
                let Some(case) = case(*level, corners) else { continue };
                crossings.cells.insert((row, column), case);
                let begins =
                    edges.iter().filter(|(at_edge, cases)| *at_edge && cases.contains(&case)).count();
                if begins > 0 {
                    crossings.starts.push((row, column));
                    if thin && begins > 1 {
                        // Lines begin at opposite sides only when there is but one cell between them.
                        crossings.starts.push((row, column));
                    }
                }
            }
        }
    }
    all
}

fn case(level: f64, corners: [f64; 4]) -> Option<u16> {
    let bit = |corner: f64, bit: u16| if corner > level { 0 } else { bit };
    let [a, b, c, d] = corners;
    let case = bit(a, 1) + bit(b, 2) + bit(c, 4) + bit(d, 8);
    match case {
        0 | 15 => None,
        5 | 10 => Some(match (level > (a + b + c + d) / 4.0, case) {
            (true, 5) => 713,
            (true, _) => 1114,
            (false, 5) => 104,
            (false, _) => 208,
        }),
        case => Some(case),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_is_crossed_from_edge_to_edge() {
        let found = cross(&[vec![0.0, 1.0], vec![0.0, 1.0]], &[0.5, 2.0]);
        assert_eq!(found[0].cells.get(&(0, 0)), Some(&9));
        assert_eq!(found[0].starts, [(0, 0)]);
        assert!(found[1].cells.is_empty());
    }
}
