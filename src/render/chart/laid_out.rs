//! A figure laid out on a page.

use kurbo::{Rect, Size};

use super::Figure;
use super::attrs::Attrs;
use super::axis::{Axes, PlacedText};
use super::color::combine;
use super::draw::Canvas;
use super::layout::{
    ColorBar, Entry, Legend, Margins, Push, RangeSlider, Reserve, Title, Widget, draw_annotations,
    draw_images, draw_shapes, menus, range_selectors, step_sliders, stretch_annotations, stretch_shapes,
};
use super::omissions::omissions;
use super::plot::{
    ColorAxes, Marks, Stage, Trace, UniformText, Visible, calculate, draw_scenes, draw_subplots, entries,
    legends, order, weight,
};
use super::subplot::Subplots;
use super::text::{TextBox, TextStyle, Typesetter};
use crate::render::scene::{Color, Fonts, Scene};

/// How often the margins may change before they are taken as they are.
const ROUNDS: usize = 6;

/// A figure on a page: axes with ranges and ticks, traces with marks, the plot area.
#[derive(Debug)]
pub(crate) struct Chart<'a> {
    pub(crate) page: Size,
    pub(crate) layout: Attrs<'a>,
    pub(crate) traces: Vec<Trace<'a>>,
    pub(crate) axes: Axes<'a>,
    /// The subplots without x and y axes.
    pub(crate) subplots: Subplots<'a>,
    pub(crate) area: Rect,
    pub(crate) marks: Vec<Marks>,
    colors: ColorAxes,
    font: TextStyle,
    setter: Typesetter,
    uniform: UniformText,
    margins: Margins,
    /// The labels of each axis, in the axes' order.
    labels: Vec<Vec<PlacedText>>,
    legends: Vec<Legend<'a>>,
    color_bars: Vec<ColorBar<'a>>,
    sliders: Vec<RangeSlider<'a>>,
    /// Menus, sliders and buttons.
    widgets: Vec<Widget>,
}

impl<'a> Chart<'a> {
    /// What each legend lists.
    pub(crate) fn legend_texts(&self) -> Vec<Vec<String>> {
        self.legends.iter().map(Legend::texts).collect()
    }

    /// Lays a figure out.
    pub(crate) fn new(figure: &'a Figure, page: Size) -> Self {
        let layout = figure.layout();
        let font = TextStyle::default().with(&layout.at("font"));
        let own = figure.value().get("layout");
        let with_template = Attrs::new(own);
        let traces = Trace::all(&figure.data(), &layout.over(&with_template));
        let mut axes = Axes::of(figure, &traces, &font);
        let mut subplots = Subplots::of(figure, &traces, &font);
        let marks = calculate(&traces, &mut axes, &mut subplots, &layout);
        let setter = Typesetter::new(Fonts::embedded());
        if !traces.is_empty() {
            stretch_shapes(&layout, &mut axes);
            stretch_annotations(&layout, &mut axes, &setter, &font);
        }
        let mut colors = ColorAxes::default();
        for (trace, marks) in traces.iter().zip(&marks) {
            marks.color(trace, &mut colors);
        }
        let margins = Margins::read(&layout);
        let uniform = UniformText::read(&layout);
        axes.stand_off(margins.pad);
        let area = margins.area(page, &[], Reserve::default());
        let mut chart = Self {
            page,
            layout,
            traces,
            axes,
            subplots,
            area,
            marks,
            colors,
            font,
            setter,
            uniform,
            margins,
            labels: Vec::new(),
            legends: Vec::new(),
            color_bars: Vec::new(),
            sliders: Vec::new(),
            widgets: Vec::new(),
        };
        chart.settle();
        chart
    }

    /// Ranges, ticks and margins depend on each other: repeats until the margins stand still.
    fn settle(&mut self) {
        for round in 0..ROUNDS {
            self.axes.set_scale(self.area);
            self.subplots.place(&self.layout, self.area, &self.setter);
            let (pushes, reserve) = self.measure();
            let area = self.margins.area(self.page, &pushes, reserve);
            let still = |a: f64, b: f64| (a - b).abs() <= 1.0;
            let settled = still(area.x0, self.area.x0)
                && still(area.x1, self.area.x1)
                && still(area.y0, self.area.y0)
                && still(area.y1, self.area.y1);
            if settled || round + 1 == ROUNDS {
                break;
            }
            self.area = area;
        }
        let subplots = self.axes.subplots(&self.traces);
        if self.axes.clear_inner_labels(&self.labels, &subplots) {
            self.axes.set_scale(self.area);
            self.measure();
        }
    }

    fn measure(&mut self) -> (Vec<Push>, Reserve) {
        let mut pushes = Vec::new();
        let (push, mut reserve) = self.title().claim(self.page, self.area, self.margins.upright());
        pushes.extend(push);
        self.legends = self.measure_legends();
        pushes.extend(self.legends.iter().filter_map(Legend::push));
        let kept = self.legends.iter().map(|legend| legend.reserve(self.page, self.area));
        reserve = kept.fold(reserve, Reserve::max);
        self.color_bars = self.measure_color_bars();
        pushes.extend(self.color_bars.iter().filter_map(ColorBar::push));
        reserve = self.color_bars.iter().map(ColorBar::reserve).fold(reserve, Reserve::max);
        let page = Rect::from_origin_size((0.0, 0.0), self.page);
        self.labels = self.axes.place_labels(&self.setter, (self.area, page), &mut pushes);
        self.widgets = self.measure_widgets();
        pushes.extend(self.widgets.iter().map(|widget| widget.push));
        let (stage, page) = (self.stage(), self.page);
        let pies = self.traces.iter().zip(&self.marks);
        pushes.extend(pies.filter_map(|(trace, marks)| marks.push(trace, &stage, page)));
        self.sliders = RangeSlider::all(&self.axes, &self.traces, self.page, &self.margins);
        pushes.extend(self.sliders.iter().filter_map(|slider| slider.push(&self.axes, &self.margins)));
        (pushes, reserve)
    }

    fn title(&self) -> Title<'a> {
        let place = (self.page, self.area);
        Title::new(&self.layout, &self.setter, &self.font, place, self.margins.upright())
    }

    fn measure_widgets(&self) -> Vec<Widget> {
        let (setter, font, area) = (&self.setter, &self.font, self.area);
        let mut widgets = range_selectors(&self.axes, setter, font, area);
        widgets.extend(step_sliders(&self.layout, setter, font, area));
        widgets.extend(menus(&self.layout, setter, font, area, self.backgrounds().0));
        widgets
    }

    /// The bars of single traces, then those of shared colour axes.
    fn measure_color_bars(&self) -> Vec<ColorBar<'a>> {
        let page = Rect::from_origin_size((0.0, 0.0), self.page);
        let shared = self.colors.ids().filter_map(|id| {
            let attrs = self.layout.at(id);
            attrs.is("showscale").then(|| {
                let scale = self.colors.scale(id, &self.layout);
                let mut users = self.traces.iter().zip(&self.marks);
                match users.find_map(|(trace, marks)| marks.shared_steps(trace, id, &scale)) {
                    Some((scale, steps)) => (attrs.at("colorbar"), scale, Some(steps)),
                    None => (attrs.at("colorbar"), scale, None),
                }
            })
        });
        let own = self
            .traces
            .iter()
            .zip(&self.marks)
            .filter_map(|(trace, marks)| marks.color_bar(trace, &self.layout));
        own.chain(shared)
            .map(|(attrs, scale, steps)| {
                ColorBar::new(
                    attrs,
                    (scale, steps),
                    (&self.setter, &self.font),
                    (&self.margins, page, self.area),
                    self.backgrounds().0,
                )
            })
            .collect()
    }

    fn measure_legends(&self) -> Vec<Legend<'a>> {
        let entries = entries(&self.traces, &self.marks, &self.colors, &self.layout);
        let slid = self.axes.get("x").is_some_and(|axis| axis.slid);
        let mut shown = false;
        let measure = |id: &'a str| {
            let weight = weight(&self.traces, &self.marks, &self.layout, id);
            // One trace is enough for further legends, and for all once one is shown.
            shown |= weight > usize::from(id == "legend");
            let entries: Vec<Entry> = entries.iter().filter(|entry| entry.legend == id).cloned().collect();
            self.layout.flag("showlegend", shown).then(|| {
                let order = order(&self.traces, &self.layout, id);
                Legend::new(
                    self.layout.at(id),
                    entries,
                    (&self.setter, &self.font),
                    (self.page, self.area),
                    self.backgrounds().0,
                    (order, slid),
                )
            })?
        };
        legends(&self.traces, &self.layout).into_iter().filter_map(measure).collect()
    }

    /// Whether a legend is shown.
    pub(crate) fn has_legend(&self) -> bool {
        !self.legends.is_empty()
    }

    /// The page's and the plots' background.
    fn backgrounds(&self) -> (Color, Color) {
        let color = |name: &str| self.layout.color(name).unwrap_or(Color::WHITE);
        (color("paper_bgcolor"), color("plot_bgcolor"))
    }

    /// What plot traces see of the figure.
    fn stage(&self) -> Stage<'_, 'a> {
        Stage {
            layout: &self.layout,
            axes: &self.axes,
            traces: &self.traces,
            marks: &self.marks,
            colors: &self.colors,
            setter: &self.setter,
            font: &self.font,
            uniform: &self.uniform,
            area: self.area,
        }
    }

    /// Draws everything; gives the texts with their boxes too.
    pub(super) fn draw(&mut self) -> (Scene, Vec<TextBox>) {
        let mut scene = Scene::new(self.page);
        let (paper, plot) = self.backgrounds();
        scene.background = Some(paper);
        let canvas = Canvas::new(&mut scene);
        let stage = self.stage();
        let subplots = self.axes.subplots(&self.traces);
        let plots = subplots.iter().map(|(x, y, _)| (x.as_str(), y.as_str()));
        self.uniform.measure(|| {
            let mut scene = Scene::new(self.page);
            let canvas = Canvas::new(&mut scene);
            draw_subplots(&canvas, &stage, plots.clone());
            self.draw_free(&canvas, &stage);
        });
        for (x, y, overlay) in &subplots {
            if let (Some(x), Some(y), false) = (self.axes.get(x), self.axes.get(y), *overlay) {
                let pad = self.margins.pad;
                canvas.rect(
                    Rect::new(x.offset, y.offset, x.offset + x.length, y.offset + y.length).inflate(pad, pad),
                    plot,
                );
            }
        }
        let text = (&self.setter, &self.font);
        draw_images(&canvas, &self.layout, &self.axes, self.area, "below");
        draw_shapes(&canvas, &self.layout, &self.axes, text, self.area, "below");
        for (x, y, overlay) in &subplots {
            let (Some(x_axis), Some(y_axis)) = (self.axes.get(x), self.axes.get(y)) else { continue };
            self.draw_grid(&canvas, (x_axis, y_axis), combine(plot, paper), *overlay);
        }
        draw_shapes(&canvas, &self.layout, &self.axes, text, self.area, "between");
        draw_subplots(&canvas, &stage, plots);
        let lifted = self.color_bars.last().map_or(0.0, |bar| bar.lifted);
        for (axis, labels) in self.axes.iter().zip(&self.labels) {
            self.axes.draw_line(&canvas, axis, &subplots, self.area);
            let page = Rect::from_origin_size((0.0, 0.0), self.page);
            for label in labels.iter().filter(|label| axis.keeps(label, page)) {
                canvas.text(&label.text, &label.placement);
            }
            let edge = self.axes.edge(axis, self.area);
            if let Some(title) = axis.place_title(&self.setter, edge, labels, page) {
                canvas.text(&title.text, &title.placement.raised(lifted));
            }
        }
        self.subplots.draw(&canvas, &stage);
        #[cfg(feature = "geo")]
        super::plot::draw_maps(&canvas, &stage);
        self.draw_free(&canvas, &stage);
        draw_scenes(&canvas, &stage);
        draw_images(&canvas, &self.layout, &self.axes, self.area, "above");
        draw_shapes(&canvas, &self.layout, &self.axes, text, self.area, "above");
        for slider in &self.sliders {
            let whole = (&self.axes, self.traces.as_slice(), self.area);
            slider.draw(&canvas, &self.setter, whole, plot, |canvas, axes, subplot| {
                draw_subplots(canvas, &Stage { axes, ..stage }, std::iter::once(subplot));
            });
        }
        for legend in &self.legends {
            legend.draw(&canvas, self.page, self.area, &self.margins);
        }
        for bar in &self.color_bars {
            bar.draw(&canvas);
        }
        draw_annotations(&canvas, &self.layout, &self.axes, &self.setter, &self.font, self.area);
        self.title().draw(&canvas, lifted);
        for widget in &self.widgets {
            widget.draw(&canvas);
        }
        let texts = canvas.into_texts();
        let traces: Vec<(&Trace, &Marks)> = self.traces.iter().zip(&self.marks).collect();
        scene.notes = omissions(&self.layout, &self.axes, &traces, &texts);
        (scene, texts)
    }

    fn draw_grid(
        &self,
        canvas: &Canvas,
        (x, y): (&super::axis::Axis, &super::axis::Axis),
        background: Color,
        overlay: bool,
    ) {
        let _ = overlay;
        for (axis, counter) in [(x, y), (y, x)] {
            let (grid, zero) = (axis.grid_by_default(&self.traces), axis.grid_by_default(&self.traces));
            let bars = axis.has_bars(&self.traces);
            let zero_line = axis.shows_zero_line(counter, zero, bars);
            axis.draw_grid(canvas, counter, background, grid, zero_line);
        }
        for (axis, counter) in [(x, y), (y, x)] {
            if axis.shows_zero_line(counter, axis.grid_by_default(&self.traces), axis.has_bars(&self.traces))
            {
                axis.draw_zero_line(canvas, counter);
            }
        }
    }

    fn draw_free(&self, canvas: &Canvas, stage: &Stage) {
        for (trace, marks) in self.traces.iter().zip(&self.marks) {
            if trace.visible == Visible::Shown {
                marks.draw_free(canvas, trace, stage);
            }
        }
    }
}
