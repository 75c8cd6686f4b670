//! The figures in responses, drawn by our own renderer.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kurbo::Size;
use serde_json::Value;

use crate::render::chart::Figure;

/// The size at which figures are drawn, CSS px, and the pixels of each.
const SIZE: Size = Size::new(560.0, 360.0);
const SCALE: f64 = 1.5;
/// How many figures are drawn, and how many bytes their pictures may have together.
const MOST: usize = 120;
const BYTES: usize = 8 * 1024 * 1024;
/// How deep a response is searched.
const DEPTH: usize = 24;

/// Pictures of figures; equal figures are one.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// PNG files in base64.
    pub(super) pictures: Vec<String>,
    known: HashMap<String, Option<usize>>,
    size: usize,
    /// How many were not drawn for want of place.
    pub(super) left_out: usize,
}

impl Figures {
    /// Draws the figures in a response; their indices, in the order in which they stand there.
    pub(super) fn draw(&mut self, response: &Value) -> Vec<usize> {
        let mut found = Vec::new();
        collect(response, DEPTH, &mut found);
        found.into_iter().filter_map(|figure| self.picture(figure)).collect()
    }

    fn picture(&mut self, figure: &Value) -> Option<usize> {
        let text = figure.to_string();
        if let Some(known) = self.known.get(&text) {
            return *known;
        }
        let index = if self.pictures.len() >= MOST || self.size >= BYTES {
            self.left_out += 1;
            None
        } else {
            png(figure).map(|png| {
                self.size += png.len();
                self.pictures.push(STANDARD.encode(png));
                self.pictures.len() - 1
            })
        };
        self.known.insert(text, index);
        index
    }
}

/// The figure as a PNG file; `None` when it is none, or can't be drawn.
fn png(figure: &Value) -> Option<Vec<u8>> {
    Figure::from_value(figure).ok()?.render(SIZE).ok()?.to_png(SCALE).ok()
}

/// The values of `figure` props that are figures with data.
fn collect<'a>(value: &'a Value, depth: usize, found: &mut Vec<&'a Value>) {
    let Some(below) = depth.checked_sub(1) else { return };
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, below, found)),
        Value::Object(fields) => {
            for (name, field) in fields {
                if name == "figure" && field.get("data").is_some_and(Value::is_array) {
                    found.push(field);
                } else {
                    collect(field, below, found);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_are_drawn_where_a_response_has_them_and_equal_ones_once() {
        let figure = json!({"data": [{"type": "bar", "y": [1, 2]}], "layout": {}});
        let graph = json!({"type": "Graph", "props": {"figure": figure}});
        let response = json!({"a": {"figure": figure}, "b": {"children": [graph, "text"]}});
        let mut figures = Figures::default();
        assert_eq!(figures.draw(&response), [0, 0]);
        assert_eq!(figures.pictures.len(), 1);
    }

    #[test]
    fn what_is_no_figure_is_not_drawn() {
        let response = json!({"a": {"figure": "none"}, "b": {"figure": {"data": 7}}});
        assert!(Figures::default().draw(&response).is_empty());
    }
}
