//! CSS selectors over components' markup: what the library lacks, and what the cascade asks of them.

use scraper::Selector;

/// Pseudo-classes of an element's state, by what the markup says about it.
const STATES: &[(&str, &str)] = &[
    ("checked", ":is([checked], [selected])"),
    ("disabled", ":is([disabled], fieldset[disabled] :is(input, button, select, textarea))"),
    (
        "enabled",
        ":is(input, button, select, textarea, option, fieldset):not([disabled], fieldset[disabled] :is(input, button, select, textarea))",
    ),
    ("required", "[required]"),
    ("optional", ":is(input, select, textarea):not([required])"),
    ("read-only", ":not(input:not([readonly], [disabled]), textarea:not([readonly], [disabled]))"),
    ("read-write", ":is(input, textarea):not([readonly], [disabled])"),
    ("any-link", ":is(a, area)[href]"),
    ("link", ":is(a, area)[href]"),
    ("open", ":is(details, dialog, select)[open]"),
];

/// Pseudo-classes of what only a visitor's browser knows.
const MOMENTS: &[&str] = &[
    "hover",
    "focus",
    "focus-visible",
    "focus-within",
    "active",
    "visited",
    "target",
    "fullscreen",
    "autofill",
    "valid",
    "invalid",
    "user-valid",
    "user-invalid",
    "in-range",
    "out-of-range",
    "indeterminate",
    "placeholder-shown",
    "default",
    "popover-open",
    "modal",
    "playing",
    "paused",
];

/// A selector; `None` for what is none, or asks for what nobody does here.
pub(super) fn parse(text: &str) -> Option<Selector> {
    Selector::parse(&stated(text)).ok()
}

/// The selector with pseudo-classes of state told by attributes.
pub(super) fn stated(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(':') {
        let (before, tail) = rest.split_at(at + 1);
        told.push_str(before);
        let name: String = tail.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect();
        rest = tail.get(name.len()..).unwrap_or_default();
        let stands = STATES.iter().find(|(known, _)| *known == name);
        match stands.filter(|_| !before.ends_with("::") && !rest.starts_with('(')) {
            Some((_, attributes)) => {
                told.pop();
                told.push_str(attributes);
            }
            None => told.push_str(&name),
        }
    }
    told + rest
}

/// The first pseudo-class in a selector that only a browser can answer.
pub(super) fn momentary(text: &str) -> Option<&'static str> {
    let mut parts = text.split(':').skip(1);
    parts.find_map(|part| {
        let name = part.split(|c: char| !(c.is_ascii_alphabetic() || c == '-')).next()?;
        MOMENTS.iter().find(|known| **known == name).copied()
    })
}

/// What an element must have to be meant by a selector: `#id`, `.class`, its name, or nothing that could be told.
pub(super) fn key(selector: &str) -> String {
    let last = selector
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~'))
        .next()
        .unwrap_or_default();
    // Brackets hold other selectors, or texts.
    if selector.contains(['(', '[', '\\', '"', '\''])
        && (last.contains([')', ']', '\\', '"', '\'']) || !balanced(last))
    {
        return String::new();
    }
    let name = |mark: char| {
        let (_, tail) = last.split_once(mark)?;
        let name: String =
            tail.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        (!name.is_empty()).then(|| format!("{mark}{name}"))
    };
    if let Some(key) = name('#').or_else(|| name('.')) {
        return key;
    }
    let tag: String = last.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    tag.to_ascii_lowercase()
}

fn balanced(text: &str) -> bool {
    let count = |mark: char| text.matches(mark).count();
    count('(') == count(')') && count('[') == count(']')
}

/// Ids, classes and alike, elements (Selectors level 4, section 17). What `:is`, `:not` and `:has` hold counts whole,
/// what `:where` holds does not.
pub(super) fn specificity(selector: &str) -> [u32; 3] {
    let [mut ids, mut classes, mut elements] = [0; 3];
    let mut chars = selector.chars().peekable();
    let mut previous = ' ';
    while let Some(c) = chars.next() {
        match c {
            '#' => ids += 1,
            '.' => classes += 1,
            '[' => {
                classes += 1;
                chars.by_ref().take_while(|c| *c != ']').for_each(drop);
            }
            ':' if chars.peek() == Some(&':') => {
                chars.next();
                elements += 1;
            }
            ':' => {
                let mut name = String::new();
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphabetic() || *c == '-') {
                    name.push(c);
                }
                match name.as_str() {
                    "is" | "not" | "has" => {}
                    "where" => {
                        let mut depth = 0;
                        for c in chars.by_ref() {
                            depth += i32::from(c == '(') - i32::from(c == ')');
                            if depth == 0 {
                                break;
                            }
                        }
                    }
                    _ => {
                        classes += 1;
                        if chars.next_if_eq(&'(').is_some() {
                            chars.by_ref().take_while(|c| *c != ')').for_each(drop);
                        }
                    }
                }
            }
            c if c.is_ascii_alphabetic() && matches!(previous, ' ' | '>' | '+' | '~' | '(' | ',') => {
                elements += 1;
            }
            _ => {}
        }
        previous = c;
    }
    [ids, classes, elements]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specificity_counts_ids_classes_and_elements() {
        assert_eq!(specificity("#a .b > c[d='.e']:nth-child(2n)::before"), [1, 3, 2]);
        assert_eq!(specificity("a:not(.b, #c):where(.d .e)"), [1, 1, 1]);
        assert_eq!(specificity("*"), [0, 0, 0]);
    }

    #[test]
    fn a_rule_is_found_by_what_its_last_part_names() {
        assert_eq!(key("div .a > p.b#c"), "#c");
        assert_eq!(key(".nav-link.active:hover"), ".nav-link");
        assert_eq!(key("a DIV"), "div");
        assert_eq!(key(".a :is(.b, .c)"), "");
        assert_eq!(key("[x='a b'] .d"), ".d");
        assert_eq!(key("*"), "");
    }

    #[test]
    fn states_are_told_by_attributes() {
        assert!(stated("input:checked + label").contains(":is([checked], [selected]) + label"));
        assert_eq!(stated("a::after, b:not(.c)"), "a::after, b:not(.c)");
        assert_eq!(momentary("a:not(b):hover"), Some("hover"));
        assert!(parse("p:hover").is_none());
    }
}
