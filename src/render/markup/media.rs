//! Media queries (CSS Media Queries level 4), for a screen with a mouse.

use super::Theme;

/// What media queries ask about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Media {
    /// The page area's width, CSS px.
    pub width: f64,
    /// The page area's height, CSS px.
    pub height: f64,
    /// The colours that the visitor prefers.
    pub theme: Theme,
}

impl Default for Media {
    /// The usual page area of a visit.
    fn default() -> Self {
        Self { width: 1280.0, height: 800.0, theme: Theme::Light }
    }
}

impl Media {
    /// Whether a list of queries, as after `@media`, holds; an empty one does. What is not understood does not.
    pub fn matches(&self, queries: &str) -> bool {
        let queries = queries.to_ascii_lowercase();
        queries.trim().is_empty() || queries.split(',').any(|query| self.query(query.trim()))
    }

    fn query(&self, query: &str) -> bool {
        let query = query.strip_prefix("only ").unwrap_or(query).trim();
        if let Some(rest) = query.strip_prefix("not ") {
            return !self.query(rest);
        }
        let mut alternatives = query.split(" or ");
        alternatives.any(|all| all.split(" and ").all(|part| self.part(part.trim())))
    }

    fn part(&self, part: &str) -> bool {
        if let Some(rest) = part.strip_prefix("not ") {
            return !self.part(rest);
        }
        match part.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            Some(inner) if inner.starts_with('(') => self.query(inner),
            Some(feature) => self.feature(feature.trim()),
            None => matches!(part, "all" | "screen"),
        }
    }

    fn feature(&self, feature: &str) -> bool {
        if feature.contains(['<', '>']) {
            return self.range(feature);
        }
        let Some((name, value)) = feature.split_once(':') else {
            return matches!(
                feature,
                "width" | "height" | "color" | "hover" | "any-hover" | "pointer" | "any-pointer"
            );
        };
        let value = value.trim();
        let length = || px(value);
        match name.trim() {
            "width" => length() == Some(self.width),
            "min-width" => length().is_some_and(|least| self.width >= least),
            "max-width" => length().is_some_and(|most| self.width <= most),
            "height" => length() == Some(self.height),
            "min-height" => length().is_some_and(|least| self.height >= least),
            "max-height" => length().is_some_and(|most| self.height <= most),
            "orientation" => (value == "portrait") == (self.height >= self.width),
            "prefers-color-scheme" => value.parse() == Ok(self.theme),
            "prefers-reduced-motion" | "prefers-contrast" | "prefers-reduced-transparency" => {
                value == "no-preference"
            }
            "hover" | "any-hover" => value == "hover",
            "pointer" | "any-pointer" => value == "fine",
            "forced-colors" | "inverted-colors" | "scripting" => matches!(value, "none" | "enabled"),
            "display-mode" => value == "browser",
            _ => false,
        }
    }

    /// `width >= 600px`, `400px <= width < 900px`.
    fn range(&self, feature: &str) -> bool {
        let mut sides = Vec::new();
        let mut rest = feature;
        while let Some(at) = rest.find(['<', '>']) {
            let (side, tail) = rest.split_at(at);
            let (operator, after) = tail.split_at(if tail.get(1..2) == Some("=") { 2 } else { 1 });
            sides.push((side.trim(), operator));
            rest = after;
        }
        let last = rest.trim();
        let value = |text: &str| match text {
            "width" => Some(self.width),
            "height" => Some(self.height),
            other => px(other),
        };
        let rights = sides.iter().skip(1).map(|(side, _)| *side).chain([last]);
        sides.iter().zip(rights).all(|((left, operator), right)| {
            let (Some(left), Some(right)) = (value(left), value(right)) else { return false };
            match *operator {
                "<" => left < right,
                "<=" => left <= right,
                ">" => left > right,
                _ => left >= right,
            }
        })
    }
}

/// A length in CSS px; `em` and `rem` are the browser's own font size, as media queries have them.
fn px(text: &str) -> Option<f64> {
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 = number.trim().parse().ok()?;
    match unit.trim() {
        "px" => Some(number),
        "em" | "rem" => Some(number * 16.0),
        "" if number == 0.0 => Some(0.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Media, Theme};

    #[test]
    fn widths_types_and_preferences_are_asked() {
        let media = Media::default();
        for holds in [
            "",
            "screen",
            "(min-width: 768px)",
            "screen and (max-width:80em)",
            "(400px <= width < 1300px)",
            "print, screen",
            "not print",
            "(prefers-color-scheme: light)",
        ] {
            assert!(media.matches(holds), "{holds}");
        }
        for fails in [
            "print",
            "(max-width: 575.98px)",
            "(prefers-color-scheme: dark)",
            "not screen",
            "(width < 1280px)",
            "(max-width: 5lh)",
        ] {
            assert!(!media.matches(fails), "{fails}");
        }
    }
    #[test]
    fn a_visitor_prefers_one_theme_or_the_other() {
        let dark = Media { theme: Theme::Dark, ..Media::default() };
        assert!(
            dark.matches("(prefers-color-scheme: dark)") && !dark.matches("(prefers-color-scheme: light)")
        );
    }
}
