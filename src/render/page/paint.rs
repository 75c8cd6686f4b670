//! The adapter that takes the layout engine's drawing commands into a scene.

use std::sync::Arc;

use anyrender::{
    Filter, Glyph as EngineGlyph, NormalizedCoord, Paint as EnginePaint, PaintRef, PaintScene, RenderContext,
};
use kurbo::{Affine, BezPath, Rect, Shape, Stroke as KurboStroke, Vec2};
use peniko::{BlendMode, Color as PenikoColor, Fill as EngineFill, FontData, ImageBrushRef, Mix, StyleRef};

use super::brush;
use super::fonts::PageFonts;
use super::graphs::Graphs;
use super::shadow;
use crate::render::scene::{
    Color, Fill, FillRule, Glyph, GlyphRun, Group, Image, ImageItem, Item, LineCap, LineJoin, Paint,
    PathItem, Scene, Stroke,
};

/// How far a flattened curve may be off, px.
const TOLERANCE: f64 = 0.05;
/// A background image is repeated at most so often.
const MAX_TILES: usize = 10_000;

/// Collects drawing commands.
pub(super) struct Painter<'a> {
    scene: Scene,
    /// Open layers, the innermost last.
    layers: Vec<Group>,
    fonts: &'a mut PageFonts,
    graphs: &'a Graphs,
}

impl<'a> Painter<'a> {
    pub(super) fn new(scene: Scene, fonts: &'a mut PageFonts, graphs: &'a Graphs) -> Self {
        Self { scene, layers: Vec::new(), fonts, graphs }
    }

    /// The scene, with every layer closed.
    pub(super) fn finish(mut self) -> Scene {
        while !self.layers.is_empty() {
            self.pop_layer();
        }
        self.scene
    }

    fn add(&mut self, item: Item) {
        self.layers.last_mut().map_or(&mut self.scene.items, |layer| &mut layer.items).push(item);
    }

    fn note(&mut self, note: &str) {
        if !self.scene.notes.iter().any(|known| known == note) {
            self.scene.notes.push(note.to_owned());
        }
    }

    fn paint(&mut self, brush: &PaintRef<'_>, transform: Affine) -> Paint {
        match brush {
            EnginePaint::Solid(solid) => brush::color(*solid, 1.0).into(),
            EnginePaint::Gradient(gradient) => brush::gradient(gradient, transform, &mut self.scene.notes),
            EnginePaint::Image(_) | EnginePaint::Resource(_) | EnginePaint::Custom(_) => {
                self.note("an image as the colour of a line or a text: left out");
                Color::TRANSPARENT.into()
            }
        }
    }

    /// Draws a bitmap within a shape, repeated when the brush says so.
    fn image(&mut self, brush: &ImageBrushRef<'_>, to_scene: Affine, shape: BezPath) {
        let Some(image) = bitmap(brush) else {
            self.note("an image in a format that can't be read: left out");
            return;
        };
        let (width, height) = (f64::from(image.width), f64::from(image.height));
        let image = Arc::new(image);
        let first = Rect::new(0.0, 0.0, width, height);
        let area = to_scene.inverse().transform_rect_bbox(shape.bounding_box());
        let span = |extend, from: f64, to: f64, size: f64| match extend {
            peniko::Extend::Pad => (0, 0),
            _ => ((from / size).floor() as i64, (to / size).ceil() as i64 - 1),
        };
        let columns = span(brush.sampler.x_extend, area.x0, area.x1, width);
        let rows = span(brush.sampler.y_extend, area.y0, area.y1, height);
        let tiles =
            (rows.0..=rows.1).flat_map(|row| (columns.0..=columns.1).map(move |column| (column, row)));
        let smooth = brush.sampler.quality != peniko::ImageQuality::Low;
        let items = tiles
            .take(MAX_TILES)
            .map(|(column, row)| {
                let rect = first + Vec2::new(column as f64 * width, row as f64 * height);
                let rect = to_scene.transform_rect_bbox(rect);
                Item::Image(ImageItem { image: Arc::clone(&image), rect, smooth })
            })
            .collect();
        let opacity = f64::from(brush.sampler.alpha);
        self.add(Item::Group(Group { clip: Some(shape), opacity, items, ..Group::default() }));
    }
}

impl RenderContext for Painter<'_> {}

impl PaintScene for Painter<'_> {
    fn reset(&mut self) {
        self.scene.items.clear();
        self.layers.clear();
    }

    fn push_layer(
        &mut self,
        _fill: EngineFill,
        blend: impl Into<BlendMode>,
        alpha: f32,
        transform: Affine,
        clip: &impl Shape,
        filter: Option<Arc<Filter>>,
        backdrop_filter: Option<Arc<Filter>>,
    ) {
        if filter.is_some() || backdrop_filter.is_some() {
            self.note("CSS filter: left out");
        }
        if blend.into().mix != Mix::Normal {
            self.note("CSS blend mode: painted as normal");
        }
        let clip = Some(transform * clip.to_path(TOLERANCE));
        self.layers.push(Group { clip, opacity: f64::from(alpha), ..Group::default() });
    }

    fn push_clip_layer(&mut self, _fill: EngineFill, transform: Affine, clip: &impl Shape) {
        let clip = Some(transform * clip.to_path(TOLERANCE));
        self.layers.push(Group { clip, ..Group::default() });
    }

    fn pop_layer(&mut self) {
        if let Some(layer) = self.layers.pop()
            && !layer.items.is_empty()
        {
            self.add(Item::Group(layer));
        }
    }

    fn stroke<'b>(
        &mut self,
        style: &KurboStroke,
        transform: Affine,
        brush: impl Into<PaintRef<'b>>,
        brush_transform: Option<Affine>,
        shape: &impl Shape,
    ) {
        let paint = self.paint(&brush.into(), transform * brush_transform.unwrap_or_default());
        let scale = transform.determinant().abs().sqrt();
        let stroke = Stroke {
            width: style.width * scale,
            dash: style.dash_pattern.iter().map(|length| length * scale).collect(),
            dash_offset: style.dash_offset * scale,
            cap: match style.start_cap {
                kurbo::Cap::Butt => LineCap::Butt,
                kurbo::Cap::Round => LineCap::Round,
                kurbo::Cap::Square => LineCap::Square,
            },
            join: match style.join {
                kurbo::Join::Miter => LineJoin::Miter,
                kurbo::Join::Round => LineJoin::Round,
                kurbo::Join::Bevel => LineJoin::Bevel,
            },
            miter_limit: style.miter_limit,
            ..Stroke::new(paint, 0.0)
        };
        let path = transform * shape.to_path(TOLERANCE);
        self.add(Item::Path(PathItem { path, fill: None, stroke: Some(stroke) }));
    }

    fn fill<'b>(
        &mut self,
        style: EngineFill,
        transform: Affine,
        brush: impl Into<PaintRef<'b>>,
        brush_transform: Option<Affine>,
        shape: &impl Shape,
    ) {
        let brush = brush.into();
        let to_scene = transform * brush_transform.unwrap_or_default();
        if let EnginePaint::Solid(color) = &brush
            && let Some(number) = self.graphs.number(*color)
        {
            let mut chart = Scene::new(self.scene.size);
            self.graphs.draw(number, shape.bounding_box(), transform, &mut chart);
            self.scene.notes.append(&mut chart.notes);
            chart.items.into_iter().for_each(|item| self.add(item));
            return;
        }
        let path = transform * shape.to_path(TOLERANCE);
        if let EnginePaint::Image(image) = &brush {
            self.image(image, to_scene, path);
            return;
        }
        let paint = self.paint(&brush, to_scene);
        if matches!(&paint, Paint::Solid(color) if color.a == 0) {
            return;
        }
        let rule = match style {
            EngineFill::NonZero => FillRule::NonZero,
            EngineFill::EvenOdd => FillRule::EvenOdd,
        };
        self.add(Item::Path(PathItem { path, fill: Some(Fill { paint, rule }), stroke: None }));
    }

    fn draw_glyphs<'b, 's: 'b>(
        &'s mut self,
        font: &'b FontData,
        font_size: f32,
        _hint: bool,
        _normalized_coords: &'b [NormalizedCoord],
        _embolden: Vec2,
        _style: impl Into<StyleRef<'b>>,
        brush: impl Into<PaintRef<'b>>,
        brush_alpha: f32,
        transform: Affine,
        glyph_transform: Option<Affine>,
        glyphs: impl Iterator<Item = EngineGlyph> + Clone,
    ) {
        let (blob, index) = (font.data.id(), font.index);
        let Some(known) = self.fonts.font(blob, index) else {
            // List markers come from the engine's own small font.
            self.note("a font of the layout engine's own: left out");
            return;
        };
        if glyph_transform.is_some_and(|transform| transform != Affine::IDENTITY) {
            self.note("synthetic slant: drawn upright");
        }
        let paint = match brush.into() {
            EnginePaint::Solid(solid) => brush::color(solid, brush_alpha).into(),
            other => self.paint(&other, transform),
        };
        if matches!(&paint, Paint::Solid(color) if color.a == 0) {
            return;
        }
        let mut text = String::new();
        let mut placed = Vec::new();
        for glyph in glyphs {
            if glyph.id == 0 {
                self.note("a character that no font here has: drawn as a box (`--font-dir` adds fonts)");
            }
            let cluster = text.len() as u32;
            text.extend(self.fonts.character(blob, index, glyph.id));
            placed.push(Glyph { id: glyph.id, x: f64::from(glyph.x), y: f64::from(glyph.y), cluster });
        }
        let Some(origin) = placed.first().map(|glyph| Vec2::new(glyph.x, glyph.y)) else { return };
        for glyph in &mut placed {
            glyph.x -= origin.x;
            glyph.y -= origin.y;
        }
        self.add(Item::Glyphs(GlyphRun {
            font: known,
            size: f64::from(font_size),
            paint,
            transform: transform * Affine::translate(origin),
            glyphs: placed,
            text,
        }));
    }

    fn draw_box_shadow(
        &mut self,
        transform: Affine,
        rect: Rect,
        brush: PenikoColor,
        radius: f64,
        std_dev: f64,
    ) {
        for item in shadow::blurred(transform, rect, brush::color(brush, 1.0), radius, std_dev) {
            self.add(item);
        }
    }
}

/// The pixels of a brush, alpha not premultiplied.
fn bitmap(brush: &ImageBrushRef<'_>) -> Option<Image> {
    let image = brush.image;
    let mut rgba = image.data.as_ref().to_vec();
    match image.format {
        peniko::ImageFormat::Rgba8 => {}
        peniko::ImageFormat::Bgra8 => rgba.chunks_exact_mut(4).for_each(|pixel| pixel.swap(0, 2)),
        _ => return None,
    }
    if image.alpha_type == peniko::ImageAlphaType::AlphaPremultiplied {
        for pixel in rgba.chunks_exact_mut(4) {
            let alpha = u32::from(pixel[3]);
            for channel in pixel.iter_mut().take(3).filter(|_| alpha > 0) {
                *channel = (u32::from(*channel) * 255 / alpha).min(255) as u8;
            }
        }
    }
    let whole = rgba.len() == image.width as usize * image.height as usize * 4;
    whole.then_some(Image { width: image.width, height: image.height, rgba })
}
