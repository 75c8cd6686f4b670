//! Numbers as plotly writes them in slices, cells and indicators.

use crate::number_format::format;

/// A number to `digits` significant digits, without needless zeros, thousands parted from five digits on or where
/// there is a fraction (plotly's `numSeparate`).
///
/// `separators` are `layout.separators`: the decimal one, then the thousands'.
pub(super) fn separated(value: f64, digits: usize, separators: &str) -> String {
    // JavaScript rounds ties away from zero, where Rust's formats round to even.
    let text = format(value.abs() * (1.0 + 4.0 * f64::EPSILON), &format!(".{digits}r"), ('.', ','));
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let (whole, fraction) = text.split_once('.').map_or((text, ""), |(whole, fraction)| (whole, fraction));
    let mut chars = separators.chars();
    let point = chars.next().unwrap_or('.');
    let whole = match chars.next() {
        Some(comma) if whole.len() > 4 || !fraction.is_empty() => parted(whole, comma),
        _ => whole.to_owned(),
    };
    let sign = if value < 0.0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{point}{fraction}") }
}

/// Puts a separator before every third digit from the end.
fn parted(digits: &str, separator: char) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A specifier as plotly hands it to d3: where no precision is asked for, needless zeros go (`adjustFormat`).
pub(super) fn adjust(specifier: &str) -> String {
    let mut chars = specifier.chars();
    let (first, second) = (chars.next(), chars.next());
    let digit = first.is_some_and(|c| c.is_ascii_digit());
    match (specifier, second) {
        ("0.f", _) => "~f".into(),
        (_, Some('%')) if digit => "~%".into(),
        (_, Some('s')) if digit => "~s".into(),
        _ if first.is_some_and(|c| !"~,.0$".contains(c))
            && specifier.contains(['&', 'f', 'p', 's'])
            && !fixed(specifier) =>
        {
            format!("~{specifier}")
        }
        _ => specifier.to_owned(),
    }
}

/// Whether a specifier is a width, a point and a precision: `2.3f`.
fn fixed(specifier: &str) -> bool {
    let mut chars = specifier.chars();
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(chars.next()) && chars.next() == Some('.') && digit(chars.next()) && chars.next() == Some('f')
}
