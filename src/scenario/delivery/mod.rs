//! Where a report goes, as what, and by which secrets.
//!
//! A [`Delivery`] is one place of a report's `deliver`; the schedule sends it.

mod defaults;
#[expect(clippy::module_inception, reason = "the noun of this folder")]
mod delivery;
mod format;
mod in_doubt;
mod mail;
mod s3;
mod secret;
mod slack;
mod smtp;
mod webhook;

pub use delivery::Delivery;
pub use format::Format;
pub use in_doubt::InDoubt;
pub use mail::Mail;
pub use s3::S3;
pub use secret::{MaybeSecret, Secret};
pub use slack::Slack;
pub use smtp::{Smtp, SmtpTls};
pub use webhook::{Sends, Webhook};
