//! The valid names nearest to one that is not: what was probably meant.

/// How many names are proposed.
const PROPOSED: usize = 3;

/// `; did you mean …` with the names nearest to `wrong`, or all of them when none is near.
pub(super) fn suggestion(wrong: &str, valid: &[&str]) -> String {
    let limit = (wrong.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = valid
        .iter()
        .map(|name| (distance(wrong, name), *name))
        .filter(|(distance, name)| *distance <= limit || name.starts_with(wrong) || wrong.starts_with(name))
        .collect();
    near.sort_unstable();
    let quoted = |names: &[&str]| names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    if near.is_empty() {
        return format!("; valid here: {}", quoted(valid));
    }
    let names: Vec<&str> = near.into_iter().take(PROPOSED).map(|(_, name)| name).collect();
    format!("; did you mean {}?", quoted(&names))
}

/// The texts that have a part nearest to `wrong`, the nearest first.
pub(super) fn texts_nearest<'a>(wrong: &str, texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let part = |text: &str| edits(wrong, text, |_| 0).into_iter().min();
    let mut near: Vec<_> = texts.map(|text| (part(text), text)).collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(PROPOSED).map(|(_, text)| text).collect()
}

/// Edit distance of Damerau and Levenshtein (adjacent swaps count one), in characters.
fn distance(a: &str, b: &str) -> usize {
    edits(a, b, |skipped| skipped).last().copied().unwrap_or_default()
}

/// The distances of `a` to what ends at each place of `b`, where leaving out what stands before costs `skipping`.
fn edits(a: &str, b: &str, skipping: impl Fn(usize) -> usize) -> Vec<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).map(skipping).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut best = (last[j + 1] + 1).min(row[j] + 1).min(last[j] + usize::from(x != y));
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_proposes_what_was_meant() {
        assert_eq!(suggestion("clcik", &["click", "check", "clear"]), "; did you mean `click`?");
        assert_eq!(suggestion("snap", &["snapshot", "select"]), "; did you mean `snapshot`?");
    }

    #[test]
    fn a_word_near_to_nothing_lists_what_is_valid() {
        assert_eq!(suggestion("frobnicate", &["on", "text"]), "; valid here: `on`, `text`");
    }

    #[test]
    fn a_mistyped_part_finds_the_texts_that_hold_what_was_meant() {
        let texts = ["the region filters every chart", "a month filters the table", "the page opens"];
        assert_eq!(texts_nearest("regoin filters", texts.into_iter())[0], texts[0]);
    }
}
