//! Cells of a table: their look, and their text, wrapped to the column.

use kurbo::Rect;
use serde_json::Value;

use super::font::styled;
use super::table::Content;
use crate::number_format;
use crate::render::chart::attrs::{Attrs, label, number};
use crate::render::chart::color;
use crate::render::chart::text::{Anchor, Placement, RichText, TextStyle, Typesetter};
use crate::render::scene::Color;

/// px between a cell's edge and its text (plotly's `cellPad`).
const PAD: f64 = 8.0;

/// How one cell looks.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub(super) fill: Color,
    pub(super) line_color: Color,
    /// px.
    pub(super) line_width: f64,
    font: TextStyle,
    align: Anchor,
    prefix: String,
    suffix: String,
    /// d3-format.
    format: Option<String>,
}

impl Style {
    /// The look of the cell at `column` and `row` of a header or of cells.
    pub(super) fn of<'a>(attrs: &Attrs<'a>, font: &TextStyle, column: usize, row: usize) -> Self {
        let value = |path: &str| attrs.get(path).and_then(|value| pick(value, column, row));
        let color = |path: &str, default: Color| {
            value(path).and_then(Value::as_str).and_then(color::parse).unwrap_or(default)
        };
        let text = |path: &str| value(path).and_then(label).unwrap_or_default();
        Self {
            fill: color("fill.color", Color::WHITE),
            line_color: color("line.color", Color::rgb(0x80, 0x80, 0x80)),
            line_width: value("line.width").and_then(number).unwrap_or(1.0).max(0.0),
            font: styled(font, &attrs.at("font"), |list: &'a Value| pick(list, column, row)),
            align: match value("align").and_then(Value::as_str) {
                Some("left") => Anchor::Start,
                Some("right") => Anchor::End,
                _ => Anchor::Middle,
            },
            prefix: text("prefix"),
            suffix: text("suffix"),
            format: value("format").and_then(label).filter(|format| !format.is_empty()),
        }
    }
}

/// The entry for a cell: by column, then by row, the last one for all that follow.
fn pick(value: &Value, column: usize, row: usize) -> Option<&Value> {
    let entry = |list: &'_ [Value], index: usize| index.min(list.len().saturating_sub(1));
    match value {
        Value::Array(columns) => match columns.get(entry(columns, column))? {
            Value::Array(rows) => rows.get(entry(rows, row)),
            one => Some(one),
        },
        one => Some(one),
    }
}

/// A cell with its text measured.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) style: Style,
    pub(super) text: RichText,
    /// Whether the text is a block of lines, which may make its row higher.
    block: bool,
}

impl Cell {
    /// Writes a value in a column of `width` px; texts break at spaces.
    pub(super) fn new(content: &Content, style: Style, width: f64, setter: &Typesetter) -> Self {
        let formatted = match (&style.format, content.number) {
            (Some(format), Some(number)) => {
                number_format::format(number, &super::number::adjust(format), ('.', ','))
            }
            _ => content.text.clone(),
        };
        let (prefix, suffix) = (&style.prefix, &style.suffix);
        let mut text = format!("{prefix}{formatted}{suffix}");
        let broken = !content.is_text || content.text.to_ascii_lowercase().contains("<br>");
        let mut block = content.is_text && content.text.contains(['<', '&', '>']);
        if !broken && text.contains(' ') {
            let wrapped = wrap(&text, &style.font, width - 2.0 * PAD, setter);
            block = wrapped.contains(['<', '&', '>']);
            // plotly adds prefix and suffix to a text that it wrapped with them.
            text = format!("{prefix}{wrapped}{suffix}");
        }
        let text = setter.set(&text, &style.font);
        Self { style, text, block }
    }

    /// px that the text needs.
    pub(super) fn height(&self) -> f64 {
        if self.block { self.text.height() + 2.0 * PAD } else { 0.0 }
    }

    /// Where the text stands in its cell; the lines of a block all begin at its left.
    pub(super) fn place(&self, cell: Rect) -> Placement {
        let own = if self.block { self.text.width() } else { 0.0 };
        let x = match self.style.align {
            Anchor::Start => cell.x0 + PAD,
            Anchor::Middle => cell.center().x - own / 2.0,
            Anchor::End => cell.x1 - PAD - own,
        };
        let (drop, anchor) = if self.block {
            (self.text.ascent(), Anchor::Start)
        } else {
            (0.75 * self.style.font.size, self.style.align)
        };
        Placement::new(x, cell.y0 + PAD + drop, anchor)
    }
}

/// Breaks a text at spaces so that its lines are at most `limit` px wide.
///
/// A word that is too wide gets a line of its own, after an empty one when it is the first.
fn wrap(text: &str, font: &TextStyle, limit: f64, setter: &Typesetter) -> String {
    let space = setter.set(" ", font).width();
    // Links keep the space before their address.
    let linked = text.replace("<a href=", "<a\u{0}href=");
    let (mut lines, mut line, mut length) = (Vec::new(), Vec::new(), 0.0);
    for word in linked.split(' ') {
        let word = word.replace('\u{0}', " ");
        let width = setter.set(&word, font).width() + space;
        if length + width > limit {
            lines.push(line.join(" "));
            line.clear();
            length = 0.0;
        }
        line.push(word);
        length += width;
    }
    lines.push(line.join(" "));
    lines.join("<br>")
}
