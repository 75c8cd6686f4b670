//! Pictures of many runs as one that moves.

use std::sync::Arc;
use std::time::Duration;

use kurbo::{Affine, Rect, Size};

use crate::render;
use crate::render::scene::text::shape;
use crate::render::scene::{Color, FontStyle, Fonts, Image, ImageItem, Item, Scene};
use crate::schedule::Error;

/// The height of the line under each picture, px.
const CAPTION: f64 = 32.0;
/// The size of its text, px.
const TEXT: f64 = 16.0;

/// Pictures as one animated PNG, which browsers and mails play and other programs show the first picture of. Each has a line
/// under it; smaller ones stand at the top left of as much white as the largest needs.
///
/// # Errors
/// When a picture can't be read or drawn, or there is none.
pub fn time_lapse(frames: &[(String, Vec<u8>)], pause: Duration) -> Result<Vec<u8>, Error> {
    let failed = |error: png::EncodingError| {
        Error::Render(render::Error::Encode { format: "animated PNG", reason: error.to_string() })
    };
    let images = frames.iter().map(|(_, png)| Image::from_png(png)).collect::<Result<Vec<_>, _>>()?;
    let width = images.iter().map(|image| image.width).max().unwrap_or_default();
    let height = images.iter().map(|image| image.height).max().unwrap_or_default();
    let size = Size::new(f64::from(width), f64::from(height) + CAPTION);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height + CAPTION as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_animated(frames.len() as u32, 0).map_err(failed)?;
    let millis = u16::try_from(pause.as_millis()).unwrap_or(u16::MAX);
    encoder.set_frame_delay(millis, 1000).map_err(failed)?;
    let mut writer = encoder.write_header().map_err(failed)?;
    for ((caption, _), image) in frames.iter().zip(images) {
        let frame = frame(size, caption, image).to_rgba(1.0)?;
        let rgb: Vec<u8> =
            frame.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        writer.write_image_data(&rgb).map_err(failed)?;
    }
    writer.finish().map_err(failed)?;
    Ok(file)
}

fn frame(size: Size, caption: &str, image: Image) -> Scene {
    let mut scene = Scene::new(size);
    scene.background = Some(Color::WHITE);
    let rect = Rect::new(0.0, 0.0, f64::from(image.width), f64::from(image.height));
    scene.items.push(Item::Image(ImageItem { image: Arc::new(image), rect, smooth: false }));
    let text = shape(&Fonts::embedded().find("Open Sans", FontStyle::REGULAR), TEXT, caption);
    let baseline = size.height - (CAPTION - TEXT) / 2.0 - TEXT / 5.0;
    scene.items.push(Item::Glyphs(text.run(Affine::translate((TEXT / 2.0, baseline)), Color::BLACK)));
    scene
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::scene::PngOptions;

    #[test]
    fn every_picture_is_a_frame_of_the_size_of_the_largest() {
        let picture = |width: u32, height: u32, level: u8| {
            let rgba = [level, level, level, 255].repeat((width * height) as usize);
            let png = Image { width, height, rgba }.to_png(PngOptions::default()).unwrap();
            (format!("{level}"), png)
        };
        let frames = [picture(100, 50, 0), picture(120, 40, 255)];
        let file = time_lapse(&frames, Duration::from_millis(500)).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let info = reader.info();
        assert_eq!((info.width, info.height), (120, 82));
        assert_eq!(info.animation_control.unwrap().num_frames, 2);
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut buffer).unwrap();
        assert_eq!(buffer[..3], [0, 0, 0], "the first picture");
        assert_eq!(buffer[119 * 3..120 * 3], [255, 255, 255], "beside it");
        assert_eq!(reader.info().frame_control.unwrap().delay_num, 500);
        time_lapse(&[], Duration::ZERO).unwrap_err();
    }
}
