//! PNG files as RGBA pixels, and back.

use std::io::Cursor;

use super::Error;
use crate::render::scene::Image;

/// Decodes a PNG of any colour type to RGBA, 8 bits a channel.
pub(super) fn decode(bytes: &[u8]) -> Result<Image, Error> {
    let bad = |error: png::DecodingError| Error::NotAPicture { reason: error.to_string() };
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(bad)?;
    let size = reader
        .output_buffer_size()
        .ok_or_else(|| Error::NotAPicture { reason: "too large to hold".to_owned() })?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(bad)?;
    pixels.truncate(frame.buffer_size());
    let rgba = match frame.color_type {
        png::ColorType::GrayscaleAlpha => {
            pixels.chunks_exact(2).flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]).collect()
        }
        _ => pixels,
    };
    Ok(Image { width: frame.width, height: frame.height, rgba })
}

/// Encodes RGBA pixels.
pub(super) fn encode(image: &Image) -> Result<Vec<u8>, Error> {
    let bad = |error: png::EncodingError| Error::NotAPicture { reason: error.to_string() };
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, image.width, image.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(bad)?;
    writer.write_image_data(&image.rgba).map_err(bad)?;
    writer.finish().map_err(bad)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_survive_a_file() {
        let image = Image { width: 2, height: 1, rgba: vec![1, 2, 3, 255, 4, 5, 6, 0] };
        assert_eq!(decode(&encode(&image).unwrap()).unwrap(), image);
    }

    #[test]
    fn a_truncated_or_foreign_file_is_an_error() {
        let bytes = encode(&Image { width: 9, height: 9, rgba: vec![7; 324] }).unwrap();
        for bad in [&bytes[..bytes.len() / 2], b"", b"GIF89a"] {
            assert!(matches!(decode(bad), Err(Error::NotAPicture { .. })));
        }
    }
}
