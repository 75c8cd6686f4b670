//! Colours of trees: along a scale, as listed, or in turn, inherited downwards.

use super::nodes::Tree;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color;
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::slices::palette;
use crate::render::scene::Color;

impl Tree {
    /// Reads `marker.colors`: colours, or numbers of a scale. Without a list, a scale takes the values, or what
    /// was counted.
    pub(super) fn shade(&mut self, trace: &Trace, values: Option<Column>) {
        let listed = trace.column("marker.colors").filter(|list| list.len() > 0);
        self.scaled = is_scaled(&trace.attrs.at("marker"), listed.as_ref());
        let shades = if self.scaled { listed.as_ref().or(values.as_ref()) } else { None };
        for node in &mut self.nodes {
            let at = node.index;
            node.color = at.and_then(|at| color::parse(&listed.as_ref()?.text(at)?));
            if self.scaled {
                node.shade = match shades {
                    Some(shades) => at.and_then(|at| shades.num(at)),
                    None => Some(node.value),
                };
            }
        }
        self.extent = match shades {
            Some(shades) => extent(shades.numbers()),
            None => extent(self.nodes.iter().filter(|node| node.index.is_some()).filter_map(|n| n.shade)),
        };
    }

    /// Colours the trees of all plot traces of one type: a name has one colour in all of them.
    pub(crate) fn paint(all: &mut [(&Trace, &mut Self)], kind: &str, layout: &Attrs) {
        let mut known: std::collections::BTreeMap<String, Color> = std::collections::BTreeMap::new();
        for (_, tree) in all.iter().filter(|(_, tree)| !tree.scaled) {
            for node in tree.order() {
                let node = &tree.nodes[node];
                if let Some(color) = node.color {
                    known.entry(node.id.clone()).or_insert(color);
                }
            }
        }
        let colorway = palette(kind, layout);
        let mut turn = colorway.iter().cycle();
        for (trace, tree) in all.iter_mut().filter(|(_, tree)| !tree.scaled) {
            let root = trace.attrs.color("root.color").unwrap_or(Color::TRANSPARENT);
            for at in tree.order() {
                let node = &tree.nodes[at];
                let above = node.parent.and_then(|parent| tree.nodes.get(parent));
                let color = node.color.or_else(|| known.get(&node.id).copied());
                let color = color.unwrap_or_else(|| match above {
                    None => root,
                    Some(above) if above.parent.is_some() => above.color.unwrap_or(root),
                    // Sectors of the first level take the next colour.
                    Some(_) => {
                        let next = turn.next().copied().unwrap_or(color::DARK);
                        known.insert(node.id.clone(), next);
                        next
                    }
                });
                tree.nodes[at].color = Some(color);
            }
        }
    }
}

/// Whether a colour scale is asked for (plotly's `hasColorscale`).
fn is_scaled(marker: &Attrs, colors: Option<&Column>) -> bool {
    let numbers = colors.is_some_and(|list| (0..list.len()).any(|index| list.num(index).is_some()));
    numbers
        || marker.has("coloraxis")
        || marker.has("colorbar")
        || marker.flag("showscale", false)
        || marker.num("cmin").is_some() && marker.num("cmax").is_some()
        || marker.get("colorscale").and_then(ColorScale::stops).is_some()
}
