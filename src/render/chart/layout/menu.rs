//! Menus and rows of buttons (`updatemenus`), folded and untouched.

use kurbo::{Rect, Size};

use super::widget::{Hook, Widget};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, RichText, TextStyle, Typesetter};
use crate::render::scene::Color;

/// px: the least width and height of an item, around its text, of the arrow, between items.
const LEAST: f64 = 30.0;
const PAD: f64 = 24.0;
const ARROW: f64 = 16.0;
const GAP: f64 = 2.0;
/// px from an item's left to its text, and from its middle down to the baseline.
const TEXT: (f64, f64) = (12.0, 3.0);
/// An item's corners, px.
const RADIUS: f64 = 2.0;
/// The fill of the button that is on.
const ACTIVE: Color = Color::rgb(0xf4, 0xfa, 0xff);

/// All menus that can be seen.
pub(crate) fn menus(
    layout: &Attrs,
    setter: &Typesetter,
    font: &TextStyle,
    area: Rect,
    paper: Color,
) -> Vec<Widget> {
    layout
        .items("updatemenus", "updatemenudefaults")
        .iter()
        .filter_map(|attrs| menu(attrs, setter, &font.with(&attrs.at("font")), area, paper))
        .collect()
}

/// Whether a button or a step can be chosen at all.
pub(super) fn is_offered(item: &Attrs) -> bool {
    item.flag("visible", item.str("method") == Some("skip") || item.list("args").is_some())
}

fn menu(attrs: &Attrs, setter: &Typesetter, font: &TextStyle, area: Rect, paper: Color) -> Option<Widget> {
    let buttons = attrs.items("buttons", "buttondefaults");
    if !attrs.flag("visible", !buttons.is_empty()) {
        return None;
    }
    let set = |item: &Attrs| setter.set(&item.label("label").unwrap_or_default(), font);
    let line = font.size * LINE_SPACING;
    let shown: Vec<(RichText, Size)> = buttons
        .iter()
        .filter(|item| is_offered(item))
        .map(|item| {
            let text = set(item);
            let height = (line * text.line_count() as f64).max(LEAST) + TEXT.1;
            let size = Size::new((text.width() + PAD).max(LEAST).ceil(), height.ceil());
            (text, size)
        })
        .collect();
    let upright = matches!(attrs.text("direction"), "up" | "down");
    let folded = attrs.text("type") == "dropdown";
    let widest = shown.iter().map(|(_, size)| size.width).fold(0.0, f64::max);
    let tallest = shown.iter().map(|(_, size)| size.height).fold(0.0, f64::max);
    let gaps = GAP * shown.len() as f64 - GAP;
    let inner = if folded {
        Size::new(widest + ARROW, tallest)
    } else if upright {
        Size::new(widest, shown.iter().map(|(_, size)| size.height).sum::<f64>() + gaps)
    } else {
        Size::new(shown.iter().map(|(_, size)| size.width).sum::<f64>() + gaps, tallest)
    };
    let pad = |side: &str| attrs.number(&format!("pad.{side}"));
    let size = Size::new(inner.width + pad("l") + pad("r"), inner.height + pad("t") + pad("b"));
    let hook = Hook::new(attrs, (attrs.number("x"), attrs.number("y")));
    let mut widget = Widget::new(hook.push(size));
    let group = hook.corner(area, size) + kurbo::Vec2::new(pad("l"), pad("t"));
    let border = attrs.number("borderwidth");
    let look = (attrs.color("bgcolor").unwrap_or(paper), (attrs.shade("bordercolor"), border));
    let mut item = |text: RichText, rect: Rect, fill: Color| {
        let lines = (text.line_count() - 1) as f64 * line / 2.0;
        let baseline = rect.center().y - lines + TEXT.1;
        widget.add_box(rect, RADIUS, fill, look.1);
        widget.add_text(text, Placement::new(rect.x0 + TEXT.0, baseline, Anchor::Start));
    };
    let mut at = group + kurbo::Vec2::new(border, border);
    if folded {
        let active = attrs.number("active");
        let chosen = (active >= 0.0).then(|| buttons.get(active as usize)).flatten();
        let text = chosen.map_or_else(|| setter.set("  ", font), set);
        item(text, Rect::from_origin_size(at, (widest + ARROW, tallest)), look.0);
        let arrow = match attrs.text("direction") {
            "left" => "◄",
            "right" => "►",
            "up" => "▲",
            _ => "▼",
        };
        let end = (group.x + widest + ARROW - 4.0, group.y + tallest / 2.0 + TEXT.1);
        widget.add_text(setter.set(arrow, font), Placement::new(end.0, end.1, Anchor::End));
        return Some(widget);
    }
    for (index, (text, size)) in shown.into_iter().enumerate() {
        let size = if upright { Size::new(widest, size.height) } else { Size::new(size.width, tallest) };
        let on = attrs.is("showactive") && index as f64 == attrs.number("active");
        item(text, Rect::from_origin_size(at, size), if on { ACTIVE } else { look.0 });
        if upright {
            at.y += size.height + GAP;
        } else {
            at.x += size.width + GAP;
        }
    }
    Some(widget)
}
