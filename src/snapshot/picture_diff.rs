//! The difference of two pictures as a person sees it.
//!
//! Pixels are compared in the YIQ colour space (Kotsarenko and Ramos, "Measuring perceived color difference using
//! YIQ NTSC transmission color space in mobile applications", 2010). A pixel that differs only because an edge was
//! smoothed otherwise is not counted; it is found by Vyšniauskas' method ("Anti-aliased pixel and intensity slope
//! detector", 2009). These are the semantics of pixelmatch, so thresholds mean what they mean in Playwright.

use super::PictureTolerance;
use crate::render::scene::Image;

/// The largest possible YIQ distance squared and weighted, between black and white.
const LARGEST: f64 = 35_215.0;
/// How much of the baseline shows through in the diff picture.
const FADE: f64 = 0.1;

/// Width and height of a picture, px.
pub type Size = (u32, u32);

/// The difference of two pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureDiff {
    /// The baseline's size.
    pub baseline: Size,
    /// The new picture's size.
    pub actual: Size,
    /// How many pixels differ; those outside of one picture are among them.
    pub pixels: u64,
    /// The smallest rectangle around them: left, top, right, bottom, px, right and bottom exclusive.
    pub bounds: Option<(u32, u32, u32, u32)>,
}

impl PictureDiff {
    /// Whether this is within the tolerance.
    pub fn is_within(&self, tolerance: PictureTolerance) -> bool {
        self.baseline == self.actual && self.pixels <= tolerance.max_diff_pixels
    }

    /// Compares two pictures; also gives a picture of the difference: the baseline faded, what differs in red,
    /// what only smooths an edge otherwise in yellow.
    pub(crate) fn of(baseline: &Image, actual: &Image, tolerance: PictureTolerance) -> (Self, Image) {
        let limit = LARGEST * tolerance.threshold * tolerance.threshold;
        let (width, height) = (baseline.width.max(actual.width), baseline.height.max(actual.height));
        let mut diff = Self {
            baseline: (baseline.width, baseline.height),
            actual: (actual.width, actual.height),
            pixels: 0,
            bounds: None,
        };
        let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
        for y in 0..height {
            for x in 0..width {
                let (before, after) = (pixel(baseline, x, y), pixel(actual, x, y));
                let color = match (before, after) {
                    (Some(before), Some(after)) if distance(before, after).abs() <= limit => faded(before),
                    (Some(_), Some(_))
                        if smooths_an_edge(baseline, actual, x, y)
                            || smooths_an_edge(actual, baseline, x, y) =>
                    {
                        [255, 255, 0, 255]
                    }
                    _ => {
                        diff.count(x, y);
                        [255, 0, 0, 255]
                    }
                };
                rgba.extend(color);
            }
        }
        (diff, Image { width, height, rgba })
    }

    fn count(&mut self, x: u32, y: u32) {
        self.pixels += 1;
        let (left, top, right, bottom) = self.bounds.unwrap_or((x, y, x + 1, y + 1));
        self.bounds = Some((left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)));
    }
}

impl std::fmt::Display for PictureDiff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.baseline != self.actual {
            let ((bw, bh), (w, h)) = (self.baseline, self.actual);
            write!(f, "the picture is {w} × {h} px, its baseline {bw} × {bh} px; ")?;
        }
        write!(f, "{} pixels differ", self.pixels)?;
        self.bounds.map_or(Ok(()), |(left, top, right, bottom)| {
            write!(f, ", all between ({left}, {top}) and ({right}, {bottom})")
        })
    }
}

type Rgba = [u8; 4];

fn pixel(image: &Image, x: u32, y: u32) -> Option<Rgba> {
    if x >= image.width || y >= image.height {
        return None;
    }
    let at = (y as usize * image.width as usize + x as usize) * 4;
    image.rgba.get(at..at + 4)?.try_into().ok()
}

/// Over white, as a viewer shows it.
fn opaque([r, g, b, a]: Rgba) -> [f64; 3] {
    [r, g, b].map(|channel| 255.0 + (f64::from(channel) - 255.0) * f64::from(a) / 255.0)
}

fn luma([r, g, b]: [f64; 3]) -> f64 {
    r * 0.298_895_31 + g * 0.586_622_47 + b * 0.114_482_23
}

/// The weighted YIQ distance squared; negative when the second is darker.
fn distance(a: Rgba, b: Rgba) -> f64 {
    if a == b {
        return 0.0;
    }
    let ([r1, g1, b1], [r2, g2, b2]) = (opaque(a), opaque(b));
    let (r, g, b) = (r1 - r2, g1 - g2, b1 - b2);
    let y = luma([r, g, b]);
    let i = r * 0.595_977_99 - g * 0.274_171_6 - b * 0.321_806_39;
    let q = r * 0.211_470_17 - g * 0.522_617_11 + b * 0.311_146_94;
    let delta = 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q;
    if y > 0.0 { -delta } else { delta }
}

fn faded(color: Rgba) -> Rgba {
    let gray = 255.0 + (luma(opaque(color)) - 255.0) * FADE;
    let gray = gray.round() as u8;
    [gray, gray, gray, 255]
}

/// Whether the pixel lies between a darker and a lighter neighbour, and one of those lies in a flat area in both
/// pictures: then it is part of a smoothed edge.
fn smooths_an_edge(image: &Image, other: &Image, x: u32, y: u32) -> bool {
    let Some(center) = pixel(image, x, y) else { return false };
    let brightness = luma(opaque(center));
    let mut equal = u32::from(is_border(image, x, y));
    let mut darkest = (0.0, (x, y));
    let mut lightest = (0.0, (x, y));
    for (nx, ny, color) in neighbours(image, x, y) {
        let delta = luma(opaque(color)) - brightness;
        if delta == 0.0 {
            equal += 1;
            if equal > 2 {
                return false;
            }
        } else if delta < darkest.0 {
            darkest = (delta, (nx, ny));
        } else if delta > lightest.0 {
            lightest = (delta, (nx, ny));
        }
    }
    let flat = |(x, y)| is_flat(image, x, y) && is_flat(other, x, y);
    darkest.0 < 0.0 && lightest.0 > 0.0 && (flat(darkest.1) || flat(lightest.1))
}

/// Whether more than two neighbours have exactly this pixel's colour.
fn is_flat(image: &Image, x: u32, y: u32) -> bool {
    let Some(center) = pixel(image, x, y) else { return false };
    let same = neighbours(image, x, y).filter(|(_, _, color)| *color == center).count();
    same + usize::from(is_border(image, x, y)) > 2
}

fn is_border(image: &Image, x: u32, y: u32) -> bool {
    x == 0 || y == 0 || x + 1 == image.width || y + 1 == image.height
}

fn neighbours(image: &Image, x: u32, y: u32) -> impl Iterator<Item = (u32, u32, Rgba)> {
    let rows = y.saturating_sub(1)..=y.saturating_add(1);
    rows.flat_map(move |ny| (x.saturating_sub(1)..=x.saturating_add(1)).map(move |nx| (nx, ny)))
        .filter(move |at| *at != (x, y))
        .filter_map(move |(nx, ny)| Some((nx, ny, pixel(image, nx, ny)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(width: u32, rows: &[u8]) -> Image {
        let rgba = rows.iter().flat_map(|&level| [level, level, level, 255]).collect();
        Image { width, height: rows.len() as u32 / width, rgba }
    }

    fn diff(a: &Image, b: &Image) -> PictureDiff {
        PictureDiff::of(a, b, PictureTolerance::default()).0
    }

    #[test]
    fn equal_pictures_do_not_differ() {
        let image = gray(3, &[0, 128, 255, 9, 9, 9]);
        let diff = diff(&image, &image);
        assert_eq!((diff.pixels, diff.bounds), (0, None));
        assert!(diff.is_within(PictureTolerance::default()));
    }

    #[test]
    fn a_changed_area_is_counted_and_bounded() {
        let mut after = vec![255; 100];
        after[23] = 0;
        after[24] = 0;
        after[34] = 0;
        let (diff, picture) =
            PictureDiff::of(&gray(10, &[255; 100]), &gray(10, &after), PictureTolerance::default());
        assert_eq!((diff.pixels, diff.bounds), (3, Some((3, 2, 5, 4))));
        assert_eq!(pixel(&picture, 3, 2), Some([255, 0, 0, 255]));
        assert_eq!(diff.to_string(), "3 pixels differ, all between (3, 2) and (5, 4)");
        assert!(diff.is_within(PictureTolerance { max_diff_pixels: 3, ..PictureTolerance::default() }));
    }

    #[test]
    fn a_difference_too_small_to_see_is_none() {
        assert_eq!(diff(&gray(2, &[100, 100]), &gray(2, &[110, 110])).pixels, 0);
        assert_eq!(diff(&gray(2, &[0, 0]), &gray(2, &[255, 0])).pixels, 1);
    }

    #[test]
    fn an_edge_smoothed_otherwise_is_not_counted() {
        let edge = |level: u8| {
            let row = [0, 0, 0, level, 255, 255, 255];
            gray(7, &row.repeat(7))
        };
        assert_eq!(diff(&edge(40), &edge(200)).pixels, 0);
    }

    #[test]
    fn pictures_of_different_size_never_pass() {
        let diff = diff(&gray(2, &[9; 4]), &gray(2, &[9; 6]));
        assert_eq!(diff.pixels, 2);
        assert!(!diff.is_within(PictureTolerance { threshold: 1.0, max_diff_pixels: 1000 }));
        assert!(diff.to_string().starts_with("the picture is 2 × 3 px, its baseline 2 × 2 px"));
    }
}
