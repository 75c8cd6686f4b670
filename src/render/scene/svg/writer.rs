//! Items into elements.

use std::fmt::Write as _;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kurbo::{Affine, BezPath};

use super::super::{
    Color, Fill, FillRule, GlyphRun, Group, ImageItem, Item, LineCap, LineJoin, Markers, Paint, PathItem,
    PngOptions, Scene, Stroke,
};
use super::defs::Defs;
use super::number::{number, path, transform};
use super::{SvgOptions, SvgText, escape};

/// A colour's `#rrggbb` and, unless it is opaque, its opacity.
pub(super) fn color(Color { r, g, b, a }: Color) -> (String, Option<String>) {
    (format!("#{r:02x}{g:02x}{b:02x}"), (a < 255).then(|| number(f64::from(a) / 255.0)))
}

/// An SVG file in the making.
pub(super) struct Writer {
    text: SvgText,
    body: String,
    defs: Defs,
}

impl Writer {
    pub(super) fn new(options: &SvgOptions) -> Self {
        Self { text: options.text, body: String::new(), defs: Defs::new(&options.prefix) }
    }

    pub(super) fn write(mut self, scene: &Scene) -> String {
        let (width, height) = (number(scene.size.width), number(scene.size.height));
        if let Some(background) = scene.background {
            let paint = self.paint("fill", &background.into());
            self.put(&format!("<rect width=\"{width}\" height=\"{height}\"{paint}/>"));
        }
        self.items(&scene.items);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} \
             {height}\">{}{}</svg>\n",
            self.defs.into_element(),
            self.body
        )
    }

    fn put(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Path(item) => self.path(item, Affine::IDENTITY),
                Item::Glyphs(run) => self.glyphs(run),
                Item::Markers(markers) => self.markers(markers),
                Item::Image(image) => self.image(image),
                Item::Group(group) => self.group(group),
            }
        }
    }

    /// The attributes of a paint: `fill="…"` and its opacity.
    fn paint(&mut self, name: &str, paint: &Paint) -> String {
        match paint {
            Paint::Solid(solid) => match color(*solid) {
                (color, None) => format!(" {name}=\"{color}\""),
                (color, Some(opacity)) => format!(" {name}=\"{color}\" {name}-opacity=\"{opacity}\""),
            },
            Paint::Gradient(gradient) => format!(" {name}=\"url(#{})\"", self.defs.gradient(gradient)),
        }
    }

    fn fill(&mut self, fill: Option<&Fill>) -> String {
        let Some(fill) = fill else { return " fill=\"none\"".into() };
        let rule = if fill.rule == FillRule::EvenOdd { " fill-rule=\"evenodd\"" } else { "" };
        self.paint("fill", &fill.paint) + rule
    }

    fn stroke(&mut self, stroke: &Stroke) -> String {
        let mut attributes = self.paint("stroke", &stroke.paint);
        let mut put =
            |name: &str, value: String| write!(attributes, " {name}=\"{value}\"").unwrap_or_default();
        put("stroke-width", number(stroke.width));
        if !stroke.dash.is_empty() {
            put(
                "stroke-dasharray",
                stroke.dash.iter().map(|length| number(*length)).collect::<Vec<_>>().join(" "),
            );
        }
        if stroke.dash_offset != 0.0 {
            put("stroke-dashoffset", number(stroke.dash_offset));
        }
        match stroke.cap {
            LineCap::Butt => {}
            LineCap::Round => put("stroke-linecap", "round".into()),
            LineCap::Square => put("stroke-linecap", "square".into()),
        }
        match stroke.join {
            LineJoin::Miter => {}
            LineJoin::Round => put("stroke-linejoin", "round".into()),
            LineJoin::Bevel => put("stroke-linejoin", "bevel".into()),
        }
        if stroke.miter_limit != Stroke::MITER_LIMIT {
            put("stroke-miterlimit", number(stroke.miter_limit));
        }
        attributes
    }

    fn path(&mut self, item: &PathItem, place: Affine) {
        let fill = self.fill(item.fill.as_ref());
        let stroke = item.stroke.as_ref().map(|stroke| self.stroke(stroke)).unwrap_or_default();
        self.put(&format!("<path{} d=\"{}\"{fill}{stroke}/>", transform(place), path(&item.path)));
    }

    fn glyphs(&mut self, run: &GlyphRun) {
        if run.glyphs.is_empty() {
            return;
        }
        if self.text == SvgText::Outlines {
            let scale = run.size / run.font.units_per_em();
            let mut outline = BezPath::new();
            for glyph in &run.glyphs {
                let place = Affine::new([scale, 0.0, 0.0, -scale, glyph.x, glyph.y]);
                outline.extend(place * BezPath::clone(&run.font.outline(glyph.id)));
            }
            return self.path(&PathItem::filled(outline, run.paint.clone()), run.transform);
        }
        let family = self.defs.font(run);
        let fill = self.paint("fill", &run.paint);
        let (x, y) = places(run);
        self.put(&format!(
            "<text{} x=\"{x}\"{y} font-family=\"{family}, '{}', sans-serif\" font-size=\"{}\"{} \
             xml:space=\"preserve\"{fill}>{}</text>",
            transform(run.transform),
            escape(&run.font.family),
            number(run.size),
            style(run),
            escape(&run.text)
        ));
    }

    fn markers(&mut self, markers: &Markers) {
        let shape = self.defs.shape(&markers.shape);
        for index in 0..markers.positions.len() {
            let style = markers.style(index);
            let place = markers.positions[index];
            let fill = self.fill(style.fill.map(Fill::from).as_ref());
            // The line is scaled with the shape, so it is written in the shape's px.
            let stroke = style.stroke.filter(|_| style.size > 0.0).map(|(color, width)| {
                self.paint("stroke", &color.into())
                    + &format!(" stroke-width=\"{}\"", fine(width / style.size))
            });
            self.put(&format!(
                "<use href=\"#{shape}\" transform=\"translate({} {}) scale({})\"{fill}{}/>",
                number(place.x),
                number(place.y),
                number(style.size),
                stroke.unwrap_or_default()
            ));
        }
    }

    fn image(&mut self, item: &ImageItem) {
        // A bitmap whose bytes don't fit its sides shows nothing in any sink.
        let Ok(file) = item.image.to_png(PngOptions { optimize: true, ..PngOptions::default() }) else {
            return;
        };
        let rendering = if item.smooth { "" } else { " style=\"image-rendering:pixelated\"" };
        self.put(&format!(
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"{rendering} \
             href=\"data:image/png;base64,{}\"/>",
            number(item.rect.x0),
            number(item.rect.y0),
            number(item.rect.width()),
            number(item.rect.height()),
            BASE64_STANDARD.encode(file)
        ));
    }

    fn group(&mut self, group: &Group) {
        let mut attributes = transform(group.transform);
        if group.opacity < 1.0 {
            attributes.extend([" opacity=\"", &number(group.opacity), "\""]);
        }
        if let Some(clip) = &group.clip {
            attributes.extend([" clip-path=\"url(#", &self.defs.clip(clip), ")\""]);
        }
        if let Some(link) = &group.link {
            self.put(&format!("<a href=\"{}\">", escape(link)));
        }
        self.put(&format!("<g{attributes}>"));
        self.items(&group.items);
        self.put(if group.link.is_some() { "</g></a>" } else { "</g>" });
    }
}

/// As [`number`] with six decimals: it is multiplied by a marker's size.
fn fine(value: f64) -> String {
    format!("{value:.6}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The `x` values and the `y` attribute of a run. Each character gets its place where each has a glyph of its
/// own, so that a viewer's own shaping changes nothing; else only the first.
fn places(run: &GlyphRun) -> (String, String) {
    let own =
        run.glyphs.iter().map(|glyph| glyph.cluster as usize).eq(run.text.char_indices().map(|(at, _)| at))
            && run.text.chars().all(|character| u32::from(character) < 0x1_0000);
    let glyphs = if own { &run.glyphs[..] } else { &run.glyphs[..1] };
    let list = |value: fn(&super::super::Glyph) -> f64| {
        glyphs.iter().map(|glyph| number(value(glyph))).collect::<Vec<_>>().join(" ")
    };
    let flat = glyphs.iter().all(|glyph| glyph.y == 0.0);
    (list(|glyph| glyph.x), if flat { String::new() } else { format!(" y=\"{}\"", list(|glyph| glyph.y)) })
}

/// What a viewer needs that falls back to another font.
fn style(run: &GlyphRun) -> &'static str {
    match (run.font.style.weight >= 600, run.font.style.italic) {
        (false, false) => "",
        (true, false) => " font-weight=\"bold\"",
        (false, true) => " font-style=\"italic\"",
        (true, true) => " font-weight=\"bold\" font-style=\"italic\"",
    }
}
