//! Items into a page's operators.

use kurbo::{Affine, BezPath, Rect, Shape, Vec2};
use printpdf::{
    Actions, BorderArray, Codepoint, Color as PdfColor, CurTransMat, GradientStop, LineCapStyle,
    LineDashPattern, LineJoinStyle, LinkAnnotation, Op, PaintMode, PdfFontHandle, Polygon, Pt, Rgb, Shading,
    ShadingGeometry, TextItem, TextMatrix, WindingOrder, XObjectId, XObjectTransform,
};

use super::super::geometry::mean_scale;
use super::super::{
    Color, FillRule, GlyphRun, Gradient, GradientKind, Group, ImageItem, Item, LineCap, LineJoin, Markers,
    Paint, PathItem, Scene, Stroke,
};
use super::path::{self, matrix, short};
use super::resources::Resources;
use crate::render::Error;

/// A page in the making.
pub(super) struct Content<'a> {
    resources: &'a mut Resources,
    ops: Vec<Op>,
    /// From the current items' coordinates to the page's, pt from the bottom left.
    to_page: Affine,
    opacity: f64,
    /// What was last set, so that it isn't set again.
    alpha: (u8, u8),
}

impl<'a> Content<'a> {
    pub(super) fn new(resources: &'a mut Resources, to_page: Affine) -> Self {
        let ops = vec![Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix(to_page)) }];
        Self { resources, ops, to_page, opacity: 1.0, alpha: (255, 255) }
    }

    pub(super) fn into_ops(self) -> Vec<Op> {
        self.ops
    }

    pub(super) fn scene(&mut self, scene: &Scene) -> Result<(), Error> {
        let page = Rect::ZERO.with_size(scene.size).to_path(0.1);
        if let Some(background) = scene.background {
            self.path(&PathItem::filled(page.clone(), background));
        }
        self.clip(&page, FillRule::NonZero);
        self.items(&scene.items)
    }

    fn items(&mut self, items: &[Item]) -> Result<(), Error> {
        for item in items {
            match item {
                Item::Path(item) => self.path(item),
                Item::Glyphs(run) => self.glyphs(run)?,
                Item::Markers(markers) => self.markers(markers),
                Item::Image(image) => self.image(image),
                Item::Group(group) => self.group(group)?,
            }
        }
        Ok(())
    }

    /// Does something in a graphics state of its own.
    fn nested<T>(&mut self, transform: Affine, work: impl FnOnce(&mut Self) -> T) -> T {
        let (to_page, opacity, alpha) = (self.to_page, self.opacity, self.alpha);
        self.ops.push(Op::SaveGraphicsState);
        if transform != Affine::IDENTITY {
            self.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix(transform)) });
            self.to_page = to_page * transform;
        }
        let done = work(self);
        self.ops.push(Op::RestoreGraphicsState);
        (self.to_page, self.opacity, self.alpha) = (to_page, opacity, alpha);
        done
    }

    fn group(&mut self, group: &Group) -> Result<(), Error> {
        if !group.transform.is_finite() || group.opacity <= 0.0 {
            return Ok(());
        }
        self.nested(group.transform, |content| {
            content.opacity *= group.opacity.min(1.0);
            if let Some(clip) = &group.clip {
                content.clip(clip, FillRule::NonZero);
            }
            if let Some(link) = &group.link {
                content.link(link, &group.items);
            }
            content.items(&group.items)
        })
    }

    fn clip(&mut self, clip: &BezPath, rule: FillRule) {
        let mut rings = path::rings(clip);
        if rings.is_empty() {
            // An empty clip hides everything, which PDF says as an empty rectangle.
            rings = path::rings(&Rect::new(0.0, 0.0, 0.0, 0.0).to_path(0.1));
        }
        let polygon = Polygon { rings, mode: PaintMode::Clip, winding_order: winding(rule) };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    fn link(&mut self, address: &str, items: &[Item]) {
        let Some(bounds) = super::super::bounds::bounds(items) else { return };
        let place = self.to_page.transform_rect_bbox(bounds);
        let pt = |value: f64| Pt(short(value));
        let rect =
            printpdf::Rect::from_xywh(pt(place.x0), pt(place.y0), pt(place.width()), pt(place.height()));
        let border = BorderArray::Solid([0.0, 0.0, 0.0]);
        let link = LinkAnnotation::new(rect, Actions::uri(address.to_owned()), Some(border), None, None);
        self.ops.push(Op::LinkAnnotation { link });
    }

    /// Makes what is painted next as transparent as its paints, within the groups around it.
    fn set_alpha(&mut self, fill: u8, stroke: u8) {
        let faded = |alpha: u8| (f64::from(alpha) * self.opacity).round() as u8;
        let alpha = (faded(fill), faded(stroke));
        if alpha != self.alpha {
            self.ops.push(Op::LoadGraphicsState { gs: self.resources.alpha(alpha.0, alpha.1) });
            self.alpha = alpha;
        }
    }

    fn path(&mut self, item: &PathItem) {
        if let Some(fill) = &item.fill {
            let rings = path::rings(&item.path);
            if rings.is_empty() {
                return;
            }
            match &fill.paint {
                Paint::Solid(color) => {
                    self.set_alpha(color.a, self.alpha.1);
                    self.ops.push(Op::SetFillColor { col: rgb(*color) });
                    let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: winding(fill.rule) };
                    self.ops.push(Op::DrawPolygon { polygon });
                }
                Paint::Gradient(gradient) => self.nested(Affine::IDENTITY, |content| {
                    content.set_alpha(mean_alpha(gradient), 255);
                    content.clip(&item.path, fill.rule);
                    let id = content.resources.shading(shading(gradient));
                    content.ops.push(Op::PaintShading { id });
                }),
            }
        }
        if let Some(stroke) = item.stroke.as_ref().filter(|stroke| stroke.width > 0.0) {
            self.stroke(&item.path, stroke);
        }
    }

    fn stroke(&mut self, path: &BezPath, stroke: &Stroke) {
        let color = flat(&stroke.paint);
        self.set_alpha(self.alpha.0, color.a);
        let dash: Vec<f32> = stroke.dash.iter().map(|length| short(*length)).collect();
        let dash = LineDashPattern::new(short(stroke.dash_offset), &dash);
        self.ops.extend([
            Op::SetOutlineColor { col: rgb(color) },
            Op::SetOutlineThickness { pt: Pt(short(stroke.width)) },
            Op::SetLineDashPattern { dash },
            Op::SetLineCapStyle {
                cap: match stroke.cap {
                    LineCap::Butt => LineCapStyle::Butt,
                    LineCap::Round => LineCapStyle::Round,
                    LineCap::Square => LineCapStyle::ProjectingSquare,
                },
            },
            Op::SetLineJoinStyle {
                join: match stroke.join {
                    LineJoin::Miter => LineJoinStyle::Miter,
                    LineJoin::Round => LineJoinStyle::Round,
                    LineJoin::Bevel => LineJoinStyle::Bevel,
                },
            },
            Op::SetMiterLimit { limit: Pt(short(stroke.miter_limit.max(1.0))) },
        ]);
        self.ops.extend(path::lines(path).into_iter().map(|line| Op::DrawLine { line }));
    }

    fn glyphs(&mut self, run: &GlyphRun) -> Result<(), Error> {
        if run.glyphs.is_empty() || !run.transform.is_finite() {
            return Ok(());
        }
        let font = self.resources.font(&run.font)?;
        let color = flat(&run.paint);
        // Text stands upright in a space that counts upwards.
        self.nested(run.transform * Affine::FLIP_Y, |content| {
            content.set_alpha(color.a, 255);
            content.ops.extend([
                Op::StartTextSection,
                Op::SetFillColor { col: rgb(color) },
                Op::SetFont { font: PdfFontHandle::External(font), size: Pt(short(run.size)) },
            ]);
            for (index, glyph) in run.glyphs.iter().enumerate() {
                let Ok(id) = u16::try_from(glyph.id) else { continue };
                let place = [1.0, 0.0, 0.0, 1.0, short(glyph.x), short(-glyph.y)];
                let shown = Codepoint::with_cid(id, 0.0, text_of(run, index).to_owned());
                content.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(place) });
                content.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(vec![shown])] });
            }
            content.ops.push(Op::EndTextSection);
        });
        Ok(())
    }

    fn markers(&mut self, markers: &Markers) {
        for (index, place) in markers.positions.iter().enumerate() {
            let style = markers.style(index);
            if !(place.is_finite() && style.size.is_finite())
                || (style.fill.is_none() && style.stroke.is_none())
            {
                continue;
            }
            let shape = Affine::scale(style.size) * markers.shape.clone();
            let id =
                self.resources.marker(&shape, style.fill.is_some(), style.stroke.map(|(_, width)| width));
            self.set_alpha(
                style.fill.map_or(255, |fill| fill.a),
                style.stroke.map_or(255, |(color, _)| color.a),
            );
            if let Some(fill) = style.fill {
                self.ops.push(Op::SetFillColor { col: rgb(fill) });
            }
            if let Some((color, _)) = style.stroke {
                self.ops.push(Op::SetOutlineColor { col: rgb(color) });
            }
            self.show(id, *place - kurbo::Point::ZERO);
        }
    }

    fn show(&mut self, id: XObjectId, place: Vec2) {
        let transform = XObjectTransform {
            translate_x: Some(Pt(short(place.x))),
            translate_y: Some(Pt(short(place.y))),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id, transform });
    }

    fn image(&mut self, item: &ImageItem) {
        let Rect { x0, y1, .. } = item.rect;
        if !item.rect.is_finite() || mean_scale(self.to_page) == 0.0 {
            return;
        }
        let id = self.resources.image(&item.image);
        // An image is the unit square, counted upwards.
        let place = Affine::new([item.rect.width(), 0.0, 0.0, -item.rect.height(), x0, y1]);
        self.nested(place, |content| {
            content.set_alpha(255, 255);
            content.show(id, Vec2::ZERO);
        });
    }
}

/// The text that a glyph shows: all of its cluster for the cluster's first glyph, nothing for others.
fn text_of(run: &GlyphRun, index: usize) -> &str {
    let cluster = |index: usize| run.glyphs.get(index).map(|glyph| glyph.cluster as usize);
    let Some(start) = cluster(index) else { return "" };
    if index > 0 && cluster(index - 1) == Some(start) {
        return "";
    }
    let end = run.glyphs.iter().map(|glyph| glyph.cluster as usize).filter(|other| *other > start).min();
    run.text.get(start..end.unwrap_or(run.text.len())).unwrap_or("")
}

fn winding(rule: FillRule) -> WindingOrder {
    match rule {
        FillRule::NonZero => WindingOrder::NonZero,
        FillRule::EvenOdd => WindingOrder::EvenOdd,
    }
}

fn channels(color: Color) -> [f32; 3] {
    [color.r, color.g, color.b].map(|channel| short(f64::from(channel) / 255.0))
}

fn rgb(color: Color) -> PdfColor {
    let [r, g, b] = channels(color);
    PdfColor::Rgb(Rgb { r, g, b, icc_profile: None })
}

/// The one colour of a paint where PDF takes no gradient: its first.
fn flat(paint: &Paint) -> Color {
    match paint {
        Paint::Solid(color) => *color,
        Paint::Gradient(gradient) => gradient.stops.first().map_or(Color::TRANSPARENT, |stop| stop.color),
    }
}

fn mean_alpha(gradient: &Gradient) -> u8 {
    let sum: usize = gradient.stops.iter().map(|stop| usize::from(stop.color.a)).sum();
    sum.checked_div(gradient.stops.len()).map_or(0, |mean| mean as u8)
}

fn shading(gradient: &Gradient) -> Shading {
    let geometry = match gradient.kind {
        GradientKind::Linear { from, to } => {
            ShadingGeometry::Axial { coords: [from.x, from.y, to.x, to.y].map(short) }
        }
        GradientKind::Radial { center, radius } => ShadingGeometry::Radial {
            coords: [center.x, center.y, 0.0, center.x, center.y, radius].map(short),
        },
    };
    let stops = gradient
        .stops
        .iter()
        .map(|stop| GradientStop { offset: short(stop.offset.clamp(0.0, 1.0)), color: channels(stop.color) });
    Shading { geometry, stops: stops.collect(), extend: (true, true) }
}
