//! d3-format: `[[fill]align][sign][symbol][0][width][,][.precision][~][type]`.

use super::attrs::write_number;

/// A parsed specifier.
#[derive(Debug, Clone, PartialEq)]
struct Spec {
    fill: char,
    align: char,
    sign: char,
    symbol: char,
    width: usize,
    comma: bool,
    precision: Option<usize>,
    trim: bool,
    kind: char,
}

const ALIGNS: [char; 4] = ['<', '>', '^', '='];

impl Spec {
    fn parse(text: &str) -> Option<Self> {
        let mut spec = Self {
            fill: ' ',
            align: '>',
            sign: '-',
            symbol: ' ',
            width: 0,
            comma: false,
            precision: None,
            trim: false,
            kind: ' ',
        };
        let chars: Vec<char> = text.trim().chars().collect();
        let mut at = 0;
        if chars.get(1).is_some_and(|c| ALIGNS.contains(c)) {
            (spec.fill, spec.align) = (chars[0], chars[1]);
            at = 2;
        } else if let Some(align) = chars.first().filter(|c| ALIGNS.contains(c)) {
            spec.align = *align;
            at = 1;
        }
        let take = |at: &mut usize, set: &[char]| {
            let found = chars.get(*at).copied().filter(|c| set.contains(c));
            *at += usize::from(found.is_some());
            found
        };
        if let Some(sign) = take(&mut at, &['-', '+', '(', ' ']) {
            spec.sign = sign;
        }
        if let Some(symbol) = take(&mut at, &['$', '#']) {
            spec.symbol = symbol;
        }
        if take(&mut at, &['0']).is_some() {
            (spec.fill, spec.align) = ('0', '=');
        }
        let digits = |at: &mut usize| {
            let start = *at;
            while chars.get(*at).is_some_and(char::is_ascii_digit) {
                *at += 1;
            }
            chars[start..*at].iter().collect::<String>().parse::<usize>().ok()
        };
        spec.width = digits(&mut at).unwrap_or(0).min(200);
        spec.comma = take(&mut at, &[',']).is_some();
        if take(&mut at, &['.']).is_some() {
            spec.precision = Some(digits(&mut at)?.min(20));
        }
        spec.trim = take(&mut at, &['~']).is_some();
        if let Some(kind) = chars.get(at) {
            spec.kind = *kind;
            at += 1;
        }
        (at == chars.len()).then_some(spec)
    }
}

/// Formats a number; an unreadable specifier gives the plain number, as plotly does.
///
/// `separators` are the decimal and the thousands separator.
pub(crate) fn format(value: f64, specifier: &str, separators: (char, char)) -> String {
    let Some(mut spec) = Spec::parse(specifier) else { return write_number(value) };
    if spec.kind == 'n' {
        (spec.comma, spec.kind) = (true, 'g');
    }
    let known = "e f g r s % p b o d x X c".contains(spec.kind) && spec.kind != ' ';
    if !known {
        spec.precision.get_or_insert(12);
        (spec.trim, spec.kind) = (true, 'g');
    }
    let size = value.abs();
    let (mut body, mut suffix) = digits(size, &spec);
    if spec.trim {
        body = trim(&body);
    }
    let negative = value < 0.0 && body.chars().any(|c| ('1'..='9').contains(&c));
    let sign = match (negative, spec.sign) {
        (true, '(') => "(",
        (true, _) => "-",
        (false, '+') => "+",
        (false, ' ') => " ",
        _ => "",
    };
    let prefix = format!("{sign}{}", if spec.symbol == '$' { "$" } else { "" });
    if negative && spec.sign == '(' {
        suffix.push(')');
    }
    let (whole, fraction) = match body.find(|c: char| !c.is_ascii_digit()) {
        Some(end) if matches!(spec.kind, 'e' | 'f' | 'g' | 'r' | 's' | '%' | 'p' | 'd') => body.split_at(end),
        _ => (body.as_str(), ""),
    };
    let whole = if spec.comma { group(whole, separators.1) } else { whole.to_owned() };
    let fraction = fraction.replacen('.', &separators.0.to_string(), 1);
    let text = format!("{whole}{fraction}{suffix}");
    let padding: String = std::iter::repeat_n(
        spec.fill,
        spec.width.saturating_sub(prefix.chars().count() + text.chars().count()),
    )
    .collect();
    match spec.align {
        '<' => format!("{prefix}{text}{padding}"),
        '=' => format!("{prefix}{padding}{text}"),
        '^' => {
            let half = padding.chars().count() / 2;
            let left: String = padding.chars().take(half).collect();
            let right: String = padding.chars().skip(half).collect();
            format!("{left}{prefix}{text}{right}")
        }
        _ => format!("{padding}{prefix}{text}"),
    }
}

fn digits(size: f64, spec: &Spec) -> (String, String) {
    let precision = spec.precision.unwrap_or(6);
    let significant = precision.max(1);
    let none = String::new();
    match spec.kind {
        '%' => (format!("{:.precision$}", size * 100.0), "%".into()),
        'p' => (rounded(size * 100.0, significant), "%".into()),
        'b' => (format!("{:b}", size.round() as u64), none),
        'o' => (format!("{:o}", size.round() as u64), none),
        'x' => (format!("{:x}", size.round() as u64), none),
        'X' => (format!("{:X}", size.round() as u64), none),
        'd' | 'c' => (format!("{:.0}", size.round()), none),
        'e' => (exponential(size, precision), none),
        'f' => (format!("{size:.precision$}"), none),
        'r' => (rounded(size, significant), none),
        's' => si(size, significant),
        _ => (general(size, significant), none),
    }
}

fn exponential(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$e}");
    match text.split_once('e') {
        Some((digits, exponent)) if exponent.starts_with('-') => format!("{digits}e{exponent}"),
        Some((digits, exponent)) => format!("{digits}e+{exponent}"),
        None => text,
    }
}

/// The power of ten of the first digit, after rounding to `significant` digits.
fn exponent(value: f64, significant: usize) -> i32 {
    if value == 0.0 {
        return 0;
    }
    let text = format!("{value:.*e}", significant - 1);
    text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

/// JavaScript's `toPrecision`.
fn general(value: f64, significant: usize) -> String {
    let power = exponent(value, significant);
    if power < -6 || power >= significant as i32 {
        exponential(value, significant - 1)
    } else {
        format!("{value:.*}", (significant as i32 - 1 - power).max(0) as usize)
    }
}

/// d3's `formatRounded`: significant digits, never an exponent.
fn rounded(value: f64, significant: usize) -> String {
    let decimals = significant as i32 - 1 - exponent(value, significant);
    if decimals >= 0 {
        return format!("{value:.*}", decimals as usize);
    }
    let unit = 10_f64.powi(-decimals);
    format!("{:.0}", (value / unit).round() * unit)
}

fn si(value: f64, significant: usize) -> (String, String) {
    const PREFIXES: [&str; 17] =
        ["y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"];
    let thousand = exponent(value, significant).div_euclid(3).clamp(-8, 8);
    let scaled = value / 10_f64.powi(3 * thousand);
    (rounded(scaled, significant), PREFIXES.get((thousand + 8) as usize).copied().unwrap_or("").into())
}

fn trim(text: &str) -> String {
    let (digits, exponent) = text.find('e').map_or((text, ""), |at| text.split_at(at));
    if !digits.contains('.') {
        return text.to_owned();
    }
    format!("{}{exponent}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// Puts a separator between thousands.
pub(crate) fn group(digits: &str, separator: char) -> String {
    let mut out = String::new();
    let count = digits.chars().count();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (count - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifiers_format_as_d3_does() {
        for (value, specifier, expected) in [
            (1234.5678, ",.2f", "1,234.57"),
            (0.123, ".1%", "12.3%"),
            (0.256, ".0%", "26%"),
            (1_234_567.0, ".3s", "1.23M"),
            (42e6, "s", "42.0000M"),
            (42e6, "~s", "42M"),
            (1500.0, "$,.0f", "$1,500"),
            (-3.0, "+d", "-3"),
            (3.0, "+d", "+3"),
            (0.00012, ".2e", "1.20e-4"),
            (5.0, "03d", "005"),
            (1234.0, ".2r", "1200"),
            (1234.5, "", "1234.5"),
            (1234.0, ",", "1,234"),
            (0.000_001_5, ".2g", "0.0000015"),
        ] {
            assert_eq!(format(value, specifier, ('.', ',')), expected, "{value} {specifier}");
        }
    }

    #[test]
    fn an_unreadable_specifier_gives_the_plain_number() {
        assert_eq!(format(1.5, "%%nonsense%%", ('.', ',')), "1.5");
    }
}
