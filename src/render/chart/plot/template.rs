//! `texttemplate`: `%{name:format}` in texts.

use crate::number_format;
use crate::render::chart::attrs::{Attrs, label, number};
use crate::render::chart::axis::{Axis, AxisKind};
use crate::render::chart::column::Column;
use crate::render::chart::{date, date_format};

/// What stands in for a variable.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Filling {
    /// A number, and how it is written without a format.
    Number(f64, String),
    /// A time in ms, and how it is written.
    Date(f64, String),
    /// A text.
    Text(String),
}

/// Replaces the variables of a template; `texttemplatefallback` stands in for unknown ones, which stay as they are
/// where it is `false`.
pub(crate) fn fill(attrs: &Attrs, template: &str, lookup: impl Fn(&str) -> Option<Filling>) -> String {
    let fallback = match attrs.get("texttemplatefallback") {
        None => Some("-".to_owned()),
        Some(value) => label(value).filter(|_| !value.is_boolean()),
    };
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find("%{") {
        out += &rest[..at];
        let Some(end) = rest[at..].find('}').map(|end| end + at) else { break };
        let body = &rest[at + 2..end];
        let split = body.find([':', '|']).unwrap_or(body.len());
        let (name, format) = (&body[..split], body.get(split + 1..).unwrap_or(""));
        match lookup(name.trim()) {
            Some(Filling::Number(number, text)) => {
                out +=
                    &if format.is_empty() { text } else { number_format::format(number, format, ('.', ',')) };
            }
            Some(Filling::Date(ms, text)) => {
                out += &if format.is_empty() { text } else { date_format::format(ms, format) };
            }
            Some(Filling::Text(text)) => out += &text,
            None => out += fallback.as_deref().unwrap_or(&rest[at..=end]),
        }
        rest = &rest[end + 1..];
    }
    out + rest
}

/// A value as its axis writes it.
pub(crate) fn on_axis(axis: &Axis, value: f64) -> Filling {
    match axis.kind {
        AxisKind::Date => Filling::Date(value, date_format::format(value, "%b %-d, %Y")),
        AxisKind::Category => {
            Filling::Text(axis.categories.get(value.round() as usize).cloned().unwrap_or_default())
        }
        AxisKind::MultiCategory => Filling::Text(
            axis.groups.get(value.round() as usize).map(|group| group.1.clone()).unwrap_or_default(),
        ),
        AxisKind::Linear | AxisKind::Log => {
            let (prefix, suffix) = (axis.attrs.text("tickprefix"), axis.attrs.text("ticksuffix"));
            Filling::Number(value, format!("{prefix}{}{suffix}", axis.write(value)))
        }
    }
}

/// A point's own data: `customdata[0]`, `marker.size`, any array of the trace.
pub(crate) fn lookup(attrs: &Attrs, name: &str, index: usize) -> Option<Filling> {
    let (path, column) = match name.split_once('[') {
        Some((path, rest)) => (path, rest.trim_end_matches(']').parse::<usize>().ok()),
        None => (name, None),
    };
    let value = attrs.get(path)?;
    if let (Some(column), Some(rows)) = (column, crate::render::chart::column::rows(value))
        && let Some(number) =
            rows.get(index).and_then(|row| row.get(column)).filter(|number| number.is_finite())
    {
        return Some(Filling::Number(*number, crate::render::chart::attrs::write_number(*number)));
    }
    let entry = match Column::of(value) {
        Some(list) => match (list.value(index), column) {
            (Some(entry), Some(column)) => entry.get(column)?,
            (Some(entry), None) => entry,
            (None, _) => {
                return list
                    .num(index)
                    .map(|n| Filling::Number(n, crate::render::chart::attrs::write_number(n)));
            }
        },
        None => value,
    };
    let text = label(entry)?;
    if entry.is_number() {
        return number(entry).map(|number| Filling::Number(number, text));
    }
    Some(match date::parse(&text).filter(|_| text.len() > 7) {
        Some(ms) => Filling::Date(ms, text),
        None => Filling::Text(text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_formatted_and_unknown_ones_fall_back() {
        let lookup = |name: &str| match name {
            "y" => Some(Filling::Number(2.25, "2.25".into())),
            "label" => Some(Filling::Text("A".into())),
            _ => None,
        };
        let text = |attrs: &Attrs| fill(attrs, "%{y:.1f} of %{label}, %{nope}", lookup);
        assert_eq!(text(&Attrs::default()), "2.3 of A, -");
        let kept = serde_json::json!({"texttemplatefallback": false});
        assert_eq!(text(&Attrs::new([&kept])), "2.3 of A, %{nope}");
    }
}
