//! Painting a colour bar.

use kurbo::{Line, Point, Shape};

use super::{ColorBar, StepFill};
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Gradient, GradientKind, Paint, Stroke};

impl ColorBar<'_> {
    /// Draws it.
    pub(crate) fn draw(&self, canvas: &Canvas) {
        let border =
            Stroke::new(self.attrs.color("bordercolor").unwrap_or(DARK), self.attrs.number("borderwidth"));
        let background = self.attrs.color("bgcolor").unwrap_or(Color::TRANSPARENT);
        canvas.path(self.frame.to_path(0.1), Some(background.into()), Some(border));
        self.draw_fill(canvas);
        self.draw_levels(canvas);
        self.draw_marks(canvas);
        for label in &self.labels {
            canvas.text(&label.text, &label.placement);
        }
        if let Some(title) = &self.title {
            canvas.text(&title.text, &title.placement);
        }
        let outline = self.attrs.number("outlinewidth");
        let color = self.attrs.color("outlinecolor").unwrap_or(DARK);
        canvas.path(self.outline.to_path(0.1), None, Some(Stroke::new(color, outline)));
    }

    fn draw_fill(&self, canvas: &Canvas) {
        let (from, to) = if self.upright {
            (Point::new(self.bar.x0, self.bar.y1), Point::new(self.bar.x0, self.bar.y0))
        } else {
            (Point::new(self.bar.x0, self.bar.y0), Point::new(self.bar.x1, self.bar.y0))
        };
        let length = if self.upright { self.bar.height() } else { self.bar.width() };
        let stops = match &self.steps {
            Some(steps) if steps.fill == StepFill::Levels => steps.fills(&self.scale, length),
            Some(steps) if !steps.fills_bar() => return,
            _ => self.scale.stops.clone(),
        };
        let gradient = Gradient { kind: GradientKind::Linear { from, to }, stops };
        canvas.path(self.bar.to_path(0.1), Some(Paint::Gradient(gradient)), None);
    }

    fn draw_levels(&self, canvas: &Canvas) {
        for (level, stroke) in self.steps.iter().flat_map(|steps| &steps.lines) {
            if *level < self.scale.min || *level > self.scale.max {
                continue;
            }
            let start = if self.upright { self.bar.y0 } else { self.bar.x0 };
            let at = (self.axis.place(*level) - start).round() + start + (stroke.width / 2.0) % 1.0;
            let line = if self.upright {
                Line::new((self.bar.x0, at), (self.bar.x1, at))
            } else {
                Line::new((at, self.bar.y0), (at, self.bar.y1))
            };
            canvas.path(line.to_path(0.1), None, Some(stroke.clone()));
        }
    }

    fn draw_marks(&self, canvas: &Canvas) {
        let style = &self.axis.tick_style;
        let Some(inside) = style.marks else { return };
        let outline = self.attrs.number("outlinewidth") / 2.0;
        let end = if self.upright { self.bar.x1 } else { self.bar.y1 } + outline;
        let (from, to) =
            if inside { (end, end - style.length) } else { (end - 1.0, end - 1.0 + style.length) };
        for tick in self.axis.ticks.iter().filter(|tick| tick.drawn) {
            let at = self.axis.place(tick.value);
            let (from, to) = if self.upright {
                (Point::new(from, at), Point::new(to, at))
            } else {
                (Point::new(at, from), Point::new(at, to))
            };
            canvas.line(from, to, style.color, style.width);
        }
    }
}
