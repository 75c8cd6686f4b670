//! The keys that clients send (W3C WebDriver section 17.4.2), by their names.

/// A key that is pressed and let go, with the modifiers that are held meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stroke(pub(super) String);

/// The key that a code point stands for, or the character itself.
pub(super) fn named(code: char) -> String {
    let name = match code {
        '\u{e003}' => "Backspace",
        '\t' | '\u{e004}' => "Tab",
        '\n' | '\r' | '\u{e006}' | '\u{e007}' => "Enter",
        '\u{e008}' | '\u{e050}' => "Shift",
        '\u{e009}' | '\u{e051}' => "Control",
        '\u{e00a}' | '\u{e052}' => "Alt",
        '\u{e00c}' => "Escape",
        '\u{e00d}' => " ",
        '\u{e00e}' | '\u{e054}' => "PageUp",
        '\u{e00f}' | '\u{e055}' => "PageDown",
        '\u{e010}' | '\u{e056}' => "End",
        '\u{e011}' | '\u{e057}' => "Home",
        '\u{e012}' | '\u{e058}' => "ArrowLeft",
        '\u{e013}' | '\u{e059}' => "ArrowUp",
        '\u{e014}' | '\u{e05a}' => "ArrowRight",
        '\u{e015}' | '\u{e05b}' => "ArrowDown",
        '\u{e016}' | '\u{e05c}' => "Insert",
        '\u{e017}' | '\u{e05d}' => "Delete",
        '\u{e018}' => ";",
        '\u{e019}' => "=",
        digit @ '\u{e01a}'..='\u{e023}' => {
            return char::from_digit(digit as u32 - 0xe01a, 10).into_iter().collect();
        }
        '\u{e024}' => "*",
        '\u{e025}' => "+",
        '\u{e026}' => ",",
        '\u{e027}' => "-",
        '\u{e028}' => ".",
        '\u{e029}' => "/",
        function @ '\u{e031}'..='\u{e03c}' => return format!("F{}", function as u32 - 0xe030),
        '\u{e03d}' | '\u{e053}' => "Meta",
        other => return other.to_string(),
    };
    name.to_owned()
}

/// Whether a key is only held for others.
pub(super) fn is_modifier(key: &str) -> bool {
    matches!(key, "Shift" | "Control" | "Alt" | "Meta")
}

/// The strokes that a text makes, while modifiers are held before it: one in it is held until it comes again, and all are
/// let go by U+E000.
pub(super) fn strokes(text: &str, held: &[String]) -> Vec<Stroke> {
    let mut held = held.to_vec();
    let mut strokes = Vec::new();
    for code in text.chars() {
        let key = named(code);
        if code == '\u{e000}' {
            held.clear();
        } else if is_modifier(&key) {
            match held.iter().position(|known| *known == key) {
                Some(at) => drop(held.remove(at)),
                None => held.push(key),
            }
        } else {
            strokes.push(stroke(&held, &key));
        }
    }
    strokes
}

/// A key with what is held; Shift says nothing about a character, which is given as it comes out.
pub(super) fn stroke(held: &[String], key: &str) -> Stroke {
    let is_character = key.chars().count() == 1;
    let mut chord: Vec<&str> = Vec::new();
    for modifier in ["Control", "Alt", "Meta", "Shift"] {
        if held.iter().any(|known| known == modifier) && !(is_character && modifier == "Shift") {
            chord.push(modifier);
        }
    }
    chord.push(key);
    Stroke(chord.join("+"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(text: &str) -> Vec<String> {
        strokes(text, &[]).into_iter().map(|Stroke(key)| key).collect()
    }

    #[test]
    fn modifiers_are_held_until_they_come_again() {
        assert_eq!(pressed("a\u{e007}"), ["a", "Enter"]);
        assert_eq!(pressed("\u{e009}a\u{e009}b"), ["Control+a", "b"]);
        assert_eq!(pressed("\u{e008}\u{e011}A\u{e000}\u{e017}"), ["Shift+Home", "A", "Delete"]);
        assert_eq!(pressed("\u{e01b}\u{e031}"), ["1", "F1"]);
    }
}
