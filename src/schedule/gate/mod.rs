//! What may be delivered: never a blank, partial or error page.
//!
//! | part | refuses |
//! |---|---|
//! | `calls` | a visit whose callbacks failed |
//! | `login` | a login page instead of the dashboard |
//! | `picture` | pictures, and charts in them, of one colour |
//! | `texts` | pages that don't say what they should |
//! | `file` | a PDF that can't be read, or has another number of sheets, or lacks a text; files that are too small |

mod calls;
mod file;
mod login;
mod picture;
mod texts;

pub(super) use calls::check_calls;
pub(super) use file::Expected;
pub(super) use login::check_login;
pub(super) use picture::check_picture;
pub(super) use texts::Said;

use super::Error;

fn refused(reason: String) -> Error {
    Error::Refused { reason }
}
