//! Recording: a person uses the app in a real browser, and a test file comes out.
//!
//! A [`Recording`] follows a visit of the browser engine whose pages tell what the person does ([`Visit::record`]). What
//! callbacks wrote after each step, and the page then showed, becomes the expectations that are offered.
//!
//! | part | what it is |
//! |---|---|
//! | `gesture` | what the page told |
//! | `steps` | gestures made into steps: without what callbacks changed, runs of typing made one |
//! | `offer` | what can be expected after a step |
//! | `file` | the test file |
//! | `recording` | the visit that is followed |
//!
//! [`Visit::record`]: crate::Visit::record

mod file;
mod gesture;
mod offer;
mod recording;
mod steps;

pub use file::RecordedFile;
pub use recording::Recording;
pub use steps::RecordedStep;
