//! Prices of trading sessions: candlesticks, and open-high-low-close bars.

use kurbo::BezPath;

use super::Trace;
use super::bar::distinct;
use super::boxes::{BoxForm, Boxes, Stats};
use super::coat::Coat;
use super::stage::{Stage, frame};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Pads};
use crate::render::chart::draw::Canvas;
use crate::render::chart::layout::{Key, KeyShape};
use crate::render::scene::{Color, Stroke};

/// The prices of one session.
#[derive(Debug, Clone, Copy)]
struct Session {
    position: f64,
    open: f64,
    high: f64,
    low: f64,
    close: f64,
    /// Whether the price went up: since the last session when it closed as it opened.
    rises: bool,
}

/// The sessions of a candlestick or OHLC trace.
#[derive(Debug, Clone)]
pub(crate) struct Sessions {
    items: Vec<Session>,
    /// The bodies and wicks of candlesticks, arranged among the boxes.
    pub(super) candles: Option<Boxes>,
    /// From an OHLC bar's middle to the end of its ticks.
    tick: f64,
}

impl Sessions {
    /// Reads a trace; `None` without a whole session.
    pub(crate) fn new(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let y = axes.get_mut(&trace.y_axis)?;
        let mut read = |path: &str| Some(y.read(&trace.column(path)?));
        let (open, high, low, close) = (read("open")?, read("high")?, read("low")?, read("close")?);
        let count = open.len().min(high.len()).min(low.len()).min(close.len());
        let positions = trace.coordinates(axes.get_mut(&trace.x_axis)?, 'x', count);
        let mut rises = true;
        let mut last: Option<f64> = None;
        let mut items = Vec::new();
        let prices = open.iter().zip(&high).zip(&low).zip(&close);
        for (position, (((&open, &high), &low), &close)) in positions.into_iter().zip(prices) {
            if ![position, open, high, low, close].iter().all(|number| number.is_finite()) {
                continue;
            }
            let before = if close == open { last.unwrap_or(close) } else { open };
            if close != before {
                rises = close > before;
            }
            last = Some(close);
            items.push(Session { position, open, high, low, close, rises });
        }
        let candles = (trace.kind == "candlestick")
            .then(|| Boxes::of_stats(items.iter().map(Session::stats).collect()));
        (!items.is_empty()).then_some(Self { items, candles, tick: 0.0 })
    }

    /// Sets the ticks of OHLC bars by the least distance of sessions on an axis, and tells the axes what they show.
    pub(crate) fn arrange(traces: &mut [(&Trace, &mut Self)], axes: &mut Axes) {
        let spacing: Vec<f64> = traces
            .iter()
            .map(|(own, _)| {
                let mates = traces.iter().filter(|(trace, _)| trace.x_axis == own.x_axis);
                let steps = mates
                    .filter(|(_, sessions)| sessions.items.len() > 1)
                    .map(|(_, sessions)| distinct(sessions.items.iter().map(|session| session.position)).1);
                steps.reduce(f64::min).unwrap_or(1.0)
            })
            .collect();
        for ((trace, sessions), spacing) in traces.iter_mut().zip(spacing) {
            sessions.tick = spacing * trace.attrs.number("tickwidth");
            if let Some(x) = axes.get_mut(&trace.x_axis) {
                for session in &sessions.items {
                    let at = x.linear(session.position);
                    x.extremes.add_span(at - spacing / 2.0, at + spacing / 2.0, Pads::default());
                }
            }
            if let Some(y) = axes.get_mut(&trace.y_axis) {
                for session in &sessions.items {
                    let (low, high) = (y.linear(session.low), y.linear(session.high));
                    y.extremes.add_span(low, high, Pads { extra: true, ..Pads::default() });
                }
            }
        }
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| match &self.candles {
                Some(boxes) => self.draw_candles(canvas, boxes, trace, stage),
                None => self.draw_bars(canvas, trace, stage),
            });
        });
    }

    fn draw_candles(&self, canvas: &Canvas, boxes: &Boxes, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let whisker = Some(trace.attrs.number("whiskerwidth"));
        let form = BoxForm { whisker, fenced: false, ..BoxForm::default() };
        for (session, stats) in self.items.iter().zip(&boxes.stats) {
            let look = Look::new(trace, session.rises);
            let path = boxes.outline(stats, x, y, form);
            canvas.path(path, Some(look.fill.into()), Some(look.stroke));
        }
    }

    fn draw_bars(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        for session in &self.items {
            let at = x.linear(session.position);
            let (left, middle, right) = (x.place(at - self.tick), x.place(at), x.place(at + self.tick));
            let mut path = BezPath::new();
            for (from, to) in [
                ((left, y.px(session.open)), (middle, y.px(session.open))),
                ((middle, y.px(session.high)), (middle, y.px(session.low))),
                ((right, y.px(session.close)), (middle, y.px(session.close))),
            ] {
                path.move_to(from);
                path.line_to(to);
            }
            canvas.path(path, None, Some(Look::new(trace, session.rises).stroke));
        }
    }
}

impl Session {
    fn stats(&self) -> Stats {
        let (lower, upper) = (self.open.min(self.close), self.open.max(self.close));
        Stats::given(self.position, (self.low, self.high), [lower, self.close, upper])
    }
}

/// How sessions of one direction look.
struct Look {
    fill: Color,
    stroke: Stroke,
}

impl Look {
    fn new(trace: &Trace, rises: bool) -> Self {
        let attrs: Attrs = trace.attrs.at(if rises { "increasing" } else { "decreasing" });
        let color = attrs.shade("line.color");
        let width = attrs.num_or("line.width", trace.attrs.number("line.width"));
        let dash = attrs.str_or("line.dash", trace.attrs.text("line.dash"));
        Self {
            fill: attrs.color("fillcolor").unwrap_or(color.faded(0.5)),
            stroke: Stroke::dashed(color, width, dash),
        }
    }
}

/// The legend's picture: half a session that rises beside half a one that falls.
pub(super) fn key(trace: &Trace) -> Key {
    let polygon = |points: &[(f64, f64)]| {
        let mut path = BezPath::new();
        for (index, &point) in points.iter().enumerate() {
            if index == 0 { path.move_to(point) } else { path.line_to(point) }
        }
        path
    };
    let candle = trace.kind == "candlestick";
    let shapes = [(false, 1.0), (true, -1.0)].map(|(rises, side)| {
        let mut look = Look::new(trace, rises);
        look.stroke.width = look.stroke.width.min(5.0);
        let mut path = polygon(&[(side * 15.0, 0.0), (if candle { side * 8.0 } else { 0.0 }, 0.0)]);
        if candle {
            let mut body =
                polygon(&[(side * 8.0, -side * 6.0), (side * 8.0, side * 6.0), (-side * 8.0, side * 6.0)]);
            body.close_path();
            path.extend(body);
        } else {
            path.extend(polygon(&[(side * 8.0, 0.0), (side * 8.0, side * 6.0)]));
        }
        let coat = candle.then_some(Coat::Color(look.fill));
        KeyShape { path, coat, line: look.stroke }
    });
    Key { shapes: shapes.into(), ..Key::default() }
}
