//! Parallel categories on the canvas.

use kurbo::{Point, Rect, Shape};

use super::ribbon::ribbon;
use super::table::{Dimension, Parcats, Shade};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color;
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::trace::colorway;
use crate::render::chart::plot::{Stage, Trace};
use crate::render::chart::text::{Anchor, Placement};
use crate::render::scene::{Color, Stroke};

/// px at both sides for the categories' labels.
const SIDE: f64 = 40.0;
/// px of a category across.
const THICK: f64 = 16.0;
/// px between categories.
const GAP: f64 = 8.0;
/// px between a category and its label.
const LABEL_GAP: f64 = 5.0;
/// Half of Open Sans' x-height, em: labels are centred by it, as `alignment-baseline: middle` says.
const HALF_X: f64 = 0.2676;
const LIGHT_GRAY: Color = Color::rgb(0xd3, 0xd3, 0xd3);

/// A part of a category that paths of one shade go through.
struct Band<'p> {
    shade: &'p Shade,
    rect: Rect,
}

/// A category on the page, with its bands from top to bottom.
struct Cell<'p> {
    rect: Rect,
    bands: Vec<Band<'p>>,
    /// px from its top that paths have filled.
    filled: f64,
}

/// What shades paths.
struct Shades {
    common: Color,
    scale: Option<ColorScale>,
}

impl Shades {
    fn new(trace: &Trace, stage: &Stage) -> Self {
        let common = trace.attrs.color("line.color").or_else(|| colorway(stage.layout).first().copied());
        let shared = trace.attrs.str("line.coloraxis").map(|id| stage.colors.scale(id, stage.layout));
        let scale = shared.or_else(|| Parcats::scale(trace, stage.layout));
        Self { common: common.unwrap_or(trace.color), scale }
    }

    fn color(&self, shade: &Shade) -> Color {
        match shade {
            Shade::Number(number) => self.scale.as_ref().map_or(self.common, |scale| scale.color(*number)),
            Shade::Color(text) => color::parse(text).unwrap_or(Color::BLACK),
            Shade::Common => self.common,
        }
    }
}

impl Parcats {
    /// The scale that numbers in `line.color` are coloured by.
    pub(crate) fn scale(trace: &Trace, layout: &Attrs) -> Option<ColorScale> {
        let data = extent(trace.column("line.color")?.numbers())?;
        Some(ColorScale::of(&trace.attrs.at("line"), "c", Some(data), &layout.at("colorscale")))
    }

    /// Draws paths, then dimensions.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let domain = stage.domain(&trace.attrs);
        let corner = Point::new(domain.x0, domain.y0);
        let (width, height) = (domain.width().floor(), domain.height().floor());
        let most = self.dimensions.iter().map(|dimension| dimension.categories.len()).max().unwrap_or(0);
        let room = height - GAP * (most as f64 - 1.0);
        let step = (width - 2.0 * SIDE - THICK) / (self.dimensions.len() as f64 - 1.0).max(1.0);
        let share = |count: f64| if self.total > 0.0 { count / self.total * room } else { 0.0 };
        let mut columns: Vec<Vec<Cell>> = Vec::new();
        for (index, dimension) in self.dimensions.iter().enumerate() {
            let x = corner.x + SIDE + step * index as f64;
            let mut y = corner.y + (most - dimension.categories.len()) as f64 * GAP / 2.0;
            let cell = |category: &super::table::Category| {
                let rect = Rect::new(x, y, x + THICK, y + share(category.count));
                y = rect.y1 + GAP;
                Cell { rect, bands: Vec::new(), filled: 0.0 }
            };
            columns.push(dimension.categories.iter().map(cell).collect());
        }
        let shades = Shades::new(trace, stage);
        self.draw_paths(canvas, trace, &shades, &mut columns, share);
        let last = self.dimensions.len().saturating_sub(1);
        for (index, (dimension, cells)) in self.dimensions.iter().zip(&columns).enumerate() {
            dimension.draw(canvas, trace, stage, (cells, &shades), index == last);
        }
    }

    /// Stacks the paths in their categories; those of lower shades are painted first.
    fn draw_paths<'p>(
        &'p self,
        canvas: &Canvas,
        trace: &Trace,
        shades: &Shades,
        columns: &mut [Vec<Cell<'p>>],
        share: impl Fn(f64) -> f64,
    ) {
        let curved = trace.attrs.text("line.shape") == "hspline";
        let mut ribbons = Vec::new();
        for path in &self.paths {
            let height = share(path.count);
            let cells =
                columns.iter_mut().zip(&path.categories).filter_map(|(column, at)| column.get_mut(*at));
            let corners: Vec<Point> = cells.map(|cell| cell.add(&path.shade, height)).collect();
            ribbons.push((&path.shade, ribbon(&corners, THICK, height, curved)));
        }
        ribbons.sort_by(|a, b| a.0.compare(b.0));
        for (shade, outline) in ribbons {
            let fill = shades.color(shade).faded(0.6);
            canvas.path(outline, Some(fill.into()), Some(Stroke::new(LIGHT_GRAY, 0.2)));
        }
    }
}

impl<'p> Cell<'p> {
    /// Lets a path in below the others; gives its left upper corner.
    fn add(&mut self, shade: &'p Shade, height: f64) -> Point {
        let corner = Point::new(self.rect.x0, self.rect.y0 + self.filled);
        self.filled += height;
        let bottom = corner.y + height;
        match self.bands.last_mut() {
            Some(band) if band.shade == shade => band.rect.y1 = bottom,
            _ => {
                let rect = Rect::new(corner.x, corner.y, self.rect.x1, bottom);
                self.bands.push(Band { shade, rect });
            }
        }
        corner
    }
}

impl Dimension {
    fn draw(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        (cells, shades): (&[Cell], &Shades),
        rightmost: bool,
    ) {
        let sized = |size: f64, path: &str| stage.font.sized(size.round()).with(&trace.attrs.at(path));
        let title = sized(stage.font.size, "labelfont");
        let tick = sized(stage.font.size / 1.2, "tickfont");
        for (index, (category, cell)) in self.categories.iter().zip(cells).enumerate() {
            canvas.path(cell.rect.to_path(0.1), None, Some(Stroke::new(Color::BLACK, 1.0)));
            for band in &cell.bands {
                let fill = shades.color(band.shade);
                let line = Stroke::new(Color::BLACK, 0.2);
                canvas.path(band.rect.to_path(0.1), Some(fill.into()), Some(line));
            }
            let (x, anchor) = if rightmost {
                (cell.rect.x1 + LABEL_GAP, Anchor::Start)
            } else {
                (cell.rect.x0 - LABEL_GAP, Anchor::End)
            };
            let place = Placement::new(x, cell.rect.center().y + HALF_X * tick.size, anchor);
            let text = stage.setter.set(&category.label, &tick);
            canvas.shadowed_text(&text, &place, color::contrast(tick.color));
            if index == 0 {
                // plotly shows tags in these titles as they stand.
                let plain = self.label.replace('&', "&amp;").replace('<', "&lt;");
                let place = Placement::new(cell.rect.center().x, cell.rect.y0 - LABEL_GAP, Anchor::Middle);
                canvas.text(&stage.setter.set(&plain, &title), &place);
            }
        }
    }
}
