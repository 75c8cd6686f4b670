//! Treemaps: nested rectangles, as square as they can be.

use std::collections::BTreeMap;

use kurbo::{Affine, Point, Rect, Shape};

use super::Trace;
use super::stage::Stage;

use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::{self, COLORWAY};
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement};
use crate::render::scene::{Color, Stroke};

/// A sector of the tree.
#[derive(Debug, Clone)]
struct Node {
    label: String,
    /// Its place in the data; the root that plotly adds has none.
    index: Option<usize>,
    value: f64,
    children: Vec<usize>,
    depth: usize,
    color: Color,
}

/// A tree of labelled values.
#[derive(Debug, Clone)]
pub(crate) struct Treemap {
    nodes: Vec<Node>,
    root: usize,
}

impl Treemap {
    /// Reads `labels`, `parents`, `ids` and `values`; `None` when they make no tree.
    pub(crate) fn new(trace: &Trace, layout: &Attrs) -> Option<Self> {
        let labels = trace.column("labels").or_else(|| trace.column("ids"))?;
        let parents = trace.column("parents")?;
        let (ids, values) = (trace.column("ids"), trace.column("values"));
        let count = labels.len().min(parents.len());
        let name = |column: &Column, index: usize| column.text(index).unwrap_or_default();
        let id = |index: usize| ids.as_ref().map_or_else(|| name(&labels, index), |ids| name(ids, index));
        let places: BTreeMap<String, usize> = (0..count).rev().map(|index| (id(index), index)).collect();
        let mut nodes: Vec<Node> = (0..count)
            .map(|index| Node {
                label: name(&labels, index),
                index: Some(index),
                value: values.as_ref().and_then(|values| values.num(index)).unwrap_or(0.0).max(0.0),
                children: Vec::new(),
                depth: 0,
                color: Color::TRANSPARENT,
            })
            .collect();
        let mut roots = Vec::new();
        for index in 0..count {
            match (name(&parents, index), places.get(&name(&parents, index))) {
                (parent, _) if parent.is_empty() => roots.push(index),
                (_, Some(parent)) if *parent != index => nodes[*parent].children.push(index),
                _ => return None,
            }
        }
        let root = match roots.as_slice() {
            [] => return None,
            [one] => *one,
            many => {
                let children = many.to_vec();
                nodes.push(Node {
                    label: String::new(),
                    index: None,
                    value: 0.0,
                    children,
                    depth: 0,
                    color: Color::TRANSPARENT,
                });
                nodes.len() - 1
            }
        };
        let mut tree = Self { nodes, root };
        let order = tree.order()?;
        let counts = trace.attrs.str_or("count", "leaves");
        let total = trace.attrs.str("branchvalues") == Some("total");
        for node in order.iter().rev() {
            let children = tree.nodes[*node].children.clone();
            let sum: f64 = children.iter().map(|child| tree.nodes[*child].value).sum();
            let own = tree.nodes[*node].value;
            tree.nodes[*node].value = if values.is_none() {
                let branch = if counts.contains("branches") { 1.0 } else { 0.0 };
                if children.is_empty() {
                    f64::from(u8::from(counts.contains("leaves"))).max(branch * 0.0)
                } else {
                    sum + branch
                }
            } else if total && tree.nodes[*node].index.is_some() {
                own.max(sum)
            } else {
                own + sum
            };
            let mut sorted = children;
            if trace.attrs.flag("sort", true) {
                sorted.sort_by(|a, b| tree.nodes[*b].value.total_cmp(&tree.nodes[*a].value));
            }
            tree.nodes[*node].children = sorted;
        }
        tree.paint(trace, layout, &order);
        Some(tree)
    }

    /// All nodes from the root down; `None` when some can't be reached (a loop).
    fn order(&mut self) -> Option<Vec<usize>> {
        let mut order = vec![self.root];
        let mut at = 0;
        while let Some(node) = order.get(at).copied() {
            at += 1;
            for child in self.nodes[node].children.clone() {
                self.nodes[child].depth = self.nodes[node].depth + 1;
                order.push(child);
            }
            if order.len() > self.nodes.len() {
                return None;
            }
        }
        (order.len() == self.nodes.len()).then_some(order)
    }

    /// Colours: by scale, as listed, or the first level's in turn, inherited downwards.
    fn paint(&mut self, trace: &Trace, layout: &Attrs, order: &[usize]) {
        let marker = trace.attrs.at("marker");
        let listed = marker.get("colors").and_then(Column::of);
        let scaled = listed.as_ref().filter(|list| (0..list.len()).any(|index| list.num(index).is_some()));
        let shared = marker.str("coloraxis").map(|id| layout.at(id));
        let data = scaled.and_then(|list| extent(list.numbers()));
        let scale = data.map(|data| {
            ColorScale::of(shared.as_ref().unwrap_or(&marker), "c", Some(data), &layout.at("colorscale"))
        });
        let colorway: Vec<Color> = layout
            .list("treemapcolorway")
            .or(layout.list("colorway"))
            .unwrap_or_default()
            .iter()
            .filter_map(|c| color::parse(c.as_str()?))
            .collect();
        let colorway = if colorway.is_empty() { COLORWAY.to_vec() } else { colorway };
        let root_color = trace.attrs.color("root.color").unwrap_or(Color::TRANSPARENT);
        let mut turn = 0;
        let mut own: Vec<Option<Color>> = vec![None; self.nodes.len()];
        for node in order {
            let index = self.nodes[*node].index;
            own[*node] = match (&scale, &listed, index) {
                (Some(scale), Some(list), Some(index)) => list.num(index).map(|value| scale.color(value)),
                (None, Some(list), Some(index)) => list.text(index).and_then(|text| color::parse(&text)),
                _ => None,
            };
        }
        for node in order {
            let is_root = *node == self.root;
            let inherited = self.nodes[*node].color;
            let color = own[*node].unwrap_or(if is_root { root_color } else { inherited });
            self.nodes[*node].color = color;
            for child in self.nodes[*node].children.clone() {
                self.nodes[child].color = if is_root {
                    turn += 1;
                    colorway[(turn - 1) % colorway.len()]
                } else {
                    color
                };
            }
        }
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        // The path bar appears once a visitor has gone down a level; at rest there is none.
        let area = stage.domain(&trace.attrs);
        let size = stage.font.with(&trace.attrs.at("textfont")).size;
        let most = trace
            .attrs
            .num("maxdepth")
            .filter(|depth| *depth >= 0.0)
            .map_or(usize::MAX, |depth| depth as usize);
        canvas.faded(trace.attrs.num_or("opacity", 1.0), |canvas| {
            self.draw_node(canvas, trace, stage, self.root, area, size, most);
        });
    }

    #[expect(clippy::too_many_arguments, reason = "the walk carries what every sector needs")]
    fn draw_node(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        node: usize,
        area: Rect,
        header: f64,
        most: usize,
    ) {
        let item = &self.nodes[node];
        if area.width() <= 0.0 || area.height() <= 0.0 || item.depth >= most {
            return;
        }
        let leaf = item.children.is_empty() || item.depth + 1 >= most;
        let line = trace
            .attrs
            .color("marker.line.color")
            .unwrap_or_else(|| stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE));
        let width = trace.attrs.num_or("marker.line.width", 1.0);
        let fade = if leaf { trace.attrs.num_or("leaf.opacity", 1.0) } else { 1.0 };
        if item.index.is_some() {
            let rect = area.round();
            canvas.path(
                rect.to_path(0.1),
                Some(item.color.faded(fade).into()),
                Some(Stroke::new(line, width)),
            );
            self.draw_text(canvas, trace, stage, item, area, leaf);
        }
        if leaf {
            return;
        }
        let position = trace.attrs.str_or("textposition", "top left");
        let pad =
            |name: &str, default: f64| trace.attrs.num(&format!("marker.pad.{name}")).unwrap_or(default);
        let wide = 2.0 * header;
        let inner = Rect::new(
            area.x0 + pad("l", wide / 4.0),
            area.y0 + pad("t", if position.contains("bottom") { wide / 4.0 } else { wide }),
            area.x1 - pad("r", wide / 4.0),
            area.y1 - pad("b", if position.contains("bottom") { wide } else { wide / 4.0 }),
        );
        if inner.x1 <= inner.x0 || inner.y1 <= inner.y0 {
            return;
        }
        let gap = trace.attrs.num_or("tiling.pad", 3.0) / 2.0;
        let values: Vec<f64> = item.children.iter().map(|child| self.nodes[*child].value).collect();
        let whole = inner.inflate(gap, gap);
        for (child, tile) in item.children.iter().zip(squarify(&values, item.value, whole)) {
            if self.nodes[*child].value > 0.0 {
                self.draw_node(canvas, trace, stage, *child, tile.inflate(-gap, -gap), header, most);
            }
        }
    }

    fn draw_text(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, item: &Node, area: Rect, leaf: bool) {
        let text = self.text(trace, item);
        if text.is_empty() {
            return;
        }
        let style = stage.font.with(&trace.attrs.at("textfont"));
        let background =
            color::combine(item.color, stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE));
        let style = if trace.attrs.has("textfont.color") {
            style
        } else {
            style.colored(color::contrast(background))
        };
        // A branch has room for one line above its children.
        let text = if leaf { text } else { text.replace("<br>", " ") };
        let set = stage.setter.set(&text, &style);
        let pad = 3.0;
        // A branch's text stands above its children, whose padding it shares.
        let side = if leaf { pad } else { style.size / 2.0 };
        let room = area.inflate(-side, -pad);
        let high = if leaf {
            room.height()
        } else {
            (2.0 * style.size - 2.0 * pad).min(room.height()).max(style.size)
        };
        let scale = (room.width() / set.width()).min(high / set.height()).min(1.0);
        if scale <= 0.0 {
            return;
        }
        let position = trace.attrs.str_or("textposition", "top left");
        let x = if position.contains("left") {
            room.x0 + scale * set.width() / 2.0
        } else if position.contains("right") {
            room.x1 - scale * set.width() / 2.0
        } else {
            room.center().x
        };
        let y = if position.contains("top") {
            room.y0 + scale * set.height() / 2.0
        } else if position.contains("bottom") {
            room.y1 - scale * set.height() / 2.0
        } else {
            room.center().y
        };
        let middle = set.height() / 2.0 - set.ascent();
        let transform = Affine::translate((x, y)) * Affine::scale(scale) * Affine::translate((0.0, -middle));
        canvas.clipped(area, |canvas| {
            canvas.text(&set, &Placement { at: Point::ZERO, anchor: Anchor::Middle, transform });
        });
    }

    fn text(&self, trace: &Trace, item: &Node) -> String {
        let texts = trace.column("text");
        let own = item.index.and_then(|index| texts.as_ref()?.text(index));
        let default = if texts.is_some() { "text+label" } else { "label" };
        let info = trace.attrs.str_or("textinfo", default);
        let has = |word: &str| info.split('+').any(|part| part == word);
        let share = |whole: f64| {
            format!(
                "{}%",
                crate::render::chart::number_format::format(100.0 * item.value / whole, ".3~r", ('.', ','))
            )
        };
        let mut parts = Vec::new();
        if has("label") && !item.label.is_empty() {
            parts.push(item.label.clone());
        }
        if has("text") {
            parts.extend(own);
        }
        if has("value") {
            parts.push(crate::render::chart::number_format::format(item.value, ",.12~r", ('.', ',')));
        }
        if has("percent root") {
            parts.push(share(self.nodes[self.root].value));
        }
        parts.join("<br>")
    }
}

/// Splits a rectangle into tiles as near to squares as may be (Bruls, Huizing, van Wijk).
fn squarify(values: &[f64], total: f64, area: Rect) -> Vec<Rect> {
    let mut tiles = vec![Rect::ZERO; values.len()];
    let (mut rest, mut left) = (area, total);
    let mut start = 0;
    while start < values.len() {
        if values[start] <= 0.0 || left <= 0.0 {
            start += 1;
            continue;
        }
        let (width, height) = (rest.width(), rest.height());
        let alpha = (height / width).max(width / height) / left;
        let worst = |sum: f64, low: f64, high: f64| {
            let beta = sum * sum * alpha;
            (high / beta).max(beta / low)
        };
        let (mut sum, mut low, mut high) = (values[start], values[start], values[start]);
        let mut ratio = worst(sum, low, high);
        let mut end = start + 1;
        while end < values.len() && values[end] > 0.0 {
            let next = values[end];
            let (new_low, new_high) = (low.min(next), high.max(next));
            let new_ratio = worst(sum + next, new_low, new_high);
            if new_ratio > ratio {
                break;
            }
            (sum, low, high, ratio) = (sum + next, new_low, new_high, new_ratio);
            end += 1;
        }
        let along = width < height;
        let share = (sum / left).min(1.0);
        let strip = if along {
            Rect::new(rest.x0, rest.y0, rest.x1, rest.y0 + height * share)
        } else {
            Rect::new(rest.x0, rest.y0, rest.x0 + width * share, rest.y1)
        };
        let mut done = 0.0;
        for index in start..end {
            let (from, to) = (done / sum, (done + values[index]) / sum);
            done += values[index];
            tiles[index] = if along {
                Rect::new(strip.x0 + from * width, strip.y0, strip.x0 + to * width, strip.y1)
            } else {
                Rect::new(strip.x0, strip.y0 + from * height, strip.x1, strip.y0 + to * height)
            };
        }
        if along {
            rest.y0 = strip.y1;
        } else {
            rest.x0 = strip.x1;
        }
        left -= sum;
        start = end;
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_fill_the_rectangle_in_proportion() {
        let tiles = squarify(&[6.0, 3.0, 2.0, 1.0], 12.0, Rect::new(0.0, 0.0, 4.0, 3.0));
        let areas: Vec<f64> = tiles.iter().map(|tile| (tile.area() * 1e6).round() / 1e6).collect();
        assert_eq!(areas, [6.0, 3.0, 2.0, 1.0]);
    }
}
