//! What pages share: fonts, transparencies, images, shadings and marker shapes, numbered by first use.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::{BezPath, Shape};
use printpdf::{
    DictItem, ExtendedGraphicsState, ExtendedGraphicsStateId, ExternalStream, ExternalXObject, FontId,
    ParsedFont, PdfFont, PdfResources, RawImage, RawImageData, RawImageFormat, Shading, ShadingId, XObject,
    XObjectId,
};

use super::super::{Font, Image};
use super::path;
use crate::render::Error;

/// The resources of a PDF file.
#[derive(Default)]
pub(super) struct Resources {
    fonts: Vec<(Arc<Font>, FontId, ParsedFont)>,
    alphas: BTreeMap<(u8, u8), ExtendedGraphicsStateId>,
    images: Vec<(Arc<Image>, XObjectId)>,
    forms: BTreeMap<Vec<u8>, XObjectId>,
    shadings: Vec<(ShadingId, Shading)>,
    objects: BTreeMap<XObjectId, XObject>,
}

impl Resources {
    /// The id of a font, which is embedded with the glyphs that the pages use.
    pub(super) fn font(&mut self, font: &Arc<Font>) -> Result<FontId, Error> {
        if let Some((_, id, _)) = self.fonts.iter().find(|(known, ..)| known == font) {
            return Ok(id.clone());
        }
        let parsed = ParsedFont::from_bytes(&font.data, font.index as usize, &mut Vec::new())
            .ok_or_else(|| Error::Font(format!("{} can't be embedded in a PDF", font.family)))?;
        // Not `F1`: printpdf keeps that for the fonts that every viewer has.
        let id = FontId(format!("T{}", self.fonts.len() + 1));
        self.fonts.push((Arc::clone(font), id.clone(), parsed));
        Ok(id)
    }

    /// The graphics state that paints insides and lines with these alphas, 255 being opaque.
    pub(super) fn alpha(&mut self, fill: u8, stroke: u8) -> ExtendedGraphicsStateId {
        let id = || ExtendedGraphicsStateId(format!("A{fill}x{stroke}"));
        self.alphas.entry((fill, stroke)).or_insert_with(id).clone()
    }

    /// The id of a bitmap, which is written once however often it is shown.
    pub(super) fn image(&mut self, image: &Arc<Image>) -> XObjectId {
        if let Some((_, id)) = self.images.iter().find(|(known, _)| Arc::ptr_eq(known, image)) {
            return id.clone();
        }
        let id = XObjectId(format!("I{}", self.images.len() + 1));
        let raw = RawImage {
            pixels: RawImageData::U8(image.rgba.clone()),
            width: image.width as usize,
            height: image.height as usize,
            data_format: RawImageFormat::RGBA8,
            tag: Vec::new(),
        };
        self.objects.insert(id.clone(), XObject::Image(raw));
        self.images.push((Arc::clone(image), id.clone()));
        id
    }

    /// The id of a marker: a shape painted with the colours and alphas that are set where it is shown.
    pub(super) fn marker(&mut self, shape: &BezPath, filled: bool, line: Option<f64>) -> XObjectId {
        let (width, paint) = match (filled, line) {
            (true, Some(width)) => (width, "B"),
            (false, Some(width)) => (width, "S"),
            (_, None) => (0.0, "f"),
        };
        let content = format!("{} w {}{paint}", path::short(width), path::stream(shape)).into_bytes();
        let count = self.forms.len() + 1;
        if let Some(id) = self.forms.get(&content) {
            return id.clone();
        }
        let id = XObjectId(format!("M{count}"));
        let reach = 0.5 + width * super::super::Stroke::MITER_LIMIT;
        let bounds = shape.bounding_box().inflate(reach, reach);
        let corners =
            [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|side| DictItem::Real(path::short(side)));
        let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
        let dict = [
            ("Type", name("XObject")),
            ("Subtype", name("Form")),
            ("BBox", DictItem::Array(corners.to_vec())),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
        let stream = ExternalStream { dict, content: content.clone(), compress: false };
        let form = ExternalXObject { stream, width: None, height: None, dpi: None };
        self.objects.insert(id.clone(), XObject::External(form));
        self.forms.insert(content, id.clone());
        id
    }

    /// The id of a shading.
    pub(super) fn shading(&mut self, shading: Shading) -> ShadingId {
        if let Some((id, _)) = self.shadings.iter().find(|(_, known)| *known == shading) {
            return id.clone();
        }
        let id = ShadingId(format!("S{}", self.shadings.len() + 1));
        self.shadings.push((id.clone(), shading));
        id
    }

    /// Hands everything to printpdf.
    pub(super) fn put_into(self, resources: &mut PdfResources) {
        for (_, id, font) in self.fonts {
            resources.fonts.map.insert(id, PdfFont::new(font));
        }
        for ((fill, stroke), id) in self.alphas {
            let part = |alpha: u8| path::short(f64::from(alpha) / 255.0);
            let state = ExtendedGraphicsState::default()
                .with_current_fill_alpha(part(fill))
                .with_current_stroke_alpha(part(stroke));
            resources.extgstates.map.insert(id, state);
        }
        resources.xobjects.map.extend(self.objects);
        resources.shadings.map.extend(self.shadings);
    }
}
