//! What can be wrong with what an app sends.

/// An app's layout, dependencies or answer that can't be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No JSON where JSON must be.
    #[error("{what} is no JSON: {reason}")]
    NotJson {
        /// What was read: `_dash-layout`, a callback's answer….
        what: String,
        /// The parser's words, with line and column.
        reason: String,
    },
    /// JSON of another shape.
    #[error("{what} is not as Dash sends it: {reason}")]
    Shape {
        /// What was read.
        what: String,
        /// What is missing or wrong.
        reason: String,
    },
    /// A callback whose output can't be read; in a browser the page stays blank.
    #[error("the output `{output}` can't be read: {reason}")]
    BadOutput {
        /// The output as the app sent it.
        output: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A `Patch` that does not fit what it is applied to.
    #[error("cannot patch {target}: {reason}")]
    Patch {
        /// Where in the prop.
        target: String,
        /// Why not.
        reason: String,
    },
}
