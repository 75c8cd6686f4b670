//! Keys by their W3C names.

/// The code point that WebDriver sends for a key (WebDriver section 17.4.2), or the character itself.
pub(super) fn code(name: &str) -> Option<char> {
    Some(match name {
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Control" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "Insert" => '\u{e016}',
        "Delete" => '\u{e017}',
        "Meta" => '\u{e03d}',
        "Space" => ' ',
        name => {
            let mut characters = name.chars();
            let one = characters.next()?;
            return characters.next().is_none().then_some(one);
        }
    })
}

/// The keys of `Control+Shift+a`, in the order they go down.
pub(super) fn chord(keys: &str) -> Option<Vec<char>> {
    if keys == "+" {
        return Some(vec!['+']);
    }
    keys.split('+').map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_named_alone_and_together() {
        assert_eq!(chord("Enter"), Some(vec!['\u{e007}']));
        assert_eq!(chord("Control+a"), Some(vec!['\u{e009}', 'a']));
        assert_eq!(chord("+"), Some(vec!['+']));
        assert_eq!(chord("Bogus"), None);
    }
}
