//! Where an axis' range comes from: the figure says both ends, one of them, or none (plotly's range defaults).

use serde_json::Value;

use super::model::{Auto, read_date};
use super::{Axis, AxisKind, Breaks};
use crate::render::chart::attrs;
use crate::render::chart::date;

/// The two ends of a range as the figure names them.
pub(crate) type Ends = [Option<f64>; 2];

impl Axis<'_> {
    /// Settles the range's source, once the kind is known.
    pub(crate) fn read_range(&mut self) {
        self.breaks = Breaks::read(self);
        self.range = self.default_range();
        let inside =
            self.ends_at("insiderange").filter(|ends| self.kind != AxisKind::Log && !ends.contains(&None));
        let given = self.ends_at("range").or(inside);
        let ends = given.unwrap_or_default();
        let default = match ends {
            [None, None] => "true",
            [None, Some(_)] => "min",
            [Some(_), None] => "max",
            [Some(_), Some(_)] => "false",
        };
        let mut source = match self.attrs.get("autorange") {
            Some(Value::Bool(auto)) => {
                if *auto {
                    "true"
                } else {
                    "false"
                }
            }
            Some(Value::String(word)) => word.as_str(),
            _ => default,
        };
        let [start, end] = ends;
        // An end can't be both given and found.
        let partial = start.is_some() != end.is_some();
        let invalid = partial && matches!(source, "true" | "reversed")
            || start.is_some() && matches!(source, "min" | "max reversed")
            || end.is_some() && matches!(source, "max" | "min reversed");
        if invalid {
            source = "true";
        }
        let ends = if invalid { Ends::default() } else { ends };
        if source == "false" {
            self.auto = Auto::Fixed;
            if let [Some(start), Some(end)] = ends {
                let least = if start == end { (start.abs() * 1e-6).max(1.0) } else { 0.0 };
                self.range = [start - least, end + least];
            }
            self.limit_range();
            return;
        }
        let backwards = matches!(ends, [Some(start), Some(end)] if end < start);
        let reversed = source.ends_with("reversed");
        self.auto = if reversed || backwards { Auto::Reversed } else { Auto::Normal };
        let [low, high] = if reversed { [ends[1], ends[0]] } else { ends };
        self.fixed = if low.is_some() == high.is_some() { Ends::default() } else { [low, high] };
        if let [Some(start), Some(end)] = ends {
            self.range = [start, end];
        }
    }

    /// The range of an axis without data.
    fn default_range(&self) -> [f64; 2] {
        if self.kind == AxisKind::Date {
            return ["2000-01-01", "2001-01-01"].map(|day| date::parse(day).unwrap_or(0.0));
        }
        let from_zero = matches!(self.range_mode, "tozero" | "nonnegative");
        [if from_zero { 0.0 } else { -1.0 }, if self.letter == super::Letter::X { 6.0 } else { 4.0 }]
    }

    /// Keeps the range within `minallowed` and `maxallowed`.
    pub(super) fn limit_range(&mut self) {
        let allowed = |name: &str| self.attrs.get(name).and_then(|value| self.end_of_range(value));
        let (least, most) = (allowed("minallowed"), allowed("maxallowed"));
        if least.is_none() && most.is_none() {
            return;
        }
        let (least, most) = (least.unwrap_or(f64::NEG_INFINITY), most.unwrap_or(f64::INFINITY));
        let reversed = self.range[1] < self.range[0];
        let (low, high) = self.span();
        let (low, high) = (low.max(least), high.min(most));
        if low < high {
            self.range = if reversed { [high, low] } else { [low, high] };
        }
    }

    /// The two ends of a range in the figure, as far as they are valid.
    pub(crate) fn ends(&self, path: &str) -> Ends {
        self.ends_at(path).unwrap_or_default()
    }

    fn ends_at(&self, path: &str) -> Option<Ends> {
        match self.attrs.list(path)? {
            [start, end] => Some([self.end_of_range(start), self.end_of_range(end)]),
            _ => None,
        }
    }

    fn end_of_range(&self, value: &Value) -> Option<f64> {
        match self.kind {
            AxisKind::Date => read_date(value),
            AxisKind::Category | AxisKind::MultiCategory => {
                attrs::number(value).or_else(|| self.category(value.as_str()?))
            }
            AxisKind::Linear | AxisKind::Log => attrs::number(value),
        }
    }
}
