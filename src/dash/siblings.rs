//! The pattern ids that share their keys, in registration order (rule R4), found by any of their values.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::pattern::Rank;
use super::{Binding, IdPattern, Part, Place};

/// The places of such ids. Each has a slot for as long as it is registered.
#[derive(Debug, Clone, Default)]
pub(super) struct Siblings {
    slots: Vec<Option<Place>>,
    vacant: Vec<usize>,
    /// The slots in registration order.
    order: Vec<usize>,
    /// Where each slot is in `order`; true again after [`Siblings::settle`].
    position: Vec<usize>,
    /// The slots by all values of the id.
    exact: HashMap<Vec<Rank>, BTreeSet<usize>>,
    /// For each key the slots by its value.
    by_value: Vec<HashMap<Rank, BTreeSet<usize>>>,
}

impl Siblings {
    /// The places in registration order.
    pub(super) fn places(&self) -> impl Iterator<Item = &Place> {
        self.order.iter().filter_map(|&slot| self.slots[slot].as_ref())
    }

    /// The place of an id; of several the one registered first.
    pub(super) fn get(&self, keys: &BTreeMap<String, Value>) -> Option<&Place> {
        let pattern = IdPattern::Pattern(
            keys.iter().map(|(key, v)| (key.clone(), Part::Constant(v.clone()))).collect(),
        );
        self.resolve(&pattern, None).into_iter().next()
    }

    /// The places that a pattern with these keys stands for under a binding, in registration order.
    pub(super) fn resolve(&self, pattern: &IdPattern, binding: Option<&Binding>) -> Vec<&Place> {
        let wanted: Vec<Option<Rank>> =
            pattern.parts().map(|(key, part)| part.wanted(binding.and_then(|b| b.get(key)))).collect();
        let fits =
            |slot: &usize| self.slots[*slot].as_ref().filter(|place| pattern.matches(&place.id, binding));
        let Some(candidates) = self.candidates(&wanted) else {
            return self.order.iter().filter_map(fits).collect();
        };
        let mut found: Vec<usize> = candidates.iter().filter(|slot| fits(slot).is_some()).copied().collect();
        found.sort_by_key(|&slot| self.position[slot]);
        found.iter().filter_map(|&slot| self.slots[slot].as_ref()).collect()
    }

    /// The fewest slots that hold every id with the wanted values; `None` when no value is wanted.
    fn candidates(&self, wanted: &[Option<Rank>]) -> Option<&BTreeSet<usize>> {
        static NONE: BTreeSet<usize> = BTreeSet::new();
        if let Some(all) = wanted.iter().cloned().collect::<Option<Vec<_>>>() {
            return Some(self.exact.get(&all).unwrap_or(&NONE));
        }
        let sets = wanted.iter().zip(&self.by_value);
        let sets = sets.filter_map(|(rank, slots)| Some(slots.get(rank.as_ref()?).unwrap_or(&NONE)));
        sets.min_by_key(|slots| slots.len())
    }

    /// Registers a place: at an index of the order, or at its end.
    pub(super) fn insert(&mut self, place: Place, index: Option<usize>) {
        let ranks = ranks(&place);
        let slot = self.vacant.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        self.by_value.resize_with(ranks.len(), HashMap::new);
        for (slots, rank) in self.by_value.iter_mut().zip(&ranks) {
            slots.entry(rank.clone()).or_default().insert(slot);
        }
        self.exact.entry(ranks).or_default().insert(slot);
        self.slots[slot] = Some(place);
        self.order.insert(index.unwrap_or(self.order.len()).min(self.order.len()), slot);
    }

    /// Forgets a place. Returns the index that it had in the order of when this was last settled.
    pub(super) fn remove(&mut self, place: &Place) -> Option<usize> {
        let ranks = ranks(place);
        let slots = self.exact.get_mut(&ranks)?;
        let slot = *slots.iter().find(|&&slot| self.slots[slot].as_ref() == Some(place))?;
        slots.remove(&slot);
        if slots.is_empty() {
            self.exact.remove(&ranks);
        }
        for (slots, rank) in self.by_value.iter_mut().zip(&ranks) {
            let Some(known) = slots.get_mut(rank) else { continue };
            known.remove(&slot);
            if known.is_empty() {
                slots.remove(rank);
            }
        }
        self.slots[slot] = None;
        self.position.get(slot).copied()
    }

    /// Takes what was removed out of the order.
    pub(super) fn compact(&mut self) {
        let Self { slots, vacant, order, .. } = self;
        order.retain(|&slot| {
            let stays = slots[slot].is_some();
            if !stays {
                vacant.push(slot);
            }
            stays
        });
    }

    /// Makes lookups follow the order as it is now.
    pub(super) fn settle(&mut self) {
        self.position.resize(self.slots.len(), 0);
        for (index, &slot) in self.order.iter().enumerate() {
            self.position[slot] = index;
        }
    }
}

/// The values of a place's id, in the order of its keys.
fn ranks(place: &Place) -> Vec<Rank> {
    match &place.id {
        super::ComponentId::Plain(_) => Vec::new(),
        super::ComponentId::Pattern(keys) => keys.values().map(Rank::of).collect(),
    }
}
