//! Selenium's own scripts ("atoms"), which it sends for what it has no command for: they are known, and answered.

use serde_json::Value;

/// What a script of Selenium asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Atom {
    /// `getAttribute(element, name)`: the property where there is one, the attribute else.
    Attribute,
    /// `isDisplayed(element)`.
    Displayed,
    /// Submits the form that an element is in.
    Submit,
}

impl Atom {
    /// The names by which newer clients begin their atoms, in a comment.
    const NAMED: [(&str, Atom); 3] = [
        ("/* getAttribute */", Self::Attribute),
        ("/* isDisplayed */", Self::Displayed),
        ("/* submitForm */", Self::Submit),
    ];

    /// No script that a person writes is so long; what follows is what the Closure compiler makes of every atom.
    const LONG: usize = 20_000;

    /// The atom that a script is.
    pub(super) fn of(script: &str, args: &[Value]) -> Option<Self> {
        if let Some((_, atom)) = Self::NAMED.iter().find(|(name, _)| script.starts_with(name)) {
            return Some(*atom);
        }
        let compiled = script.len() > Self::LONG
            && script.starts_with("return (function(){return (function(){var ")
            && script.trim_end().ends_with(".apply(null, arguments);");
        match args {
            [_, Value::String(_)] if compiled => Some(Self::Attribute),
            [_] if compiled => Some(Self::Displayed),
            [_] if script.contains("form.nodeName") && script.contains("submit") => Some(Self::Submit),
            _ => None,
        }
    }
}
