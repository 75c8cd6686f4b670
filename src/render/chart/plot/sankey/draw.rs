//! Drawing a Sankey diagram.

use kurbo::{Affine, Rect, Shape};

use super::circular::Frame;
use super::columns::Wishes;
use super::graph::{Node, Sankey};
use super::links::Side;
use crate::render::chart::color;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::{Stage, Trace};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, TextStyle};
use crate::render::scene::Stroke;

/// px between a node and its label.
const PAD: f64 = 3.0;
/// Height of capitals, em, that labels are centred by.
const CAPITALS: f64 = 0.7;

/// The diagram's place on the page.
struct Place {
    horizontal: bool,
    reversed: bool,
    /// From the diagram's coordinates, along the flow and across it, to the page's.
    transform: Affine,
}

impl Place {
    fn new(trace: &Trace, domain: Rect) -> Self {
        let horizontal = trace.attrs.text("orientation") == "h";
        let reversed = trace.attrs.text("direction") == "reversed";
        let (corner, matrix) = match (horizontal, reversed) {
            (true, false) => ((domain.x0, domain.y0), [1.0, 0.0, 0.0, 1.0]),
            (true, true) => ((domain.x1, domain.y0), [-1.0, 0.0, 0.0, 1.0]),
            (false, false) => ((domain.x0, domain.y0), [0.0, 1.0, 1.0, 0.0]),
            (false, true) => ((domain.x0, domain.y1), [0.0, -1.0, 1.0, 0.0]),
        };
        let [a, b, c, d] = matrix;
        let transform = Affine::translate(corner) * Affine::new([a, b, c, d, 0.0, 0.0]);
        Self { horizontal, reversed, transform }
    }
}

impl Sankey {
    /// Lays the diagram out in its domain and draws it.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let domain = stage.domain(&trace.attrs);
        let place = Place::new(trace, domain);
        let mut laid_out = self.clone();
        laid_out.lay_out(trace, domain, place.horizontal);
        laid_out.draw_links(canvas, trace, &place);
        laid_out.draw_nodes(canvas, trace, stage, &place);
    }

    fn lay_out(&mut self, trace: &Trace, domain: Rect, horizontal: bool) {
        let attrs = &trace.attrs;
        let (width, height) = (domain.width(), domain.height());
        let wishes = Wishes {
            length: if horizontal { width } else { height },
            breadth: if horizontal { height } else { width },
            gap: attrs.number("node.pad"),
            thickness: attrs.number("node.thickness"),
            align: attrs.text("node.align"),
            keep_nodes: attrs.text("node.sort") == "input",
            keep_links: attrs.text("link.sort") == "input",
        };
        let frame = if self.circular {
            Some(self.lay_out_circular(&wishes))
        } else {
            self.lay_out_columns(&wishes);
            None
        };
        self.hide_members();
        self.move_nodes(trace, &wishes, frame, (width, height));
    }

    /// Members of groups stand, unseen, where their groups stand; they come first where nodes are numbered.
    fn hide_members(&mut self) {
        let hidden: Vec<Node> = self
            .members
            .iter()
            .filter_map(|group| self.nodes.get(*group))
            .map(|group| Node {
                hidden: true,
                label: String::new(),
                sources: Vec::new(),
                targets: Vec::new(),
                ..group.clone()
            })
            .collect();
        self.nodes.extend(hidden);
    }

    /// Moves nodes to the places that the figure gives them.
    fn move_nodes(&mut self, trace: &Trace, wishes: &Wishes, frame: Option<Frame>, size: (f64, f64)) {
        let (Some(xs), Some(ys)) = (trace.column("node.x"), trace.column("node.y")) else { return };
        if xs.len() == 0 || ys.len() == 0 {
            return;
        }
        let visible = self.nodes.len() - self.members.len();
        let order: Vec<usize> = (visible..self.nodes.len()).rev().chain(0..visible).collect();
        for (at, index) in order.iter().enumerate() {
            let given = |list: Option<f64>| list.filter(|share| *share != 0.0);
            if let (Some(x), Some(y)) = (given(xs.num(at)), given(ys.num(at))) {
                let node = &mut self.nodes[*index];
                node.x0 = x * size.0 - wishes.thickness / 2.0;
                node.x1 = node.x0 + wishes.thickness;
                node.shift(y * size.1 - node.center());
            }
        }
        if trace.attrs.str_or("arrangement", "freeform") == "snap" {
            self.snap(order, wishes);
        }
        let Some(frame) = frame else {
            self.place_links();
            return;
        };
        self.choose_sides();
        self.stack_links();
        for index in 0..self.links.len() {
            let link = &mut self.links[index];
            if link.circular {
                let side = if link.y0 + link.y1 < frame.y1 { Side::Top } else { Side::Bottom };
                link.side = Some(side);
                let (source, target) = (link.source, link.target);
                self.nodes[source].side = Some(side);
                self.nodes[target].side = Some(side);
            }
        }
        self.sort_all_links();
        self.route(frame.y1);
    }

    /// Aligns nodes that nearly stand in one column, and moves them apart downwards.
    fn snap(&mut self, mut order: Vec<usize>, wishes: &Wishes) {
        order.sort_by(|a, b| self.nodes[*a].x0.total_cmp(&self.nodes[*b].x0));
        let mut columns: Vec<(f64, Vec<usize>)> = Vec::new();
        let mut last = f64::NEG_INFINITY;
        for index in order {
            let node = &mut self.nodes[index];
            if node.x0 > last + wishes.thickness || columns.is_empty() {
                columns.push((node.x0, Vec::new()));
            }
            last = node.x0;
            if let Some((x, column)) = columns.last_mut() {
                column.push(index);
                (node.x0, node.x1) = (*x, node.x1 + *x - node.x0);
            }
        }
        for (_, mut column) in columns {
            column.sort_by(|a, b| self.nodes[*a].y0.total_cmp(&self.nodes[*b].y0));
            let mut y = 0.0;
            for index in column {
                let node = &mut self.nodes[index];
                if y - node.y0 > 1e-6 {
                    node.shift(y - node.y0);
                }
                y = node.y1 + wishes.gap;
            }
        }
    }

    fn draw_links(&self, canvas: &Canvas, trace: &Trace, place: &Place) {
        let line = trace.attrs.at("link.line");
        let (arrow, width) = (trace.attrs.number("link.arrowlen"), line.number("width"));
        for link in &self.links {
            let stroke = if link.width > 1.0 || width > 0.0 {
                Stroke::new(line.shade("color"), width)
            } else {
                Stroke::new(link.color, 1.0)
            };
            canvas.path(place.transform * self.outline(link, arrow), Some(link.color.into()), Some(stroke));
        }
    }

    fn draw_nodes(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, place: &Place) {
        let line = trace.attrs.at("node.line");
        let stroke = Stroke::new(line.shade("color"), line.number("width"));
        let pad = stroke.width / 2.0 + PAD;
        let style = stage.font.with(&trace.attrs.at("textfont"));
        let mut middles: Vec<f64> = self.nodes.iter().map(|node| f64::midpoint(node.x0, node.x1)).collect();
        middles.sort_by(f64::total_cmp);
        middles.dedup();
        let last = middles.last().copied().filter(|_| middles.len() > 1);
        for node in self.nodes.iter().filter(|node| !node.hidden) {
            let visible = (node.y1 - node.y0).max(0.5);
            let rect = Rect::new(node.x0, node.y0, node.x1, node.y0 + visible);
            canvas.path(place.transform * rect.to_path(0.1), Some(node.color.into()), Some(stroke.clone()));
            let at_end = last == Some(f64::midpoint(node.x0, node.x1));
            Self::draw_label(canvas, stage, place, (node, rect), (&style, pad, at_end));
        }
    }

    /// Writes a node's label: next to it, or in it when the flow runs down.
    fn draw_label(
        canvas: &Canvas,
        stage: &Stage,
        place: &Place,
        (node, rect): (&Node, Rect),
        (style, pad, at_end): (&TextStyle, f64, bool),
    ) {
        let text = stage.setter.set(&node.label, style);
        let lines = style.size * ((text.line_count() as f64 - 1.0) * LINE_SPACING - CAPITALS);
        let thickness = rect.width().ceil();
        let flip = Affine::scale_non_uniform(-1.0, 1.0);
        let turn = Affine::rotate(std::f64::consts::FRAC_PI_2);
        let (anchor, x, y, own) = if place.horizontal {
            let x = if at_end { -pad } else { thickness + pad };
            let anchor = if at_end == place.reversed { Anchor::Start } else { Anchor::End };
            let own = if place.reversed { flip } else { Affine::IDENTITY };
            (anchor, x, (rect.height() - lines) / 2.0, own)
        } else if place.reversed {
            (Anchor::Start, f64::midpoint(thickness, lines), pad, turn)
        } else {
            (Anchor::Start, (thickness - lines) / 2.0, pad, flip * turn)
        };
        let transform = place.transform * Affine::translate((rect.x0 + x, rect.y0 + y)) * own;
        let placement = Placement { transform, ..Placement::new(0.0, 0.0, anchor) };
        canvas.shadowed_text(&text, &placement, color::contrast(style.color));
    }
}
