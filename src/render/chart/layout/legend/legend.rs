//! A legend: how big it is, how its entries stand in it.

use kurbo::{Point, Rect, Size};

use super::Entry;
use super::entry::{Order, groups};
use super::place::Place;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::chart::layout::{Margins, Push, Reserve};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, RichText, TextStyle, Typesetter};
use crate::render::scene::{Color, Stroke};

/// px between the parts of an entry.
const GAP: f64 = 5.0;
/// px around the title.
const TITLE_PAD: f64 = 2.0;

#[derive(Debug)]
struct Row {
    entry: Entry,
    text: RichText,
    height: f64,
    /// Of its middle's left, from the legend's corner.
    at: Point,
}

/// A legend, measured.
#[derive(Debug)]
pub(crate) struct Legend<'a> {
    attrs: Attrs<'a>,
    place: Place,
    rows: Vec<Row>,
    title: Option<(RichText, Point)>,
    size: Size,
    /// What is seen of it, when it is higher than there is room.
    height: f64,
    background: Color,
}

impl<'a> Legend<'a> {
    /// Measures a legend of `entries` beside a plot area; `None` when there is nothing to show.
    pub(crate) fn new(
        attrs: Attrs<'a>,
        entries: Vec<Entry>,
        (setter, font): (&Typesetter, &TextStyle),
        (page, area): (Size, Rect),
        paper: Color,
        (default, slid): (Order, bool),
    ) -> Option<Self> {
        if entries.is_empty() || !attrs.is("visible") {
            return None;
        }
        let style = font.with(&attrs.at("font"));
        let order = attrs.str("traceorder").map_or(default, |order| Order {
            reversed: order.contains("reversed"),
            grouped: order.contains("grouped"),
        });
        let grouped = order.grouped;
        let groups = groups(entries, order);
        let title_style = style.sized((style.size * 1.2).round()).with(&attrs.at("title.font"));
        let title = attrs
            .label("title.text")
            .or_else(|| attrs.label("title"))
            .filter(|text| !text.is_empty())
            .map(|text| setter.set(&text, &title_style));
        let place = Place::read(&attrs, slid);
        let horizontal = place.horizontal;
        let background = attrs.color("bgcolor").unwrap_or(paper);
        let mut legend =
            Self { attrs, place, rows: Vec::new(), title: None, size: Size::ZERO, height: 0.0, background };
        let border = legend.border();
        let side = legend.attrs.str_or("title.side", if horizontal { "left" } else { "top" });
        let line = title_style.size * LINE_SPACING;
        let title_size = title.as_ref().map_or(Size::ZERO, |title| {
            let extra = if side == "left" { 2.0 * GAP } else { 0.0 };
            Size::new(title.width() + extra, line * title.line_count() as f64)
        });
        let shift = Size::new(
            if side.contains("left") { title_size.width } else { 0.0 },
            if side.contains("top") { title_size.height } else { 0.0 },
        );
        let groups: Vec<Vec<Row>> = groups
            .into_iter()
            .map(|entries| {
                entries
                    .into_iter()
                    .map(|entry| Row::new(entry, setter, (&style, font), &legend.attrs))
                    .collect()
            })
            .collect();
        let size = if horizontal {
            legend.lay_across(groups, shift, area, page, grouped)
        } else {
            legend.lay_down(groups, shift, grouped)
        };
        legend.size = Size::new(
            (size.width + shift.width).max(title_size.width + 2.0 * (border + TITLE_PAD)).ceil(),
            (size.height + shift.height).max(title_size.height + 2.0 * (border + GAP)).ceil(),
        );
        legend.title = title.map(|title| {
            let room = legend.size.width - 2.0 * border - 2.0 * TITLE_PAD - title.width();
            let x = match side {
                "top center" => room / 2.0,
                "top right" => room,
                _ => 0.0,
            };
            let at = Point::new(border + TITLE_PAD + x, border + line);
            (title, at)
        });
        let most = legend.attrs.num("maxheight").filter(|most| *most > 0.0);
        let beyond = place.beyond_y() || horizontal || !place.paper.1;
        let most = most.unwrap_or(if beyond { 0.5 } else { 1.0 });
        let whole = if beyond { page.height } else { area.height() };
        legend.height = legend.size.height.min((if most > 1.0 { most } else { most * whole }).max(30.0));
        Some(legend)
    }

    fn border(&self) -> f64 {
        self.attrs.number("borderwidth")
    }

    fn item_width(&self) -> f64 {
        self.attrs.number("itemwidth").max(30.0)
    }

    fn indent(&self) -> f64 {
        self.attrs.number("indentation")
    }

    /// px from the start of an entry to its text.
    fn text_gap(&self) -> f64 {
        self.indent() + self.item_width() + 2.0 * GAP
    }

    fn group_gap(&self) -> f64 {
        self.attrs.number("tracegroupgap")
    }

    /// What its entries say.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.rows.iter().filter(|row| !row.entry.heading).map(|row| row.entry.text.clone()).collect()
    }

    fn lay_down(&mut self, groups: Vec<Vec<Row>>, shift: Size, grouped: bool) -> Size {
        let border = self.border();
        let (mut height, mut width) = (0.0, 0.0_f64);
        let count = groups.len();
        for (index, rows) in groups.into_iter().enumerate() {
            let gap = if grouped { index as f64 * self.group_gap() } else { 0.0 };
            for mut row in rows {
                row.at = Point::new(
                    border + shift.width,
                    border + shift.height + height + row.height / 2.0 + GAP + gap,
                );
                height += row.height;
                let own = row.text.width()
                    - if row.entry.heading { self.indent() + self.item_width() } else { 0.0 };
                width = width.max(own);
                self.rows.push(row);
            }
        }
        let gaps = if grouped { (count.saturating_sub(1)) as f64 * self.group_gap() } else { 0.0 };
        Size::new(width + GAP + self.text_gap() + 2.0 * border, height + 2.0 * (border + GAP) + gaps)
    }

    fn lay_across(
        &mut self,
        groups: Vec<Vec<Row>>,
        shift: Size,
        area: Rect,
        page: Size,
        grouped: bool,
    ) -> Size {
        let (border, gap) = (self.border(), self.text_gap());
        let most = self.place.most_width(area, page).max(2.0 * gap);
        let fraction = self.attrs.str("entrywidthmode") == Some("fraction");
        let entry_width = self.attrs.num("entrywidth").filter(|width| *width > 0.0);
        let width_of = |row: &Row| match entry_width {
            Some(width) if fraction => most * width,
            Some(width) => gap + width,
            None => gap + row.text.width(),
        };
        let end = 2.0 * (border + GAP);
        if grouped {
            let (mut left, mut top, mut highest, mut widest) = (0.0, 0.0, 0.0_f64, 0.0_f64);
            for rows in groups {
                let width = rows.iter().map(width_of).fold(0.0, f64::max) + GAP;
                let height: f64 = rows.iter().map(|row| row.height).sum();
                if left > 0.0 && width + border + left > most {
                    widest = widest.max(left);
                    left = 0.0;
                    top += highest + self.group_gap();
                    highest = height;
                } else {
                    highest = highest.max(height);
                }
                let mut down = 0.0;
                for mut row in rows {
                    row.at = Point::new(
                        shift.width + left,
                        shift.height + border + GAP + row.height / 2.0 + down + top,
                    );
                    down += row.height;
                    self.rows.push(row);
                }
                left += width;
            }
            return Size::new(widest.max(left) + border, top + highest + end);
        }
        let rows: Vec<Row> = groups.into_iter().flatten().collect();
        let widths: Vec<f64> = rows.iter().map(width_of).collect();
        let widest = widths.iter().copied().fold(0.0, f64::max);
        let one_row = widths.iter().sum::<f64>() + 2.0 * border + (rows.len() - 1) as f64 * GAP < most;
        let (mut left, mut top, mut highest, mut row_width, mut most_row) = (0.0, 0.0, 0.0_f64, 0.0, 0.0_f64);
        for (mut row, width) in rows.into_iter().zip(widths) {
            let next = (if one_row { width } else { widest }) + if fraction { 0.0 } else { GAP };
            if next + border + left - GAP >= most {
                most_row = most_row.max(row_width);
                left = 0.0;
                top += highest;
                highest = 0.0;
            }
            row.at =
                Point::new(shift.width + border + left, shift.height + border + top + row.height / 2.0 + GAP);
            row_width = left + width + GAP;
            left += next;
            highest = highest.max(row.height);
            self.rows.push(row);
        }
        let width = if one_row { left } else { most_row.max(row_width) };
        Size::new(width + 2.0 * border, top + highest + end)
    }

    /// What is seen of it.
    fn seen(&self) -> Size {
        Size::new(self.size.width, self.height)
    }

    /// The margins that it asks for.
    pub(crate) fn push(&self) -> Option<Push> {
        self.place.push(self.seen())
    }

    /// The edge of the page that it keeps free.
    pub(crate) fn reserve(&self, page: Size, area: Rect) -> Reserve {
        self.place.reserve(self.seen(), page, area)
    }

    /// Draws it beside the plot area; where margins grow by themselves it stays on the page.
    pub(crate) fn draw(&self, canvas: &Canvas, page: Size, area: Rect, margins: &Margins) {
        let Point { mut x, mut y } = self.place.corner(self.seen(), page, area);
        if margins.expand && self.place.paper.0 {
            x = x.min(page.width - self.size.width).max(0.0);
        }
        if margins.expand && self.place.paper.1 {
            y = y.min(page.height - self.height).max(0.0);
        }
        let border = self.border();
        let frame = Rect::new(x, y, x + self.size.width, y + self.height);
        canvas.rect(frame, self.background);
        if border > 0.0 {
            let color = self.attrs.color("bordercolor").unwrap_or(DARK);
            let inner = frame.inflate(-border / 2.0, -border / 2.0);
            canvas.path(kurbo::Shape::to_path(&inner, 0.1), None, Some(Stroke::new(color, border)));
        }
        canvas.clipped(frame.inflate(-border, -border), |canvas| {
            if let Some((title, at)) = &self.title {
                canvas.text(title, &Placement::new(x + at.x, y + at.y, Anchor::Start));
            }
            for row in &self.rows {
                self.draw_row(canvas, row, Point::new(x, y));
            }
        });
    }

    fn draw_row(&self, canvas: &Canvas, row: &Row, corner: Point) {
        let at = corner + row.at.to_vec2();
        canvas.faded(if row.entry.faded { 0.5 } else { 1.0 }, |canvas| {
            let line = row.text.size() * LINE_SPACING;
            let lines = (row.text.line_count() - 1) as f64;
            let gap = if row.entry.heading { GAP } else { self.text_gap() };
            let baseline = at.y - line * (lines / 2.0 - 0.3);
            canvas.text(&row.text, &Placement::new(at.x + gap, baseline, Anchor::Start));
            if !row.entry.heading {
                // A text of several lines is centred on its key, unless the figure says.
                let lift = 0.5 * (line - row.height + 3.0);
                let y = match self.attrs.text("valign") {
                    "top" => at.y + lift,
                    "bottom" => at.y - lift,
                    _ => at.y,
                };
                row.entry.key.draw(canvas, Point::new(at.x + self.indent(), y), self.item_width());
            }
        });
    }
}

impl Row {
    fn new(
        entry: Entry,
        setter: &Typesetter,
        (style, global): (&TextStyle, &TextStyle),
        attrs: &Attrs,
    ) -> Self {
        let style = if entry.heading {
            global
                .sized((global.size * 1.1).round())
                .with(&attrs.at("grouptitlefont"))
                .with(&Attrs::new([&entry.title_font]))
        } else {
            style.clone()
        };
        let text = setter.set(&entry.text, &style);
        let height = (style.size * LINE_SPACING * text.line_count() as f64).max(16.0) + 3.0;
        Self { entry, text, height, at: Point::ZERO }
    }
}
