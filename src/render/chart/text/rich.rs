//! Measured text.

use std::sync::Arc;

use kurbo::{Affine, Rect};

use super::case::{SmallCaps, TextCase};
use super::markup::{self, Span};
use super::{Anchor, Placement, TextBox};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color;
use crate::render::scene::text::shape;
use crate::render::scene::{Color, Font, FontStyle, Fonts, GlyphRun, Group, Item, signs};

/// Distance between baselines, em.
pub(crate) const LINE_SPACING: f64 = 1.3;

/// How a text looks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextStyle {
    /// CSS family list.
    pub(crate) family: String,
    /// px per em.
    pub(crate) size: f64,
    pub(crate) color: Color,
    /// CSS weight.
    pub(crate) weight: u16,
    pub(crate) italic: bool,
    pub(crate) case: TextCase,
    pub(crate) caps: SmallCaps,
}

impl Default for TextStyle {
    /// plotly's global font.
    fn default() -> Self {
        Self {
            family: "\"Open Sans\", verdana, arial, sans-serif".into(),
            size: 12.0,
            color: color::DARK,
            weight: 400,
            italic: false,
            case: TextCase::default(),
            caps: SmallCaps::default(),
        }
    }
}

impl TextStyle {
    /// The style that a font container asks for, with this one beneath.
    pub(crate) fn with(&self, font: &Attrs) -> Self {
        Self {
            family: font.str("family").filter(|family| !family.is_empty()).unwrap_or(&self.family).to_owned(),
            size: font.num("size").filter(|size| *size >= 1.0).unwrap_or(self.size),
            color: font.color("color").unwrap_or(self.color),
            weight: font.label("weight").map_or(self.weight, |weight| markup::weight(&weight)),
            italic: font.str("style").map_or(self.italic, |style| style == "italic"),
            case: font.str("textcase").map_or(self.case, TextCase::of),
            caps: font.str("variant").map_or(self.caps, SmallCaps::of),
        }
    }

    /// The same at another size.
    pub(crate) fn sized(&self, size: f64) -> Self {
        Self { size, ..self.clone() }
    }

    /// The same in another colour.
    pub(crate) fn colored(&self, color: Color) -> Self {
        Self { color, ..self.clone() }
    }
}

/// Turns texts into measured lines.
#[derive(Debug, Clone)]
pub(crate) struct Typesetter {
    fonts: Fonts,
}

impl Typesetter {
    pub(crate) fn new(fonts: Fonts) -> Self {
        Self { fonts }
    }

    /// Lays out a text with plotly's HTML subset.
    pub(crate) fn set(&self, text: &str, style: &TextStyle) -> RichText {
        let font = self.font(style);
        let base = shape(&font, style.size, "");
        let mut content = String::new();
        let lines = markup::parse(text, style)
            .into_iter()
            .map(|spans| {
                let mut width = 0.0;
                let mut runs = Vec::new();
                for span in spans {
                    self.set_span(&span, &mut runs, &mut width);
                    content += &span.text;
                }
                Line::new(runs, width)
            })
            .collect();
        RichText {
            lines,
            content,
            size: style.size,
            color: style.color,
            ascent: base.ascent.round(),
            descent: base.descent.round(),
        }
    }

    /// Adds a span's runs to a line that is `width` px long so far.
    fn set_span(&self, span: &Span, runs: &mut Vec<Run>, width: &mut f64) {
        let Span { style, .. } = span;
        for (font, text) in with_signs(&self.font(style), &span.text) {
            for (text, size) in style.caps.pieces(&style.case.apply(text), style.size) {
                let shaped = shape(&font, size, &text);
                runs.push(Run {
                    x: *width,
                    shift: span.shift,
                    color: style.color,
                    link: span.link.clone(),
                    glyphs: GlyphRun {
                        font: Arc::clone(&font),
                        size,
                        paint: style.color.into(),
                        transform: Affine::IDENTITY,
                        glyphs: shaped.glyphs,
                        text,
                    },
                });
                *width += shaped.width;
            }
        }
    }

    fn font(&self, style: &TextStyle) -> Arc<Font> {
        self.fonts.resolve(&style.family, FontStyle { weight: style.weight, italic: style.italic })
    }
}

/// A text in pieces: what `font` has no glyphs for is set in the font for signs.
fn with_signs<'t>(font: &Arc<Font>, text: &'t str) -> Vec<(Arc<Font>, &'t str)> {
    if text.is_ascii() {
        return vec![(Arc::clone(font), text)];
    }
    let missing = |c: char| !c.is_ascii() && c != '\u{200b}' && font.glyph(c).is_none();
    let Some(signs) = signs().filter(|_| text.contains(missing)) else {
        return vec![(Arc::clone(font), text)];
    };
    let strange = |c: char| missing(c) && signs.glyph(c).is_some();
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let sign = strange(first);
        let (piece, after) = rest.split_at(rest.find(|c| strange(c) != sign).unwrap_or(rest.len()));
        pieces.push((Arc::clone(if sign { &signs } else { font }), piece));
        rest = after;
    }
    pieces
}

#[derive(Debug, Clone)]
struct Run {
    x: f64,
    shift: f64,
    color: Color,
    link: Option<String>,
    glyphs: GlyphRun,
}

#[derive(Debug, Clone)]
struct Line {
    runs: Vec<Run>,
    /// How far the pen moves, px.
    width: f64,
    /// px that ink reaches out before the pen's start and behind its end.
    overhang: (f64, f64),
}

impl Line {
    fn new(runs: Vec<Run>, width: f64) -> Self {
        let overhang = overhang(&runs, width);
        Self { runs, width, overhang }
    }
}

/// A browser's box around a line also holds the ink of its glyphs, each rounded to whole pixels.
fn overhang(runs: &[Run], width: f64) -> (f64, f64) {
    let (mut before, mut behind) = (0.0_f64, 0.0_f64);
    for run in runs {
        let GlyphRun { font, size, glyphs, .. } = &run.glyphs;
        for glyph in glyphs {
            let at = run.x + glyph.x;
            if at > REACH * size && at + REACH * size < width {
                continue;
            }
            let outline = font.outline(glyph.id);
            if outline.is_empty() {
                continue;
            }
            let (ink, scale) = (outline.control_box(), size / font.units_per_em());
            before = before.max(-at - (ink.x0 * scale).floor());
            behind = behind.max(at + (ink.x1 * scale).ceil() - width);
        }
    }
    (before, behind)
}

/// No glyph reaches further beyond its line, em.
const REACH: f64 = 1.5;

/// A measured text: lines of runs.
#[derive(Debug, Clone)]
pub(crate) struct RichText {
    lines: Vec<Line>,
    content: String,
    size: f64,
    color: Color,
    ascent: f64,
    descent: f64,
}

impl RichText {
    /// Whether there is nothing to see.
    pub(crate) fn is_empty(&self) -> bool {
        self.content.trim().is_empty()
    }

    /// From the leftmost to the rightmost of all lines, px, as a browser's bounding box.
    pub(crate) fn width(&self) -> f64 {
        self.lines.iter().map(|line| line.overhang.0 + line.width + line.overhang.1).fold(0.0, f64::max)
    }

    /// The left and right end of the box around lines that are anchored at 0.
    fn extent(&self, anchor: Anchor) -> (f64, f64) {
        let one = |line: &Line| {
            let start = -line.width * anchor.share();
            (start - line.overhang.0, start + line.width + line.overhang.1)
        };
        let both = |a: (f64, f64), b: (f64, f64)| (a.0.min(b.0), a.1.max(b.1));
        self.lines.iter().map(one).reduce(both).unwrap_or_default()
    }

    /// From the top of the first line to the bottom of the last, px, as a browser's bounding box.
    pub(crate) fn height(&self) -> f64 {
        self.ascent + self.descent + (self.line_count() - 1) as f64 * LINE_SPACING * self.size
    }

    /// At least 1.
    pub(crate) fn line_count(&self) -> usize {
        self.lines.len().max(1)
    }

    /// px per em of the base style.
    pub(crate) fn size(&self) -> f64 {
        self.size
    }

    /// The box above and below the first baseline.
    pub(crate) fn ascent(&self) -> f64 {
        self.ascent
    }

    /// The same text all in one colour.
    pub(crate) fn recolored(&self, color: Color) -> Self {
        let mut text = self.clone();
        for run in text.lines.iter_mut().flat_map(|line| &mut line.runs) {
            run.color = color;
            run.glyphs.paint = color.into();
        }
        text
    }

    /// The upright box around the placed text.
    pub(crate) fn bounds(&self, placement: &Placement) -> Rect {
        let (left, right) = self.extent(placement.anchor);
        let (x, y) = (placement.at.x, placement.at.y - self.ascent);
        placement.transform.transform_rect_bbox(Rect::new(x + left, y, x + right, y + self.height()))
    }

    /// What this text says, and where.
    pub(crate) fn describe(&self, placement: &Placement) -> TextBox {
        TextBox {
            text: self.content.clone(),
            rect: self.bounds(placement),
            size: self.size,
            color: self.color,
        }
    }

    /// The glyph runs of the placed text.
    pub(crate) fn items(&self, placement: &Placement) -> Vec<Item> {
        let mut items = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let left = placement.at.x - line.width * placement.anchor.share();
            let baseline = placement.at.y + index as f64 * LINE_SPACING * self.size;
            for run in line.runs.iter().filter(|run| !run.glyphs.glyphs.is_empty() && run.color.a > 0) {
                let offset = Affine::translate((left + run.x, baseline + run.shift));
                let glyphs = GlyphRun { transform: placement.transform * offset, ..run.glyphs.clone() };
                items.push(match &run.link {
                    None => Item::Glyphs(glyphs),
                    link => Item::Group(Group {
                        link: link.clone(),
                        items: vec![Item::Glyphs(glyphs)],
                        ..Group::default()
                    }),
                });
            }
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(text: &str) -> f64 {
        Typesetter::new(Fonts::embedded()).set(text, &TextStyle::default()).width()
    }

    #[test]
    fn the_box_around_a_text_holds_the_whole_pixels_of_its_last_glyph() {
        assert!((width("f") - 5.0).abs() < 0.01, "{}", width("f"));
        assert!((width("trace 0") - 38.13).abs() < 0.01, "{}", width("trace 0"));
        assert!((width("trace 1") - 38.0).abs() < 0.02, "{}", width("trace 1"));
    }
}
