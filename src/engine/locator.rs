//! Names a component or an element; resolved anew at each use.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Nth, Role, TablePart, Wording};
use crate::dash::ComponentId;

/// Where something is on the page.
///
/// | text | finds |
/// |---|---|
/// | `#year` | the component with the id `year` |
/// | `{"type": "card", "index": 1}` | the component with that pattern id |
/// | `#sales row=2 column=price` | a part of a DataTable, see [`TablePart`] |
/// | `text=Revenue` | the innermost element whose visible text is that |
/// | `label=Customer` | the control that a label, `aria-label` or `aria-labelledby` calls so |
/// | `role=button name=Save` | the visible element with that WAI-ARIA role, and that name if one is given |
/// | `text*=rev`, `label*=cust`, `role=button name*=sav` | the same by a part of the text, in capitals or small letters |
/// | anything else | a CSS selector |
/// | one of these and `>> nth=1`, `>> first`, `>> last` | that one of all that it finds, from 0; see [`Nth`] |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
pub enum Locator {
    /// A component by its id.
    Id(ComponentId),
    /// An element by CSS selector.
    Css(String),
    /// The innermost element by its visible text.
    Text(Wording),
    /// A control by its label.
    Label(Wording),
    /// An element by its role.
    Role(Box<Role>),
    /// A part of a DataTable.
    Part(Box<TablePart>),
    /// One of several.
    Nth(Box<Nth>),
}

impl Locator {
    /// Whether stylesheets decide what it finds: what is called or written somehow is meant as it is seen.
    pub(super) fn is_seen(&self) -> bool {
        match self {
            Self::Text(_) | Self::Label(_) | Self::Role(_) => true,
            Self::Nth(nth) => nth.of.is_seen(),
            Self::Id(_) | Self::Css(_) | Self::Part(_) => false,
        }
    }
}

impl From<&str> for Locator {
    fn from(text: &str) -> Self {
        let text = text.trim();
        if let Some(nth) = Nth::parse(text) {
            return Self::Nth(Box::new(nth));
        }
        if let Some(wanted) = wording(text, "text") {
            return Self::Text(wanted);
        }
        if let Some(wanted) = wording(text, "label") {
            return Self::Label(wanted);
        }
        if let Some(role) = text.strip_prefix("role=").and_then(Role::parse) {
            return Self::Role(Box::new(role));
        }
        if text.starts_with('{')
            && let Ok(id) = ComponentId::parse(text)
        {
            return Self::Id(id);
        }
        if let Some(name) = text.strip_prefix('#')
            && !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        {
            return Self::Id(ComponentId::Plain(name.to_owned()));
        }
        match TablePart::parse(text) {
            Some(part) => Self::Part(Box::new(part)),
            None => Self::Css(text.to_owned()),
        }
    }
}

impl From<String> for Locator {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Self> for Locator {
    fn from(locator: &Self) -> Self {
        locator.clone()
    }
}

impl From<Locator> for String {
    fn from(locator: Locator) -> Self {
        locator.to_string()
    }
}

impl FromStr for Locator {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(ComponentId::Plain(id)) => write!(f, "#{id}"),
            Self::Id(id) => write!(f, "{id}"),
            Self::Css(selector) => f.write_str(selector),
            Self::Text(text) => write!(f, "text{}", said(text)),
            Self::Label(label) => write!(f, "label{}", said(label)),
            Self::Role(role) => write!(f, "role={role}"),
            Self::Part(part) => part.fmt(f),
            Self::Nth(nth) => nth.fmt(f),
        }
    }
}

/// Reads `key=the whole text` or `key*=a part of it`.
pub(super) fn wording(text: &str, key: &str) -> Option<Wording> {
    let rest = text.strip_prefix(key)?;
    let whole = rest.strip_prefix('=').map(Wording::whole);
    whole.or_else(|| rest.strip_prefix("*=").map(Wording::part))
}

/// Writes it as it is read, without the key.
pub(super) fn said(wording: &Wording) -> String {
    format!("{}={}", if wording.is_whole() { "" } else { "*" }, wording.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "#year",
            "text=Revenue",
            "label*=A name",
            "role=button",
            "role=button name=Save all",
            "role=tab name*=sa",
            "a.b",
        ] {
            assert_eq!(Locator::from(text).to_string(), text);
        }
        assert_eq!(Locator::from("label= A name "), Locator::Label(Wording::whole("A name")));
        let Locator::Role(link) = Locator::from("role=link name=a=b") else { panic!("a role") };
        assert_eq!(link.name(), Some(&Wording::whole("a=b")));
        assert!(matches!(Locator::from("role=No Role"), Locator::Css(_)));
    }
}
