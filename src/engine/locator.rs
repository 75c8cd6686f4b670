//! Names a component or an element; resolved anew at each use.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::TablePart;
use crate::dash::ComponentId;

/// Where something is on the page.
///
/// | text | finds |
/// |---|---|
/// | `#year` | the component with the id `year` |
/// | `{"type": "card", "index": 1}` | the component with that pattern id |
/// | `#sales row=2 column=price` | a part of a DataTable, see [`TablePart`] |
/// | `text=Revenue` | the innermost element whose visible text is that |
/// | anything else | a CSS selector |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Locator {
    /// A component by its id.
    Id(ComponentId),
    /// An element by CSS selector.
    Css(String),
    /// The innermost element by its whole visible text.
    Text(String),
    /// A part of a DataTable.
    Part(Box<TablePart>),
}

impl From<&str> for Locator {
    fn from(text: &str) -> Self {
        let text = text.trim();
        if let Some(wanted) = text.strip_prefix("text=") {
            return Self::Text(wanted.trim().to_owned());
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
            Self::Text(text) => write!(f, "text={text}"),
            Self::Part(part) => part.fmt(f),
        }
    }
}
