//! What is asked of a text that is seen.

/// A text as it is seen, or a part of one; white space counts as one blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    text: String,
    whole: bool,
}

impl Wording {
    /// The whole text.
    pub fn whole(text: &str) -> Self {
        Self { text: folded(text), whole: true }
    }

    /// A part of the text, in capitals or small letters.
    pub fn part(text: &str) -> Self {
        Self { text: folded(text), whole: false }
    }

    /// What is asked for.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is the whole text.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether what is said is what is asked for.
    pub(super) fn fits(&self, said: &str) -> bool {
        if self.whole { folded(said) == self.text } else { self.is_in(said) }
    }

    /// Whether what is asked for is a part of what is said.
    pub(super) fn is_in(&self, said: &str) -> bool {
        let said = folded(said);
        if self.whole {
            said.contains(&self.text)
        } else {
            said.to_lowercase().contains(&self.text.to_lowercase())
        }
    }
}

/// White space as one blank, and none at the ends.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_in_any_case_and_a_whole_text_as_it_is_written() {
        assert!(Wording::part("net  Sales").fits("All net\nsales of May"));
        assert!(Wording::whole("net sales").fits(" net\n sales "));
        assert!(!Wording::whole("net sales").fits("Net sales"));
    }
}
