//! Where the columns or rows of a grid stand (plotly's `makeBoundArray`).

use crate::render::chart::axis::{Axis, AxisKind};

/// Positions along one axis, in calculation coordinates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Places {
    /// As the figure lists them: centres, or edges when there is one more than cells.
    Listed(Vec<f64>),
    /// Counted from the centre of the first cell.
    Counted { from: f64, by: f64 },
}

impl Places {
    /// The centres of `count` cells, when the figure tells them.
    pub(crate) fn known_centers(&self, count: usize) -> Option<&[f64]> {
        match self {
            Self::Listed(list) if list.len() == count => Some(list),
            _ => None,
        }
    }

    /// The centres of `count` cells.
    pub(crate) fn centers(&self, count: usize, kind: AxisKind) -> Vec<f64> {
        let list = match self.listed(kind) {
            Ok(list) => list,
            Err((from, by)) => return (0..count).map(|index| from + by * index as f64).collect(),
        };
        let mut centers: Vec<f64> = list.iter().copied().take(count).collect();
        extend(&mut centers, count, kind);
        centers
    }

    /// The edges of `count` cells: one more than cells.
    pub(crate) fn edges(&self, count: usize, axis: &Axis) -> Vec<f64> {
        let list = match self.listed(axis.kind) {
            Ok(list) => list,
            Err((from, by)) => {
                return (0..=count).map(|index| from + by * (index as f64 - 0.5)).collect();
            }
        };
        if list.len() > count {
            return list.iter().copied().take(count + 1).collect();
        }
        let log = axis.kind == AxisKind::Log;
        let beyond = |near: f64, far: f64| {
            if log { near.powf(1.5) / far.sqrt() } else { 1.5 * near - 0.5 * far }
        };
        let mut edges = Vec::with_capacity(count + 1);
        if let [first, second, ..] = list {
            edges.push(beyond(*first, *second));
        }
        edges.extend(
            list.windows(2)
                .map(|pair| if log { (pair[0] * pair[1]).sqrt() } else { f64::midpoint(pair[0], pair[1]) }),
        );
        if let [.., second, last] = list {
            edges.push(beyond(*last, *second));
        }
        extend(&mut edges, count + 1, axis.kind);
        edges
    }

    /// A list that says where the cells stand, or where to count from: one position alone says no distance, and
    /// categories stand side by side.
    fn listed(&self, kind: AxisKind) -> Result<&[f64], (f64, f64)> {
        match self {
            Self::Listed(list) if list.len() > 1 && kind != AxisKind::Category => Ok(list),
            Self::Listed(list) if list.len() == 1 => Err((list[0], 1.0)),
            Self::Listed(_) => Err((0.0, 1.0)),
            Self::Counted { from, by } => Err((*from, *by)),
        }
    }
}

/// Goes on to `count` positions in steps of the last one.
fn extend(list: &mut Vec<f64>, count: usize, kind: AxisKind) {
    let [.., before, last] = list.as_slice() else { return };
    let (before, mut at) = (*before, *last);
    let (ratio, step) = (at / before, at - before);
    while list.len() < count {
        at = if kind == AxisKind::Log { at * ratio } else { at + step };
        list.push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centres_that_are_missing_go_on_in_the_last_step() {
        let places = Places::Listed(vec![0.0, 1.0, 3.0]);
        assert_eq!(places.centers(5, AxisKind::Linear), [0.0, 1.0, 3.0, 5.0, 7.0]);
        assert_eq!(places.centers(2, AxisKind::Linear), [0.0, 1.0]);
    }

    #[test]
    fn categories_stand_side_by_side_whatever_their_order_in_the_data() {
        let places = Places::Listed(vec![2.0, 0.0]);
        assert_eq!(places.centers(3, AxisKind::Category), [0.0, 1.0, 2.0]);
    }
}
