//! The lines of one level, followed from cell to cell.

use kurbo::{Point, Vec2};

use super::crossings::{Crossings, FROM_FIRST_COLUMN, FROM_FIRST_ROW, FROM_LAST_COLUMN, FROM_LAST_ROW};
use super::ground::Ground;
use super::thin::thin;

/// A line that takes more steps than this runs in circles; so does a level with more lines.
const MOST: usize = 10_000;

/// The grid that levels are drawn through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'f, 'a> {
    /// Rows of one length, without holes.
    pub(super) z: &'f [Vec<f64>],
    /// In calculation coordinates.
    pub(super) x: &'f [f64],
    pub(super) y: &'f [f64],
    pub(super) ground: Ground<'f, 'a>,
}

/// A point of a line: on the ground, and in steps of the grid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) at: Point,
    pub(super) cell: Point,
}

/// All lines of one level, on the ground.
#[derive(Debug, Clone, Default)]
pub(super) struct Isoline {
    pub(super) level: f64,
    /// From edge to edge of the grid; the higher side is on one hand.
    pub(super) open: Vec<Vec<Point>>,
    pub(super) closed: Vec<Vec<Point>>,
    /// Whether a line begins at the edge, even one that was too short to stay.
    pub(super) starts: bool,
}

type Step = (isize, isize);

impl Isoline {
    /// Follows all lines; `smoothing` is `line.smoothing`.
    pub(super) fn follow(field: &Field, level: f64, mut crossings: Crossings, smoothing: f64) -> Self {
        let mut line = Self { level, starts: !crossings.starts.is_empty(), ..Self::default() };
        for start in std::mem::take(&mut crossings.starts) {
            line.walk(field, &mut crossings, start, true, smoothing);
        }
        for _ in 0..MOST {
            let Some((start, _)) = crossings.cells.first_key_value() else { break };
            let start = *start;
            line.walk(field, &mut crossings, start, false, smoothing);
        }
        line
    }

    /// The same lines run the other way.
    pub(super) fn reversed(mut self) -> Self {
        for path in self.open.iter_mut().chain(&mut self.closed) {
            path.reverse();
        }
        self
    }

    fn walk(
        &mut self,
        field: &Field,
        crossings: &mut Crossings,
        start: (usize, usize),
        at_edge: bool,
        smoothing: f64,
    ) {
        let Some(case) = crossings.cells.get(&start).copied() else { return };
        let first = first_step(case, at_edge, start);
        let begin = (start.0 as isize, start.1 as isize);
        let mut marks = Vec::from_iter(field.cross(self.level, begin, (-first.0, -first.1)));
        let (mut place, mut step) = (begin, first);
        for _ in 0..MOST {
            let key = (place.0 as usize, place.1 as usize);
            let Some(case) = crossings.cells.get(&key).copied() else { break };
            let case = match saddle(case, step) {
                Some((now, later)) => {
                    crossings.cells.insert(key, later);
                    now
                }
                None => {
                    crossings.cells.remove(&key);
                    case
                }
            };
            let Some(next) = way_out(case) else { break };
            step = next;
            if let Some(mark) = field.cross(self.level, place, step)
                && marks.last().is_none_or(|last| !field.same(last.at, mark.at))
            {
                marks.push(mark);
            }
            place = (place.0 + step.0, place.1 + step.1);
            let (rows, columns) = (field.z.len() as isize, field.x.len() as isize);
            let out = (step.1 != 0 && (place.1 < 0 || place.1 > columns - 2))
                || (step.0 != 0 && (place.0 < 0 || place.0 > rows - 2));
            if (place == begin && step == first) || (at_edge && out) || place.0 < 0 || place.1 < 0 {
                break;
            }
        }
        let closed = match (marks.first(), marks.last()) {
            (Some(first), Some(last)) => field.same(first.at, last.at),
            _ => return,
        };
        let mut points = thin(marks, closed, smoothing);
        if points.len() < 2 {
            return;
        }
        if closed {
            points.pop();
            self.closed.push(points);
        } else {
            self.join(field, points);
        }
    }

    /// Puts an open line to those that begin or end where it does.
    fn join(&mut self, field: &Field, mut points: Vec<Point>) {
        let meets = |a: Option<&Point>, b: Option<&Point>| a.zip(b).is_some_and(|(a, b)| field.same(*a, *b));
        let next = self.open.iter().position(|path| meets(path.first(), points.last()));
        let before = self.open.iter().position(|path| meets(path.last(), points.first()));
        match (next, before) {
            (Some(next), before) => {
                points.pop();
                match before.filter(|_| !points.is_empty()) {
                    Some(before) if before == next => {
                        points.remove(0);
                        points.append(&mut self.open.remove(next));
                        self.closed.push(points);
                    }
                    Some(before) => {
                        points.remove(0);
                        let tail = self.open.remove(next);
                        let before = if before > next { before - 1 } else { before };
                        self.open[before].extend(points.into_iter().chain(tail));
                    }
                    None => {
                        points.append(&mut self.open[next]);
                        self.open[next] = points;
                    }
                }
            }
            (None, Some(before)) => self.open[before].extend(points.into_iter().skip(1)),
            (None, None) => self.open.push(points),
        }
    }
}

impl Field<'_, '_> {
    /// Where a level crosses the side of a cell that `step` leaves over.
    fn cross(&self, level: f64, cell: (isize, isize), step: Step) -> Option<Mark> {
        let row = usize::try_from(cell.0 + step.0.max(0)).ok()?;
        let column = usize::try_from(cell.1 + step.1.max(0)).ok()?;
        let here = *self.z.get(row)?.get(column)?;
        if step.0 != 0 {
            let share = (level - here) / (self.z.get(row)?.get(column + 1)? - here);
            let y = *self.y.get(row)?;
            let x = (*self.x.get(column)?, *self.x.get(column + 1)?, share);
            let at = self.ground.between(x, (y, y, 0.0));
            Some(Mark { at, cell: Point::new(column as f64 + share, row as f64) })
        } else {
            let share = (level - here) / (self.z.get(row + 1)?.get(column)? - here);
            let x = *self.x.get(column)?;
            let y = (*self.y.get(row)?, *self.y.get(row + 1)?, share);
            let at = self.ground.between((x, x, 0.0), y);
            Some(Mark { at, cell: Point::new(column as f64, row as f64 + share) })
        }
    }

    /// The corners of the grid on the ground: top left, top right, bottom right, bottom left of an upright plot.
    pub(super) fn corners(&self) -> [Point; 4] {
        let ends = |list: &[f64]| {
            let end = |value: Option<&f64>| value.copied().unwrap_or(f64::NAN);
            (end(list.first()), end(list.last()))
        };
        let ((left, right), (bottom, top)) = (ends(self.x), ends(self.y));
        let corner = |x: f64, y: f64| self.ground.between((x, x, 0.0), (y, y, 0.0));
        [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)]
    }

    /// Whether points are the same but for rounding.
    fn same(&self, a: Point, b: Point) -> bool {
        let (apart, (slack, _)): (Vec2, _) = (a - b, self.ground.slack());
        apart.x.abs() < slack.x && apart.y.abs() < slack.y
    }
}

/// The step that led into the first cell.
fn first_step(case: u16, at_edge: bool, (row, column): (usize, usize)) -> Step {
    let inwards = |index: usize| if index == 0 { 1 } else { -1 };
    match case {
        208 | 1114 if at_edge => (0, inwards(column)),
        104 | 713 if at_edge => (inwards(row), 0),
        case if FROM_FIRST_ROW.contains(&case) => (1, 0),
        case if FROM_FIRST_COLUMN.contains(&case) => (0, 1),
        case if FROM_LAST_ROW.contains(&case) => (-1, 0),
        case => {
            debug_assert!(FROM_LAST_COLUMN.contains(&case), "an unknown case of marching squares");
            (0, -1)
        }
    }
}

/// Of a saddle's two lines, the one that goes on after `step`, and the one that is left.
fn saddle(case: u16, (row, column): Step) -> Option<(u16, u16)> {
    let back = (if column == 0 { row } else { column }) < 0;
    match (case, back) {
        (104, true) => Some((4, 1)),
        (104, false) => Some((1, 4)),
        (208, true) => Some((2, 8)),
        (208, false) => Some((8, 2)),
        (713, true) => Some((7, 13)),
        (713, false) => Some((13, 7)),
        (1114, true) => Some((11, 14)),
        (1114, false) => Some((14, 11)),
        _ => None,
    }
}

/// The step, rows and columns, that a case's line leaves its cell by.
fn way_out(case: u16) -> Option<Step> {
    match case {
        1 | 3 | 7 => Some((0, -1)),
        2 | 6 | 14 => Some((-1, 0)),
        4 | 12 | 13 => Some((0, 1)),
        8 | 9 | 11 => Some((1, 0)),
        _ => None,
    }
}
