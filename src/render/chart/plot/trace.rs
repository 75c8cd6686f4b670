//! A plot trace as the figure gives it.

use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axis;
use crate::render::chart::color;
use crate::render::chart::color::COLORWAY;
use crate::render::chart::column::Column;
use crate::render::chart::schema::Schema;
use crate::render::scene::Color;

/// Whether a plot trace is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visible {
    Shown,
    /// Only its legend entry, faded.
    Legend,
    Hidden,
}

/// A plot trace: its attributes over the template's, and what it takes from its place among the others.
#[derive(Debug, Clone)]
pub(crate) struct Trace<'a> {
    /// Its place in `data`.
    pub(crate) index: usize,
    pub(crate) kind: &'a str,
    pub(crate) attrs: Attrs<'a>,
    /// Its colour of the colorway.
    pub(crate) color: Color,
    pub(crate) name: String,
    pub(crate) x_axis: String,
    pub(crate) y_axis: String,
    pub(crate) visible: Visible,
}

impl<'a> Trace<'a> {
    /// The traces of a figure: colours in turn, template traces by type and place.
    pub(crate) fn all(data: &[Attrs<'a>], layout: &Attrs<'a>) -> Vec<Self> {
        let colorway = colorway(layout);
        let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        let mut traces = Vec::new();
        for (index, own) in data.iter().enumerate() {
            let kind = own.str_or("type", "scatter");
            let count = counts.entry(kind).or_default();
            let templates = layout.list(&format!("template.data.{kind}")).unwrap_or_default();
            let template = templates.get(*count % templates.len().max(1));
            *count += 1;
            let attrs = own.over(&Attrs::new(template)).checked(Schema::of(kind));
            let visible = match attrs.get("visible") {
                Some(value) if value.as_str() == Some("legendonly") => Visible::Legend,
                Some(value) if value.as_bool() == Some(false) => Visible::Hidden,
                _ => Visible::Shown,
            };
            let color = colorway[index % colorway.len()];
            let (x_axis, y_axis) = match kind {
                "scatterpolar" | "scatterpolargl" | "barpolar" => {
                    ("angularaxis".to_owned(), "radialaxis".to_owned())
                }
                "scatterternary" | "scattersmith" => (String::new(), String::new()),
                _ => (axis_id(&attrs, "xaxis", 'x'), axis_id(&attrs, "yaxis", 'y')),
            };
            traces.push(Self {
                index,
                kind,
                color,
                name: attrs.label("name").unwrap_or_else(|| format!("trace {index}")),
                x_axis,
                y_axis,
                visible,
                attrs,
            });
        }
        Self::lay_on_carpets(&mut traces);
        traces
    }

    /// A data array.
    pub(crate) fn column(&self, path: &str) -> Option<Column<'a>> {
        self.attrs.get(path).and_then(Column::of)
    }

    /// The positions along `letter`: read from its column, or `count` of them counted from `x0` by `dx` (`y0`, `dy`).
    pub(crate) fn coordinates(&self, axis: &mut Axis, letter: char, count: usize) -> Vec<f64> {
        if let Some(column) = self.column(&letter.to_string()) {
            let mut positions = axis.read(&column);
            super::period::align(self, axis, letter, &mut positions);
            return positions;
        }
        let from = self.attrs.get(&format!("{letter}0")).and_then(|value| axis.locate(value)).unwrap_or(0.0);
        let step = self.attrs.number(&format!("d{letter}"));
        (0..count).map(|index| from + index as f64 * step).collect()
    }

    /// The layout's container of the round or three-cornered subplot that the trace draws in: `polar2`.
    pub(crate) fn subplot(&self) -> Option<String> {
        let base = match self.kind {
            "scatterpolar" | "scatterpolargl" | "barpolar" => "polar",
            "scatterternary" => "ternary",
            "scattersmith" => "smith",
            _ => return None,
        };
        let number = self.attrs.str("subplot").and_then(|id| id.strip_prefix(base)).unwrap_or_default();
        let counted = number.parse::<usize>().is_ok_and(|number| number > 1);
        Some(if counted { format!("{base}{number}") } else { base.to_owned() })
    }

    /// Whether the trace draws on x and y axes.
    pub(crate) fn is_cartesian(&self) -> bool {
        matches!(
            self.kind,
            "scatter"
                | "scattergl"
                | "bar"
                | "histogram"
                | "box"
                | "violin"
                | "heatmap"
                | "heatmapgl"
                | "contour"
                | "histogram2d"
                | "histogram2dcontour"
                | "image"
                | "funnel"
                | "waterfall"
                | "candlestick"
                | "ohlc"
                | "carpet"
                | "contourcarpet"
                | "scattercarpet"
        )
    }

    /// Traces on carpets take their axes; those without one are hidden.
    fn lay_on_carpets(traces: &mut [Self]) {
        let carpets: Vec<(Option<String>, String, String)> = traces
            .iter()
            .filter(|trace| trace.kind == "carpet" && trace.visible != Visible::Hidden)
            .map(|trace| (trace.attrs.label("carpet"), trace.x_axis.clone(), trace.y_axis.clone()))
            .collect();
        for trace in
            traces.iter_mut().filter(|trace| trace.kind.ends_with("carpet") && trace.kind != "carpet")
        {
            let own = trace.attrs.label("carpet");
            match carpets.iter().find(|(id, ..)| *id == own) {
                Some((_, x, y)) => (trace.x_axis, trace.y_axis) = (x.clone(), y.clone()),
                None => trace.visible = Visible::Hidden,
            }
        }
    }

    /// Whether the type has a legend entry.
    pub(crate) fn in_legend(&self) -> bool {
        match self.kind {
            "scatter" | "scattergl" | "bar" | "histogram" | "box" | "violin" | "funnel" | "waterfall"
            | "candlestick" | "ohlc" | "scatterpolar" | "scatterpolargl" | "barpolar" | "scatterternary"
            | "scattersmith" | "scattercarpet" | "scatter3d" | "splom" => true,
            "scattergeo" => self.attrs.has("lon") || self.attrs.has("locations"),
            "heatmap" | "histogram2d" | "choropleth" => self.attrs.flag("showlegend", false),
            "contour" | "histogram2dcontour" | "contourcarpet" => {
                let colored = self.attrs.text("contours.coloring") != "none"
                    && self.attrs.text("contours.type") != "constraint";
                self.attrs.flag("showlegend", !colored)
            }
            _ => false,
        }
    }

    /// Whether bars, boxes and the like lie along the x axis.
    pub(crate) fn is_horizontal(&self) -> bool {
        match self.attrs.str("orientation").filter(|_| self.is_cartesian()) {
            Some(orientation) => orientation == "h",
            None => {
                let (x, y) = (self.column("x").is_some(), self.column("y").is_some());
                match self.kind {
                    "histogram" => y && !x,
                    "box" | "violin" => super::boxes::is_horizontal(self),
                    "funnel" => true,
                    "waterfall" | "bar" => x && !y,
                    _ => false,
                }
            }
        }
    }
}

/// The colours that plot traces, or the nodes of a diagram, take in turn; never empty.
pub(super) fn colorway(layout: &Attrs) -> Vec<Color> {
    let listed = layout.list("colorway").unwrap_or_default().iter();
    let colors: Vec<Color> = listed.filter_map(|color| color::parse(color.as_str()?)).collect();
    if colors.is_empty() { COLORWAY.to_vec() } else { colors }
}

fn axis_id(attrs: &Attrs, path: &str, letter: char) -> String {
    let id = attrs.str(path).unwrap_or_default();
    let number = id.strip_prefix(letter).unwrap_or_default();
    let valid = number.bytes().all(|byte| byte.is_ascii_digit());
    match number {
        "" | "1" => letter.to_string(),
        number if valid => format!("{letter}{number}"),
        _ => letter.to_string(),
    }
}
