//! The HTML subset of plotly's texts: `<b> <i> <em> <br> <sub> <sup> <s> <u> <span style> <a href>` and entities.

use super::TextStyle;
use crate::render::chart::color;

/// A piece of text in one style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) style: TextStyle,
    /// Baseline shift, px, y down.
    pub(super) shift: f64,
    pub(super) link: Option<String>,
}

#[derive(Clone)]
struct Open<'a> {
    tag: &'a str,
    style: TextStyle,
    shift: f64,
    link: Option<String>,
}

/// Takes a text apart into lines of spans.
pub(super) fn parse(text: &str, style: &TextStyle) -> Vec<Vec<Span>> {
    let base = Open { tag: "", style: style.clone(), shift: 0.0, link: None };
    let mut stack = vec![base];
    let mut lines = vec![Vec::new()];
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, tag, after) = next_tag(rest);
        rest = after;
        let current = stack.last().cloned().unwrap_or_else(|| Open {
            tag: "",
            style: style.clone(),
            shift: 0.0,
            link: None,
        });
        push(&mut lines, &current, &unescape(plain));
        let Some(tag) = tag else { continue };
        let closing = tag.starts_with('/');
        let body = tag.trim_start_matches('/').trim_end_matches('/');
        let name_end = body.find(|c: char| c.is_whitespace()).unwrap_or(body.len());
        let (name, attributes) = body.split_at(name_end);
        match (known(name), closing) {
            (Some("br"), _) => lines.push(Vec::new()),
            (Some(name), false) => {
                if name == "sub" || name == "sup" {
                    push(&mut lines, &current, "\u{200b}");
                }
                stack.push(opened(&current, name, attributes));
            }
            (Some(name), true) => {
                if stack.len() > 1 && stack.last().is_some_and(|open| open.tag == name) {
                    stack.pop();
                    if name == "sub" || name == "sup" {
                        // plotly resets the baseline with a zero-width space, which is part of what the text says.
                        let outer = stack.last().cloned().unwrap_or_else(|| current.clone());
                        push(&mut lines, &outer, "\u{200b}");
                    }
                }
            }
            (None, _) => push(&mut lines, &current, &unescape(&format!("<{tag}>"))),
        }
    }
    lines
}

fn push(lines: &mut [Vec<Span>], open: &Open, text: &str) {
    if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
        line.push(Span {
            text: text.replace(['\n', '\r'], " "),
            style: open.style.clone(),
            shift: open.shift,
            link: open.link.clone(),
        });
    }
}

/// Splits at the next `<…>` without angle brackets inside: the text before, the tag's inside, what follows.
fn next_tag(text: &str) -> (&str, Option<&str>, &str) {
    let mut from = 0;
    while let Some(start) = text[from..].find('<').map(|at| at + from) {
        match text[start + 1..].find(['<', '>']).map(|at| at + start + 1) {
            Some(end) if text[end..].starts_with('>') => {
                return (&text[..start], Some(&text[start + 1..end]), &text[end + 1..]);
            }
            Some(again) => from = again,
            None => break,
        }
    }
    (text, None, "")
}

fn known(name: &str) -> Option<&'static str> {
    ["br", "b", "i", "em", "sub", "sup", "s", "u", "span", "a"]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name) || (*known == "b" && name == "strong"))
}

fn opened<'a>(outer: &Open<'a>, tag: &'a str, attributes: &str) -> Open<'a> {
    let mut open = Open { tag, ..outer.clone() };
    match tag {
        "b" => open.style.weight = 700,
        "i" => open.style.italic = true,
        "em" => (open.style.weight, open.style.italic) = (700, true),
        "sub" | "sup" => {
            open.style.size *= 0.7;
            // SHIFT_DY of plotly's svg_text_utils, in em of the smaller text.
            open.shift += open.style.size * if tag == "sub" { 0.3 } else { -0.6 };
        }
        "a" => {
            open.link = attribute(attributes, "href").map(unescape_owned);
        }
        _ => {}
    }
    for declaration in attribute(attributes, "style").unwrap_or_default().split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.trim();
        match property.trim() {
            "color" => open.style.color = color::parse(value).unwrap_or(open.style.color),
            "font-size" => open.style.size = length(value, open.style.size),
            "font-family" => value.trim_matches(['\'', '"']).clone_into(&mut open.style.family),
            "font-weight" => open.style.weight = weight(value),
            "font-style" => open.style.italic = value == "italic" || value == "oblique",
            _ => {}
        }
    }
    open
}

/// A CSS font weight: `bold`, `normal` or a number.
pub(super) fn weight(value: &str) -> u16 {
    match value {
        "bold" | "bolder" => 700,
        "lighter" => 300,
        number => number.parse().unwrap_or(400),
    }
}

fn length(value: &str, em: f64) -> f64 {
    let split = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let Ok(number) = value[..split].parse::<f64>() else { return em };
    match value[split..].trim() {
        "%" => number / 100.0 * em,
        "em" | "rem" => number * em,
        "pt" => number * 4.0 / 3.0,
        _ => number,
    }
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let at = attributes.find(name)? + name.len();
    let value = attributes[at..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    value[1..].split(quote).next()
}

fn unescape_owned(text: &str) -> String {
    unescape(text)
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out += &rest[..at];
        rest = &rest[at..];
        let entity =
            rest.find(';').filter(|end| *end <= 8).and_then(|end| Some((character(&rest[1..end])?, end)));
        if let Some((character, end)) = entity {
            out.push(character);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out + rest
}

fn character(entity: &str) -> Option<char> {
    if let Some(code) = entity.strip_prefix('#') {
        let code = match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => code.parse().ok()?,
        };
        return char::from_u32(code);
    }
    // The names that plotly.js knows.
    Some(match entity {
        "mu" => 'μ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => '\u{a0}',
        "times" => '×',
        "plusmn" => '±',
        "deg" => '°',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let lines = parse(text, &TextStyle::default());
        lines.into_iter().map(|line| line.into_iter().map(|span| span.text).collect()).collect()
    }

    #[test]
    fn tags_become_styles_and_lines() {
        assert_eq!(texts("a<br>b<b>c</b>"), [vec!["a"], vec!["b", "c"]]);
        let line = &parse("x<sup>2</sup>", &TextStyle::default())[0];
        assert!(line[2].shift < 0.0 && line[2].style.size < line[0].style.size);
        assert_eq!((&*line[1].text, &*line[3].text), ("\u{200b}", "\u{200b}"));
    }

    #[test]
    fn unknown_tags_and_lone_brackets_stay_text() {
        assert_eq!(texts("a < b <q> &amp; &#x41; &nope;"), [vec!["a < b ", "<q>", " & A &nope;"]]);
        assert_eq!(texts("é<<b>x"), [vec!["é<", "x"]]);
    }

    #[test]
    fn span_styles_are_read() {
        let line = &parse("<span style=\"color: red; font-size: 2em\">x</span>", &TextStyle::default())[0];
        assert_eq!(
            (line[0].style.color, line[0].style.size),
            (crate::render::scene::Color::rgb(255, 0, 0), 24.0)
        );
    }
}
