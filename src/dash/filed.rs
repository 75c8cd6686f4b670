//! Things filed under id patterns.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::{ComponentId, IdPattern, Part};

/// Things filed under id patterns: found by an id that fits, or by a pattern that some id fits as well, without a look
/// at all the others. What is found comes in the order in which patterns were first filed.
#[derive(Debug)]
pub(crate) struct Filed<T> {
    entries: Vec<(IdPattern, T)>,
    plain: HashMap<String, usize>,
    /// By the sorted keys of the patterns.
    shapes: HashMap<Vec<String>, Vec<Shape>>,
}

/// Patterns with the same keys whose constants are at the same keys.
#[derive(Debug)]
struct Shape {
    /// Which of the keys have constants.
    constant: Vec<bool>,
    /// The patterns by their constants.
    entries: HashMap<Vec<Value>, Vec<usize>>,
}

impl<T> Default for Filed<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), plain: HashMap::new(), shapes: HashMap::new() }
    }
}

impl<T: Default> Filed<T> {
    /// What is filed under exactly this pattern.
    pub(crate) fn under(&mut self, pattern: &IdPattern) -> &mut T {
        let next = self.entries.len();
        let index = match pattern {
            IdPattern::Plain(text) => *self.plain.entry(text.clone()).or_insert(next),
            IdPattern::Pattern(_) => {
                let constant: Vec<bool> =
                    pattern.parts().map(|(_, part)| matches!(part, Part::Constant(_))).collect();
                let shapes = self.shapes.entry(keys(pattern)).or_default();
                let at = shapes.iter().position(|shape| shape.constant == constant).unwrap_or_else(|| {
                    shapes.push(Shape { constant, entries: HashMap::new() });
                    shapes.len() - 1
                });
                let values = pattern.parts().filter_map(|(_, part)| part.constant().cloned()).collect();
                let same = shapes[at].entries.entry(values).or_default();
                let known = same.iter().copied().find(|&index| self.entries[index].0 == *pattern);
                known.unwrap_or_else(|| {
                    same.push(next);
                    next
                })
            }
        };
        if index == next {
            self.entries.push((pattern.clone(), T::default()));
        }
        &mut self.entries[index].1
    }
}

impl<T> Filed<T> {
    /// What is filed under the patterns that an id fits.
    pub(crate) fn fitting(&self, id: &ComponentId) -> impl Iterator<Item = &(IdPattern, T)> {
        let mut found = Vec::new();
        match id {
            ComponentId::Plain(text) => found.extend(self.plain.get(text)),
            ComponentId::Pattern(keys) => {
                let names: Vec<String> = keys.keys().cloned().collect();
                for shape in self.shapes.get(&names).into_iter().flatten() {
                    let fixed = shape.constant.iter().zip(keys.values()).filter(|(constant, _)| **constant);
                    let values: Vec<Value> = fixed.map(|(_, value)| value.clone()).collect();
                    found.extend(shape.entries.get(&values).into_iter().flatten());
                }
            }
        }
        found.sort_unstable();
        found.into_iter().map(|&index| &self.entries[index])
    }

    /// What is filed under the patterns that share an id with this one, as far as their constants tell.
    pub(crate) fn overlapping(&self, pattern: &IdPattern) -> impl Iterator<Item = &(IdPattern, T)> {
        let mut found = BTreeSet::new();
        match pattern {
            IdPattern::Plain(text) => found.extend(self.plain.get(text)),
            IdPattern::Pattern(_) => {
                let parts: Vec<Option<&Value>> = pattern.parts().map(|(_, part)| part.constant()).collect();
                for shape in self.shapes.get(&keys(pattern)).into_iter().flatten() {
                    found.extend(shape.overlapping(&parts));
                }
            }
        }
        found.into_iter().map(|&index| &self.entries[index])
    }
}

impl Shape {
    /// The patterns that have the given constants, where both have one.
    fn overlapping(&self, given: &[Option<&Value>]) -> Vec<&usize> {
        let fixed = || self.constant.iter().zip(given).filter(|(constant, _)| **constant);
        let values: Option<Vec<Value>> = fixed().map(|(_, value)| value.cloned()).collect();
        if let Some(values) = values {
            return self.entries.get(&values).into_iter().flatten().collect();
        }
        let overlaps = |values: &[Value]| {
            fixed().zip(values).all(|((_, given), own)| given.is_none_or(|given| given == own))
        };
        self.entries.iter().filter(|(values, _)| overlaps(values)).flat_map(|(_, entries)| entries).collect()
    }
}

fn keys(pattern: &IdPattern) -> Vec<String> {
    pattern.parts().map(|(key, _)| key.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filed() -> Filed<Vec<usize>> {
        let patterns =
            ["a", r#"{"i":["ALL"],"t":"x"}"#, r#"{"i":["MATCH"],"t":["ALL"]}"#, r#"{"i":1,"t":"y"}"#, "a"];
        let mut filed = Filed::<Vec<usize>>::default();
        for (index, pattern) in patterns.iter().enumerate() {
            filed.under(&IdPattern::parse(pattern).unwrap()).push(index);
        }
        filed
    }

    #[test]
    fn an_id_finds_the_patterns_that_it_fits_in_their_order() {
        let filed = filed();
        let found = |id: &str| {
            let id = ComponentId::parse(id).unwrap();
            filed.fitting(&id).flat_map(|(_, things)| things.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found("a"), [0, 4]);
        assert_eq!(found(r#"{"i":1,"t":"x"}"#), [1, 2]);
        assert_eq!(found(r#"{"i":1,"t":"y"}"#), [2, 3]);
        assert_eq!(found(r#"{"i":1}"#), [0; 0]);
    }

    #[test]
    fn a_pattern_finds_those_that_share_an_id_with_it() {
        let filed = filed();
        let found = |pattern: &str| {
            let pattern = IdPattern::parse(pattern).unwrap();
            filed.overlapping(&pattern).flat_map(|(_, things)| things.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found("a"), [0, 4]);
        assert_eq!(found(r#"{"i":["ALL"],"t":["ALL"]}"#), [1, 2, 3]);
        assert_eq!(found(r#"{"i":2,"t":["ALL"]}"#), [1, 2]);
        assert_eq!(found(r#"{"i":["MATCH"],"t":"y"}"#), [2, 3]);
    }
}
