//! Pictures of one colour.

use kurbo::Rect;

use super::refused;
use crate::engine::{Locator, Picture};
use crate::render::scene::Image;
use crate::schedule::Error;

/// Scenes are looked at with so many pixels per CSS px: whatever is drawn leaves a trace.
const SCALE: f64 = 0.5;
/// What is left out at the edges of a chart: lines around it belong to the page. CSS px.
const EDGE: f64 = 4.0;
/// What is painted over what a report masks.
const MASK: [u8; 3] = [255, 0, 255];

/// Refuses a picture of one colour, and one with a chart of one colour in it.
///
/// # Errors
/// [`Error::Refused`].
pub(in crate::schedule) fn check_picture(on: Option<&Locator>, picture: &Picture) -> Result<(), Error> {
    let name = on.map_or_else(|| "the page".to_owned(), |on| format!("`{on}`"));
    let (image, scale) = match picture {
        Picture::Scene(scene) => (scene.to_rgba(SCALE), SCALE),
        Picture::Png { bytes, scale, .. } => (Image::from_png(bytes), *scale),
    };
    let image = image.map_err(|error| refused(format!("the picture of {name} can't be read: {error}")))?;
    let whole = Rect::new(0.0, 0.0, f64::from(image.width), f64::from(image.height));
    if only_color(&image, whole).is_some() {
        return Err(refused(format!("the picture of {name} is blank")));
    }
    for chart in picture.charts() {
        let inner = (chart.rect.inset(-EDGE)).scale_from_origin(scale);
        if only_color(&image, inner).is_some_and(|color| color != MASK) {
            return Err(refused(format!("the chart `{}` in the picture of {name} is blank", chart.name)));
        }
    }
    Ok(())
}

/// The colour of a part of an image that has but one; `None` for no pixel at all.
fn only_color(image: &Image, part: Rect) -> Option<[u8; 3]> {
    let columns = part.x0.max(0.0) as usize..part.x1.clamp(0.0, f64::from(image.width)) as usize;
    let rows = part.y0.max(0.0) as usize..part.y1.clamp(0.0, f64::from(image.height)) as usize;
    let width = image.width as usize;
    let mut pixels = rows.flat_map(|row| {
        let cells = row * width + columns.start..row * width + columns.end.max(columns.start);
        cells.filter_map(|cell| image.rgba.get(cell * 4..cell * 4 + 4))
    });
    let first = pixels.next()?;
    pixels.all(|pixel| pixel == first).then(|| [first[0], first[1], first[2]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::scene::{ChartBox, PngOptions};

    /// A picture of 40 × 20 px with a red pixel at 30, 10, and a chart in its left half or its right half.
    fn picture(at: f64) -> Picture {
        let mut image = Image { width: 40, height: 20, rgba: vec![255; 40 * 20 * 4] };
        image.rgba[(10 * 40 + 30) * 4 + 1] = 0;
        let bytes = image.to_png(PngOptions::default()).unwrap();
        let charts = vec![ChartBox { name: "sales".to_owned(), rect: Rect::new(at, 0.0, at + 20.0, 20.0) }];
        Picture::Png { bytes, scale: 1.0, notes: Vec::new(), charts }
    }

    #[test]
    fn a_chart_that_is_blank_is_refused_by_its_name_and_one_that_is_not_passes() {
        assert!(check_picture(None, &picture(20.0)).is_ok());
        let told = check_picture(None, &picture(0.0)).unwrap_err().to_string();
        assert!(told.contains("the chart `sales` in the picture of the page is blank"), "{told}");
    }
}
