//! The graphs of a page: boxes that are painted as their charts.
//!
//! A graph's box is given a background colour that stands for its number. Where the layout engine paints that
//! colour, the chart is drawn: in its place in the stacking order, within its clips.

use kurbo::{Affine, Rect, Shape, Size};
use peniko::Color as PenikoColor;
use serde_json::{Value, json};

use crate::render::Error;
use crate::render::chart::Figure;
use crate::render::markup::{Content, Element, POINTER};
use crate::render::scene::{Fill, FillRule, Group, Item, PathItem, Scene};

/// The class of the box that plotly.js draws into.
const BOX: &str = "svg-container";
/// plotly.js's height when nothing else sets one (attribute `layout.height`), px.
const DEFAULT_HEIGHT: f64 = 450.0;
/// Red of the colours that stand for graphs: no design uses it with a green this low and an exact alpha.
const RED: u8 = 251;

/// The graphs of a page, in document order.
#[derive(Debug, Default)]
pub(super) struct Graphs {
    figures: Vec<(String, Value)>,
    /// Their ids, as JSON has them unless they are texts.
    names: Vec<Option<String>>,
}

impl Graphs {
    /// Marks the boxes of the graphs in `content`, which `tree` made.
    pub(super) fn mark(&mut self, content: &mut [Content], tree: &Value) {
        for item in content {
            if let Content::Element(element) = item {
                self.mark_element(element, tree, None);
            }
        }
    }

    fn mark_element(&mut self, element: &mut Element, tree: &Value, pointer: Option<&str>) {
        let own = element.get(POINTER).map(str::to_owned);
        let pointer = own.as_deref().or(pointer);
        if element.get("class").is_some_and(|classes| classes.split(' ').any(|class| class == BOX))
            && let Some(pointer) = pointer
        {
            let figure = tree.pointer(&format!("{pointer}/props/figure")).cloned().unwrap_or(Value::Null);
            let (high, low) = (self.figures.len() / 256, self.figures.len() % 256);
            let mut marked = std::mem::replace(element, Element::new("div"));
            // The inner box gives the default height: it counts only where `100%` has nothing to refer to.
            let height = figure["layout"]["height"].as_f64().filter(|px| *px > 0.0).unwrap_or(DEFAULT_HEIGHT);
            marked.content = vec![Element::new("div").style(&format!("height: {height}px;")).into()];
            self.figures.push((pointer.to_owned(), figure));
            let id = tree.pointer(&format!("{pointer}/props/id"));
            self.names.push(id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)));
            *element = marked.style(&format!("background-color: rgb({RED}, {high}, {low});"));
        }
        for inner in &mut element.content {
            if let Content::Element(inner) = inner {
                self.mark_element(inner, tree, pointer);
            }
        }
    }

    /// Where each stands in the tree, and what it is called.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, String)> {
        let both = self.figures.iter().zip(&self.names);
        both.map(|((pointer, _), name)| (pointer.as_str(), name.clone().unwrap_or_else(|| pointer.clone())))
    }

    /// The number of the graph that a colour stands for.
    pub(super) fn number(&self, color: PenikoColor) -> Option<usize> {
        let [r, g, b, a] = color.to_rgba8().to_u8_array();
        let number = usize::from(g) * 256 + usize::from(b);
        (r == RED && a == 255 && number < self.figures.len()).then_some(number)
    }

    /// Draws a graph into its box; what can't be drawn is noted, and the box stays empty.
    pub(super) fn draw(&self, number: usize, rect: Rect, transform: Affine, scene: &mut Scene) {
        let Some((pointer, figure)) = self.figures.get(number) else { return };
        match chart(figure, rect.size()) {
            Ok(chart) => {
                scene.notes.extend(chart.notes.iter().map(|note| format!("{pointer}: {note}")));
                let transform = transform * Affine::translate(rect.origin().to_vec2());
                scene.items.push(Item::Group(Group { transform, items: painted(chart), ..Group::default() }));
            }
            Err(error) => scene.notes.push(format!("{pointer}: {error}")),
        }
    }
}

/// A chart's items over its background.
fn painted(chart: Scene) -> Vec<Item> {
    let background = chart.background.map(|color| {
        let fill = Fill { paint: color.into(), rule: FillRule::NonZero };
        Item::Path(PathItem { path: chart.size.to_rect().to_path(0.1), fill: Some(fill), stroke: None })
    });
    background.into_iter().chain(chart.items).collect()
}

/// The chart of a figure; a graph without one shows empty axes, as in Dash.
fn chart(figure: &Value, size: Size) -> Result<Scene, Error> {
    let empty = json!({"data": [], "layout": {}});
    Figure::from_value(if figure.is_null() { &empty } else { figure })?.render(size)
}
