//! What kind of axis a column of data calls for.

use std::collections::HashSet;

use crate::render::chart::column::Column;
use crate::render::chart::date;

/// How an axis maps data to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AxisKind {
    /// Numbers.
    Linear,
    /// Powers of ten.
    Log,
    /// Milliseconds since 1970.
    Date,
    /// Names, side by side.
    Category,
    /// Names in groups.
    MultiCategory,
}

impl AxisKind {
    /// plotly's name for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Log => "log",
            Self::Date => "date",
            Self::Category => "category",
            Self::MultiCategory => "multicategory",
        }
    }

    /// The kind that `axis.type` names.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Linear, Self::Log, Self::Date, Self::Category, Self::MultiCategory]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// Category or multicategory.
    pub(crate) fn is_categorical(self) -> bool {
        matches!(self, Self::Category | Self::MultiCategory)
    }
}

/// plotly's `axis_autotype`: dates need twice as many distinct dates as numbers, categories twice as many texts.
///
/// `strict` is `autotypenumbers: "strict"`: numbers written as text are texts.
pub(crate) fn autotype(column: &Column, strict: bool) -> AxisKind {
    if column.is_nested() {
        return AxisKind::MultiCategory;
    }
    let Column::Values(_) = column else { return AxisKind::Linear };
    // A thousand samples decide, as in plotly.
    let stride = ((column.len().saturating_sub(1)) as f64 / 1000.0).max(1.0);
    let samples =
        (0..).map(|step| (f64::from(step) * stride).round() as usize).take_while(|at| *at < column.len());
    let (mut dates, mut numbers, mut texts) = (0, 0, 0);
    let (mut seen_dates, mut seen) = (HashSet::new(), HashSet::new());
    for index in samples {
        let Some(text) = column.text(index) else { continue };
        let is_number = column.num(index).is_some();
        let is_json_number = column.value(index).is_some_and(serde_json::Value::is_number);
        if seen_dates.insert(text.clone()) {
            dates += usize::from(date::parse(&text).is_some());
            numbers += usize::from(is_number);
        }
        if !text.is_empty() && seen.insert(text) {
            let counts = if strict { is_json_number } else { is_number };
            if !counts {
                texts += 1;
            }
        }
    }
    let linear = (0..column.len()).filter(|index| column.num(*index).is_some()).count().min(seen.len());
    let counted = if strict { seen.len() - texts } else { linear.min(seen.len() - texts) };
    if dates > 2 * numbers {
        AxisKind::Date
    } else if texts > 2 * counted {
        AxisKind::Category
    } else {
        AxisKind::Linear
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kind(value: &serde_json::Value, strict: bool) -> Option<AxisKind> {
        Column::of(value).map(|column| autotype(&column, strict))
    }

    #[test]
    fn data_decide_the_kind() {
        assert_eq!(kind(&json!([1, 2, null]), false), Some(AxisKind::Linear));
        assert_eq!(kind(&json!(["2020-01-01", "2020-02"]), false), Some(AxisKind::Date));
        assert_eq!(kind(&json!(["a", "b", 3]), false), Some(AxisKind::Linear));
        assert_eq!(kind(&json!(["a", "b", "c"]), false), Some(AxisKind::Category));
        assert_eq!(kind(&json!([["a", "a"], ["b", "c"]]), false), Some(AxisKind::MultiCategory));
        assert_eq!(kind(&json!([]), false), Some(AxisKind::Linear));
    }

    #[test]
    fn numbers_as_text_are_categories_when_strict() {
        assert_eq!(kind(&json!(["1", "2"]), true), Some(AxisKind::Category));
        assert_eq!(kind(&json!(["1", "2"]), false), Some(AxisKind::Linear));
        assert_eq!(kind(&json!([2007, 2008]), true), Some(AxisKind::Linear));
    }
}
