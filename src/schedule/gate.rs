//! What may be delivered: never a blank, partial or error page.

use super::Error;
use crate::engine::{Locator, Picture};
use crate::render::scene::Image;
use crate::trace::{self, Trace};

/// Refuses a visit whose callbacks failed.
///
/// # Errors
/// [`Error::Refused`] names the callback and what it said.
pub(super) fn check_trace(trace: &Trace) -> Result<(), Error> {
    trace::no_errors().check(trace).map_err(|failure| refused(failure.to_string()))
}

/// Refuses a picture of one colour.
///
/// # Errors
/// [`Error::Refused`].
pub(super) fn check_picture(on: Option<&Locator>, picture: &Picture) -> Result<(), Error> {
    let name = on.map_or_else(|| "the page".to_owned(), |on| format!("`{on}`"));
    let image = match picture {
        Picture::Scene(scene) => scene.to_rgba(1.0),
        Picture::Png { bytes, .. } => Image::from_png(bytes),
    };
    let image = image.map_err(|error| refused(format!("the picture of {name} can't be read: {error}")))?;
    let mut pixels = image.rgba.chunks_exact(4);
    let first = pixels.next();
    if pixels.all(|pixel| Some(pixel) == first) {
        return Err(refused(format!("the picture of {name} is blank")));
    }
    Ok(())
}

fn refused(reason: String) -> Error {
    Error::Refused { reason }
}
