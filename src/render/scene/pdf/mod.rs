//! Scenes as the pages of a PDF file, through printpdf: vector paths, selectable text in embedded subsets.
//!
//! PDF has no place for two things that a scene can say: a group's opacity fades each of its items instead of
//! the whole, and a gradient has one alpha, the mean of its stops'.

mod content;
mod path;
mod resources;
mod seal;

use kurbo::Affine;
use printpdf::{Op, PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect};

use super::Scene;
use crate::render::Error;
use content::Content;
use resources::Resources;

/// One CSS px in pt: 96 px and 72 pt are an inch.
pub const PT_PER_PX: f64 = 0.75;

/// The longest side of a page, pt: what PDF 1.3 viewers hold.
const LONGEST_SIDE: f64 = 14_400.0;

/// What a PDF file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfInfo {
    /// Its title.
    pub title: String,
    /// Who made it; may be empty.
    pub author: String,
    /// Names with the 0-based page that each leads to.
    pub bookmarks: Vec<(String, usize)>,
}

impl Scene {
    /// Writes the scene as a PDF file of one page.
    ///
    /// # Errors
    /// As [`pdf`].
    pub fn to_pdf(&self) -> Result<Vec<u8>, Error> {
        pdf(std::slice::from_ref(self), PT_PER_PX, &PdfInfo::default())
    }
}

/// Writes scenes as the pages of a PDF file, one unit of a scene being `unit` pt. Equal input gives equal bytes:
/// the dates are the
/// start of 1970, and the file's id is a hash of its content.
///
/// # Errors
/// [`Error::BadSize`] when a page's side is not between 0 and 14,400 pt; [`Error::Font`] when a font can't be
/// embedded.
pub fn pdf(pages: &[Scene], unit: f64, info: &PdfInfo) -> Result<Vec<u8>, Error> {
    let mut document = PdfDocument::new(&info.title);
    let about = &mut document.metadata.info;
    about.author.clone_from(&info.author);
    about.creator = "dashproof".into();
    about.producer = "dashproof".into();
    about.identifier.clear();

    let mut resources = Resources::default();
    for scene in pages {
        document.pages.push(page(scene, unit, &mut resources)?);
    }
    resources.put_into(&mut document.resources);
    for (index, (name, page)) in info.bookmarks.iter().enumerate() {
        let id = printpdf::PageAnnotId(format!("b{index:06}"));
        document.bookmarks.map.insert(id, printpdf::PageAnnotation { name: name.clone(), page: page + 1 });
    }
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    Ok(seal::seal(document.save(&options, &mut Vec::new())))
}

fn page(scene: &Scene, unit: f64, resources: &mut Resources) -> Result<PdfPage, Error> {
    let (width, height) = (scene.size.width * unit, scene.size.height * unit);
    let fits = |side: f64| side > 0.0 && side <= LONGEST_SIDE;
    if !(fits(width) && fits(height)) {
        return Err(Error::BadSize { width: scene.size.width, height: scene.size.height });
    }
    // PDF counts from the bottom.
    let to_page = Affine::new([unit, 0.0, 0.0, -unit, 0.0, height]);
    let mut content = Content::new(resources, to_page);
    content.scene(scene)?;
    let ops: Vec<Op> = content.into_ops();
    let media = Rect::from_wh(Pt(width as f32), Pt(height as f32));
    Ok(PdfPage { media_box: media.clone(), trim_box: media.clone(), crop_box: media, ops })
}

#[cfg(test)]
mod tests;
