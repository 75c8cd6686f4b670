//! The types of components' props without JavaScript: nothing is known of them.

use serde_json::{Map, Value};

use super::{Error, Limits};

/// No types.
#[derive(Debug)]
pub(crate) struct PropTypes;

impl PropTypes {
    /// # Errors
    /// Always: names the cargo feature.
    pub(crate) fn new(_limits: Limits) -> Result<Self, Error> {
        let message =
            "the types of props are checked with the cargo feature `clientside`, or `engine: browser`";
        Err(Error::Unsupported { at: "page".to_owned(), message: message.to_owned() })
    }

    /// Nothing is loaded.
    pub(crate) fn load(&self, _name: &str, _source: &str) -> Result<(), Error> {
        Ok(())
    }

    /// Nothing is wrong.
    pub(crate) fn check(
        &self,
        _namespace: &str,
        _kind: &str,
        _props: &Map<String, Value>,
    ) -> Result<Option<String>, Error> {
        Ok(None)
    }

    /// Nobody can tell.
    pub(crate) fn has(&self, _namespace: &str, _kind: &str, _property: &str) -> bool {
        true
    }
}
