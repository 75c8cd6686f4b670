//! The axes that a figure's plot traces call for, and what they share.

use std::collections::BTreeSet;

use kurbo::Rect;

use super::grid::Grid;
use super::labels::PlacedText;
use super::model::Auto;
use super::{Axes, Axis, AxisKind, Extremes, Letter, autotype};
use crate::render::chart::Figure;
use crate::render::chart::column::Column;
use crate::render::chart::plot::{Matrix, Trace, Visible, is_summarised};
use crate::render::chart::text::TextStyle;

fn number(id: &str) -> usize {
    id[1..].parse().unwrap_or(1)
}

/// Letter and number of an axis' id.
fn axis_key(id: &str) -> Option<(char, usize)> {
    let (letter, rest) = id.split_at_checked(1)?;
    let letter = letter.chars().next().filter(|letter| matches!(letter, 'x' | 'y'))?;
    let number = if rest.is_empty() { 1 } else { rest.parse().ok().filter(|number| *number > 1)? };
    Some((letter, number))
}

impl<'a> Axes<'a> {
    /// The axes of all cartesian traces; a figure with no trace at all gets one empty plot.
    pub(crate) fn of(figure: &'a Figure, traces: &[Trace<'a>], font: &TextStyle) -> Self {
        let mut ids: BTreeSet<(char, usize)> = BTreeSet::new();
        for trace in traces.iter().filter(|trace| trace.is_cartesian() && trace.visible != Visible::Hidden) {
            ids.insert(('x', number(&trace.x_axis)));
            ids.insert(('y', number(&trace.y_axis)));
        }
        let of_matrices = Matrix::grid(&Matrix::all(traces));
        ids.extend(of_matrices.iter().flatten().filter_map(|id| axis_key(id)));
        if ids.is_empty() && traces.iter().all(|trace| trace.visible == Visible::Hidden) {
            ids.extend([('x', 1), ('y', 1)]);
        }
        let drawn = ids.clone();
        let name_of = |(letter, number): (char, usize)| {
            if number == 1 { format!("{letter}axis") } else { format!("{letter}axis{number}") }
        };
        let mut unseen: Vec<(char, usize)> = ids.iter().copied().collect();
        // Axes that drawn ones match exist too, without a plot.
        while let Some(id) = unseen.pop() {
            let matched = figure.own_axis(&name_of(id)).str("matches").and_then(axis_key);
            unseen.extend(matched.filter(|matched| ids.insert(*matched)));
        }
        let id_of = |(letter, number): (char, usize)| {
            if number == 1 { letter.to_string() } else { format!("{letter}{number}") }
        };
        let names: Vec<String> = ids.iter().copied().map(id_of).collect();
        let plotted: Vec<String> = drawn.iter().copied().map(id_of).collect();
        let grid = Grid::of(&figure.layout(), traces);
        let mut list = Vec::new();
        for id in &names {
            let name = format!("{}axis{}", &id[..1], &id[1..]);
            let mut axis = Axis::new(id, figure.counted(&name), figure.own_axis(&name), font);
            let strict = figure.layout().str("autotypenumbers") == Some("strict");
            axis.set_kind(traces, strict);
            axis.mark_maps(traces);
            axis.note_images(traces);
            axis.show_dimension(traces);
            let counters = |known: &&String| !known.starts_with(id.get(..1).unwrap_or("x"));
            let default = if grid.place(&mut axis) {
                axis.anchor.take()
            } else if axis.attrs.num("position").is_some() {
                None
            } else {
                plotted.iter().find(counters).cloned()
            };
            axis.anchor = match axis.attrs.str("anchor") {
                Some("free") => None,
                Some(anchor) if plotted.iter().filter(counters).any(|name| name == anchor) => {
                    Some(anchor.to_owned())
                }
                _ => default,
            };
            axis.overlaying = axis
                .attrs
                .str("overlaying")
                .filter(|other| {
                    *other != axis.id
                        && names.iter().any(|name| name == other)
                        && other.starts_with(&axis.id[..1])
                })
                .map(str::to_owned);
            axis.matches = axis.matches.filter(|other| names.contains(other) && *other != axis.id);
            axis.missing = !plotted.contains(id);
            axis.visible &= !axis.missing;
            list.push(axis);
        }
        let mut axes = Self::new(list);
        axes.fill_missing();
        axes.share_domains();
        axes.place_shifted();
        axes.resolve_matches();
        axes.list_categories();
        axes.order_by_data(traces);
        axes.share_categories(traces);
        for axis in axes.iter_mut() {
            axis.read_range();
            axis.reverse_by_default(traces);
            axis.hide_by_default(traces);
            axis.slide_by_default(traces);
        }
        axes.share_breaks();
        axes.share_ranges();
        axes
    }

    /// The subplots that traces use, and whether each lies over another.
    pub(crate) fn subplots(&self, traces: &[Trace]) -> Vec<(String, String, bool)> {
        let mut subplots: Vec<(String, String, bool)> = Vec::new();
        for trace in traces.iter().filter(|trace| trace.is_cartesian()) {
            let over = |id: &str| self.get(id).is_some_and(|axis| axis.overlaying.is_some());
            let subplot =
                (trace.x_axis.clone(), trace.y_axis.clone(), over(&trace.x_axis) || over(&trace.y_axis));
            if !subplots.contains(&subplot)
                && self.get(&subplot.0).is_some()
                && self.get(&subplot.1).is_some()
            {
                subplots.push(subplot);
            }
        }
        for (x, y) in Matrix::all(traces).iter().flat_map(Matrix::subplots) {
            let subplot = (x, y, false);
            if !subplots.contains(&subplot)
                && self.get(&subplot.0).is_some()
                && self.get(&subplot.1).is_some()
            {
                subplots.push(subplot);
            }
        }
        if subplots.is_empty() && !self.is_empty() {
            subplots.push(("x".into(), "y".into(), false));
        }
        subplots.sort_by_key(|(x, y, over)| (*over, number(x), number(y)));
        subplots
    }

    /// Places the axes in the plot area, chooses ranges and ticks.
    pub(crate) fn set_scale(&mut self, area: Rect) {
        for axis in self.iter_mut() {
            axis.set_scale(area);
        }
        self.set_ranges();
        self.constrain();
        for axis in self.iter_mut() {
            axis.settle_breaks();
        }
        for axis in self.iter_mut().filter(|axis| !axis.missing) {
            axis.set_ticks();
        }
        self.sync_ticks();
    }

    fn set_ranges(&mut self) {
        let shared: Vec<(String, Option<String>, f64, Extremes)> = self
            .iter()
            .map(|axis| (axis.id.clone(), axis.matches.clone(), axis.length, axis.extremes.clone()))
            .collect();
        for axis in self.iter_mut() {
            let group = axis.matches.clone().unwrap_or_else(|| axis.id.clone());
            let mut all = axis.extremes.clone();
            for (id, matches, length, extremes) in &shared {
                if *id != axis.id && matches.as_ref().unwrap_or(id) == &group {
                    all.merge(extremes, axis.length / length);
                }
            }
            if axis.kind.is_categorical() && all.min.is_empty() && !axis.categories.is_empty() {
                all.add_span(-0.5, axis.categories.len() as f64 - 0.5, super::Pads::default());
            }
            axis.autorange(&all);
            axis.shown = all;
        }
        let ranges: Vec<(String, [f64; 2], Auto)> =
            self.iter().map(|axis| (axis.id.clone(), axis.range, axis.auto)).collect();
        let matched: Vec<(String, Option<String>)> =
            self.iter().map(|axis| (axis.id.clone(), axis.matches.clone())).collect();
        for axis in self.iter_mut() {
            let group = axis.matches.clone().unwrap_or_else(|| axis.id.clone());
            let member = |id: &str| {
                matched.iter().any(|(own, matches)| own == id && matches.as_ref().unwrap_or(own) == &group)
            };
            // A fixed range anywhere in the group is everyone's.
            if let Some((_, range, _)) =
                ranges.iter().find(|(id, _, auto)| member(id) && *auto == Auto::Fixed)
            {
                axis.range = *range;
            } else if let Some((_, range, _)) = ranges.iter().find(|(id, ..)| *id == group) {
                axis.range = *range;
            }
        }
    }
}

impl<'a> Axis<'a> {
    fn set_kind(&mut self, traces: &[Trace<'a>], strict: bool) {
        let own = self.attrs.str("type");
        let named = own.or_else(|| self.dimension_kind(traces)).and_then(AxisKind::named);
        self.kind = named.unwrap_or_else(|| self.detect_kind(traces, strict));
    }

    fn detect_kind(&self, traces: &[Trace<'a>], strict: bool) -> AxisKind {
        let strict = self.attrs.str("autotypenumbers").map_or(strict, |own| own == "strict");
        let letter = if self.letter == Letter::X { "x" } else { "y" };
        let users = || {
            traces.iter().filter(|trace| {
                trace.is_cartesian()
                    && trace.visible != Visible::Hidden
                    && (if self.letter == Letter::X { &trace.x_axis } else { &trace.y_axis }) == &self.id
            })
        };
        let detect = |column: &Column| autotype(column, strict);
        let counts_along =
            |trace: &Trace| trace.kind == "histogram" && trace.is_horizontal() == (self.letter == Letter::X);
        if let Some(values) = self.dimension_values(traces) {
            return detect(&values);
        }
        for trace in users() {
            if counts_along(trace) {
                return AxisKind::Linear;
            }
            let boxes = matches!(trace.kind, "box" | "violin");
            let position = trace.is_horizontal() == (self.letter == Letter::Y);
            let summarised = is_summarised(trace);
            match trace.column(letter) {
                // Rows of a carpet's points are no groups.
                Some(column) if trace.kind == "carpet" && column.is_nested() => {
                    let row = (0..column.len()).find_map(|index| column.value(index).and_then(Column::of));
                    return row.map_or(AxisKind::Linear, |row| detect(&row));
                }
                Some(column) if column.len() > 0 && summarised && !position => return AxisKind::Linear,
                Some(column) if column.len() > 0 => return detect(&column),
                // Quartiles without positions are counted.
                _ if summarised => {}
                _ if boxes && position && !trace.attrs.has(&format!("{letter}0")) => {
                    return detect(&Column::Values(&self.box_places(users())));
                }
                _ => {
                    if let Some(start) = trace.attrs.get(&format!("{letter}0")) {
                        return detect(&Column::Values(std::slice::from_ref(start)));
                    }
                    let indexed =
                        trace.column(if letter == "x" { "y" } else { "x" }).is_some_and(|c| c.len() > 0);
                    if indexed {
                        return AxisKind::Linear;
                    }
                }
            }
        }
        AxisKind::Linear
    }

    /// Where boxes without positions stand: at the first position of those that have some, or at their names.
    fn box_places<'t>(&self, users: impl Iterator<Item = &'t Trace<'a>>) -> Vec<serde_json::Value>
    where
        'a: 't,
    {
        let letter = if self.letter == Letter::X { "x" } else { "y" };
        let place = |trace: &Trace| match trace.column(letter) {
            Some(Column::Values(values)) => values.first().cloned().unwrap_or_default(),
            Some(Column::Numbers(numbers)) => numbers.all().first().copied().into(),
            None => trace.name.clone().into(),
        };
        users.filter(|trace| matches!(trace.kind, "box" | "violin")).map(place).collect()
    }

    /// Whether a label stays: by default those beyond the page are hidden.
    pub(crate) fn keeps(&self, label: &PlacedText, page: Rect) -> bool {
        let default = if self.labels_inside() {
            "hide past domain"
        } else if self.kind.is_categorical() {
            "allow"
        } else {
            "hide past div"
        };
        let rule = self.attrs.str_or("ticklabeloverflow", default);
        if rule == "allow" {
            return true;
        }
        let (low, high) = match (rule.contains("domain"), self.letter) {
            (true, _) => (self.offset, self.offset + self.length),
            (false, Letter::X) => (page.x0, page.x1),
            (false, Letter::Y) => (page.y0, page.y1),
        };
        let slack = if self.tick_angle == 0.0 { self.tick_style.font.size / 4.0 } else { 0.0 };
        match self.letter {
            Letter::X => label.bounds.x0 >= low && label.bounds.x1 <= high,
            Letter::Y => label.bounds.y1 <= high && label.bounds.y0 + slack >= low,
        }
    }

    /// Bars and histograms want no ticks closer than their spacing.
    pub(crate) fn need_step(&mut self, least: f64, from: f64, allow: bool) {
        if !allow || !matches!(self.kind, AxisKind::Linear | AxisKind::Date) {
            self.min_step = if allow { self.min_step } else { Some((0.0, 0.0)) };
            return;
        }
        self.min_step = match self.min_step {
            None => Some((least, from)),
            Some((0.0, _)) => Some((0.0, 0.0)),
            Some((known, start)) => {
                let ratio = known / least;
                let near = |ratio: f64| (ratio - ratio.round()).abs() < 1e-6;
                let aligned = ((from - start) / known + 1e-6).rem_euclid(1.0) < 2e-6;
                if ratio >= 1.0 && near(ratio) && aligned {
                    Some((least, from))
                } else if ratio < 1.0 && near(1.0 / ratio) && aligned {
                    Some((known, start))
                } else {
                    Some((0.0, 0.0))
                }
            }
        };
    }

    /// A number as this axis' ticks write it, with more digits.
    pub(crate) fn write(&self, value: f64) -> String {
        super::label::write_exactly(self, value)
    }

    /// A number as this axis' ticks write it.
    pub(crate) fn write_as_tick(&self, value: f64) -> String {
        super::label::write_like_ticks(self, value)
    }
}
