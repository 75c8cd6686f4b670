//! What is done when nobody knows whether something arrived.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is done with something that may have arrived or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InDoubt {
    /// It is left and seen as unknown, so that it arrives at most once.
    #[default]
    Leave,
    /// It is sent again, so that it arrives at least once, and perhaps twice.
    Resend,
}
