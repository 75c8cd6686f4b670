//! How far down each box stands: beside the middle of those that it is joined to, so that arrows run straight.

use std::collections::HashMap;

use super::Arrow;
use super::layers::{Layers, Slot};

/// Sweeps over the layers; more change little.
const SWEEPS: usize = 8;

/// The top of each slot, by layer, from 0 downwards. The order within a layer stays, and `gap` between its slots.
pub(super) fn tops(layers: &Layers, arrows: &[Arrow], heights: &[Vec<f64>], gap: f64) -> Vec<Vec<f64>> {
    let joined = joined(layers, arrows);
    let offsets: Vec<Vec<f64>> = heights.iter().map(|layer| stacked(layer, gap)).collect();
    let mut tops = offsets.clone();
    let count = tops.len();
    for sweep in 0..SWEEPS {
        for step in 0..count {
            let (here, beside) = if sweep % 2 == 0 {
                (step, step.checked_sub(1))
            } else {
                (count - 1 - step, Some(count - step).filter(|next| *next < count))
            };
            let Some(beside) = beside else { continue };
            let wanted: Vec<f64> = (0..tops[here].len())
                .map(|at| {
                    let others =
                        joined.get(&(here, at)).into_iter().flatten().filter(|(layer, _)| *layer == beside);
                    let middles: Vec<f64> =
                        others.map(|&(l, at)| tops[l][at] + heights[l][at] / 2.0).collect();
                    if middles.is_empty() {
                        return tops[here][at];
                    }
                    middles.iter().sum::<f64>() / middles.len() as f64 - heights[here][at] / 2.0
                })
                .collect();
            tops[here] = in_order(&wanted, &offsets[here]);
        }
    }
    let highest = tops.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    tops.iter().map(|layer| layer.iter().map(|top| top - highest).collect()).collect()
}

/// Tops of slots that stand one below the other.
fn stacked(heights: &[f64], gap: f64) -> Vec<f64> {
    let below = heights.iter().scan(0.0, |next, height| {
        *next += height + gap;
        Some(*next)
    });
    std::iter::once(0.0).chain(below).take(heights.len()).collect()
}

/// The slots in neighbouring layers that each slot, by layer and place, is joined to.
fn joined(layers: &Layers, arrows: &[Arrow]) -> HashMap<(usize, usize), Vec<(usize, usize)>> {
    let mut places: HashMap<Slot, Vec<(usize, usize)>> = HashMap::new();
    for (layer, slots) in layers.0.iter().enumerate() {
        for (at, slot) in slots.iter().enumerate() {
            places.entry(*slot).or_default().push((layer, at));
        }
    }
    let mut joined: HashMap<(usize, usize), Vec<(usize, usize)>> = HashMap::new();
    for (index, arrow) in arrows.iter().enumerate() {
        let slots = [Slot::Node(arrow.from), Slot::Pass(index), Slot::Node(arrow.to)];
        let mut way: Vec<(usize, usize)> =
            slots.iter().filter_map(|slot| places.get(slot)).flatten().copied().collect();
        way.sort_unstable();
        for pair in way.windows(2) {
            joined.entry(pair[0]).or_default().push(pair[1]);
            joined.entry(pair[1]).or_default().push(pair[0]);
        }
    }
    joined
}

/// The tops nearest to the wanted ones (least squares) that keep the order and the distances of `offsets`: neighbours
/// that would overlap are moved together.
fn in_order(wanted: &[f64], offsets: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (wanted, offset) in wanted.iter().zip(offsets) {
        let mut block = (wanted - offset, 1);
        while let Some((mean, count)) = blocks.pop_if(|(mean, _)| *mean > block.0) {
            let total = count + block.1;
            block = ((mean * count as f64 + block.0 * block.1 as f64) / total as f64, total);
        }
        blocks.push(block);
    }
    let means = blocks.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count));
    means.zip(offsets).map(|(mean, offset)| mean + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_stands_beside_the_one_that_leads_to_it() {
        let arrows = [Arrow { from: 2, to: 3, dashed: false }];
        let layers = Layers::new(4, &arrows);
        let heights: Vec<Vec<f64>> = layers.0.iter().map(|layer| vec![10.0; layer.len()]).collect();
        let tops = tops(&layers, &arrows, &heights, 5.0);
        let place = |node| {
            let found = layers.0.iter().enumerate().find_map(|(layer, slots)| {
                Some((layer, slots.iter().position(|slot| *slot == Slot::Node(node))?))
            });
            found.map(|(layer, at)| tops[layer][at]).unwrap()
        };
        assert_eq!(place(2), place(3));
    }

    #[test]
    fn boxes_that_want_the_same_place_stand_around_it() {
        assert_eq!(in_order(&[10.0, 10.0, 40.0], &[0.0, 6.0, 12.0]), [7.0, 13.0, 40.0]);
    }
}
