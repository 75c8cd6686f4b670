//! An axis.

use std::collections::HashMap;

use kurbo::Rect;

use super::{AxisKind, Breaks, Extremes, InnerPads, Step, Tick, TickStyle};
use crate::render::chart::attrs::{self, Attrs};
use crate::render::chart::column::Column;
use crate::render::chart::date;
use crate::render::chart::text::TextStyle;
use crate::render::scene::Color;

/// Across or up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letter {
    /// Left to right.
    X,
    /// Bottom to top.
    Y,
}

/// Which side of the plot an axis is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    /// 1 when values grow away from the plot along page coordinates, -1 otherwise.
    pub(crate) fn sign(self) -> f64 {
        if matches!(self, Self::Bottom | Self::Right) { 1.0 } else { -1.0 }
    }
}

/// What an axis runs along, which decides how its ticks are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// A side of a plot.
    Line,
    /// From the centre of a circle outwards.
    Radius,
    /// Around a circle: in degrees where it is linear.
    Turn,
}

/// How the range comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auto {
    /// The figure says it.
    Fixed,
    /// From the data.
    Normal,
    /// From the data, backwards.
    Reversed,
}

/// An axis.
#[expect(clippy::struct_excessive_bools, reason = "facts about an axis that do not exclude each other")]
#[derive(Debug, Clone)]
pub(crate) struct Axis<'a> {
    /// `x`, `y2`…
    pub(crate) id: String,
    pub(crate) letter: Letter,
    pub(crate) course: Course,
    pub(crate) attrs: Attrs<'a>,
    /// What the figure itself says, without its template.
    pub(crate) own: Attrs<'a>,
    pub(crate) kind: AxisKind,
    pub(crate) visible: bool,
    pub(crate) domain: [f64; 2],
    /// What of the domain is left where scales are constrained.
    pub(crate) drawn: [f64; 2],
    /// The axis it stands at; `None` is free.
    pub(crate) anchor: Option<String>,
    /// Where a free axis stands, as a fraction of the plot.
    pub(crate) position: f64,
    /// px to the right that a free y axis stands aside.
    pub(crate) shift: f64,
    pub(crate) side: Side,
    /// The axis whose place it shares.
    pub(crate) overlaying: Option<String>,
    pub(crate) matches: Option<String>,
    /// No plot trace is drawn on it: another axis matches it.
    pub(crate) missing: bool,
    /// Whether an image trace draws on it.
    pub(super) has_image: bool,
    pub(crate) auto: Auto,
    /// `rangemode`, which axes that match share.
    pub(super) range_mode: &'a str,
    /// Lowest and highest end, where a partial `range` says them.
    pub(crate) fixed: [Option<f64>; 2],
    /// In linear coordinates: log10 for log axes, ms for dates, indices for categories.
    pub(crate) range: [f64; 2],
    /// The range before it was widened to an anchor's scale.
    pub(super) unconstrained: Option<[f64; 2]>,
    pub(crate) extremes: Extremes,
    /// The extremes of all axes that match it, which the range was chosen for.
    pub(super) shown: Extremes,
    pub(crate) categories: Vec<String>,
    category_index: HashMap<String, usize>,
    /// Outer and inner name of each multicategory.
    pub(crate) groups: Vec<(String, String)>,
    /// px from the page's left or top.
    pub(crate) offset: f64,
    /// px.
    pub(crate) length: f64,
    /// The smallest step between ticks that histograms and bars ask for, and where it starts.
    pub(crate) min_step: Option<(f64, f64)>,
    pub(crate) tick_style: TickStyle,
    pub(crate) step: Option<(f64, Step)>,
    /// About how many ticks there are to be, where it is not the length that says.
    pub(crate) tick_count: Option<f64>,
    pub(crate) ticks: Vec<Tick>,
    /// Degrees, after labels that overlap were turned.
    pub(crate) tick_angle: f64,
    /// px from the axis' line to the outermost edge of its labels.
    pub(crate) depth: f64,
    pub(crate) title: Option<String>,
    pub(crate) title_style: TextStyle,
    pub(crate) line: Option<(Color, f64)>,
    pub(crate) breaks: Breaks,
    /// Room for the labels inside the plot at its ends.
    pub(super) inner: InnerPads,
    /// Whether a range slider lies below.
    pub(crate) slid: bool,
}

impl<'a> Axis<'a> {
    /// An axis from its attributes, before its data are known.
    ///
    /// `own` is what the figure itself says of it: its line's and ticks' looks there show them, a template's don't.
    pub(crate) fn new(id: &str, attrs: Attrs<'a>, own: Attrs<'a>, font: &TextStyle) -> Self {
        let letter = if id.starts_with('x') { Letter::X } else { Letter::Y };
        let side = match (letter, attrs.str("side")) {
            (Letter::X, Some("top")) => Side::Top,
            (Letter::X, _) => Side::Bottom,
            (Letter::Y, Some("right")) => Side::Right,
            (Letter::Y, _) => Side::Left,
        };
        let color = attrs.color("color");
        let font = color.map_or_else(|| font.clone(), |color| font.colored(color));
        let title_font = font.sized((font.size * 1.2).round()).with(&attrs.at("title.font"));
        let title = attrs.label("title.text").or_else(|| attrs.label("title"));
        let line_color = attrs.color("linecolor");
        let line_width = attrs.num("linewidth");
        let styled = own.has("linecolor") || own.num("linewidth").is_some_and(|width| width > 0.0);
        let show_line = attrs.flag("showline", styled);
        let line = show_line.then(|| {
            (line_color.or(color).unwrap_or(crate::render::chart::color::DARK), line_width.unwrap_or(1.0))
        });
        Self {
            id: id.to_owned(),
            letter,
            course: Course::Line,
            kind: AxisKind::Linear,
            visible: attrs.flag("visible", true),
            domain: attrs.domain("domain"),
            drawn: attrs.domain("domain"),
            anchor: None,
            position: attrs.num_or("position", 0.0).clamp(0.0, 1.0),
            shift: 0.0,
            side,
            overlaying: None,
            matches: attrs.str("matches").map(str::to_owned),
            missing: false,
            auto: Auto::Normal,
            range_mode: attrs.text("rangemode"),
            fixed: [None, None],
            range: [-1.0, if letter == Letter::X { 6.0 } else { 4.0 }],
            unconstrained: None,
            extremes: Extremes::default(),
            shown: Extremes::default(),
            categories: Vec::new(),
            category_index: HashMap::new(),
            groups: Vec::new(),
            offset: 0.0,
            length: 1.0,
            min_step: None,
            tick_style: TickStyle::new(&attrs, &own, &font),
            step: None,
            tick_count: None,
            ticks: Vec::new(),
            own,
            has_image: false,
            tick_angle: 0.0,
            depth: 0.0,
            title: title.filter(|title| !title.trim().is_empty() && !is_placeholder(title)),
            title_style: title_font,
            line,
            breaks: Breaks::default(),
            inner: InnerPads::default(),
            slid: false,
            attrs,
        }
    }

    /// `xaxis`, `yaxis2`…
    pub(crate) fn name(&self) -> String {
        let (letter, number) = self.id.split_at(1);
        format!("{letter}axis{number}")
    }

    /// The index of a known category.
    pub(crate) fn category(&self, name: &str) -> Option<f64> {
        self.category_index.get(name).map(|index| *index as f64)
    }

    /// Adds a category, or finds it.
    pub(crate) fn add_category(&mut self, name: &str) -> f64 {
        if let Some(index) = self.category_index.get(name) {
            return *index as f64;
        }
        self.category_index.insert(name.to_owned(), self.categories.len());
        self.categories.push(name.to_owned());
        (self.categories.len() - 1) as f64
    }

    /// Puts the categories into another order.
    pub(crate) fn order_categories(&mut self, names: Vec<String>) {
        self.category_index = names.iter().enumerate().map(|(index, name)| (name.clone(), index)).collect();
        self.categories = names;
    }

    /// Adds a group's category, keyed by both names.
    pub(crate) fn add_group(&mut self, outer: &str, inner: &str) -> f64 {
        let index = self.add_category(&format!("{outer}\u{1f}{inner}"));
        if index as usize == self.groups.len() {
            self.groups.push((outer.to_owned(), inner.to_owned()));
        }
        index
    }

    /// A column in calculation coordinates: numbers, ms, category indices; NaN where there is none, or it is cut out.
    pub(crate) fn read(&mut self, column: &Column) -> Vec<f64> {
        match self.kind {
            AxisKind::Linear | AxisKind::Log => column.numbers(),
            AxisKind::Date => (0..column.len())
                .map(|index| {
                    let text = column.text(index);
                    let number = || column.num(index).and_then(date::of_number);
                    text.and_then(|text| date::parse(&text))
                        .or_else(number)
                        .filter(|value| !self.breaks.hides(*value))
                        .unwrap_or(f64::NAN)
                })
                .collect(),
            AxisKind::Category => (0..column.len())
                .map(|index| column.text(index).map_or(f64::NAN, |name| self.add_category(&name)))
                .collect(),
            AxisKind::MultiCategory => self.read_groups(column),
        }
    }

    fn read_groups(&mut self, column: &Column) -> Vec<f64> {
        let Column::Values([outer, inner, ..]) = column else { return Vec::new() };
        let (Some(outer), Some(inner)) = (Column::of(outer), Column::of(inner)) else { return Vec::new() };
        let mut last = None;
        (0..outer.len().min(inner.len()))
            .map(|index| {
                // An empty outer name continues the group before.
                if let Some(name) = outer.text(index).filter(|name| !name.is_empty()) {
                    last = Some(name);
                }
                match (&last, inner.text(index)) {
                    (Some(group), Some(name)) => self.add_group(group, &name),
                    _ => f64::NAN,
                }
            })
            .collect()
    }

    /// One value in linear coordinates, as shapes and annotations write it; unknown categories are `None`.
    pub(crate) fn locate(&self, value: &serde_json::Value) -> Option<f64> {
        match self.kind {
            AxisKind::Linear | AxisKind::Log => attrs::number(value),
            AxisKind::Date => read_date(value),
            AxisKind::Category | AxisKind::MultiCategory => {
                value.as_str().and_then(|name| self.category(name)).or_else(|| attrs::number(value))
            }
        }
    }

    /// Calculation to linear coordinates: the logarithm on log axes.
    pub(crate) fn linear(&self, value: f64) -> f64 {
        if self.kind == AxisKind::Log { if value > 0.0 { value.log10() } else { f64::NAN } } else { value }
    }

    /// Linear coordinates to calculation's.
    pub(crate) fn unlinear(&self, value: f64) -> f64 {
        if self.kind == AxisKind::Log { 10_f64.powf(value) } else { value }
    }

    /// px per unit of linear coordinates; negative when values fall along the page.
    pub(crate) fn slope(&self) -> f64 {
        let [from, to] = self.range.map(|end| self.breaks.compress(end));
        let slope = self.length / (to - from);
        if self.letter == Letter::X { slope } else { -slope }
    }

    /// Linear coordinates to px on the page.
    pub(crate) fn place(&self, linear: f64) -> f64 {
        self.placing()(linear)
    }

    /// What [`place`](Self::place) does, for many values.
    fn placing(&self) -> impl Fn(f64) -> f64 {
        let start = if self.letter == Letter::X { self.offset } else { self.offset + self.length };
        let (from, slope) = (self.breaks.compress(self.range[0]), self.slope());
        move |linear| start + (self.breaks.compress(linear) - from) * slope
    }

    /// Px on the page to linear coordinates.
    pub(crate) fn value_at(&self, px: f64) -> f64 {
        let start = if self.letter == Letter::X { self.offset } else { self.offset + self.length };
        self.range[0] + (px - start) / self.slope()
    }

    /// Calculation coordinates to px on the page.
    pub(crate) fn px(&self, value: f64) -> f64 {
        self.to_px()(value)
    }

    /// What [`px`](Self::px) does, for many values.
    pub(crate) fn to_px(&self) -> impl Fn(f64) -> f64 {
        let place = self.placing();
        move |value| place(self.linear(value))
    }

    /// Whether the figure or its template gives a title, even an empty one.
    pub(crate) fn is_titled(&self) -> bool {
        self.attrs.has("title.text") || self.attrs.str("title").is_some()
    }

    /// Whether values fall from left to right, or from bottom to top.
    pub(crate) fn is_reversed(&self) -> bool {
        self.range[1] < self.range[0]
    }

    /// Lowest and highest value shown, in linear coordinates.
    pub(crate) fn span(&self) -> (f64, f64) {
        (self.range[0].min(self.range[1]), self.range[0].max(self.range[1]))
    }

    /// Places the axis in the plot area.
    pub(crate) fn set_scale(&mut self, area: Rect) {
        self.range = self.unconstrained.take().unwrap_or(self.range);
        let [from, to] = self.domain;
        self.drawn = self.domain;
        match self.letter {
            Letter::X => {
                self.offset = area.x0 + from * area.width();
                self.length = ((to - from) * area.width()).max(1.0);
            }
            Letter::Y => {
                self.offset = area.y0 + (1.0 - to) * area.height();
                self.length = ((to - from) * area.height()).max(1.0);
            }
        }
    }
}

/// Whether a title is plotly's prompt for one, which exported pictures don't show; that of an axis may have a number.
pub(crate) fn is_placeholder(title: &str) -> bool {
    let Some(what) = title.strip_prefix("Click to enter ").and_then(|rest| rest.strip_suffix(" title"))
    else {
        return false;
    };
    let of_axis = what.strip_suffix(" axis").is_some_and(|axis| {
        axis.strip_prefix(['X', 'Y']).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    of_axis || matches!(what, "Plot" | "Plot subtitle" | "Colorscale")
}

/// A date, or ms since 1970, as a figure writes it.
pub(super) fn read_date(value: &serde_json::Value) -> Option<f64> {
    let number = || attrs::number(value).and_then(date::of_number);
    attrs::label(value).and_then(|text| date::parse(&text)).or_else(number)
}
