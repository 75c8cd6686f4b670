//! Bitmaps into and out of PNG files.

use std::collections::HashMap;
use std::io::Cursor;

use png::{
    BitDepth, ColorType, Compression, Decoder, Encoder, Filter, PixelDimensions, Transformations, Unit,
};

use super::super::Image;
use crate::render::Error;

/// How a PNG file is packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PngOptions {
    /// Spend about ten times as long on a file of about half the size: few colours become a palette.
    pub optimize: bool,
    /// Pixels per metre, for programs that show or print a picture at its size (the `pHYs` chunk).
    pub density: Option<u32>,
}

impl PngOptions {
    /// For a picture with `scale` pixels per CSS px, of which 96 are an inch.
    #[must_use]
    pub fn scaled(self, scale: f64) -> Self {
        Self { density: Some((scale * 96.0 / 0.0254).round() as u32), ..self }
    }
}

impl Image {
    /// Encodes the bitmap as a PNG file; without an alpha channel when every pixel is opaque.
    ///
    /// # Errors
    /// [`Error::Encode`] when the bytes don't fit the bitmap's sides.
    pub fn to_png(&self, options: PngOptions) -> Result<Vec<u8>, Error> {
        let (pixels, _) = self.rgba.as_chunks::<4>();
        let opaque = pixels.iter().fold(255, |least, pixel| least & pixel[3]) == 255;
        let mut rgb = Vec::new();
        let palette = if options.optimize { Palette::of(pixels) } else { None };
        let (color, data) = if let Some(palette) = &palette {
            (ColorType::Indexed, &palette.indices)
        } else if opaque {
            rgb.resize(pixels.len() * 3, 0);
            for (rgb, [r, g, b, _]) in rgb.as_chunks_mut().0.iter_mut().zip(pixels) {
                *rgb = [*r, *g, *b];
            }
            (ColorType::Rgb, &rgb)
        } else {
            (ColorType::Rgba, &self.rgba)
        };
        let mut file = Vec::with_capacity(data.len() / 16 + 1024);
        let mut encoder = Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(color);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_pixel_dims(options.density.map(|per_metre| PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit: Unit::Meter,
        }));
        if options.optimize {
            encoder.set_compression(Compression::High);
            if let Some(palette) = &palette {
                // Neighbours in a palette are not alike, so a difference says nothing.
                encoder.set_filter(Filter::NoFilter);
                encoder.set_palette(&palette.rgb);
                if !opaque {
                    encoder.set_trns(&palette.alpha);
                }
            }
        } else {
            encoder.set_compression(Compression::Fast);
            encoder.set_filter(Filter::Up);
        }
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(data)?;
            writer.finish()
        });
        written.map_err(|error| Error::Encode { format: "PNG", reason: error.to_string() })?;
        Ok(file)
    }

    /// Decodes a PNG file of any kind; 16 bits a channel become 8.
    ///
    /// # Errors
    /// [`Error::Decode`] when the bytes are no whole PNG file, or one of more than 256 MiB.
    pub fn from_png(file: &[u8]) -> Result<Self, Error> {
        let fail = |error: png::DecodingError| Error::Decode { format: "PNG", reason: error.to_string() };
        let mut decoder = Decoder::new_with_limits(Cursor::new(file), png::Limits { bytes: 1 << 28 });
        decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
        let mut reader = decoder.read_info().map_err(fail)?;
        let size = reader
            .output_buffer_size()
            .filter(|size| *size <= 1 << 28)
            .ok_or_else(|| Error::Decode { format: "PNG", reason: "the picture is too large".into() })?;
        let mut data = vec![0; size];
        let frame = reader.next_frame(&mut data).map_err(fail)?;
        data.truncate(frame.buffer_size());
        let rgba = match frame.color_type {
            ColorType::GrayscaleAlpha => {
                data.chunks_exact(2).flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]).collect()
            }
            _ => data,
        };
        Ok(Self { width: frame.width, height: frame.height, rgba })
    }
}

/// A bitmap of at most 256 colours.
struct Palette {
    rgb: Vec<u8>,
    alpha: Vec<u8>,
    /// Of each pixel's colour.
    indices: Vec<u8>,
}

impl Palette {
    /// The colours in order of first use; nothing when there are too many, or no pixels.
    fn of(pixels: &[[u8; 4]]) -> Option<Self> {
        let mut palette =
            Self { rgb: Vec::new(), alpha: Vec::new(), indices: Vec::with_capacity(pixels.len()) };
        let mut known: HashMap<[u8; 4], u8> = HashMap::new();
        let mut last = (*pixels.first()?, 0);
        for pixel in pixels {
            if *pixel != last.0 || known.is_empty() {
                let next = known.len();
                let index = match known.get(pixel) {
                    Some(index) => *index,
                    None => u8::try_from(next).ok()?,
                };
                if usize::from(index) == next {
                    known.insert(*pixel, index);
                    palette.rgb.extend(&pixel[..3]);
                    palette.alpha.push(pixel[3]);
                }
                last = (*pixel, index);
            }
            palette.indices.push(last.1);
        }
        Some(palette)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkered(alpha: u8) -> Image {
        let rgba = (0..12_u8).flat_map(|n| [n * 20, 255 - n, 7, alpha]).collect();
        Image { width: 4, height: 3, rgba }
    }

    #[test]
    fn a_bitmap_survives_its_png_file() {
        for (alpha, optimize) in [(255, false), (255, true), (100, false), (100, true)] {
            let options = PngOptions { optimize, ..PngOptions::default() };
            let file = checkered(alpha).to_png(options).expect("encodes");
            assert_eq!(Image::from_png(&file).expect("decodes"), checkered(alpha));
        }
    }

    #[test]
    fn more_colours_than_a_palette_holds_stay_true() {
        let rgba: Vec<u8> = (0..32_u8).flat_map(|x| (0..32_u8).flat_map(move |y| [x, y, 9, 255])).collect();
        let image = Image { width: 32, height: 32, rgba };
        let file = image.to_png(PngOptions { optimize: true, ..PngOptions::default() }).expect("encodes");
        assert_eq!(Image::from_png(&file).expect("decodes"), image);
    }

    #[test]
    fn the_scale_is_told_as_a_density() {
        let density = |scale| {
            let file = checkered(255).to_png(PngOptions::default().scaled(scale)).expect("encodes");
            let reader = Decoder::new(Cursor::new(file)).read_info().expect("a header");
            reader.info().pixel_dims.map(|dims| dims.xppu)
        };
        assert_eq!((density(1.0), density(2.0)), (Some(3780), Some(7559)));
    }

    #[test]
    fn a_bitmap_with_too_few_bytes_is_refused() {
        let image = Image { width: 4, height: 4, rgba: vec![0; 4] };
        assert!(matches!(image.to_png(PngOptions::default()), Err(Error::Encode { format: "PNG", .. })));
    }

    #[test]
    fn a_cut_off_file_is_refused() {
        let file = checkered(255).to_png(PngOptions::default()).expect("encodes");
        assert!(matches!(Image::from_png(&file[..40]), Err(Error::Decode { format: "PNG", .. })));
    }
}
