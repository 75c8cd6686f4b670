//! The texts of scatter traces (plotly's `Drawing.textPointStyle`).

use kurbo::Point;

use super::{Ground, Scatter};
use crate::render::chart::color::parse;
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::font::{at_point, styled};
use crate::render::chart::plot::paint::pick;
use crate::render::chart::plot::selection::Selection;
use crate::render::chart::plot::stage::Stage;
use crate::render::chart::plot::template::{self, Filling};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement};
use crate::render::scene::Color;

impl Scatter {
    pub(super) fn draw_texts(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        ground: &Ground,
        points: &[Point],
    ) {
        let font = trace.attrs.at("textfont");
        let (sizes, colors) = (trace.column("textfont.size"), trace.column("textfont.color"));
        let texts = trace.column("text");
        let one = trace.attrs.label("text");
        let templates = trace.attrs.get("texttemplate").and_then(Column::of);
        let template = trace.attrs.str("texttemplate");
        // plotly completes positions of one word before it checks them.
        let unchecked = trace.attrs.clone().checked(None);
        let positions = unchecked.get("textposition").and_then(Column::of);
        let own_position = unchecked.str("textposition").unwrap_or("middle center");
        let selection = Selection::read(trace);
        for (index, point) in points.iter().enumerate() {
            let own = texts.as_ref().map_or(one.clone(), |texts| texts.text(index));
            let pattern = templates.as_ref().map_or(template.map(str::to_owned), |list| list.text(index));
            let text = match pattern {
                Some(pattern) => Some(template::fill(&trace.attrs, &pattern, |name| match name {
                    "text" => own.clone().map(Filling::Text),
                    name => {
                        (ground.fill)(name, index).or_else(|| template::lookup(&trace.attrs, name, index))
                    }
                })),
                None => own,
            };
            let Some(text) = text.filter(|text| !text.is_empty() && point.is_finite()) else { continue };
            let mut style = styled(stage.font, &font, |value| at_point(value, index));
            // Where sizes or colours are listed, what has none is not seen, or black.
            if sizes.as_ref().is_some_and(|sizes| sizes.num(index).is_none_or(|size| size <= 0.0)) {
                continue;
            }
            if colors.as_ref().is_some_and(|colors| colors.text(index).and_then(|c| parse(&c)).is_none()) {
                style.color = Color::BLACK;
            }
            if let Some(selection) = &selection {
                style.color = selection.text_color(index, style.color);
            }
            let text = stage.setter.set(&text, &style);
            let radius = if self.markers { pick(&self.radii, index, 0.0) / 0.8 + 1.0 } else { 0.0 };
            let position = positions
                .as_ref()
                .and_then(|positions| positions.text(index))
                .unwrap_or_else(|| own_position.to_owned());
            let v = if position.contains("top") {
                -1.0
            } else if position.contains("bottom") {
                1.0
            } else {
                0.0
            };
            let (h, anchor) = if position.contains("left") {
                (-1.0, Anchor::End)
            } else if position.contains("right") {
                (1.0, Anchor::Start)
            } else {
                (0.0, Anchor::Middle)
            };
            let lines = text.line_count() as f64 - 1.0;
            let dy = style.size * 0.75
                + v * radius
                + (v - 1.0) * ((lines + 1.0) * LINE_SPACING - LINE_SPACING + 1.0) * style.size / 2.0;
            canvas.text(&text, &Placement::new(point.x + h * radius, point.y + dy, anchor));
        }
    }
}
