//! What the page looked like while the trace was recorded.

use serde::{Deserialize, Serialize};

use super::StepId;

/// What the page looked like at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// After which step.
    pub step: StepId,
    /// Milliseconds since the trace began.
    pub at: f64,
    /// A PNG file in base64.
    pub png: String,
}
