//! Where tick labels and the axis title stand.

use kurbo::{Point, Rect};

use super::{Axis, AxisKind, Letter, Side, Step, Tick};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, RichText, Typesetter};

/// How far the middle of digits lies above their baseline, em (plotly's `MID_SHIFT`).
pub(crate) const MID_SHIFT: f64 = 0.35;
/// The height of capitals, em (plotly's `CAP_SHIFT`).
pub(crate) const CAP_SHIFT: f64 = 0.7;
/// px between labels inside the plot and its edge.
pub(super) const TEXT_PAD: f64 = 3.0;

/// A measured text at its place.
#[derive(Debug, Clone)]
pub(crate) struct PlacedText {
    pub(crate) text: RichText,
    pub(crate) placement: Placement,
    pub(crate) bounds: Rect,
}

impl PlacedText {
    pub(crate) fn new(text: RichText, placement: Placement) -> Self {
        let bounds = text.bounds(&placement);
        Self { text, placement, bounds }
    }
}

/// The box around all texts that can be seen.
pub(crate) fn around(texts: &[PlacedText]) -> Option<Rect> {
    texts
        .iter()
        .filter(|text| !text.text.is_empty())
        .map(|text| text.bounds)
        .reduce(|all, one| all.union(one))
}

impl Axis<'_> {
    /// Whether `ticklabelposition` puts labels inside the plot.
    pub(crate) fn labels_inside(&self) -> bool {
        self.attrs.str_or("ticklabelposition", "").contains("inside")
    }

    /// The middle of the axis' line, given the edge of the plot that it follows.
    pub(crate) fn line_position(&self, edge: f64) -> f64 {
        edge + self.side.sign() * self.line_width() / 2.0
    }

    /// px; 1 where no line is drawn, as plotly counts.
    pub(crate) fn line_width(&self) -> f64 {
        self.line.map(|(_, width)| width).filter(|width| *width > 0.0).unwrap_or(1.0)
    }

    /// The labels of an axis at an edge of the plot, turned when they would overlap; sets [`Axis::tick_angle`].
    pub(crate) fn place_labels(&mut self, setter: &Typesetter, edge: f64) -> Vec<PlacedText> {
        self.place_labels_at(setter, self.line_position(edge), 0.0)
    }

    /// The labels along a line `shift` px down or right, whose marks lean by degrees.
    pub(crate) fn place_labels_at(&mut self, setter: &Typesetter, shift: f64, lean: f64) -> Vec<PlacedText> {
        if !self.visible || !self.tick_style.labels {
            return Vec::new();
        }
        let set = |tick: &Tick| setter.set(&tick.text, &self.tick_style.font.sized(tick.size));
        let texts: Vec<RichText> = self.ticks.iter().map(set).collect();
        self.tick_angle = self.tick_style.angle.unwrap_or_else(|| self.auto_angle(&texts));
        let place = |(tick, text)| {
            let placement = self.place_label(tick, &text, shift, lean);
            PlacedText::new(text, placement)
        };
        self.ticks.iter().zip(texts).map(place).collect()
    }

    /// Turns labels across by 30° or 90° when neighbours touch.
    fn auto_angle(&self, texts: &[RichText]) -> f64 {
        let digits = self.kind == AxisKind::Log && matches!(self.step, Some((_, Step::Digits(_))));
        if self.letter == Letter::Y || digits || texts.len() < 2 {
            return 0.0;
        }
        let spans: Vec<(f64, f64)> = self
            .ticks
            .iter()
            .zip(texts)
            .map(|(tick, text)| {
                let (at, half) = (self.place(tick.value), text.width() / 2.0);
                (at - half, at + half + 2.0)
            })
            .collect();
        let pad = match self.attrs.str_or("ticklabelposition", "") {
            position if position.contains("left") || position.contains("right") => {
                self.tick_style.width + 2.0 * TEXT_PAD
            }
            _ => 0.0,
        };
        let touches =
            spans.windows(2).any(|pair| pair[0].0 <= pair[1].1 + pad && pair[1].0 <= pair[0].1 + pad);
        if !touches {
            return 0.0;
        }
        let own: Vec<f64> = self
            .attrs
            .list("autotickangles")
            .unwrap_or_default()
            .iter()
            .filter_map(serde_json::Value::as_f64)
            .collect();
        let angles = if own.is_empty() { vec![0.0, 30.0, 90.0] } else { own };
        let largest = texts.iter().map(RichText::size).fold(0.0, f64::max);
        let lines = texts.iter().map(RichText::line_count).max().unwrap_or(1) as f64;
        let first = self.ticks.first().map_or(0.0, |tick| tick.value);
        let last = self.ticks.last().map_or(0.0, |tick| tick.value);
        let adjacent = ((last - first) * self.slope()).abs() / (texts.len() - 1) as f64;
        let most = adjacent / adjacent.hypot(largest * 1.25 * lines);
        let cosine = |angle: &f64| angle.to_radians().cos().abs();
        angles.iter().copied().find(|angle| cosine(angle) <= most).unwrap_or_else(|| {
            angles.iter().copied().min_by(|a, b| cosine(a).total_cmp(&cosine(b))).unwrap_or(90.0)
        })
    }

    /// px between the axis' line and its labels, away from it and along it.
    pub(crate) fn label_standoff(&self, lean: f64) -> (f64, f64) {
        let position = self.attrs.str_or("ticklabelposition", "");
        let inside = self.labels_inside();
        let aligned = ["left", "right", "top", "bottom"].iter().any(|word| position.contains(word));
        let over_ticks = match self.tick_style.marks {
            Some(true) => position == "inside",
            Some(false) => !inside,
            None => false,
        };
        let length = match (over_ticks, inside, aligned) {
            (true, true, _) => -self.tick_style.length,
            (true, false, false) => self.tick_style.length,
            _ => 0.0,
        };
        let (mut standoff, mut along) = (length, 0.0);
        if over_ticks && lean != 0.0 {
            standoff = length * lean.to_radians().cos() + 1.0;
            along = length * lean.to_radians().sin();
        }
        if over_ticks || self.line.is_some() {
            standoff += 0.2 * self.tick_style.font.size;
        }
        let half_line = self.line_width() / 2.0;
        standoff += if inside { -half_line } else { half_line };
        (standoff + self.attrs.num_or("ticklabelstandoff", 0.0), along)
    }

    fn place_label(&self, tick: &Tick, text: &RichText, shift: f64, lean: f64) -> Placement {
        let (value, size, nudge) = (tick.label_at, tick.size, tick.nudge);
        let position = self.attrs.str_or("ticklabelposition", "");
        let inside = self.labels_inside();
        let aligned = ["left", "right", "top", "bottom"].iter().any(|word| position.contains(word));
        let angle = self.tick_angle;
        let (standoff, along) = self.label_standoff(lean);
        let (u, v) = self.inside_shift(position, inside, aligned);
        let lines = (text.line_count() - 1) as f64 * LINE_SPACING * size;
        let at = self.place(value) + self.attrs.num_or("ticklabelshift", 0.0);
        let (x, y, anchor, lift) = match self.letter {
            Letter::X => self.label_below(at, size, shift, (standoff, along), (angle, inside, lines)),
            Letter::Y => self.label_beside(at, size, shift, (standoff, along), (angle, inside, lines)),
        };
        let (x, y) = match self.letter {
            Letter::X => (x + nudge.0 + u, y + nudge.1 + v),
            Letter::Y => (x + nudge.0 + v, y + nudge.1 + u),
        };
        let anchor = match (aligned, self.letter) {
            (true, Letter::X) if position.contains("left") => Anchor::End,
            (true, Letter::X) if position.contains("right") => Anchor::Start,
            _ => anchor,
        };
        // Several lines are centred or stacked in the turned frame.
        Placement::new(x, y + lift, anchor).turned(angle, Point::new(x, y - size / 2.0))
    }

    fn inside_shift(&self, position: &str, inside: bool, aligned: bool) -> (f64, f64) {
        let has = |word: &str| position.contains(word);
        let size = self.tick_style.font.size;
        let line = self.line.map_or(0.0, |(_, width)| width);
        let mut u = self.tick_style.width / 2.0;
        let mut v = TEXT_PAD;
        if has("top") || has("bottom") {
            u += size * CAP_SHIFT;
            v += line / 2.0;
        }
        if has("left") || has("right") {
            u += line / 2.0;
            v += TEXT_PAD;
        }
        if inside && self.side == Side::Top {
            v -= size * (1.0 - CAP_SHIFT);
        }
        if has("left") || has("top") {
            u = -u;
        }
        if matches!(self.side, Side::Bottom | Side::Right) {
            v = -v;
        }
        (if aligned { u } else { 0.0 }, if inside { v } else { 0.0 })
    }

    fn label_below(
        &self,
        at: f64,
        size: f64,
        shift: f64,
        (standoff, along): (f64, f64),
        (angle, inside, lines): (f64, bool, f64),
    ) -> (f64, f64, Anchor, f64) {
        let below = (self.side == Side::Bottom) != inside;
        let flip = if below == inside { -1.0 } else { 1.0 };
        let own = self.tick_style.angle.unwrap_or(0.0);
        let (mut drop, mut lean) = (if below { 1.0 } else { -0.2 }, 0.0);
        if own.abs() == 90.0 {
            drop = match (inside, own < 0.0, self.side) {
                (true, ..) => drop + MID_SHIFT,
                (false, true, Side::Bottom) => CAP_SHIFT,
                (false, false, Side::Top) => MID_SHIFT,
                _ => 0.5,
            };
            lean = MID_SHIFT / 2.0 * own / 90.0;
        }
        let anchor = if angle == 0.0 || angle == 180.0 {
            Anchor::Middle
        } else if (angle * flip < 0.0) != inside {
            Anchor::End
        } else {
            Anchor::Start
        };
        let lift = if !(-60.0..=60.0).contains(&angle) {
            -0.5 * lines
        } else if (self.side == Side::Top) != inside {
            -lines
        } else {
            0.0
        };
        (at + along * flip + lean * size, shift + standoff * flip + size * drop, anchor, lift)
    }

    fn label_beside(
        &self,
        at: f64,
        size: f64,
        shift: f64,
        (standoff, along): (f64, f64),
        (angle, inside, lines): (f64, bool, f64),
    ) -> (f64, f64, Anchor, f64) {
        let left = (self.side == Side::Left) != inside;
        let flip = if left == inside { -1.0 } else { 1.0 };
        let own = self.tick_style.angle.unwrap_or(0.0);
        let mut reach = 0.0;
        if !inside && own.abs() == 90.0 {
            let outward = (own < 0.0) == (self.side == Side::Left);
            reach = if outward { CAP_SHIFT } else { 0.5 };
        }
        let lean = if inside && own != 0.0 { own.to_radians().sin().abs() * CAP_SHIFT * flip } else { 0.0 };
        let anchor = if angle.abs() == 90.0 {
            Anchor::Middle
        } else if left {
            Anchor::End
        } else {
            Anchor::Start
        };
        let turned = if self.side == Side::Right { -angle } else { angle };
        let lift = if turned < -30.0 {
            -lines
        } else if turned < 30.0 {
            -0.5 * lines
        } else {
            0.0
        };
        (
            shift - (standoff + size * reach) * flip + lean * size,
            at + along * flip + size * MID_SHIFT,
            anchor,
            lift,
        )
    }

    /// The title at its place, moved away from labels that it would touch.
    pub(crate) fn place_title(
        &self,
        setter: &Typesetter,
        edge: f64,
        labels: &[PlacedText],
        page: Rect,
    ) -> Option<PlacedText> {
        let title = self.title.as_deref().filter(|_| self.visible)?;
        if self.slid && self.side == Side::Bottom {
            return None;
        }
        let size = self.title_style.size;
        let text = setter.set(title, &self.title_style);
        let extra = (text.line_count() - 1) as f64 * LINE_SPACING;
        let own = self.attrs.num("title.standoff");
        let standoff = match own {
            Some(own) if matches!(self.side, Side::Bottom | Side::Right) => {
                self.depth + own + size * CAP_SHIFT
            }
            Some(own) => self.depth + own + size * (MID_SHIFT + extra),
            None => self.default_standoff(size),
        };
        let away = edge + self.side.sign() * standoff;
        let placement = match self.letter {
            Letter::X => Placement::new(self.offset + self.length / 2.0, away, Anchor::Middle),
            Letter::Y => {
                let y = self.offset + self.length / 2.0;
                Placement::new(away, y, Anchor::Middle).turned(-90.0, Point::new(away, y))
            }
        };
        let placed = PlacedText::new(text, placement);
        let pad = if own.is_some() { 0.0 } else { 2.0 };
        let shift = if self.kind == AxisKind::MultiCategory {
            0.0
        } else {
            let bounds = placed.bounds;
            let most = match self.side {
                Side::Left => bounds.x0 - page.x0,
                Side::Right => page.x1 - bounds.x1,
                Side::Top => bounds.y0 - page.y0,
                Side::Bottom => page.y1 - bounds.y1,
            };
            scoot(self.side, bounds, labels, pad, most)
        };
        let (dx, dy) = match self.side {
            Side::Left => (-shift, 0.0),
            Side::Right => (shift, 0.0),
            Side::Top => (0.0, -shift),
            Side::Bottom => (0.0, shift),
        };
        Some(PlacedText::new(placed.text, placed.placement.moved(dx, dy)))
    }

    fn default_standoff(&self, size: f64) -> f64 {
        let line = self.line.map_or(0.0, |(_, width)| (width - 1.0).max(0.0));
        let labels = self.tick_style.labels;
        if self.labels_inside() {
            return 10.0 + 0.5 * size + self.tick_style.outer_length() + line;
        }
        let room = match self.side {
            Side::Top => {
                if labels {
                    1.0
                } else {
                    0.0
                }
            }
            Side::Bottom => {
                if labels {
                    1.5
                } else {
                    0.5
                }
            }
            Side::Right => {
                if labels {
                    1.0
                } else {
                    0.5
                }
            }
            Side::Left => {
                if labels {
                    0.5
                } else {
                    0.0
                }
            }
        };
        let base = if self.kind == AxisKind::MultiCategory { self.depth } else { 10.0 + 1.5 * size + line };
        base + room * size
    }
}

/// px that a title moves towards `side`, no more than `most`, to stay `pad` px clear of labels; negative when it would
/// leave the page (plotly's `scootTitle`).
pub(crate) fn scoot(side: Side, title: Rect, labels: &[PlacedText], pad: f64, most: f64) -> f64 {
    if most < 0.0 {
        return most;
    }
    labels
        .iter()
        .filter(|label| !label.text.is_empty())
        .map(|label| label.bounds)
        .filter(|bounds| title.inflate(pad, pad).overlaps(*bounds))
        .map(|bounds| match side {
            Side::Left => title.x1 - bounds.x0 + pad,
            Side::Right => bounds.x1 - title.x0 + pad,
            Side::Top => title.y1 - bounds.y0 + pad,
            Side::Bottom => bounds.y1 - title.y0 + pad,
        })
        .fold(0.0, f64::max)
        .min(most)
}
