//! The figure's title and subtitle.

use kurbo::{Rect, Size};

use super::{Push, Reserve};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{CAP_SHIFT, MID_SHIFT, is_placeholder};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, RichText, TextStyle, Typesetter};

/// How far the subtitle's baseline lies below the title's box, em of the subtitle (plotly's `SUBTITLE_PADDING_EM`).
const SUBTITLE_GAP: f64 = 1.6;

/// Which point of the title its height names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AnchorY {
    Top,
    Middle,
    Bottom,
}

/// `layout.title` and its subtitle, placed.
#[derive(Debug)]
pub(crate) struct Title<'a> {
    attrs: Attrs<'a>,
    text: RichText,
    placement: Placement,
    subtitle: Option<(RichText, Placement)>,
    /// The fraction of the plots or of the page that the title stands at; `None` is the middle of the top margin.
    y: Option<f64>,
    anchor: AnchorY,
    y_px: f64,
}

impl<'a> Title<'a> {
    /// Places the title above a plot area, or where it says.
    pub(crate) fn new(
        layout: &Attrs<'a>,
        setter: &Typesetter,
        font: &TextStyle,
        (page, area): (Size, Rect),
        margins: (f64, f64),
    ) -> Self {
        let text = layout.label("title.text").or_else(|| layout.label("title"));
        let text = text.filter(|text| !is_placeholder(text)).unwrap_or_default();
        let attrs = layout.at("title");
        let style = font.sized((font.size * 1.4).round()).with(&attrs.at("font"));
        let text = setter.set(text.trim(), &style);
        let (x, anchor_x) = across(&attrs, page, area);
        let (y, anchor) = upright(&attrs);
        let pad = match anchor {
            AnchorY::Top => attrs.number("pad.t"),
            AnchorY::Bottom => -attrs.number("pad.b"),
            AnchorY::Middle => 0.0,
        };
        let y_px = match y {
            None => area.y0 / 2.0,
            Some(y) if attrs.text("yref") == "paper" => area.y0 + (1.0 - y) * area.height() + pad,
            Some(y) => (1.0 - y) * page.height + pad,
        };
        let mut title = Self {
            placement: Placement::new(x, y_px, anchor_x),
            subtitle: None,
            attrs,
            text,
            y,
            anchor,
            y_px,
        };
        title.place_subtitle(setter, font, x);
        let pushes = title.needed(page, margins) > 0.0;
        let drop = title.drop(pushes);
        title.placement = Placement::new(x, y_px + drop, anchor_x);
        title.place_subtitle(setter, font, x);
        title
    }

    /// px from the title's height to its first baseline. plotly's anchors count for a single line only, unless the
    /// title makes its own margin.
    fn drop(&self, pushes: bool) -> f64 {
        let size = self.text.size();
        let more = (self.text.line_count() - 1) as f64;
        let em = match (self.anchor, pushes) {
            (_, true) if more > 0.0 => {
                let back = LINE_SPACING * more + MID_SHIFT;
                if self.y == Some(0.0) { back } else { -back }
            }
            _ if more > 0.0 => 0.0,
            (AnchorY::Top, true) => CAP_SHIFT + 0.3,
            (AnchorY::Bottom, true) => -0.3,
            (AnchorY::Top, false) => CAP_SHIFT,
            (AnchorY::Bottom, false) => 0.0,
            (AnchorY::Middle, _) => MID_SHIFT,
        };
        em * size
    }

    fn place_subtitle(&mut self, setter: &Typesetter, font: &TextStyle, x: f64) {
        let subtitle = self.attrs.at("subtitle");
        let text = subtitle.label("text").filter(|text| !text.trim().is_empty() && !is_placeholder(text));
        self.subtitle = text.map(|text| {
            let style = font.sized((self.text.size() * 0.7).round()).with(&subtitle.at("font"));
            let y = self.text.bounds(&self.placement).y1 + SUBTITLE_GAP * style.size;
            (setter.set(text.trim(), &style), Placement::new(x, y, self.placement.anchor))
        });
    }

    fn height(&self) -> f64 {
        let own = self.text.bounds(&self.placement);
        let all = self.subtitle.iter().map(|(text, placement)| text.bounds(placement));
        all.fold(own, |all, one| all.union(one)).height()
    }

    fn automatic(&self) -> Option<f64> {
        self.y.filter(|_| self.attrs.is("automargin") && !self.text.is_empty())
    }

    /// The margin that the title wants where the figure's own, at top and bottom, is too small; 0 otherwise.
    fn needed(&self, page: Size, (top, bottom): (f64, f64)) -> f64 {
        let Some(y) = self.automatic() else { return 0.0 };
        let height = self.height();
        let mut push = self.attrs.number("pad.t") + self.attrs.number("pad.b");
        if self.attrs.text("yref") == "paper" {
            push += height;
        } else {
            let from_edge = if y > 0.5 { (1.0 - y) * page.height } else { y * page.height };
            let inwards = if y > 0.5 { AnchorY::Top } else { AnchorY::Bottom };
            push += from_edge
                + match self.anchor {
                    AnchorY::Middle => height / 2.0,
                    anchor if anchor == inwards => height,
                    _ => 0.0,
                };
        }
        if push > if y > 0.5 { top } else { bottom } { push } else { 0.0 }
    }

    /// The margins that an `automargin` title asks for.
    pub(crate) fn claim(&self, page: Size, area: Rect, margins: (f64, f64)) -> (Option<Push>, Reserve) {
        let (push, mut reserve) = (self.needed(page, margins), Reserve::default());
        let Some(y) = self.automatic().filter(|_| push > 0.0) else { return (None, reserve) };
        if self.attrs.text("yref") != "paper" {
            if y > 0.5 {
                reserve.top = push;
            } else {
                reserve.bottom = push;
            }
            return (None, reserve);
        }
        let height = self.height();
        let top = if self.anchor == AnchorY::Top { self.y_px } else { self.y_px - height };
        let (room, grows_in) = if y > 0.5 {
            (top, self.anchor == AnchorY::Top)
        } else {
            (area.height() - top, self.anchor == AnchorY::Bottom)
        };
        let outside = !grows_in && room < height;
        let size = if outside { push } else { 0.0 };
        let (above, below) = if y > 0.5 { (size, 0.0) } else { (0.0, size) };
        let x = self.attrs.number("x");
        let push = Push { left: (x, 0.0), right: (x, 0.0), top: (y, above), bottom: (y, below), pad: None };
        (Some(push), reserve)
    }

    /// Draws it `lifted` px above its place.
    pub(crate) fn draw(&self, canvas: &Canvas, lifted: f64) {
        canvas.text(&self.text, &self.placement.raised(lifted));
        if let Some((text, placement)) = &self.subtitle {
            canvas.text(text, &placement.raised(lifted));
        }
    }
}

/// Where the title stands across the page, and which of its points.
fn across(title: &Attrs, page: Size, area: Rect) -> (f64, Anchor) {
    let x = title.number("x");
    let at = if title.text("xref") == "paper" { area.x0 + x * area.width() } else { x * page.width };
    let anchor = match title.text("xanchor") {
        "left" => Anchor::Start,
        "right" => Anchor::End,
        "center" => Anchor::Middle,
        _ if x <= 1.0 / 3.0 => Anchor::Start,
        _ if x >= 2.0 / 3.0 => Anchor::End,
        _ => Anchor::Middle,
    };
    match anchor {
        Anchor::Start => (at + title.number("pad.l"), anchor),
        Anchor::End => (at - title.number("pad.r"), anchor),
        Anchor::Middle => (at, anchor),
    }
}

/// The title's height as a fraction and what stands there; with `automargin` the title keeps to an edge.
fn upright(title: &Attrs) -> (Option<f64>, AnchorY) {
    let (mut y, mut anchor) = (title.num("y"), title.text("yanchor"));
    if title.is("automargin") {
        let paper = title.text("yref") == "paper";
        let at = match y {
            Some(y) if !paper || y == 0.0 => y,
            _ => 1.0,
        };
        y = Some(at);
        if anchor == "auto" {
            let at_top = if paper { at != 0.0 } else { at >= 0.5 };
            anchor = if paper == at_top { "bottom" } else { "top" };
        }
    }
    let anchor = match (anchor, y) {
        ("top", _) => AnchorY::Top,
        ("middle", _) => AnchorY::Middle,
        ("auto", Some(y)) if y >= 2.0 / 3.0 => AnchorY::Top,
        ("auto", Some(y)) if y > 1.0 / 3.0 => AnchorY::Middle,
        _ => AnchorY::Bottom,
    };
    (y, anchor)
}
