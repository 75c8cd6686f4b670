//! What an SVG file defines before it draws: fonts, gradients, clips and marker shapes, numbered by first use.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::super::{Font, GlyphRun, Gradient, GradientKind};
use super::number::{self, number};
use super::subset;

/// Definitions, each once.
#[derive(Default)]
pub(super) struct Defs {
    prefix: String,
    /// The definition by its text, and the id it was given.
    known: HashMap<String, String>,
    /// The definitions with their ids, in order of first use.
    text: String,
    fonts: Vec<(Arc<Font>, BTreeSet<u16>)>,
    counts: BTreeMap<char, usize>,
}

impl Defs {
    /// No definitions yet; their ids will begin with `prefix`.
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), ..Self::default() }
    }

    /// The id of a definition, which is made on first use. `kind` begins its id; `make` gets the id.
    fn id(&mut self, kind: char, content: String, make: impl FnOnce(&str, &str) -> String) -> String {
        if let Some(id) = self.known.get(&content) {
            return id.clone();
        }
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        let id = format!("{}{kind}{count}", self.prefix);
        self.text.push_str(&make(&id, &content));
        self.known.insert(content, id.clone());
        id
    }

    pub(super) fn clip(&mut self, path: &kurbo::BezPath) -> String {
        let content = format!("<path d=\"{}\"/>", number::path(path));
        self.id('c', content, |id, content| format!("<clipPath id=\"{id}\">{content}</clipPath>"))
    }

    pub(super) fn shape(&mut self, path: &kurbo::BezPath) -> String {
        let content = number::path(path);
        self.id('m', content, |id, content| format!("<path id=\"{id}\" d=\"{content}\"/>"))
    }

    pub(super) fn gradient(&mut self, gradient: &Gradient) -> String {
        let stops = gradient
            .stops
            .iter()
            .map(|stop| {
                let (color, opacity) = super::writer::color(stop.color);
                let opacity =
                    opacity.map(|opacity| format!(" stop-opacity=\"{opacity}\"")).unwrap_or_default();
                format!("<stop offset=\"{}\" stop-color=\"{color}\"{opacity}/>", number(stop.offset))
            })
            .collect::<Vec<_>>()
            .concat();
        let (element, place) = match gradient.kind {
            GradientKind::Linear { from, to } => (
                "linearGradient",
                format!(
                    "x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"",
                    number(from.x),
                    number(from.y),
                    number(to.x),
                    number(to.y)
                ),
            ),
            GradientKind::Radial { center, radius } => (
                "radialGradient",
                format!("cx=\"{}\" cy=\"{}\" r=\"{}\"", number(center.x), number(center.y), number(radius)),
            ),
        };
        let content = format!(" gradientUnits=\"userSpaceOnUse\" {place}>{stops}</{element}>");
        self.id('g', content, |id, content| format!("<{element} id=\"{id}\"{content}"))
    }

    /// The CSS family of a run's font, whose glyphs are from now on embedded.
    pub(super) fn font(&mut self, run: &GlyphRun) -> String {
        let index = self.fonts.iter().position(|(font, _)| *font == run.font).unwrap_or_else(|| {
            self.fonts.push((Arc::clone(&run.font), BTreeSet::new()));
            self.fonts.len() - 1
        });
        if let Some((_, glyphs)) = self.fonts.get_mut(index) {
            glyphs.extend(run.glyphs.iter().filter_map(|glyph| u16::try_from(glyph.id).ok()));
        }
        format!("{}f{}", self.prefix, index + 1)
    }

    /// The `defs` element; nothing when nothing is defined.
    pub(super) fn into_element(self) -> String {
        let faces = self
            .fonts
            .iter()
            .enumerate()
            .map(|(index, (font, glyphs))| {
                let file = subset::data_uri(font, glyphs);
                let (weight, slant) =
                    (font.style.weight, if font.style.italic { "italic" } else { "normal" });
                format!(
                    "@font-face{{font-family:{}f{};font-weight:{weight};font-style:{slant};src:url({file})}}",
                    self.prefix,
                    index + 1
                )
            })
            .collect::<Vec<_>>()
            .concat();
        let style = if faces.is_empty() { faces } else { format!("<style>{faces}</style>") };
        if style.is_empty() && self.text.is_empty() {
            return String::new();
        }
        format!("<defs>{style}{}</defs>", self.text)
    }
}
