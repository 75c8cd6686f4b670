//! The figure's title and subtitle.

use kurbo::{Rect, Size};

use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{CAP_SHIFT, MID_SHIFT, is_placeholder};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, TextStyle, Typesetter};

/// Draws `layout.title` and its subtitle, `lifted` px above their place.
pub(crate) fn draw_title(
    canvas: &Canvas,
    layout: &Attrs,
    setter: &Typesetter,
    font: &TextStyle,
    (page, area): (Size, Rect),
    lifted: f64,
) {
    let text = layout.label("title.text").or_else(|| layout.label("title"));
    let text = text.filter(|text| !is_placeholder(text)).unwrap_or_default();
    let title = layout.at("title");
    let style = font.sized((font.size * 1.4).round()).with(&title.at("font"));
    let set = setter.set(text.trim(), &style);
    let paper_x = title.str("xref") == Some("paper");
    let paper_y = title.str("yref") == Some("paper");
    let x = title.number("x");
    let x_px = if paper_x { area.x0 + x * area.width() } else { x * page.width };
    let (left, right) = (title.number("pad.l"), title.number("pad.r"));
    let (x_px, anchor) = match title.text("xanchor") {
        "left" => (x_px + left, Anchor::Start),
        "right" => (x_px - right, Anchor::End),
        "center" => (x_px, Anchor::Middle),
        _ if x < 1.0 / 3.0 => (x_px + left, Anchor::Start),
        _ if x > 2.0 / 3.0 => (x_px - right, Anchor::End),
        _ => (x_px, Anchor::Middle),
    };
    let y = title.num("y");
    let y_px = match y {
        None => area.y0 / 2.0,
        Some(y) if paper_y => area.y0 + (1.0 - y) * area.height(),
        Some(y) => (1.0 - y) * page.height,
    };
    let (top, bottom) = (title.number("pad.t"), title.number("pad.b"));
    let anchor_y = match (title.text("yanchor"), y) {
        ("auto", Some(y)) if y < 1.0 / 3.0 => "bottom",
        ("auto", Some(y)) if y > 2.0 / 3.0 => "top",
        ("auto", Some(_)) => "middle",
        // Without a height of its own the title stands on the middle of the margin.
        ("auto", None) => "bottom",
        (anchor, _) => anchor,
    };
    // plotly lets several lines grow around a middle or above a bottom.
    let lines = (set.line_count() as f64 - 1.0) * LINE_SPACING * style.size;
    let (y_px, drop) = match anchor_y {
        "top" => (y_px + top, CAP_SHIFT * style.size),
        "bottom" => (y_px - bottom, -lines),
        _ => (y_px, MID_SHIFT * style.size - lines / 2.0),
    };
    let placement = Placement::new(x_px, y_px + drop, anchor).raised(lifted);
    canvas.text(&set, &placement);
    let subtitle = title.at("subtitle");
    if let Some(text) = subtitle.label("text").filter(|text| !text.trim().is_empty()) {
        let style = font.with(&title.at("font")).sized(font.size).with(&subtitle.at("font"));
        // plotly's SUBTITLE_PADDING_EM below the title's box.
        let y = set.bounds(&placement).y1 + lifted + 1.6 * style.size;
        canvas.text(&setter.set(text.trim(), &style), &Placement::new(x_px, y, anchor).raised(lifted));
    }
}
