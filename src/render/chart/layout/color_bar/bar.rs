//! A colour bar, measured.

use kurbo::{Point, Rect, Vec2};

use super::place::Place;
use super::{StepFill, Steps};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, PlacedText, Side, is_placeholder, scoot};
use crate::render::chart::color::{DARK, contrast};
use crate::render::chart::color_scale::ColorScale;
use crate::render::chart::layout::{Margins, Push, Reserve};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, TextStyle, Typesetter};
use crate::render::scene::Color;

/// px between a title and the bar below or above it.
const TITLE_GAP: f64 = 5.0;

/// px between the end labels of a lying bar and its frame.
const LABEL_GAP: f64 = 2.0;

/// A colour bar, measured and placed on the page.
#[derive(Debug)]
pub(crate) struct ColorBar<'a> {
    pub(super) attrs: Attrs<'a>,
    pub(super) scale: ColorScale,
    pub(super) steps: Option<Steps>,
    pub(super) upright: bool,
    /// The colours.
    pub(super) bar: Rect,
    /// The line around them.
    pub(super) outline: Rect,
    /// The background behind everything.
    pub(super) frame: Rect,
    pub(super) axis: Axis<'a>,
    pub(super) labels: Vec<PlacedText>,
    pub(super) title: Option<PlacedText>,
    /// px that the titles of figure and axes move up, which plotly shifts with a lying bar above the plots.
    pub(crate) lifted: f64,
    push: Option<Push>,
    reserve: Reserve,
}

/// The title while the bar is placed.
struct Title {
    placed: Option<PlacedText>,
    /// px that it takes from the bar's length.
    room: f64,
    size: f64,
    /// Whether it stands in line with the bar rather than beside it.
    in_line: bool,
}

impl<'a> ColorBar<'a> {
    /// Measures a bar beside a plot area.
    pub(crate) fn new(
        attrs: Attrs<'a>,
        (scale, steps): (ColorScale, Option<Steps>),
        (setter, font): (&Typesetter, &TextStyle),
        (margins, page, area): (&Margins, Rect, Rect),
        paper: Color,
    ) -> Self {
        let place = Place::read(&attrs, margins, page.size(), area);
        let mut title = Title::in_line(&attrs, &place, setter, font);
        let axis = scale_axis(&attrs, &place, &title, (&scale, steps.as_ref()), font);
        let pad = if place.upright { place.pad.y } else { place.pad.x };
        let mut bar = Self {
            upright: place.upright,
            bar: across(&place, axis.offset.round(), axis.length.round().max(2.0)),
            outline: Rect::ZERO,
            frame: Rect::ZERO,
            labels: Vec::new(),
            title: None,
            lifted: 0.0,
            push: None,
            reserve: Reserve::default(),
            attrs,
            scale,
            steps,
            axis,
        };
        let outline = bar.attrs.number("outlinewidth");
        let outside = if bar.axis.tick_style.marks == Some(false) { 1.0 } else { 0.0 };
        let edge = place.start + place.thickness.0 + outline / 2.0 - outside - 0.5;
        bar.labels = bar.axis.place_labels(setter, edge);
        if !title.in_line {
            title.placed = bar.title_beside(&place, setter, font);
        }
        let border = bar.attrs.number("borderwidth");
        let (mut inner, mut rise) = (place.thickness.0 + outline / 2.0, 0.0);
        if !bar.axis.labels_inside() {
            inner += bar.ticks_size(edge);
        }
        let side = bar.title_side();
        let mut slid = 0.0;
        if let Some(placed) = &mut title.placed {
            let bounds = placed.bounds;
            if place.upright {
                inner = inner.max(bounds.x1 - place.start);
            } else {
                if side == "top" {
                    inner += bounds.height();
                    rise = bounds.height();
                }
                inner = inner.max(bounds.y1 - place.start);
                if title.in_line {
                    let width = bounds.x1 - place.along;
                    shift(placed, Vec2::new(width / 2.0 + title.size / 2.0, 0.0));
                    slid = (2.0 * width - 10.0).max(0.0);
                }
            }
        }
        let pads = if place.upright { place.pad.x } else { place.pad.y };
        let mut outer = 2.0 * pads + inner + border + outline / 2.0;
        let lifted =
            if !place.upright && place.below == 0.0 && place.at.1 <= 0.0 { outer / 2.0 } else { 0.0 };
        outer += lifted;
        rise += lifted;
        let extra = border + outline;
        let length = place.length.0;
        bar.frame = if place.upright {
            let corner = (place.start - extra / 2.0 - place.pad.x, place.along - length);
            Rect::from_origin_size(corner, (outer.max(2.0), (length + extra).max(2.0)))
        } else {
            let corner = (place.along - extra / 2.0, place.start - place.pad.y - rise + lifted);
            Rect::from_origin_size(corner, ((length + extra).max(2.0), (outer - lifted).max(2.0)))
        };
        bar.outline = if place.upright {
            let top = if side == "top" { title.room } else { 0.0 };
            let corner = (place.start, place.along + pad - length + top);
            let height = (length - 2.0 * pad - title.room).max(2.0);
            Rect::from_origin_size(corner, (place.thickness.0.max(2.0), height))
        } else {
            let corner = (place.along + pad + slid, place.start);
            Rect::from_origin_size(corner, ((length - 2.0 * pad - slid).max(2.0), place.thickness.0.max(2.0)))
        };
        bar.title = title.placed;
        bar.lifted = lifted;
        bar.push = place.push(outer);
        let back = if place.upright {
            Vec2::new(place.left * outer, 0.0)
        } else {
            Vec2::new(0.0, (1.0 - place.below) * outer - rise)
        };
        let origin =
            Vec2::new(if place.paper.0 { area.x0 } else { 0.0 }, if place.paper.1 { area.y0 } else { 0.0 });
        bar.move_by(origin - back);
        bar.reserve = place.reserve(&bar.attrs, bar.frame, page.size());
        bar.hide_ends(paper, place.at.0);
        let axis = &bar.axis;
        bar.labels.retain(|label| axis.keeps(label, page));
        bar
    }

    /// The margins that it asks for.
    pub(crate) fn push(&self) -> Option<Push> {
        self.push
    }

    /// The edge of the page that it keeps free.
    pub(crate) fn reserve(&self) -> Reserve {
        self.reserve
    }

    fn title_side(&self) -> &'a str {
        self.attrs.str_or("title.side", if self.upright { "top" } else { "right" })
    }

    /// A title beside the scale, clear of its labels: turned at the right of an upright bar, above or below a lying one.
    fn title_beside(&self, place: &Place, setter: &Typesetter, font: &TextStyle) -> Option<PlacedText> {
        let (text, style) = title_of(&self.attrs, font)?;
        let set = setter.set(&text, &style);
        let middle = self.axis.offset + self.axis.length / 2.0;
        let ticks = &self.axis.tick_style;
        let (placement, side) = if self.upright {
            let end = place.thickness.0 + place.at.0 * place.whole.width + place.pad.x;
            let room = if ticks.labels { 1.0 } else { 0.5 };
            let at = Point::new(end + 10.0 + style.size * room, middle);
            (Placement::new(at.x, at.y, Anchor::Middle).turned(-90.0, at), Side::Right)
        } else {
            let end = place.thickness.0 + place.at.1 * place.whole.height + place.pad.y + 10.0;
            if self.title_side() == "bottom" {
                let labels = if self.axis.labels_inside() { 0.0 } else { ticks.font.size };
                let y = end + labels + ticks.outer_length();
                (Placement::new(middle, y, Anchor::Middle), Side::Bottom)
            } else {
                let lines = set.line_count() as f64 * LINE_SPACING * style.size;
                (Placement::new(middle, end - place.thickness.0 - lines, Anchor::Middle), Side::Top)
            }
        };
        let mut placed = PlacedText::new(set, placement);
        let away = scoot(side, placed.bounds, &self.labels, 2.0, f64::INFINITY) * side.sign();
        shift(&mut placed, if self.upright { Vec2::new(away, 0.0) } else { Vec2::new(0.0, away) });
        Some(placed)
    }

    /// px that tick marks and labels take across.
    fn ticks_size(&self, edge: f64) -> f64 {
        let across = |rect: Rect| if self.upright { (rect.x0, rect.x1) } else { (rect.y0, rect.y1) };
        let start = edge + 0.5;
        let marks = match self.axis.tick_style.marks {
            Some(true) => Some((start - self.axis.tick_style.length, start)),
            Some(false) => Some((start, start + self.axis.tick_style.length)),
            None => None,
        };
        let shown = self.labels.iter().filter(|label| !label.text.is_empty());
        shown
            .map(|label| across(label.bounds))
            .chain(marks)
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .map_or(0.0, |(low, high)| high - low)
    }

    fn move_by(&mut self, by: Vec2) {
        self.bar = self.bar + by;
        self.outline = self.outline + by;
        self.frame = self.frame + by;
        self.axis.offset += if self.upright { by.y } else { by.x };
        for label in self.labels.iter_mut().chain(&mut self.title) {
            shift(label, by);
        }
    }

    /// The first and last label of a lying bar stay within a frame that can be seen, or go.
    fn hide_ends(&mut self, paper: Color, x: f64) {
        let border = self.attrs.number("borderwidth");
        let background = self.attrs.color("bgcolor").filter(|color| color.a > 0 && *color != paper);
        if self.upright || (border == 0.0 && background.is_none()) {
            return;
        }
        let few = self.labels.len() < 3;
        let line = f64::midpoint(border, self.attrs.number("outlinewidth"));
        let inset = line + border + LABEL_GAP;
        // plotly's right end moves with the fraction `x`.
        let (left, right) = (self.frame.x0 + inset, self.frame.x1 + 2.0 * line - inset + x);
        let last = self.labels.len().saturating_sub(1);
        let mut index = 0;
        self.labels.retain_mut(|label| {
            let over = match index {
                at if at == last => (right - label.bounds.x1).min(0.0),
                0 => (left - label.bounds.x0).max(0.0),
                _ => 0.0,
            };
            index += 1;
            if over != 0.0 && few {
                shift(label, Vec2::new(over, 0.0));
            }
            over == 0.0 || few
        });
    }
}

impl Title {
    /// The title above or below an upright bar, or right of a lying one; the others need the ticks first.
    fn in_line(attrs: &Attrs, place: &Place, setter: &Typesetter, font: &TextStyle) -> Self {
        let side = attrs.str_or("title.side", if place.upright { "top" } else { "right" });
        let mut title =
            Self { placed: None, room: 0.0, size: 0.0, in_line: (side == "right") != place.upright };
        let Some((text, style)) = title_of(attrs, font).filter(|_| title.in_line) else { return title };
        title.size = style.size;
        let set = setter.set(&text, &style);
        let outline = attrs.number("outlinewidth") / 2.0;
        let (whole, length) = (place.whole, place.length.0);
        let x =
            place.pad.x + if place.upright { place.at.0 } else { place.fraction() } * whole.width - outline;
        let lines = (set.line_count() - 1) as f64 * LINE_SPACING * style.size;
        let (anchor, y) = match side {
            "right" => {
                (Anchor::Middle, place.pad.y + whole.height * place.at.1 + 3.0 + 0.75 * style.size + outline)
            }
            "bottom" => {
                let end = place.pad.y + whole.height * (1.0 - place.fraction());
                (Anchor::Start, end - 3.0 - 0.25 * style.size + outline - lines)
            }
            _ => {
                let start =
                    place.pad.y + whole.height * (1.0 - place.fraction() - length / place.plot_length());
                (Anchor::Start, start + 3.0 + 0.75 * style.size - outline)
            }
        };
        title.room = if place.upright { set.height() + TITLE_GAP } else { set.width() + style.size / 2.0 };
        title.placed = Some(PlacedText::new(set, Placement::new(x, y, anchor)));
        title
    }
}

/// The text and font of a title that says something.
fn title_of(attrs: &Attrs, font: &TextStyle) -> Option<(String, TextStyle)> {
    let text = attrs.label("title.text").or_else(|| attrs.label("title"))?;
    let ticks = if attrs.is("showticklabels") { font.with(&attrs.at("tickfont")) } else { font.clone() };
    let style = TextStyle { family: ticks.family, ..font.sized((ticks.size * 1.2).round()) };
    let known = !text.trim().is_empty() && !is_placeholder(&text);
    known.then(|| (text, style.with(&attrs.at("title.font"))))
}

/// The axis of the scale, with its ticks.
fn scale_axis<'a>(
    attrs: &Attrs<'a>,
    place: &Place,
    title: &Title,
    (scale, steps): (&ColorScale, Option<&Steps>),
    font: &TextStyle,
) -> Axis<'a> {
    let name = if place.upright { "ycolorbar" } else { "xcolorbar" };
    let mut axis = Axis::new(name, attrs.clone(), attrs.clone(), font);
    axis.side = if place.upright { Side::Right } else { Side::Bottom };
    axis.anchor = None;
    axis.line = Some((DARK, 1.0));
    if axis.labels_inside() && !attrs.has("tickfont.color") {
        // plotly takes all scales for dark.
        axis.tick_style.font.color = contrast(Color::BLACK);
    }
    axis.range = [scale.min, scale.max];
    let whole = place.plot_length();
    let (from, to) = (place.fraction(), place.fraction() + place.length.0 / whole);
    let pad = if place.upright { place.pad.y } else { place.pad.x } / whole;
    let (mut low, mut high) = ((from + pad).min(to), to);
    high = (high - pad).max(low);
    if title.room > 0.0 {
        let below = attrs.text("title.side") == "bottom" || !place.upright;
        if below {
            low = (low + title.room / whole).min(high);
        } else {
            high = (high - title.room / whole).max(low);
        }
    }
    let start = if place.upright { 1.0 - high } else { low };
    (axis.offset, axis.length) = (start * whole, ((high - low) * whole).max(1.0));
    let automatic = match attrs.str("tickmode") {
        Some(mode) => mode == "auto",
        None => !attrs.has("tickvals") && !attrs.has("dtick"),
    };
    match steps.filter(|steps| steps.ticked && automatic) {
        Some(steps) => {
            let (tick0, by) = steps.ticks(attrs, scale.max - scale.min, place.length.0);
            axis.set_ticks_by(tick0, by);
        }
        None => axis.set_ticks(),
    }
    axis
}

/// The rectangle of a bar from `start` along its scale.
fn across(place: &Place, start: f64, length: f64) -> Rect {
    let thickness = place.thickness.0.max(2.0);
    if place.upright {
        Rect::new(place.start, start, place.start + thickness, start + length)
    } else {
        Rect::new(start, place.start, start + length, place.start + thickness)
    }
}

fn shift(text: &mut PlacedText, by: Vec2) {
    text.placement = text.placement.moved(by.x, by.y);
    text.bounds = text.bounds + by;
}

impl Steps {
    /// Whether the bar itself is painted.
    pub(super) fn fills_bar(&self) -> bool {
        self.fill != StepFill::Nothing
    }
}
