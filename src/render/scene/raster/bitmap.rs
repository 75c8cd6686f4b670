//! Bitmaps between the scene's form and tiny-skia's.

use tiny_skia::{ColorU8, IntSize, Pixmap};

use super::super::Image;

/// The bitmap with its colours multiplied by their alpha; nothing when its bytes don't fit its sides.
pub(super) fn pixmap(image: &Image) -> Option<Pixmap> {
    let size = IntSize::from_wh(image.width, image.height)?;
    let premultiplied = image
        .rgba
        .chunks_exact(4)
        .flat_map(|p| {
            let color = ColorU8::from_rgba(p[0], p[1], p[2], p[3]).premultiply();
            [color.red(), color.green(), color.blue(), color.alpha()]
        })
        .collect();
    Pixmap::from_vec(premultiplied, size)
}

/// The bitmap at half its sides, each pixel the mean of four: bilinear sampling alone skips pixels when a bitmap
/// is drawn much smaller than it is.
pub(super) fn halved(pixmap: &Pixmap) -> Option<Pixmap> {
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    let mut half = Pixmap::new(pixmap.width().div_ceil(2), pixmap.height().div_ceil(2))?;
    let half_width = half.width() as usize;
    let data = pixmap.data();
    for (index, pixel) in half.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = (index % half_width * 2, index / half_width * 2);
        let (next_x, next_y) = ((x + 1).min(width - 1), (y + 1).min(height - 1));
        for (channel, mean) in pixel.iter_mut().enumerate() {
            let at = |x: usize, y: usize| u32::from(data[(y * width + x) * 4 + channel]);
            *mean = ((at(x, y) + at(next_x, y) + at(x, next_y) + at(next_x, next_y) + 2) / 4) as u8;
        }
    }
    Some(half)
}
