//! Slices: the labelled values of pies and funnel areas, with their colours and texts.

use super::Trace;
use super::font::{at_point, styled};
use super::number;
use super::stage::Stage;
use super::template::{Filling, fill};
use crate::render::chart::attrs::{Attrs, label};
use crate::render::chart::color::{self, COLORWAY};
use crate::render::chart::column::Column;

use crate::render::chart::text::TextStyle;
use crate::render::scene::{Color, Stroke};

/// A slice.
#[derive(Debug, Clone)]
pub(crate) struct Slice {
    label: String,
    pub(super) value: f64,
    /// Its own colour, until the colorway fills in.
    own: Option<Color>,
    pub(super) color: Color,
    /// The first of the points that it sums up.
    pub(super) point: usize,
}

/// A slice's entry in the legend.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    pub(crate) label: String,
    pub(crate) color: Color,
    pub(crate) line: Stroke,
    /// Whether the layout hides the slice.
    pub(crate) hidden: bool,
}

/// The slices of one plot trace that are shown.
#[derive(Debug, Clone)]
pub(crate) struct Slices {
    pub(super) list: Vec<Slice>,
    /// Also of the slices that are not shown.
    pub(super) shares: Vec<Share>,
    pub(super) total: f64,
}

impl Slices {
    /// Reads labels and values, the biggest first unless the figure says otherwise; `None` without values.
    pub(crate) fn new(trace: &Trace) -> Option<Self> {
        let (labels, values) = (trace.column("labels"), trace.column("values"));
        let count = match (&labels, &values) {
            (Some(labels), Some(values)) => labels.len().min(values.len()),
            (Some(one), None) | (None, Some(one)) => one.len(),
            (None, None) => return None,
        };
        let colors = trace.column("marker.colors");
        let (label0, step) = (trace.attrs.number("label0"), trace.attrs.number("dlabel"));
        let mut list: Vec<Slice> = Vec::new();
        let mut summed = false;
        for index in 0..count {
            let Some(value) = values.as_ref().map_or(Some(1.0), |values| values.num(index)) else { continue };
            let label = match &labels {
                Some(labels) => labels.text(index).filter(|label| !label.is_empty()),
                None => Some(crate::render::chart::attrs::write_number(label0 + step * index as f64)),
            };
            let label = label.unwrap_or_else(|| index.to_string());
            let color = || color::parse(&colors.as_ref()?.text(index)?);
            if let Some(slice) = list.iter_mut().find(|slice| slice.label == label) {
                slice.value += value;
                slice.own = slice.own.or_else(color);
                summed = true;
                continue;
            }
            list.push(Slice { label, value, own: color(), color: Color::TRANSPARENT, point: index });
        }
        list.retain(|slice| slice.value >= 0.0);
        if if trace.kind == "pie" { trace.attrs.is("sort") } else { summed } {
            list.sort_by(|a, b| b.value.total_cmp(&a.value));
        }
        let total = list.iter().map(|slice| slice.value).sum();
        (total > 0.0).then_some(Self { list, shares: Vec::new(), total })
    }

    /// Colours the slices of all traces of one type: a label has one colour in all of them.
    pub(crate) fn paint(all: &mut [&mut Self], kind: &str, layout: &Attrs) {
        let colorway = palette(kind, layout);
        let mut known: Vec<(String, Color)> = Vec::new();
        for slice in all.iter().flat_map(|slices| &slices.list) {
            if let Some(color) = slice.own.filter(|_| !known.iter().any(|(label, _)| *label == slice.label)) {
                known.push((slice.label.clone(), color));
            }
        }
        let mut turn = colorway.iter().cycle();
        for slice in all.iter_mut().flat_map(|slices| &mut slices.list) {
            let named = known.iter().find(|(label, _)| *label == slice.label).map(|(_, color)| *color);
            slice.color = slice.own.or(named).or_else(|| turn.next().copied()).unwrap_or(color::DARK);
            if slice.own.or(named).is_none() {
                known.push((slice.label.clone(), slice.color));
            }
        }
    }

    /// Tells the legend, and leaves out the labels that the layout hides.
    pub(crate) fn hide(&mut self, trace: &Trace, layout: &Attrs) {
        let hidden = layout.get("hiddenlabels").and_then(Column::of);
        let hidden: Vec<String> =
            hidden.map(|list| (0..list.len()).filter_map(|at| list.text(at)).collect()).unwrap_or_default();
        let default = match trace.kind {
            "pie" => color::DARK,
            _ => layout.color("paper_bgcolor").unwrap_or(Color::WHITE),
        };
        let share = |slice: &Slice| Share {
            label: slice.label.clone(),
            color: slice.color,
            line: Self::line(trace, slice, default),
            hidden: hidden.contains(&slice.label),
        };
        self.shares = self.list.iter().map(share).collect();
        self.list.retain(|slice| !hidden.contains(&slice.label));
        self.total = self.list.iter().map(|slice| slice.value).sum();
    }

    /// What a slice says: `texttemplate`, or the parts of `textinfo`; nothing where texts have no place.
    pub(super) fn text(&self, trace: &Trace, stage: &Stage, slice: &Slice) -> String {
        let entry =
            |path: &str| trace.attrs.get(path).and_then(|value| at_point(value, slice.point)).and_then(label);
        if entry("textposition").is_some_and(|position| position == "none") {
            return String::new();
        }
        let share = slice.value / self.total;
        let separators = stage.layout.str_or("separators", ".,");
        let percent = || format!("{}%", number::separated(100.0 * share, 3, separators));
        let value = || number::separated(slice.value, 10, separators);
        if trace.attrs.has("texttemplate") {
            let pattern = entry("texttemplate").unwrap_or_default();
            return fill(&trace.attrs, &pattern, |name| match name {
                "label" => Some(Filling::Text(slice.label.clone())),
                "value" => Some(Filling::Number(slice.value, value())),
                "percent" => Some(Filling::Number(share, percent())),
                "text" => entry("text").map(Filling::Text),
                "color" => Some(Filling::Text(color::write(slice.color))),
                name => super::template::lookup(&trace.attrs, name, slice.point),
            });
        }
        let default = if trace.column("text").is_some() { "text+percent" } else { "percent" };
        let info = trace.attrs.str_or("textinfo", default);
        let has = |word: &str| info.split('+').any(|part| part == word);
        let parts = [
            has("label").then(|| slice.label.clone()),
            trace.column("text").filter(|_| has("text")).and_then(|texts| texts.text(slice.point)),
            has("value").then(value),
            has("percent").then(percent),
        ];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("<br>")
    }

    /// The font inside a slice: readable on its colour unless the figure colours it.
    pub(super) fn inner_style(trace: &Trace, stage: &Stage, slice: &Slice) -> TextStyle {
        let plain = stage.font.colored(color::contrast(slice.color));
        stage.uniform.enlarge(Self::style(&plain, trace, slice, "insidetextfont"))
    }

    /// The font beside a slice.
    pub(super) fn outer_style(trace: &Trace, stage: &Stage, slice: &Slice) -> TextStyle {
        stage.uniform.enlarge(Self::style(stage.font, trace, slice, "outsidetextfont"))
    }

    fn style(base: &TextStyle, trace: &Trace, slice: &Slice, container: &str) -> TextStyle {
        ["textfont", container].iter().fold(base.clone(), |style, path| {
            styled(&style, &trace.attrs.at(path), |value| at_point(value, slice.point))
        })
    }

    /// The line around a slice.
    pub(super) fn line(trace: &Trace, slice: &Slice, default: Color) -> Stroke {
        let line = trace.attrs.at("marker.line");
        let entry = |path: &str| line.get(path).and_then(|value| at_point(value, slice.point));
        let color = entry("color").and_then(serde_json::Value::as_str).and_then(color::parse);
        let width = entry("width").and_then(crate::render::chart::attrs::number);
        Stroke::new(color.unwrap_or(default), width.unwrap_or_else(|| line.number("width")))
    }
}

/// The colours of a type's slices in turn; once they are used up, lighter, then darker.
pub(super) fn palette(kind: &str, layout: &Attrs) -> Vec<Color> {
    let listed = layout.list(&format!("{kind}colorway")).or(layout.list("colorway")).unwrap_or_default();
    let mut colors: Vec<Color> = listed.iter().filter_map(|color| color::parse(color.as_str()?)).collect();
    if colors.is_empty() {
        colors = COLORWAY.to_vec();
    }
    if layout.flag(&format!("extend{kind}colors"), true) {
        let shades = |amount: f64| colors.iter().map(move |color| color::lighten(*color, amount));
        colors = colors.iter().copied().chain(shades(0.2)).chain(shades(-0.2)).collect();
    }
    colors
}
