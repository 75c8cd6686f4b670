//! Stylesheets: of each rule what decides about visible text (CSS Syntax level 3, as far as browsers print it).

use super::media::Media;

/// The properties that decide what a visitor reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Display,
    Visibility,
    WhiteSpace,
    TextTransform,
    Opacity,
    ContentVisibility,
}

impl Property {
    pub(super) const COUNT: usize = 6;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "display" => Self::Display,
            "visibility" => Self::Visibility,
            "white-space" => Self::WhiteSpace,
            "text-transform" => Self::TextTransform,
            "opacity" => Self::Opacity,
            "content-visibility" => Self::ContentVisibility,
            _ => return None,
        })
    }
}

/// `name: value`, of a property that counts here.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declaration {
    pub(super) property: Property,
    /// Lower case.
    pub(super) value: String,
    pub(super) important: bool,
}

/// The declarations of one selector.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub(super) selector: String,
    pub(super) declarations: Vec<Declaration>,
}

/// The rules of a stylesheet that hold for `media`, in order.
pub(super) fn rules(css: &str, media: &Media) -> Vec<Rule> {
    let mut found = Vec::new();
    collect(&without_comments(css), media, &mut found);
    found
}

/// The declarations in a block or a `style` attribute that count here.
pub(super) fn declarations(block: &str) -> Vec<Declaration> {
    let parts = block.split(';').filter_map(|part| part.split_once(':'));
    parts
        .filter_map(|(name, value)| {
            let property = Property::named(name.trim().to_ascii_lowercase().as_str())?;
            let value = value.trim().to_ascii_lowercase();
            let important =
                value.strip_suffix("important").and_then(|rest| rest.trim_end().strip_suffix('!'));
            let plain = important.unwrap_or(&value).trim().to_owned();
            // What a variable holds is not followed.
            (!plain.contains("var(")).then(|| Declaration {
                property,
                important: important.is_some(),
                value: plain,
            })
        })
        .collect()
}

fn collect(css: &str, media: &Media, found: &mut Vec<Rule>) {
    let mut rest = css;
    while let Some(open) = find(rest, &['{', ';']) {
        let (prelude, tail) = rest.split_at(open);
        let prelude = prelude.trim();
        if let Some(after) = tail.strip_prefix(';') {
            rest = after;
            continue;
        }
        let end = closing(tail).unwrap_or(tail.len());
        let body = tail.get(1..end).unwrap_or_default();
        rest = tail.get(end + 1..).unwrap_or_default();
        if let Some(at_rule) = prelude.strip_prefix('@') {
            let (name, condition) =
                at_rule.split_once(|c: char| c.is_whitespace() || c == '(').unwrap_or((at_rule, ""));
            let open =
                if at_rule.get(name.len()..).is_some_and(|tail| tail.starts_with('(')) { "(" } else { "" };
            match name {
                "media" if media.matches(&format!("{open}{condition}")) => collect(body, media, found),
                "supports" | "layer" | "container" => collect(body, media, found),
                _ => {}
            }
            continue;
        }
        let declarations = declarations(body);
        if !declarations.is_empty() {
            let selectors = split(prelude);
            found.extend(
                selectors.map(|selector| Rule {
                    selector: selector.to_owned(),
                    declarations: declarations.clone(),
                }),
            );
        }
    }
}

/// The selectors of a list: commas within brackets belong to one of them.
fn split(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    list.split(move |c| {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        c == ',' && depth == 0
    })
    .map(str::trim)
    .filter(|selector| !selector.is_empty())
}

/// The place of the first of `wanted` outside of quotes.
fn find(css: &str, wanted: &[char]) -> Option<usize> {
    outside_quotes(css).find(|(_, c)| wanted.contains(c)).map(|(at, _)| at)
}

/// The place of the brace that closes the one `css` begins with.
fn closing(css: &str) -> Option<usize> {
    let mut depth = 0;
    outside_quotes(css)
        .find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0 && *c == '}'
        })
        .map(|(at, _)| at)
}

fn outside_quotes(css: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    let mut escaped = false;
    css.char_indices().filter(move |(_, c)| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        escaped = *c == '\\';
        match quote {
            Some(open) => {
                if *c == open {
                    quote = None;
                }
                false
            }
            None if matches!(c, '"' | '\'') => {
                quote = Some(*c);
                false
            }
            None => !escaped,
        }
    })
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push(' ');
        text.push_str(part.split_once("*/").map_or("", |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(css: &str) -> Vec<String> {
        let rule = |rule: Rule| {
            format!(
                "{} {:?}",
                rule.selector,
                rule.declarations.iter().map(|d| d.value.as_str()).collect::<Vec<_>>()
            )
        };
        rules(css, &Media::default()).into_iter().map(rule).collect()
    }

    #[test]
    fn rules_that_matter_are_kept_with_their_selectors() {
        let css = "@charset 'utf-8'; a{color:red} .x, .y:not(.z, .w) { /* } */ DISPLAY : None !important; content:\"}\" } @media (max-width:10px){.n{display:none}} @media screen{.s{visibility:hidden}}@font-face{src:url(a;b)} .v{display:var(--d)}";
        assert_eq!(told(css), [r#".x ["none"]"#, r#".y:not(.z, .w) ["none"]"#, r#".s ["hidden"]"#]);
    }

    #[test]
    fn broken_css_ends_without_harm() {
        for css in ["a{", "}", "@media {", "a{display:none", "'", "/*", "\\", "a{b:c}}}{"] {
            let _ = told(css);
        }
        assert_eq!(told("a{display:none"), [r#"a ["none"]"#]);
    }
}
