//! Tables: a header over cells, in columns that share the domain's width.

use kurbo::Rect;
use serde_json::Value;

use super::Trace;
use super::cell::{Cell, Style};
use super::stage::Stage;
use crate::render::chart::attrs::{Attrs, number, write_number};
use crate::render::chart::column::{Column, rows};
use crate::render::chart::draw::Canvas;
use crate::render::scene::Color;

/// px of the header of a table without one (plotly's `emptyHeaderHeight`).
const EMPTY_HEADER: f64 = 16.0;
/// Rows that are laid out at most; more don't fit a page unless they have no height.
const MOST_ROWS: usize = 4096;

/// A cell's value: what it says, and whether it is a text, which may be wrapped.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) number: Option<f64>,
    pub(super) is_text: bool,
}

/// A table's values by column.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    header: Vec<Vec<Content>>,
    cells: Vec<Vec<Content>>,
    has_header: bool,
}

/// Header or cells, measured.
struct Panel {
    /// By column, then by row.
    columns: Vec<Vec<Cell>>,
    /// px of each row.
    heights: Vec<f64>,
}

impl Table {
    /// Reads `header.values` and `cells.values`.
    pub(crate) fn new(trace: &Trace) -> Self {
        let mut header = squared(contents(&trace.attrs, "header.values"));
        let cells = squared(contents(&trace.attrs, "cells.values"));
        let has_header = !header.is_empty();
        let depth = header.first().map_or(1, |column| column.len().max(1));
        for column in &mut header {
            column.resize(depth, Content::default());
        }
        while header.len() < cells.len() {
            header.push(vec![Content::default(); depth]);
        }
        Self { header, cells, has_header }
    }

    /// Draws the rows that the domain has room for.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let domain = stage.domain(&trace.attrs);
        let (width, height) = (domain.width().floor(), domain.height().floor());
        let widths = self.widths(&trace.attrs, width);
        let places = Self::places(&trace.attrs, &widths);
        let top = if self.has_header { trace.attrs.number("header.height") } else { EMPTY_HEADER };
        let header = Panel::new(&self.header, &trace.attrs.at("header"), top, &widths, stage, f64::INFINITY);
        let below: f64 = header.heights.iter().sum();
        let least = trace.attrs.number("cells.height");
        let cells = Panel::new(&self.cells, &trace.attrs.at("cells"), least, &widths, stage, height - below);
        let line = [&header, &cells].iter().map(|panel| panel.widest_line()).fold(0.0, f64::max);
        let reach = (line / 2.0).ceil();
        for (column, (x, width)) in places.iter().zip(&widths).enumerate() {
            let x = domain.x0 + x;
            let clip = Rect::new(x - reach, domain.y0 - reach, x + width + reach, domain.y0 + height);
            canvas.clipped(clip, |canvas| {
                cells.draw_column(canvas, column, (x, domain.y0 + below), *width);
                header.draw_column(canvas, column, (x, domain.y0), *width);
            });
        }
    }

    /// px of each column: `columnwidth` shares.
    fn widths(&self, attrs: &Attrs, whole: f64) -> Vec<f64> {
        let list = attrs.get("columnwidth").and_then(Column::of);
        let shares: Vec<f64> = (0..self.header.len())
            .map(|index| match &list {
                Some(list) => list.num(index.min(list.len().saturating_sub(1))),
                None => attrs.get("columnwidth").and_then(number),
            })
            .map(|share| share.unwrap_or(1.0))
            .collect();
        let total: f64 = shares.iter().sum();
        shares.iter().map(|share| if total > 0.0 { share / total * whole } else { 0.0 }).collect()
    }

    /// The left edge of each column in its `columnorder`, px from the domain's.
    fn places(attrs: &Attrs, widths: &[f64]) -> Vec<f64> {
        let order = attrs.get("columnorder").and_then(Column::of);
        let rank = |index: usize| order.as_ref().and_then(|order| order.num(index)).unwrap_or(index as f64);
        (0..widths.len())
            .map(|index| {
                let before = widths.iter().enumerate().filter(|(other, _)| rank(*other) < rank(index));
                before.map(|(_, width)| width).sum()
            })
            .collect()
    }
}

impl Panel {
    /// Measures rows of at least `least` px until they fill `room` px.
    fn new(
        contents: &[Vec<Content>],
        attrs: &Attrs,
        least: f64,
        widths: &[f64],
        stage: &Stage,
        room: f64,
    ) -> Self {
        let mut columns: Vec<Vec<Cell>> = contents.iter().map(|_| Vec::new()).collect();
        let mut heights = Vec::new();
        let rows = contents.first().map_or(0, Vec::len).min(MOST_ROWS);
        let mut filled = 0.0;
        for row in 0..rows {
            let mut height = least;
            for (column, (cells, width)) in columns.iter_mut().zip(widths).enumerate() {
                let Some(content) = contents.get(column).and_then(|column| column.get(row)) else { continue };
                let style = Style::of(attrs, stage.font, column, row);
                let cell = Cell::new(content, style, *width, stage.setter);
                height = height.max(cell.height());
                cells.push(cell);
            }
            heights.push(height);
            filled += height;
            if filled > room {
                break;
            }
        }
        Self { columns, heights }
    }

    fn widest_line(&self) -> f64 {
        self.columns.iter().flatten().map(|cell| cell.style.line_width).fold(0.0, f64::max)
    }

    fn draw_column(&self, canvas: &Canvas, column: usize, (x, mut y): (f64, f64), width: f64) {
        let Some(cells) = self.columns.get(column) else { return };
        for (cell, height) in cells.iter().zip(&self.heights) {
            let rect = Rect::new(x, y, x + width, y + height);
            draw_box(canvas, rect, &cell.style);
            canvas.text(&cell.text, &cell.place(rect));
            y += height;
        }
    }
}

/// Fills and frames a cell on whole pixels, as `crispEdges` does.
fn draw_box(canvas: &Canvas, rect: Rect, style: &Style) {
    let whole = |rect: Rect| {
        let edge = |at: f64| (at + 0.5).floor();
        Rect::new(edge(rect.x0), edge(rect.y0), edge(rect.x1), edge(rect.y1))
    };
    canvas.rect(whole(rect), style.fill);
    let half = style.line_width / 2.0;
    if half <= 0.0 || style.line_color == Color::TRANSPARENT {
        return;
    }
    for side in [
        Rect::new(rect.x0, rect.y0, rect.x1, rect.y0),
        Rect::new(rect.x0, rect.y1, rect.x1, rect.y1),
        Rect::new(rect.x0, rect.y0, rect.x0, rect.y1),
        Rect::new(rect.x1, rect.y0, rect.x1, rect.y1),
    ] {
        canvas.rect(whole(side.inflate(half, half)), style.line_color);
    }
}

/// The values of a list of columns, plain or typed.
fn contents(attrs: &Attrs, path: &str) -> Vec<Vec<Content>> {
    let Some(value) = attrs.get(path) else { return Vec::new() };
    let numbers = |list: Vec<f64>| list.into_iter().map(of_number).collect::<Vec<_>>();
    match value {
        Value::Array(columns) => columns
            .iter()
            .map(|column| match Column::of(column) {
                Some(Column::Numbers(list)) => numbers(list.all().to_vec()),
                Some(Column::Values(list)) => list.iter().map(of_value).collect(),
                None => vec![of_value(column)],
            })
            .collect(),
        typed => match (rows(typed), Column::of(typed)) {
            (Some(columns), _) => columns.into_iter().map(numbers).collect(),
            (None, Some(column)) => column.numbers().into_iter().map(|one| vec![of_number(one)]).collect(),
            (None, None) => Vec::new(),
        },
    }
}

fn of_number(number: f64) -> Content {
    let text = if number.is_nan() { "NaN".into() } else { write_number(number) };
    Content { text, number: Some(number), is_text: false }
}

fn of_value(value: &Value) -> Content {
    let text = crate::render::chart::attrs::label(value).unwrap_or_else(|| value.to_string());
    Content { text, number: number(value), is_text: value.is_string() }
}

/// Columns of the same length: the shorter get empty cells.
fn squared(mut columns: Vec<Vec<Content>>) -> Vec<Vec<Content>> {
    let most = columns.iter().map(Vec::len).max().unwrap_or(0);
    let empty = Content { is_text: true, ..Content::default() };
    for column in &mut columns {
        column.resize(most, empty.clone());
    }
    columns
}
