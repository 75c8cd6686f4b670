//! A diagram as a scene.

use std::collections::HashMap;

use kurbo::{Affine, BezPath, PathEl, Point, Rect, RoundedRect, Shape, Size, Vec2};

use super::layers::{Layers, Slot};
use super::straight::tops;
use super::{Arrow, Diagram, Node};
use crate::render::scene::text::{ShapedText, shape};
use crate::render::scene::{Color, Fill, FillRule, FontStyle, Fonts, Item, PathItem, Scene, Stroke};

const FONT_SIZE: f64 = 12.0;
const PADDING: Vec2 = Vec2::new(10.0, 6.0);
const LAYER_GAP: f64 = 60.0;
const NODE_GAP: f64 = 14.0;
/// The radius of round ends; of a low box less.
const ROUND: f64 = 18.0;
const MARGIN: f64 = 16.0;
const PASS_HEIGHT: f64 = 4.0;
const INK: Color = Color::rgb(31, 41, 51);
const LINE: Color = Color::rgb(130, 145, 160);

/// How far curves may differ from true circles, px.
const TOLERANCE: f64 = 0.05;

impl Diagram {
    /// Lays the diagram out and draws it on white.
    pub fn scene(&self, fonts: &Fonts) -> Scene {
        let labels = self.labels(fonts);
        let layout = self.placed(&labels);
        let mut scene = Scene::new(layout.size);
        scene.background = Some(Color::WHITE);
        for (arrow, curve) in layout.arrows {
            draw_arrow(&mut scene, arrow, curve);
        }
        for ((node, label), rect) in self.nodes.iter().zip(labels).zip(&layout.boxes) {
            draw_node(&mut scene, node, label, *rect);
        }
        scene
    }

    /// Where everything stands, for what draws the diagram by other means; the first line of a box is bold.
    pub fn layout(&self, fonts: &Fonts) -> DiagramLayout {
        self.placed(&self.labels(fonts))
    }

    fn labels(&self, fonts: &Fonts) -> Vec<Label> {
        self.nodes.iter().map(|node| Label::new(node, fonts)).collect()
    }

    fn placed(&self, labels: &[Label]) -> DiagramLayout {
        let arrows: Vec<Arrow> = self
            .arrows
            .iter()
            .filter(|arrow| arrow.from < self.nodes.len() && arrow.to < self.nodes.len())
            .copied()
            .collect();
        let placed = Placed::new(&Layers::new(self.nodes.len(), &arrows), &arrows, labels);
        let curves = arrows.iter().enumerate().map(|(index, arrow)| (*arrow, placed.curve(*arrow, index)));
        DiagramLayout { arrows: curves.collect(), size: placed.size, boxes: placed.nodes }
    }
}

/// Where the parts of a [`Diagram`] stand, px from its upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct DiagramLayout {
    /// Of the whole, with a margin.
    pub size: Size,
    /// The boxes, as [`Diagram::nodes`].
    pub boxes: Vec<Rect>,
    /// The arrows whose ends are boxes, each with its curve; the tip is the curve's end, and points to the right.
    pub arrows: Vec<(Arrow, BezPath)>,
}

/// The shaped lines of a box.
struct Label {
    lines: Vec<ShapedText>,
    size: Size,
}

impl Label {
    fn new(node: &Node, fonts: &Fonts) -> Self {
        let line = |(i, text): (usize, &String)| {
            let style = FontStyle { weight: if i == 0 { 700 } else { 400 }, italic: false };
            shape(&fonts.find("Open Sans", style), FONT_SIZE, text)
        };
        let lines: Vec<ShapedText> = node.lines.iter().enumerate().map(line).collect();
        let width = lines.iter().map(|line| line.width).fold(0.0, f64::max);
        let height: f64 = lines.iter().map(ShapedText::height).sum();
        Self { lines, size: Size::new(width, height) + Size::new(2.0 * PADDING.x, 2.0 * PADDING.y) }
    }
}

/// Where everything is.
struct Placed {
    size: Size,
    nodes: Vec<Rect>,
    /// Where an arrow passes through the layers it skips, from left to right.
    passes: HashMap<usize, Vec<Point>>,
}

impl Placed {
    fn new(layers: &Layers, arrows: &[Arrow], labels: &[Label]) -> Self {
        let height = |slot: &Slot| match slot {
            Slot::Node(node) => labels[*node].size.height,
            Slot::Pass(_) => PASS_HEIGHT,
        };
        let heights: Vec<Vec<f64>> =
            layers.0.iter().map(|layer| layer.iter().map(height).collect()).collect();
        let tops = tops(layers, arrows, &heights, NODE_GAP);
        let bottoms = tops.iter().flatten().zip(heights.iter().flatten()).map(|(top, height)| top + height);
        let tallest = bottoms.fold(0.0, f64::max);
        let mut nodes = vec![Rect::ZERO; labels.len()];
        let mut passes: HashMap<usize, Vec<Point>> = HashMap::new();
        let mut x = MARGIN;
        for (layer, tops) in layers.0.iter().zip(&tops) {
            let width = layer
                .iter()
                .map(|slot| if let Slot::Node(node) = slot { labels[*node].size.width } else { 0.0 })
                .fold(0.0, f64::max);
            for (slot, top) in layer.iter().zip(tops) {
                let rect = Rect::from_origin_size((x, MARGIN + top), (width, height(slot)));
                match slot {
                    // All of a layer are as wide, so that no arrow passes behind a wider one.
                    Slot::Node(node) => nodes[*node] = rect,
                    Slot::Pass(arrow) => {
                        let middle = rect.center().y;
                        passes
                            .entry(*arrow)
                            .or_default()
                            .extend([(x, middle), (x + width, middle)].map(Point::from));
                    }
                }
            }
            x += width + LAYER_GAP;
        }
        let width = if layers.0.is_empty() { 2.0 * MARGIN } else { x - LAYER_GAP + MARGIN };
        Self { size: Size::new(width, tallest + 2.0 * MARGIN), nodes, passes }
    }

    /// The way of an arrow, by its index.
    fn curve(&self, arrow: Arrow, index: usize) -> BezPath {
        let (from, to) = (self.nodes[arrow.from], self.nodes[arrow.to]);
        let leads_back = to.x0 <= from.x0;
        let mut points = vec![Point::new(from.x1, from.center().y)];
        let mut passes = self.passes.get(&index).cloned().unwrap_or_default();
        if leads_back {
            passes.reverse();
        }
        points.extend(passes);
        points.push(Point::new(to.x0, to.center().y));
        let mut path = BezPath::new();
        path.move_to(points[0]);
        for pair in points.windows(2) {
            // Back arrows leave to the right and come in from the left, so they swing out.
            let reach = if leads_back { LAYER_GAP / 2.0 } else { (pair[1].x - pair[0].x) / 2.0 };
            path.curve_to(pair[0] + Vec2::new(reach, 0.0), pair[1] - Vec2::new(reach, 0.0), pair[1]);
        }
        path
    }
}

fn draw_node(scene: &mut Scene, node: &Node, label: Label, rect: Rect) {
    let radius = if node.round { (rect.height() / 2.0).min(ROUND) } else { 4.0 };
    scene.items.push(Item::Path(PathItem {
        path: RoundedRect::from_rect(rect, radius).to_path(TOLERANCE),
        fill: Some(Fill { paint: node.fill.into(), rule: FillRule::NonZero }),
        stroke: Some(Stroke::new(LINE, 1.0)),
    }));
    let mut y = rect.y0 + PADDING.y;
    for line in label.lines {
        let baseline = Affine::translate((rect.center().x - line.width / 2.0, y + line.ascent));
        y += line.height();
        scene.items.push(Item::Glyphs(line.run(baseline, INK)));
    }
}

fn draw_arrow(scene: &mut Scene, arrow: Arrow, path: BezPath) {
    let tip = path.elements().last().and_then(PathEl::end_point).unwrap_or_default();
    let mut stroke = Stroke::new(LINE, 1.2);
    if arrow.dashed {
        stroke.dash = vec![4.0, 3.0];
    }
    scene.items.push(Item::Path(PathItem { path, fill: None, stroke: Some(stroke) }));
    let mut head = BezPath::new();
    head.move_to(tip);
    head.line_to(tip + Vec2::new(-7.0, -3.5));
    head.line_to(tip + Vec2::new(-7.0, 3.5));
    head.close_path();
    let fill = Fill { paint: LINE.into(), rule: FillRule::NonZero };
    scene.items.push(Item::Path(PathItem { path: head, fill: Some(fill), stroke: None }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(text: &str) -> Node {
        Node { lines: vec![text.to_owned()], fill: Color::WHITE, round: false }
    }

    #[test]
    fn every_box_is_drawn_inside_the_picture_with_its_text() {
        let diagram = Diagram {
            nodes: vec![node("region.value"), node("kpi"), node("chart")],
            arrows: vec![
                Arrow { from: 0, to: 1, dashed: false },
                Arrow { from: 1, to: 2, dashed: false },
                Arrow { from: 2, to: 0, dashed: true },
            ],
        };
        let scene = diagram.scene(&Fonts::embedded());
        let bounds = Rect::from_origin_size(Point::ORIGIN, scene.size);
        let texts: Vec<&str> = scene
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Glyphs(run) => {
                    let start = run.transform.translation().to_point();
                    assert!(bounds.contains(start), "{} at {start} of {bounds}", run.text);
                    Some(run.text.as_str())
                }
                _ => None,
            })
            .collect();
        assert_eq!(texts, ["region.value", "kpi", "chart"]);
    }

    #[test]
    fn an_empty_diagram_and_an_arrow_to_nowhere_are_drawn_as_nothing() {
        let diagram = Diagram { nodes: Vec::new(), arrows: vec![Arrow { from: 0, to: 7, dashed: false }] };
        assert!(diagram.scene(&Fonts::embedded()).items.is_empty());
    }
}
