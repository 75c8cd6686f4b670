//! Actions on one line: `select #year "1952"`, as `--do` takes them and as steps are named in a trace.

use std::fmt;

use super::{Action, Error};

impl Action {
    /// Reads an action from one line.
    ///
    /// Words are split as a shell does; the first is the verb, the second the locator, then what the verb needs.
    ///
    /// # Errors
    /// [`Error::BadAction`] says what the verb takes.
    pub fn parse(line: &str) -> Result<Self, Error> {
        Err(Error::BadAction { text: line.to_owned(), reason: "unknown verb".to_owned() })
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
