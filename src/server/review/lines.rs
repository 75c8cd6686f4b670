//! The difference of two texts, line by line.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// Equal lines that are shown around others.
const CONTEXT: usize = 3;
/// Lines that are shown at most: of a longer difference nobody reads the rest.
const MOST: usize = 3000;

/// The difference of two texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Difference {
    pub(super) added: usize,
    pub(super) removed: usize,
    /// What changed, with some of what is around it; a gap between two parts is a line of kind `gap`.
    pub(super) lines: Vec<Line>,
    /// Lines that are not shown.
    pub(super) left_out: usize,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    /// `same`, `added`, `removed` or `gap`.
    kind: &'static str,
    /// Its number before, 1-based.
    before: Option<usize>,
    /// Its number after.
    after: Option<usize>,
    text: String,
}

impl Difference {
    pub(super) fn of(before: &str, after: &str) -> Self {
        let diff = TextDiff::from_lines(before, after);
        let mut difference = Self::default();
        for (at, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
            if at > 0 {
                difference.push(Line { kind: "gap", before: None, after: None, text: String::new() });
            }
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let kind = match change.tag() {
                    ChangeTag::Equal => "same",
                    ChangeTag::Insert => "added",
                    ChangeTag::Delete => "removed",
                };
                difference.added += usize::from(kind == "added");
                difference.removed += usize::from(kind == "removed");
                difference.push(Line {
                    kind,
                    before: change.old_index().map(|index| index + 1),
                    after: change.new_index().map(|index| index + 1),
                    text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
                });
            }
        }
        difference
    }

    fn push(&mut self, line: Line) {
        if self.lines.len() < MOST {
            self.lines.push(line);
        } else {
            self.left_out += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(numbers: std::ops::RangeInclusive<usize>) -> String {
        numbers.fold(String::new(), |text, line| text + &format!("line {line}\n"))
    }

    #[test]
    fn lines_are_numbered_on_both_sides_and_gaps_are_told() {
        let before = lines(1..=30);
        let after = before.replace("line 2\n", "").replace("line 30\n", "line 30!\n");
        let difference = Difference::of(&before, &after);
        assert_eq!((difference.added, difference.removed, difference.left_out), (1, 2, 0));
        let kinds: Vec<_> = difference.lines.iter().map(|line| line.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == "gap").count(), 1);
        let last = difference.lines.last().unwrap();
        assert_eq!(
            (last.kind, last.before, last.after, last.text.as_str()),
            ("added", None, Some(29), "line 30!")
        );
    }

    #[test]
    fn a_long_text_is_cut_and_counted() {
        let text = lines(1..=MOST + 5);
        let difference = Difference::of("", &text);
        assert_eq!((difference.lines.len(), difference.left_out, difference.added), (MOST, 5, MOST + 5));
    }
}
