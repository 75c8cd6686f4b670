//! What a map shows beneath and above its plot traces: land and water, borders, meridians and parallels, the frame.

use kurbo::{Rect, Shape as _};

use super::config::Config;
use super::view::View;
use crate::render::chart::draw::Canvas;
use crate::render::chart::geo::{Layer, Line, Shape};
use crate::render::scene::Stroke;

/// Degrees between the points of a meridian or a parallel.
const STEP: f64 = 2.5;
/// More lines of a grid than this are not drawn.
const MOST_LINES: usize = 1000;

/// A layer of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    /// plotly's name in `show…`, its name in the colour's attribute, and the outlines.
    Fill(&'static str, &'static str, Layer),
    Line(&'static str, &'static str, Layer),
    Grid(&'static str),
    Frame,
}

const WATER: [Base; 2] =
    [Base::Line("rivers", "river", Layer::Rivers), Base::Fill("lakes", "lake", Layer::Lakes)];

/// From the ground up.
const BENEATH: [Base; 8] = [
    Base::Fill("ocean", "ocean", Layer::Ocean),
    Base::Fill("land", "land", Layer::Land),
    Base::Line("subunits", "subunit", Layer::Subunits),
    Base::Line("countries", "country", Layer::Countries),
    Base::Line("coastlines", "coastline", Layer::Coastlines),
    Base::Grid("lataxis"),
    Base::Grid("lonaxis"),
    Base::Frame,
];

/// Draws what lies beneath the plot traces. Where places are coloured, lakes and rivers are left for later.
pub(super) fn draw_beneath(canvas: &Canvas, config: &Config, view: &View, colored: bool) {
    let ground = view.bounds.inflate(frame_width(config) / 2.0, frame_width(config) / 2.0);
    let paint = config.attrs.shade("bgcolor");
    canvas.path(ground.to_path(0.1), Some(paint.into()), None);
    for base in BENEATH {
        base.draw(canvas, config, view);
        if !colored {
            match base {
                Base::Fill("land", ..) => WATER[1].draw(canvas, config, view),
                Base::Line("coastlines", ..) => WATER[0].draw(canvas, config, view),
                _ => {}
            }
        }
    }
}

/// Draws lakes and rivers over coloured places.
pub(super) fn draw_water(canvas: &Canvas, config: &Config, view: &View) {
    for base in WATER {
        base.draw(canvas, config, view);
    }
}

/// The rectangle that nothing of a map is drawn outside of.
pub(super) fn clip(config: &Config, view: &View) -> Rect {
    let reach = frame_width(config) / 2.0;
    view.bounds.inflate(reach, reach)
}

fn frame_width(config: &Config) -> f64 {
    if config.shows("frame") { config.attrs.number("framewidth") } else { 0.0 }
}

impl Base {
    fn draw(self, canvas: &Canvas, config: &Config, view: &View) {
        let attrs = &config.attrs;
        let stroke = |name: &str| {
            let (color, width) =
                (attrs.shade(&format!("{name}color")), attrs.number(&format!("{name}width")));
            Stroke { miter_limit: 2.0, ..Stroke::new(color, width) }
        };
        let outlines = |layer: Layer| config.outlines().map_or(&[][..], |outlines| outlines.layer(layer));
        let path = |layer: Layer| {
            let mut path = kurbo::BezPath::new();
            for place in outlines(layer) {
                path.extend(view.path(&place.shape));
            }
            path
        };
        match self {
            Self::Fill(name, color, layer) if config.shows(name) => {
                canvas.path(path(layer), Some(attrs.shade(&format!("{color}color")).into()), None);
            }
            Self::Line(name, adjective, layer) if config.shows(name) => {
                canvas.path(path(layer), None, Some(stroke(adjective)));
            }
            Self::Frame if config.shows("frame") => {
                canvas.path(view.path(&Shape::Sphere), None, Some(stroke("frame")));
            }
            Self::Grid(axis) if config.shows_grid(axis) => {
                let attrs = attrs.at(axis);
                let stroke = Stroke::dashed(
                    attrs.shade("gridcolor"),
                    attrs.number("gridwidth"),
                    attrs.text("griddash"),
                );
                canvas.path(view.path(&graticule(config, axis)), None, Some(stroke));
            }
            _ => {}
        }
    }
}

/// The meridians (`lonaxis`) or the parallels of a map.
fn graticule(config: &Config, axis: &str) -> Shape {
    let attrs = config.attrs.at(axis);
    let scope = config.scope;
    let meridians = axis == "lonaxis";
    let (range, across) =
        if meridians { (scope.longitudes, scope.latitudes) } else { (scope.latitudes, scope.longitudes) };
    let step = attrs.num("dtick").filter(|step| *step > 0.0).unwrap_or(if meridians { 30.0 } else { 10.0 });
    let from = attrs.number("tick0");
    // A little more at both ends, as for the ticks of any axis.
    let slack = (range[1] - range[0]) / 1e4;
    let first = ((range[0] - slack - from) / step).ceil();
    let mut at: Vec<f64> = (0..MOST_LINES)
        .map(|index| from + (first + index as f64) * step)
        .take_while(|at| *at <= range[1] + slack)
        .collect();
    if meridians && !scope.is_part() {
        // The last one is the first again.
        at.pop();
    }
    let count = ((across[1] + STEP - across[0]) / STEP).ceil() as usize;
    let line = |at: f64| -> Line {
        let along = (0..count).map(|index| across[0] + index as f64 * STEP);
        along.map(|along| if meridians { [at, along] } else { [along, at] }).collect()
    };
    Shape::Lines(at.into_iter().map(line).collect())
}
