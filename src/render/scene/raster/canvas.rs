//! The pixels being painted.

use std::rc::Rc;

use kurbo::{Affine, BezPath, Point, Rect};
use tiny_skia as skia;
use tiny_skia::Pixmap;

use super::super::geometry::mean_scale;
use super::super::markers::MarkerStyle;
use super::super::{Color, GlyphRun, Group, Image, ImageItem, Item, Markers, Paint, PathItem};
use super::clip::{Bounds, Clip};
use super::marker_sprites::MarkerSprites;
use super::sprite::{self, Phase, Sprite, times};
use super::{bitmap, convert};

/// A picture in the making. Everything is clipped by `clip`.
pub(super) struct Canvas {
    pixmap: Pixmap,
    clip: Clip,
    /// Cleared canvases for groups that are faded as a whole.
    spare: Vec<Pixmap>,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        Some(Self {
            pixmap: Pixmap::new(width, height)?,
            clip: Clip::whole(width, height),
            spare: Vec::new(),
        })
    }

    pub(super) fn fill(&mut self, Color { r, g, b, a }: Color) {
        self.pixmap.fill(skia::Color::from_rgba8(r, g, b, a));
    }

    pub(super) fn into_image(self) -> Image {
        let (width, height) = self.size();
        let opaque = self.pixmap.data().chunks_exact(4).fold(255, |least, pixel| least & pixel[3]) == 255;
        let rgba = if opaque { self.pixmap.take() } else { self.pixmap.take_demultiplied() };
        Image { width, height, rgba }
    }

    fn size(&self) -> (u32, u32) {
        (self.pixmap.width(), self.pixmap.height())
    }

    /// Paints items in order; `transform` goes from their coordinates to device px.
    pub(super) fn paint(&mut self, items: &[Item], transform: Affine) {
        for item in items {
            self.item(item, transform, 1.0);
        }
    }

    fn item(&mut self, item: &Item, transform: Affine, opacity: f64) {
        match item {
            Item::Path(path) => self.path(path, transform, opacity),
            Item::Glyphs(run) => self.glyphs(run, transform, opacity),
            Item::Markers(markers) => self.markers(markers, transform),
            Item::Image(image) => self.image(image, transform, opacity),
            Item::Group(group) => self.group(group, transform, opacity),
        }
    }

    fn group(&mut self, group: &Group, outer: Affine, opacity: f64) {
        let opacity = opacity * group.opacity.clamp(0.0, 1.0);
        if opacity == 0.0 || self.clip.bounds.is_empty() {
            return;
        }
        let transform = outer * group.transform;
        let clip = match &group.clip {
            Some(path) => self.clip.and(path, transform, self.size()),
            None => self.clip.clone(),
        };
        let outer_clip = std::mem::replace(&mut self.clip, clip);
        match group.items.as_slice() {
            items if opacity == 1.0 => self.paint(items, transform),
            // What can't overlap itself is faded by its paint alone.
            [item] if is_flat(item) => self.item(item, transform, opacity),
            items => self.layer(items, transform, opacity),
        }
        self.clip = outer_clip;
    }

    /// Paints items aside and lays them down as one.
    fn layer(&mut self, items: &[Item], transform: Affine, opacity: f64) {
        let (width, height) = self.size();
        let Some(blank) = self.spare.pop().or_else(|| Pixmap::new(width, height)) else { return };
        let under = std::mem::replace(&mut self.pixmap, blank);
        self.paint(items, transform);
        let mut layer = std::mem::replace(&mut self.pixmap, under);
        let Bounds { left, top, right, bottom } = match reach(items) {
            Some(rect) => self.clip.bounds.intersect(Bounds::around(transform.transform_rect_bbox(rect))),
            None => self.clip.bounds,
        };
        if left >= right || top >= bottom {
            self.spare.push(layer);
            return;
        }
        let opacity = (opacity * 255.0).round() as u8;
        for row in top..bottom {
            let start = (row * width as i32 + left) as usize;
            let end = (row * width as i32 + right) as usize;
            let (Some(over), Some(under)) = (
                layer.data_mut().get_mut(start * 4..end * 4),
                self.pixmap.data_mut().get_mut(start * 4..end * 4),
            ) else {
                continue;
            };
            for (over, under) in over.chunks_exact_mut(4).zip(under.chunks_exact_mut(4)) {
                let rest = 255 - times(over[3], opacity);
                for (over, under) in over.iter_mut().zip(under) {
                    *under = times(*over, opacity).saturating_add(times(*under, rest));
                    *over = 0;
                }
            }
        }
        self.spare.push(layer);
    }

    fn path(&mut self, item: &PathItem, transform: Affine, opacity: f64) {
        let Some(path) = convert::path(&item.path) else { return };
        let bounds = item.path.control_box();
        if let Some(fill) = &item.fill
            && let Some(paint) = convert::paint(&fill.paint, opacity)
            && let Some(mask) = self.mask(transform.transform_rect_bbox(bounds))
        {
            let rule = convert::fill_rule(fill.rule);
            self.pixmap.fill_path(&path, &paint, rule, convert::transform(transform), mask.as_deref());
        }
        if let Some(stroke) = item.stroke.as_ref().filter(|stroke| stroke.width > 0.0)
            && let Some(paint) = convert::paint(&stroke.paint, opacity)
        {
            let reach = stroke.width * stroke.miter_limit.max(1.5);
            let Some(mask) = self.mask(transform.transform_rect_bbox(bounds.inflate(reach, reach))) else {
                return;
            };
            let stroke = convert::stroke(stroke);
            self.pixmap.stroke_path(&path, &paint, &stroke, convert::transform(transform), mask.as_deref());
        }
    }

    /// The mask for what lies within `touched`; nothing when that is not seen at all.
    #[expect(clippy::option_option, reason = "not seen, seen whole and seen through a mask are three things")]
    fn mask(&self, touched: Rect) -> Option<Option<Rc<skia::Mask>>> {
        // tiny-skia paints up to a pixel beyond an outline.
        let touched = Bounds::around(touched.inflate(1.0, 1.0));
        (!self.clip.bounds.intersect(touched).is_empty()).then(|| self.clip.mask_for(touched, self.size()))
    }

    fn glyphs(&mut self, run: &GlyphRun, transform: Affine, opacity: f64) {
        let transform = transform * run.transform;
        let scale = run.size / run.font.units_per_em();
        let from_units = transform * Affine::new([scale, 0.0, 0.0, -scale, 0.0, 0.0]);
        let [_, slant, skew, ..] = transform.as_coeffs();
        for glyph in &run.glyphs {
            let mut place = transform * Point::new(glyph.x, glyph.y);
            if slant == 0.0 && skew == 0.0 {
                // Browsers set the baseline of upright text on whole pixels.
                place.y = (place.y + 0.5).floor();
            }
            let around_origin = from_units.with_translation(kurbo::Vec2::ZERO);
            if let Paint::Solid(color) = &run.paint
                && let Some((pixel, phase)) = Phase::of(place)
                && let Some(sprite) = sprite::glyph(&run.font, glyph.id, around_origin, phase)
            {
                self.stamp(&sprite, pixel, color.faded(opacity));
                continue;
            }
            // Large glyphs and gradients, which are in the run's coordinates.
            let in_run = Affine::new([scale, 0.0, 0.0, -scale, glyph.x, glyph.y]);
            let path = in_run * BezPath::clone(&run.font.outline(glyph.id));
            self.path(&PathItem::filled(path, run.paint.clone()), transform, opacity);
        }
    }

    fn stamp(&mut self, sprite: &Sprite, pixel: (i32, i32), color: Color) {
        let stride = self.pixmap.width() as usize;
        sprite.stamp(pixel, color, &self.clip, self.pixmap.data_mut().as_chunks_mut().0, stride);
    }

    fn markers(&mut self, markers: &Markers, transform: Affine) {
        let scale = mean_scale(transform);
        let reach = markers.shape.control_box();
        let reach =
            [reach.x0, reach.y0, reach.x1, reach.y1].into_iter().fold(0.0_f64, |most, v| most.max(v.abs()));
        let seen = self.clip.bounds.rect();
        let stride = self.pixmap.width() as usize;
        let mut kept = MarkerSprites::new(&markers.shape, transform);
        for (index, position) in markers.positions.iter().enumerate() {
            let MarkerStyle { size, fill, stroke } = markers.style(index);
            let place = transform * *position;
            let width = stroke.map_or(0.0, |(_, width)| width);
            let around = (reach * size + width * 2.0) * scale + 2.0;
            if !seen.inflate(around, around).contains(place) {
                continue;
            }
            let Some((pixel, phase)) = Phase::of(place) else { continue };
            let Some((inside, line)) = kept.get(size, width, phase) else {
                self.path(&markers.item(index), transform, 1.0);
                continue;
            };
            let pixels = self.pixmap.data_mut().as_chunks_mut().0;
            if let Some(color) = fill {
                inside.stamp(pixel, color, &self.clip, pixels, stride);
            }
            if let Some((color, _)) = stroke {
                line.stamp(pixel, color, &self.clip, pixels, stride);
            }
        }
    }

    fn image(&mut self, item: &ImageItem, transform: Affine, opacity: f64) {
        let Some(mut pixmap) = bitmap::pixmap(&item.image) else { return };
        let Some(mask) = self.mask(transform.transform_rect_bbox(item.rect)) else { return };
        let size = item.rect.size();
        let scale = mean_scale(transform);
        while item.smooth && pixmap.width() > 1 && f64::from(pixmap.width()) > 2.0 * size.width.abs() * scale
        {
            let Some(half) = bitmap::halved(&pixmap) else { break };
            pixmap = half;
        }
        let (width, height) = (f64::from(pixmap.width()), f64::from(pixmap.height()));
        let from_pixels = Affine::translate(item.rect.origin().to_vec2())
            * Affine::scale_non_uniform(size.width / width, size.height / height);
        let paint = skia::PixmapPaint {
            opacity: opacity as f32,
            quality: if item.smooth { skia::FilterQuality::Bilinear } else { skia::FilterQuality::Nearest },
            ..skia::PixmapPaint::default()
        };
        let transform = convert::transform(transform * from_pixels);
        self.pixmap.draw_pixmap(0, 0, pixmap.as_ref(), &paint, transform, mask.as_deref());
    }
}

/// What outlines paint at most, with their mitres and antialiasing; `None` when there is anything else.
fn reach(items: &[Item]) -> Option<Rect> {
    let of_item = |item: &Item| match item {
        Item::Path(PathItem { path, stroke, .. }) => {
            let reach =
                stroke.as_ref().map_or(0.0, |stroke| stroke.width * stroke.miter_limit.max(1.5)) + 2.0;
            Some(path.control_box().inflate(reach, reach))
        }
        _ => None,
    };
    items
        .iter()
        .map(of_item)
        .try_fold(None, |all: Option<Rect>, one| one.map(|one| Some(all.map_or(one, |all| all.union(one)))))?
}

/// Whether no part of an item lies under another part of it.
fn is_flat(item: &Item) -> bool {
    match item {
        Item::Path(path) => path.fill.is_none() || path.stroke.is_none(),
        Item::Glyphs(_) | Item::Image(_) => true,
        Item::Markers(_) => false,
        Item::Group(group) => matches!(group.items.as_slice(), [item] if is_flat(item)),
    }
}
