//! What can't be drawn.

/// An error of drawing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not JSON.
    #[error("not a figure: {reason} at line {line}, column {column}")]
    BadJson {
        /// What is wrong.
        reason: String,
        /// 1-based.
        line: usize,
        /// 1-based.
        column: usize,
    },
    /// JSON, but no figure.
    #[error("not a figure: {0}")]
    NotAFigure(String),
    /// Width × height × scale is nothing or more than can be held.
    #[error("can't draw a picture of {width} × {height} px")]
    BadSize {
        /// Device px.
        width: f64,
        /// Device px.
        height: f64,
    },
    /// A file format's writer failed.
    #[error("can't write {format}: {reason}")]
    Encode {
        /// The format.
        format: &'static str,
        /// What the writer said.
        reason: String,
    },
    /// A file that is not what it should be.
    #[error("can't read {format}: {reason}")]
    Decode {
        /// The format.
        format: &'static str,
        /// What the reader said.
        reason: String,
    },
    /// A font file that can't be read.
    #[error("bad font: {0}")]
    Font(String),
    /// A page that the layout engine can't lay out.
    #[error("can't lay out the page: {0}")]
    Layout(String),
}
