//! What a page is made with, which says when it is settled and how its controls are found.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a page is made with. The browser engine finds it out from the page; the browserless engine knows Dash alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Framework {
    /// Plotly Dash: settled when the renderer has no callback left.
    Dash,
    /// Streamlit: settled when the script has run and no rerun is unanswered. `#key` is the widget with that `key=`.
    Streamlit,
    /// Any page: settled when it is loaded, no request is in flight and its fonts are there.
    Page,
}

impl Framework {
    const ALL: [Self; 3] = [Self::Dash, Self::Streamlit, Self::Page];
}

impl fmt::Display for Framework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dash => "dash",
            Self::Streamlit => "streamlit",
            Self::Page => "page",
        })
    }
}

impl FromStr for Framework {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|framework| framework.to_string() == text)
            .ok_or_else(|| "the frameworks are dash, streamlit and page".to_owned())
    }
}
