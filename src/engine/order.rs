//! In which order answers are taken that could come in any.

/// In which order the answers of callbacks that are in flight together are taken.
///
/// Which answer comes first is up to the app and the network, so a page may show one thing today and another
/// tomorrow. An order other than [`Arrival`](Self::Arrival) waits until every call in flight has been answered before
/// it takes one of the answers, and so on: each visit in that order is the same, whoever is fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ResponseOrder {
    /// As they arrive.
    #[default]
    Arrival,
    /// As the calls began.
    Requested,
    /// As this seed decides. Any order that could happen has seeds that give it.
    Seeded(u64),
}

/// Draws the next answer to take, in a visit's order.
#[derive(Debug, Clone, Default)]
pub(super) struct Draw {
    order: ResponseOrder,
    drawn: u64,
}

impl Draw {
    pub(super) fn new(order: ResponseOrder) -> Self {
        Self { order, drawn: 0 }
    }

    /// Whether an answer waits until all others are there.
    pub(super) fn waits(&self) -> bool {
        self.order != ResponseOrder::Arrival
    }

    /// Which of `count` answers is next, counted in the order of their requests. One alone needs no decision.
    pub(super) fn next(&mut self, count: usize) -> usize {
        match self.order {
            ResponseOrder::Seeded(seed) if count > 1 => {
                self.drawn += 1;
                (mixed(seed, self.drawn) % count as u64) as usize
            }
            _ => 0,
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the `n`th number of the sequence that begins at `seed`.
fn mixed(seed: u64, n: u64) -> u64 {
    let mut z = seed.wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(order: ResponseOrder) -> Vec<usize> {
        let mut draw = Draw::new(order);
        (0..8).map(|_| draw.next(3)).collect()
    }

    #[test]
    fn a_seed_gives_the_same_order_each_time_and_another_seed_another() {
        assert_eq!(drawn(ResponseOrder::Seeded(7)), drawn(ResponseOrder::Seeded(7)));
        assert_ne!(drawn(ResponseOrder::Seeded(7)), drawn(ResponseOrder::Seeded(8)));
        assert!(drawn(ResponseOrder::Requested).iter().all(|next| *next == 0));
    }

    #[test]
    fn every_order_of_three_answers_has_a_seed_among_the_first_twenty() {
        let orders: std::collections::BTreeSet<(usize, usize)> = (1..=20)
            .map(|seed| {
                let mut draw = Draw::new(ResponseOrder::Seeded(seed));
                (draw.next(3), draw.next(2))
            })
            .collect();
        assert_eq!(orders.len(), 6);
    }
}
