//! Test files: parse, run, report.
//!
//! A [`Scenario`] is one YAML file: an app and its tests, each a list of [`Step`]s. [`Scenario::load`] reads and
//! validates it whole, so that nothing is booted for a file with a typo in its last line. [`Run::run`] boots each
//! file's app once, gives every test a visit of its own, and tells what happens as [`Event`]s; the
//! [`reporter`]s turn those into text and files and decide nothing.

mod attempt;
mod attempt_files;
mod call_step;
pub mod compare;
mod condition;
mod condition_syntax;
mod delivery;
mod error;
mod event;
mod expect;
mod file;
mod find;
mod flaw;
mod for_each;
mod held;
mod keep;
mod layout_step;
mod nearest;
mod perform;
#[cfg(feature = "browser")]
pub mod record;
mod report;
mod report_check;
mod report_dress;
mod report_page;
mod report_view;
pub mod reporter;
mod run;
mod schema;
mod shuffle;
mod snapshot_step;
mod step;
mod syntax;
mod text_place;
mod texts;
mod variables;
mod wanted_syntax;

pub use call_step::{CallStep, ReturnExpect, Wanted};
pub use condition::{By, ChangeTest, Condition, Reason, Since, Subject};
pub use delivery::{
    Delivery, Format, InDoubt, Mail, MaybeSecret, S3, Secret, Sends, Slack, Smtp, SmtpTls, Webhook,
};
pub use error::Error;
pub use event::{Event, Evidence, Failure, FailureKind, Outcome, Status, Summary, TestId};
pub use expect::Expect;
pub use file::{Scenario, Test};
pub use find::find;
pub use for_each::{Choices, ForEach};
pub use keep::Keep;
pub use layout_step::LayoutStep;
pub use perform::StepError;
pub use report::Report;
pub use report_check::{Between, CallbackErrors, ReportCheck, Sheets, Verdict};
pub use report_dress::ReportDress;
pub use report_page::{ReportPage, ReportPicture, ReportStep, ReportValue};
pub use report_view::ReportView;
pub use run::Run;
pub use shuffle::{OrderFailure, Shuffle, Shuffled};
pub use snapshot_step::{SnapshotKind, SnapshotStep};
pub use step::{Step, StepKind};
#[cfg(feature = "schedule")]
pub(crate) use texts::replace_texts;
