//! What is wrong with a part of a file.

use serde_saphyr::{Location, Spanned};

/// What is wrong with a part of a file, and where, if that is known more closely than by the whole part.
#[derive(Debug)]
pub(super) struct Flaw {
    pub(super) at: Option<Location>,
    pub(super) reason: String,
}

impl From<String> for Flaw {
    fn from(reason: String) -> Self {
        Self { at: None, reason }
    }
}

/// Checks each part; what is wrong with one stands in that part unless it is known more closely where.
pub(super) fn each<T, U, E: Into<Flaw>>(
    parts: Vec<Spanned<T>>,
    check: impl Fn(Spanned<T>) -> Result<U, E>,
) -> Result<Vec<U>, Flaw> {
    let checked = parts.into_iter().map(|part| {
        let at = part.referenced;
        check(part).map_err(|wrong| {
            let Flaw { at: closer, reason } = wrong.into();
            Flaw { at: closer.or(Some(at)), reason }
        })
    });
    checked.collect()
}
