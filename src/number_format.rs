//! d3-format: `[[fill]align][sign][symbol][0][width][,][.precision][~][type]`.

use crate::dash::json::number_text;

/// How a language writes numbers (d3-format's `formatLocale`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Locale {
    /// Before the fraction.
    pub(crate) decimal: String,
    /// Between groups of digits.
    pub(crate) thousands: String,
    /// Digits of a group, from the right; begun again where it ends.
    pub(crate) grouping: Vec<usize>,
    /// Before and after an amount of money.
    pub(crate) currency: [String; 2],
    /// The digits, where they are others than ours.
    pub(crate) numerals: Option<[String; 10]>,
    /// After a percentage.
    pub(crate) percent: String,
    /// Before a negative number.
    pub(crate) minus: String,
}

impl Default for Locale {
    fn default() -> Self {
        Self {
            decimal: ".".to_owned(),
            thousands: ",".to_owned(),
            grouping: vec![3],
            currency: ["$".to_owned(), String::new()],
            numerals: None,
            percent: "%".to_owned(),
            minus: "-".to_owned(),
        }
    }
}

/// The decimal and the thousands separator, as plotly gives them.
impl From<(char, char)> for Locale {
    fn from((decimal, thousands): (char, char)) -> Self {
        Self { decimal: decimal.into(), thousands: thousands.into(), ..Self::default() }
    }
}

/// A parsed specifier.
#[derive(Debug, Clone, PartialEq)]
struct Spec {
    fill: char,
    align: char,
    sign: char,
    symbol: char,
    zero: bool,
    width: usize,
    comma: bool,
    precision: Option<usize>,
    trim: bool,
    kind: char,
}

/// Digits that are enough to tell any number from its neighbours.
const MOST_DIGITS: usize = 25;

const ALIGNS: [char; 4] = ['<', '>', '^', '='];

impl Spec {
    fn parse(text: &str) -> Option<Self> {
        let mut spec = Self {
            fill: ' ',
            align: '>',
            sign: '-',
            symbol: ' ',
            zero: false,
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
            (spec.zero, spec.fill, spec.align) = (true, '0', '=');
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
pub(crate) fn format(value: f64, specifier: &str, locale: impl Into<Locale>) -> String {
    match Spec::parse(specifier) {
        Some(spec) => spec.write(value, &locale.into()),
        None => number_text(value),
    }
}

/// Formats a number by the SI prefix of `unit`, whatever its own size (d3-format's `formatPrefix`).
pub(crate) fn format_prefix(value: f64, specifier: &str, unit: f64, locale: &Locale) -> String {
    let Some(mut spec) = Spec::parse(specifier) else { return number_text(value) };
    spec.kind = 'f';
    let thousand = exponent(unit.abs(), MOST_DIGITS).div_euclid(3).clamp(-8, 8);
    format!("{}{}", spec.write(value / 10_f64.powi(3 * thousand), locale), prefix(thousand))
}

impl Spec {
    fn write(mut self, value: f64, locale: &Locale) -> String {
        if self.kind == 'n' {
            (self.comma, self.kind) = (true, 'g');
        }
        let known = "e f g r s % p b o d x X c".contains(self.kind) && self.kind != ' ';
        if !known {
            self.precision.get_or_insert(12);
            (self.trim, self.kind) = (true, 'g');
        }
        let (mut body, unit) = digits(value.abs(), &self);
        if self.trim {
            body = trim(&body);
        }
        let negative = value < 0.0 && body.chars().any(|c| ('1'..='9').contains(&c));
        let sign = match (negative, self.sign) {
            (true, '(') => "(",
            (true, _) => &locale.minus,
            (false, '+') => "+",
            (false, ' ') => " ",
            _ => "",
        };
        let [before, after] = match self.symbol {
            '$' => locale.currency.each_ref().map(String::as_str),
            _ => ["", ""],
        };
        let base = if self.symbol == '#' && "boxX".contains(self.kind) {
            format!("0{}", self.kind.to_ascii_lowercase())
        } else {
            String::new()
        };
        let prefix = format!("{sign}{before}{base}");
        let percent = if after.is_empty() && "%p".contains(self.kind) { &locale.percent } else { "" };
        let closing = if negative && self.sign == '(' { ")" } else { "" };
        let (whole, fraction) = match body.find(|c: char| !c.is_ascii_digit()) {
            Some(end) if matches!(self.kind, 'e' | 'f' | 'g' | 'r' | 's' | '%' | 'p' | 'd') => {
                body.split_at(end)
            }
            _ => (body.as_str(), ""),
        };
        let suffix = format!("{}{unit}{after}{percent}{closing}", fraction.replacen('.', &locale.decimal, 1));
        let missing = |whole: &str| {
            self.width.saturating_sub([&prefix, whole, &suffix].map(|part| part.chars().count()).iter().sum())
        };
        let whole = match (self.comma, self.zero) {
            (false, _) => whole.to_owned(),
            (true, false) => group(whole, locale, usize::MAX),
            (true, true) => {
                let room = if missing(whole) > 0 { self.width - suffix.chars().count() } else { usize::MAX };
                group(&format!("{}{whole}", "0".repeat(missing(whole))), locale, room)
            }
        };
        let padding: String = std::iter::repeat_n(self.fill, missing(&whole)).collect();
        let text = format!("{whole}{suffix}");
        let text = match self.align {
            '<' => format!("{prefix}{text}{padding}"),
            '=' => format!("{prefix}{padding}{text}"),
            '^' => {
                let half = padding.chars().count() / 2;
                let left: String = padding.chars().take(half).collect();
                let right: String = padding.chars().skip(half).collect();
                format!("{left}{prefix}{text}{right}")
            }
            _ => format!("{padding}{prefix}{text}"),
        };
        let numeral = |c: char| match (c.to_digit(10), &locale.numerals) {
            (Some(digit), Some(numerals)) => numerals.get(digit as usize).cloned().unwrap_or_default(),
            _ => c.to_string(),
        };
        if locale.numerals.is_some() { text.chars().map(numeral).collect() } else { text }
    }
}

/// Rounds to decimals; what is exactly between goes up, as JavaScript's `toFixed` rounds.
fn fixed(size: f64, decimals: usize) -> String {
    let exact = format!("{size:.*}", decimals + MOST_DIGITS);
    let rest = exact.len().checked_sub(MOST_DIGITS).and_then(|start| exact.get(start..));
    let between =
        rest.is_some_and(|rest| rest.starts_with('5') && rest.chars().skip(1).all(|digit| digit == '0'));
    format!("{:.decimals$}", if between { size.next_up() } else { size })
}

fn digits(size: f64, spec: &Spec) -> (String, String) {
    let precision = spec.precision.unwrap_or(6);
    let significant = precision.max(1);
    let none = String::new();
    match spec.kind {
        '%' => (fixed(size * 100.0, precision), none),
        'p' => (rounded(size * 100.0, significant), none),
        'b' => (format!("{:b}", size.round() as u64), none),
        'o' => (format!("{:o}", size.round() as u64), none),
        'x' => (format!("{:x}", size.round() as u64), none),
        'X' => (format!("{:X}", size.round() as u64), none),
        'd' | 'c' => (format!("{:.0}", size.round()), none),
        'e' => (exponential(size, precision), none),
        'f' => (fixed(size, precision), none),
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
        fixed(value, (significant as i32 - 1 - power).max(0) as usize)
    }
}

/// d3's `formatRounded`: significant digits, never an exponent.
fn rounded(value: f64, significant: usize) -> String {
    let decimals = significant as i32 - 1 - exponent(value, significant);
    if decimals >= 0 {
        return fixed(value, decimals as usize);
    }
    let unit = 10_f64.powi(-decimals);
    format!("{:.0}", (value / unit).round() * unit)
}

/// The SI prefix of a power of a thousand.
fn prefix(thousand: i32) -> &'static str {
    const PREFIXES: [&str; 17] =
        ["y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"];
    usize::try_from(thousand + 8).ok().and_then(|index| PREFIXES.get(index).copied()).unwrap_or_default()
}

fn si(value: f64, significant: usize) -> (String, String) {
    let thousand = exponent(value, significant).div_euclid(3).clamp(-8, 8);
    let scaled = value / 10_f64.powi(3 * thousand);
    (rounded(scaled, significant), prefix(thousand).to_owned())
}

fn trim(text: &str) -> String {
    let (digits, exponent) = text.find('e').map_or((text, ""), |at| text.split_at(at));
    if !digits.contains('.') {
        return text.to_owned();
    }
    format!("{}{exponent}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// Puts separators between groups of digits, to the left for as long as there is room (in characters).
pub(crate) fn group(digits: &str, locale: &Locale, room: usize) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let mut groups = Vec::new();
    let (mut left, mut length) = (digits.len(), 0_usize);
    for size in locale.grouping.iter().copied().cycle() {
        if left == 0 || size == 0 {
            break;
        }
        let size = if length + size + 1 > room { room.saturating_sub(length).max(1) } else { size };
        let from = left.saturating_sub(size);
        groups.push(digits.get(from..left).unwrap_or_default().iter().collect::<String>());
        left = from;
        length += size + 1;
        if length > room {
            break;
        }
    }
    groups.reverse();
    groups.join(&locale.thousands)
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
            (2.5, ".0f", "3"),
            (1.005, ".2f", "1.00"),
            (1234.0, "010,", "00,001,234"),
            (-5.0, "($.2f", "($5.00)"),
            (255.0, "#x", "0xff"),
        ] {
            assert_eq!(format(value, specifier, ('.', ',')), expected, "{value} {specifier}");
        }
    }

    #[test]
    fn a_locale_has_its_own_signs_and_groups() {
        let indian = Locale {
            grouping: vec![3, 2],
            currency: [String::new(), " €".to_owned()],
            minus: "−".to_owned(),
            ..Locale::from((',', '.'))
        };
        assert_eq!(format(-1_234_567.5, "$,.2f", indian.clone()), "−12.34.567,50 €");
        assert_eq!(format_prefix(1_234_567.0, ",.1f", 1e3, &indian), "1.234,6k");
    }

    #[test]
    fn an_unreadable_specifier_gives_the_plain_number() {
        assert_eq!(format(1.5, "%%nonsense%%", ('.', ',')), "1.5");
    }
}
