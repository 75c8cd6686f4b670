//! How much a picture may differ from its baseline.

/// How much a picture may differ from its baseline, in the words and with the defaults of Playwright's
/// `toHaveScreenshot`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureTolerance {
    /// How different two pixels may be and still count as equal: 0 is strict, 1 is blind.
    pub threshold: f64,
    /// How many pixels may differ.
    pub max_diff_pixels: u64,
}

impl Default for PictureTolerance {
    fn default() -> Self {
        Self { threshold: 0.2, max_diff_pixels: 0 }
    }
}
