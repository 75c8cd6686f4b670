//! The texts in and at bars (plotly's `bar/plot`).

use super::corner::Corner;
use super::flow::Flow;
use super::label::{Manner, Span, fits, inside, outside};
use super::{Bar, Bars};
use crate::render::chart::axis::{Axis, AxisKind};
use crate::render::chart::color;
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::font::{at_point, styled};
use crate::render::chart::plot::paint::pick;
use crate::render::chart::plot::selection::Selection;
use crate::render::chart::plot::stage::Stage;
use crate::render::chart::plot::{Trace, template};
use crate::render::chart::text::TextStyle;
use crate::render::scene::Color;

/// What a trace says of its bars' texts.
struct Texts<'a> {
    own: Option<Column<'a>>,
    one: Option<String>,
    templates: Option<Column<'a>>,
    template: Option<&'a str>,
    positions: Option<Column<'a>>,
    position: &'a str,
}

impl<'a> Texts<'a> {
    fn read(trace: &Trace<'a>) -> Self {
        let list = |path: &str| trace.attrs.get(path).and_then(Column::of);
        Self {
            own: trace.column("text"),
            one: trace.attrs.label("text"),
            templates: list("texttemplate"),
            template: trace.attrs.str("texttemplate"),
            positions: list("textposition"),
            position: trace.attrs.text("textposition"),
        }
    }

    fn own(&self, index: usize) -> Option<String> {
        self.own.as_ref().map_or_else(|| self.one.clone(), |own| own.text(index))
    }

    fn template(&self, index: usize) -> Option<String> {
        self.templates.as_ref().map_or_else(|| self.template.map(str::to_owned), |list| list.text(index))
    }

    fn position(&self, index: usize) -> String {
        let own = self.positions.as_ref().and_then(|list| list.text(index));
        own.unwrap_or_else(|| self.position.to_owned())
    }
}

impl Bars {
    /// Writes the texts of bars that are painted in `fills`.
    pub(super) fn draw_texts(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        fills: &[Color],
        shown: impl Fn(&Bar) -> bool,
    ) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let texts = Texts::read(trace);
        let along = if self.horizontal { x } else { y };
        let constrain = trace.attrs.text("constraintext");
        let angle = trace.attrs.num("textangle").or((trace.kind == "funnel").then_some(0.0));
        let selection = Selection::read(trace);
        let kind = if trace.kind == "histogram" { "bar" } else { trace.kind };
        let flat = self.flat_direction(along);
        for (index, bar) in self.items.iter().enumerate() {
            let own = texts.own(index);
            let text = match texts.template(index) {
                Some(pattern) => Some(self.fill_template(&pattern, index, own.as_deref(), trace, (x, y))),
                None => self.compose(bar, own.as_deref(), trace, (x, y)).or(own),
            };
            let Some(text) = text.filter(|text| !text.is_empty() && shown(bar)) else { continue };
            let span = self.span(bar, x, y);
            let rect = span.rect();
            if !(rect.x0 + rect.x1 + rect.y0 + rect.y1).is_finite() {
                continue;
            }
            let position = texts.position(index);
            let empty = rect.width() == 0.0 || rect.height() == 0.0;
            if position == "none" || empty && position != "outside" {
                continue;
            }
            let fill = match &bar.flow {
                Flow::Waterfall(step) => step.paint(trace).0,
                _ => pick(fills, index, Color::BLACK),
            };
            let corner = Corner::of(bar, span, along, self.radius, Self::rounds_down(trace, index, fill));
            let manner = Manner {
                anchor: trace.attrs.text("insidetextanchor"),
                angle,
                shrinks: matches!(constrain, "both" | "inside"),
                corner,
                floating: bar.has_base,
                flat,
            };
            let span = lengthened_on_log(span, bar, along);
            let mut style = stage.uniform.enlarge(inner_style(trace, stage, index, fill));
            let mut set = stage.setter.set(&text, &style);
            let within = match position.as_str() {
                "inside" => true,
                "outside" => !bar.outmost && !bar.has_base,
                _ => !bar.outmost || fits(&set, span, &manner),
            };
            let movement = if within {
                inside(&set, span, &manner)
            } else {
                style = stage.uniform.enlarge(outer_style(trace, stage, index));
                set = stage.setter.set(&text, &style);
                let shrinks = matches!(constrain, "both" | "outside");
                outside(&set, span, &Manner { shrinks, ..manner })
            };
            if let Some(selection) = &selection {
                let color = selection.text_color(index, style.color);
                set = stage.setter.set(&text, &style.colored(color));
            }
            let scale = stage.uniform.scale(kind, movement.scale, style.size);
            if scale > 0.0 {
                canvas.text(&set, &movement.place(&set, scale));
            }
        }
    }

    /// Which way bars without length point along the page: where all others of the trace do.
    fn flat_direction(&self, along: &Axis) -> f64 {
        let (up, down) =
            (self.items.iter().any(|bar| bar.size > 0.0), self.items.iter().any(|bar| bar.size < 0.0));
        let way = along.slope().signum();
        match (up, down) {
            (true, true) => 0.0,
            (false, true) => -way,
            _ => way,
        }
    }

    fn fill_template(
        &self,
        pattern: &str,
        index: usize,
        text: Option<&str>,
        trace: &Trace,
        (x, y): (&Axis, &Axis),
    ) -> String {
        let Some(bar) = self.items.get(index) else { return String::new() };
        let (across, along) =
            if self.horizontal { (bar.size, bar.position) } else { (bar.position, bar.size) };
        template::fill(&trace.attrs, pattern, |name| match name {
            "x" | "label" if !self.horizontal || name == "x" => Some(template::on_axis(x, across)),
            "y" | "label" => Some(template::on_axis(y, along)),
            "value" => Some(template::on_axis(if self.horizontal { x } else { y }, bar.size)),
            "text" => text.map(|text| template::Filling::Text(text.to_owned())),
            other => Self::flow_variable(bar, other, if self.horizontal { x } else { y })
                .or_else(|| template::lookup(&trace.attrs, other, index)),
        })
    }
}

/// On a log axis a bar from zero begins at the plot's edge, as far as its text is concerned.
fn lengthened_on_log(span: Span, bar: &Bar, along: &Axis) -> Span {
    if along.kind != AxisKind::Log || bar.base > 0.0 {
        return span;
    }
    let start = along.place(along.span().0);
    if span.horizontal { Span { x0: start, ..span } } else { Span { y0: start, ..span } }
}

/// The style of a text in a bar: its colour stands out from the bar's unless the figure says.
fn inner_style(trace: &Trace, stage: &Stage, index: usize, fill: Color) -> TextStyle {
    let own = trace.attrs.at("textfont");
    let base = styled(stage.font, &own, |value| at_point(value, index));
    let colored = trace.attrs.get("textfont.color").is_some_and(|color| at_point(color, index).is_some());
    let contrast = color::contrast(color::combine(fill, Color::WHITE));
    let base = if colored { base } else { base.colored(contrast) };
    styled(&base, &trace.attrs.at("insidetextfont"), |value| at_point(value, index))
}

fn outer_style(trace: &Trace, stage: &Stage, index: usize) -> TextStyle {
    let base = styled(stage.font, &trace.attrs.at("textfont"), |value| at_point(value, index));
    styled(&base, &trace.attrs.at("outsidetextfont"), |value| at_point(value, index))
}
