//! How elements are found (W3C WebDriver section 12.3).

use super::Error;
use super::window::View;
use super::xpath;
use crate::render::markup::{BadSelector, Node};

/// A location strategy with what it looks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Strategy {
    Css(String),
    XPath(String),
    LinkText(String),
    PartialLinkText(String),
    Tag(String),
}

impl Strategy {
    /// Reads a strategy by its name.
    ///
    /// # Errors
    /// When there is none of that name.
    pub(super) fn read(using: &str, value: String) -> Result<Self, Error> {
        Ok(match using {
            "css selector" => Self::Css(value),
            "xpath" => Self::XPath(value),
            "link text" => Self::LinkText(value),
            "partial link text" => Self::PartialLinkText(value),
            "tag name" => Self::Tag(value),
            // Of clients from before the standard.
            "id" => Self::Css(format!("[id={value:?}]")),
            "name" => Self::Css(format!("[name={value:?}]")),
            "class name" => Self::Css(format!(".{value}")),
            _ => return Err(Error::InvalidArgument(format!("`{using}` is no location strategy"))),
        })
    }

    /// The elements that it means, within one or on the whole page, in document order.
    ///
    /// # Errors
    /// A selector that is none.
    pub(super) fn find<'v>(
        &self,
        view: &'v View<'_>,
        from: Option<Node<'v>>,
    ) -> Result<Vec<Node<'v>>, Error> {
        let css = |css: &str| match from {
            Some(node) => node.find(css),
            None => view.document.find(css),
        };
        let links = |fits: &dyn Fn(&str) -> bool| {
            let links = css("a").map_err(invalid)?;
            Ok(links.into_iter().filter(|link| fits(link.text().trim())).collect())
        };
        match self {
            Self::Css(selector) => css(selector).map_err(invalid),
            Self::Tag(tag) => css(tag).map_err(invalid),
            Self::LinkText(text) => links(&|link| link == text.trim()),
            Self::PartialLinkText(text) => links(&|link| link.contains(text.as_str())),
            Self::XPath(path) => xpath::find(&view.document, from, path),
        }
    }

    /// That nothing was found.
    pub(super) fn missing(&self) -> Error {
        let (using, value) = match self {
            Self::Css(value) => ("css selector", value),
            Self::XPath(value) => ("xpath", value),
            Self::LinkText(value) => ("link text", value),
            Self::PartialLinkText(value) => ("partial link text", value),
            Self::Tag(value) => ("tag name", value),
        };
        Error::NoSuchElement { using: using.to_owned(), value: value.clone() }
    }
}

fn invalid(error: BadSelector) -> Error {
    Error::InvalidSelector(format!("invalid selector: {error}"))
}
