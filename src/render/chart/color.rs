//! CSS colours, and plotly's arithmetic on them.

use super::color_names::NAMES;
use crate::render::scene::Color;

/// plotly's `colorway`: the colours that plot traces take in turn.
pub(crate) const COLORWAY: [Color; 10] = [
    Color::rgb(0x1f, 0x77, 0xb4),
    Color::rgb(0xff, 0x7f, 0x0e),
    Color::rgb(0x2c, 0xa0, 0x2c),
    Color::rgb(0xd6, 0x27, 0x28),
    Color::rgb(0x94, 0x67, 0xbd),
    Color::rgb(0x8c, 0x56, 0x4b),
    Color::rgb(0xe3, 0x77, 0xc2),
    Color::rgb(0x7f, 0x7f, 0x7f),
    Color::rgb(0xbc, 0xbd, 0x22),
    Color::rgb(0x17, 0xbe, 0xcf),
];

/// plotly's default for lines and text: `#444`.
pub(crate) const DARK: Color = Color::rgb(0x44, 0x44, 0x44);

/// Reads a CSS colour: a keyword, `#rgb[a]`, `#rrggbb[aa]`, `rgb()`, `rgba()`, `hsl()`, `hsv()`.
pub(crate) fn parse(text: &str) -> Option<Color> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(digits) = text.strip_prefix('#') {
        return hex(digits);
    }
    if text == "transparent" {
        return Some(Color::TRANSPARENT);
    }
    if let Some((name, rest)) = text.split_once('(') {
        return function(name.trim(), rest.trim_end_matches(')'));
    }
    let at = NAMES.binary_search_by_key(&text.as_str(), |(name, _)| name).ok()?;
    NAMES.get(at).map(|(_, rgb)| from_rgb(*rgb))
}

/// The colour of `0xRRGGBB`.
pub(crate) const fn from_rgb(rgb: u32) -> Color {
    Color::rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

fn hex(digits: &str) -> Option<Color> {
    if !digits.is_ascii() {
        return None;
    }
    let long: String = match digits.len() {
        3 | 4 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 | 8 => digits.to_owned(),
        _ => return None,
    };
    let value = u32::from_str_radix(&long, 16).ok()?;
    Some(if long.len() == 8 { Color { a: value as u8, ..from_rgb(value >> 8) } } else { from_rgb(value) })
}

fn function(name: &str, arguments: &str) -> Option<Color> {
    let parts: Vec<&str> = arguments.split([',', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let value = |index: usize, whole: f64| -> Option<f64> {
        let part = parts.get(index)?;
        match part.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().ok().map(|percent| percent / 100.0 * whole),
            None => part.trim_end_matches("deg").parse().ok(),
        }
    };
    let alpha = if parts.len() > 3 { value(3, 1.0)?.clamp(0.0, 1.0) } else { 1.0 };
    let a = (alpha * 255.0).round() as u8;
    let byte = |value: f64| value.round().clamp(0.0, 255.0) as u8;
    let rgb = match name {
        "rgb" | "rgba" => [value(0, 255.0)?, value(1, 255.0)?, value(2, 255.0)?],
        "hsl" | "hsla" => {
            let (s, l) = (percentage(&parts, 1)?, percentage(&parts, 2)?);
            let value = l + s * l.min(1.0 - l);
            from_hsv(value_of_hue(&parts)?, if value == 0.0 { 0.0 } else { 2.0 - 2.0 * l / value }, value)
        }
        "hsv" | "hsva" => from_hsv(value_of_hue(&parts)?, percentage(&parts, 1)?, percentage(&parts, 2)?),
        _ => return None,
    };
    Some(Color { r: byte(rgb[0]), g: byte(rgb[1]), b: byte(rgb[2]), a })
}

fn value_of_hue(parts: &[&str]) -> Option<f64> {
    parts.first()?.trim_end_matches("deg").parse::<f64>().ok()
}

fn percentage(parts: &[&str], index: usize) -> Option<f64> {
    let part = parts.get(index)?;
    let number: f64 = part.trim_end_matches('%').parse().ok()?;
    let share = if part.ends_with('%') || number > 1.0 { number / 100.0 } else { number };
    Some(share.clamp(0.0, 1.0))
}

fn from_hsv(hue: f64, saturation: f64, value: f64) -> [f64; 3] {
    [5.0, 3.0, 1.0].map(|n| {
        let k = (n + hue / 60.0).rem_euclid(6.0);
        255.0 * (value - value * saturation * k.min(4.0 - k).clamp(0.0, 1.0))
    })
}

/// `front` painted over `back`, as one opaque colour.
pub(crate) fn combine(front: Color, back: Color) -> Color {
    let share = f64::from(front.a) / 255.0;
    let back = if back.a == 0 { Color::WHITE } else { back };
    let channel = |front: u8, back: u8| {
        (f64::from(back) * (1.0 - share) + f64::from(front) * share).round().clamp(0.0, 255.0) as u8
    };
    Color::rgb(channel(front.r, back.r), channel(front.g, back.g), channel(front.b, back.b))
}

/// Between two colours: `share` 0 is `from`, 1 is `to`; alpha too.
pub(crate) fn mix(from: Color, to: Color, share: f64) -> Color {
    let channel = |from: u8, to: u8| {
        (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round().clamp(0.0, 255.0) as u8
    };
    Color {
        r: channel(from.r, to.r),
        g: channel(from.g, to.g),
        b: channel(from.b, to.b),
        a: channel(from.a, to.a),
    }
}

/// Whether white reads better than dark on this colour, by its luminance.
pub(crate) fn is_dark(color: Color) -> bool {
    (2126.0 * f64::from(color.r) + 7152.0 * f64::from(color.g) + 722.0 * f64::from(color.b)) / 10_000.0
        < 128.0
}

/// How bright a colour is, 0 to 1, by WCAG's relative luminance.
pub(crate) fn luminance(color: Color) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
}

/// A colour for text on `background`: `#444` or the background's own hue made white (plotly's `Color.contrast`).
pub(crate) fn contrast(background: Color) -> Color {
    let opaque = if background.a == 255 { background } else { combine(background, Color::WHITE) };
    if is_dark(opaque) { Color::WHITE } else { DARK }
}

/// tinycolor's `lighten`/`darken` in HSL, `amount` -1 to 1.
pub(crate) fn lighten(color: Color, amount: f64) -> Color {
    let [r, g, b] = [color.r, color.g, color.b].map(|channel| f64::from(channel) / 255.0);
    let (high, low) = (r.max(g).max(b), r.min(g).min(b));
    let light = f64::midpoint(high, low);
    let span = high - low;
    let saturation = if span == 0.0 { 0.0 } else { span / (1.0 - (2.0 * light - 1.0).abs()) };
    let hue = if span == 0.0 {
        0.0
    } else if high == r {
        60.0 * ((g - b) / span)
    } else if high == g {
        60.0 * ((b - r) / span + 2.0)
    } else {
        60.0 * ((r - g) / span + 4.0)
    };
    let light = (light + amount).clamp(0.0, 1.0);
    let value = light + saturation * light.min(1.0 - light);
    let rgb = from_hsv(hue, if value == 0.0 { 0.0 } else { 2.0 - 2.0 * light / value }, value);
    let [r, g, b] = rgb.map(|channel| channel.round().clamp(0.0, 255.0) as u8);
    Color { r, g, b, a: color.a }
}

/// As SVG and `describe` write it: `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`.
pub(crate) fn write(color: Color) -> String {
    if color.a == 255 {
        return format!("rgb({}, {}, {})", color.r, color.g, color.b);
    }
    let alpha = (f64::from(color.a) / 255.0 * 1000.0).round() / 1000.0;
    format!("rgba({}, {}, {}, {alpha})", color.r, color.g, color.b)
}

/// A fill that is told apart from this one: a little darker, or lighter where this is dark.
pub(crate) fn stand_out(color: Color) -> Color {
    let parts = [color.r, color.g, color.b].map(|part| f64::from(part) / 255.0);
    let [low, high] = [parts.into_iter().fold(1.0, f64::min), parts.into_iter().fold(0.0, f64::max)];
    let lightness = f64::midpoint(low, high);
    let dark = contrast(color) == Color::WHITE;
    let wanted = (lightness + if dark { 0.25 } else { -0.1 }).clamp(0.0, 1.0);
    // At one hue and saturation, the distance to the grey is in proportion to the room around it.
    let room = |lightness: f64| 1.0 - (2.0 * lightness - 1.0).abs();
    let scale = if room(lightness) > 0.0 { room(wanted) / room(lightness) } else { 0.0 };
    let [r, g, b] = parts.map(|part| ((wanted + (part - lightness) * scale) * 255.0).round() as u8);
    Color { r, g, b, ..color }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_is_read() {
        assert_eq!(parse("RebeccaPurple"), Some(Color::rgb(0x66, 0x33, 0x99)));
        assert_eq!(parse("#abc"), Some(Color::rgb(0xaa, 0xbb, 0xcc)));
        assert_eq!(parse("rgba(1, 2, 3, 0.5)"), Some(Color { r: 1, g: 2, b: 3, a: 128 }));
        assert_eq!(parse("hsl(120, 100%, 50%)"), Some(Color::rgb(0, 255, 0)));
        assert_eq!(parse("hsv(0,100%,50%)"), Some(Color::rgb(128, 0, 0)));
        for text in ["", "#ä", "rgb(", "nope", "rgb(a,b,c)"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn text_contrasts_with_its_background() {
        assert_eq!(contrast(Color::BLACK), Color::WHITE);
        assert_eq!(contrast(Color::WHITE), DARK);
    }
}
