//! Where the keyboard writes in a text field, and what its keys do there.

/// A place between two characters of a field, or those that are selected; counted in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caret {
    /// Where the selection began.
    anchor: usize,
    /// Where it goes on.
    head: usize,
}

impl Caret {
    /// Behind a text: where a field has it that gets the keyboard.
    pub(super) fn end(text: &str) -> Self {
        Self::at(text.chars().count())
    }

    /// The same in a text that may be shorter.
    pub(super) fn within(self, text: &str) -> Self {
        let count = text.chars().count();
        Self { anchor: self.anchor.min(count), head: self.head.min(count) }
    }

    /// What is selected from one place to another.
    pub(in crate::engine::browserless) fn between(start: usize, end: usize) -> Self {
        Self { anchor: start.min(end), head: end }
    }

    fn at(place: usize) -> Self {
        Self { anchor: place, head: place }
    }

    /// The ends of what is selected, the first one first.
    pub(in crate::engine::browserless) fn ends(self) -> (usize, usize) {
        (self.anchor.min(self.head), self.anchor.max(self.head))
    }

    /// The text and the caret after a key, named as by W3C and held with `Shift+` or `Control+`; `None` for a key that
    /// does nothing in a field of one line.
    pub(super) fn press(self, text: &str, key: &str) -> Option<(String, Self)> {
        let count = text.chars().count();
        let (start, end) = self.ends();
        let selects = start != end;
        let (held, name) = key.rsplit_once('+').filter(|(held, _)| !held.is_empty()).unwrap_or(("", key));
        let shift = held.split('+').any(|modifier| modifier == "Shift");
        let control = held.split('+').any(|modifier| matches!(modifier, "Control" | "Meta"));
        let moved = |head: usize| {
            let anchor = if shift { self.anchor } else { head };
            Some((text.to_owned(), Self { anchor, head }))
        };
        let replaced = |from: usize, to: usize, with: &str| {
            let head: String = text.chars().take(from).collect();
            let tail: String = text.chars().skip(to).collect();
            Some((format!("{head}{with}{tail}"), Self::at(from + with.chars().count())))
        };
        match name {
            "a" | "A" if control => Some((text.to_owned(), Self { anchor: 0, head: count })),
            "ArrowLeft" if selects && !shift => moved(start),
            "ArrowRight" if selects && !shift => moved(end),
            "ArrowLeft" if control => moved(word_before(text, self.head)),
            "ArrowLeft" => moved(self.head.saturating_sub(1)),
            "ArrowRight" if control => moved(word_after(text, self.head)),
            "ArrowRight" => moved((self.head + 1).min(count)),
            "Home" | "ArrowUp" => moved(0),
            "End" | "ArrowDown" => moved(count),
            "Backspace" | "Delete" if selects => replaced(start, end, ""),
            "Backspace" if control => replaced(word_before(text, start), start, ""),
            "Backspace" if start > 0 => replaced(start - 1, start, ""),
            "Delete" if control => replaced(start, word_after(text, start), ""),
            "Delete" if start < count => replaced(start, start + 1, ""),
            "Space" => replaced(start, end, " "),
            one if one.chars().count() == 1 && !control => replaced(start, end, one),
            _ => None,
        }
    }
}

/// Where the word begins that is before a place.
fn word_before(text: &str, place: usize) -> usize {
    let before: Vec<char> = text.chars().take(place).collect();
    let blanks = before.iter().rev().take_while(|c| c.is_whitespace()).count();
    let word = before.iter().rev().skip(blanks).take_while(|c| !c.is_whitespace()).count();
    place - blanks - word
}

/// Where the word ends that is after a place.
fn word_after(text: &str, place: usize) -> usize {
    let after: Vec<char> = text.chars().skip(place).collect();
    let blanks = after.iter().take_while(|c| c.is_whitespace()).count();
    place + blanks + after.iter().skip(blanks).take_while(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(text: &str, keys: &[&str]) -> String {
        let start = (text.to_owned(), Caret::end(text));
        keys.iter().fold(start, |(text, caret), key| caret.press(&text, key).unwrap_or((text, caret))).0
    }

    #[test]
    fn keys_write_where_the_caret_is_and_over_what_is_selected() {
        assert_eq!(pressed("ab", &["c", "Backspace", "Backspace"]), "a");
        assert_eq!(pressed("abc", &["Home", "Delete", "x", "ArrowRight", "y"]), "xbyc");
        assert_eq!(pressed("abc", &["Control+a", "d"]), "d");
        assert_eq!(pressed("a bc", &["End", "Shift+Home", "Delete"]), "");
        assert_eq!(pressed("äöü", &["ArrowLeft", "Shift+ArrowLeft", "Backspace"]), "äü");
        assert_eq!(pressed("one two", &["Control+Backspace", "Control+ArrowLeft", "Space", "+"]), " +one ");
        assert_eq!(pressed("", &["Backspace", "Delete", "F1", "Control+c"]), "");
    }
}
