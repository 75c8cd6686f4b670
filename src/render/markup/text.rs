//! Visible text, by the rules of WebDriver's "get element text" (the Selenium atom `bot.dom.getVisibleText`).

use scraper::{ElementRef, Node};

/// Elements whose `display` is `block`, `list-item`, `table` or alike without a stylesheet (HTML section 15.3).
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "caption",
    "ul",
];

/// Elements that are never displayed.
const NEVER: &[&str] = &[
    "area", "base", "datalist", "head", "link", "meta", "noscript", "param", "rp", "script", "source",
    "style", "template", "title", "track",
];

/// `display` values that break no line.
const INLINE: &[&str] = &[
    "inline",
    "inline-block",
    "inline-flex",
    "inline-grid",
    "inline-table",
    "none",
    "contents",
    "table-cell",
    "table-column",
    "table-column-group",
];

/// What the stylesheets of Dash's components and of Bootstrap 5 say about `display`, where it changes what is read.
const CLASSES: &[(&str, &str)] = &[
    ("accordion-button", "flex"),
    ("btn-close", "inline-block"),
    ("d-block", "block"),
    ("d-flex", "flex"),
    ("d-inline-block", "inline-block"),
    ("d-none", "none"),
    ("dash-dropdown-value", "block"),
    ("dash-dropdown-value-count", "block"),
    ("dash-input-container", "inline-flex"),
    ("dash-options-list-option", "flex"),
    ("dash-options-list-option-text", "flex"),
    ("dash-slider-mark", "block"),
    ("dropdown-item", "block"),
    ("form-check-inline", "inline-block"),
    ("form-label", "inline-block"),
    ("input-group-text", "flex"),
    ("invalid-feedback", "none"),
    ("list-group-item", "block"),
    ("nav-link", "block"),
    ("navbar-brand", "block"),
    ("page-link", "block"),
    ("valid-feedback", "none"),
];

/// Classes whose elements are shown only together with another class.
const SHOWN_WITH: &[(&str, &str)] =
    &[("collapse", "show"), ("dropdown-menu", "show"), ("modal", "show"), ("tab-pane", "active")];

/// What a visitor reads in an element.
pub(super) fn visible(element: ElementRef<'_>) -> String {
    let mut lines = Lines(vec![String::new()]);
    collect(element, is_shown(element), White::of(element), Case::of(element), &mut lines);
    let trimmed: Vec<&str> = lines.0.iter().map(|line| line.trim_matches(is_foldable)).collect();
    trimmed.join("\n").trim_matches(is_foldable).replace('\u{a0}', " ")
}

/// Whether an element is displayed, as far as attributes and inline styles tell.
pub(super) fn is_shown(element: ElementRef<'_>) -> bool {
    let hidden_input = element.value().name() == "input" && element.attr("type") == Some("hidden");
    let visibility = inherited(element, "visibility");
    !hidden_input
        && !matches!(visibility, Some("hidden" | "collapse"))
        && !with_ancestors(element).any(|node| display(node) == "none" || folded_away(node))
}

/// Whether it, or what it is in, is fully transparent.
pub(super) fn is_transparent(element: ElementRef<'_>) -> bool {
    with_ancestors(element)
        .any(|node| declaration(node, "opacity").and_then(|text| text.parse().ok()) == Some(0.0))
}

/// The lines so far; never empty.
struct Lines(Vec<String>);

impl Lines {
    fn current(&mut self) -> &mut String {
        if self.0.is_empty() {
            self.0.push(String::new());
        }
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    fn end_block(&mut self) {
        if !self.current().is_empty() {
            self.0.push(String::new());
        }
    }
}

/// How white space is treated.
#[derive(Clone, Copy)]
enum White {
    Fold,
    FoldWithinLines,
    Keep,
}

impl White {
    fn of(element: ElementRef<'_>) -> Self {
        let by_tag =
            |node: ElementRef<'_>| matches!(node.value().name(), "pre" | "textarea" | "xmp").then_some("pre");
        let value = with_ancestors(element)
            .find_map(|node| declaration(node, "white-space").or_else(|| by_tag(node)));
        match value {
            Some("pre" | "pre-wrap" | "break-spaces") => Self::Keep,
            Some("pre-line") => Self::FoldWithinLines,
            _ => Self::Fold,
        }
    }
}

/// `text-transform`.
#[derive(Clone, Copy)]
enum Case {
    AsIs,
    Upper,
    Lower,
    Capital,
}

impl Case {
    fn of(element: ElementRef<'_>) -> Self {
        match inherited(element, "text-transform") {
            Some("uppercase") => Self::Upper,
            Some("lowercase") => Self::Lower,
            Some("capitalize") => Self::Capital,
            _ => Self::AsIs,
        }
    }

    fn apply(self, text: &str) -> String {
        match self {
            Self::AsIs => text.to_owned(),
            Self::Upper => text.to_uppercase(),
            Self::Lower => text.to_lowercase(),
            Self::Capital => {
                let mut inside = false;
                let mut result = String::with_capacity(text.len());
                for c in text.chars() {
                    if inside || !c.is_alphanumeric() {
                        result.push(c);
                    } else {
                        result.extend(c.to_uppercase());
                    }
                    inside = c.is_alphanumeric() || inside && c == '\'';
                }
                result
            }
        }
    }
}

fn collect(element: ElementRef<'_>, shown: bool, white: White, case: Case, lines: &mut Lines) {
    let tag = element.value().name();
    if tag == "br" {
        lines.0.push(String::new());
        return;
    }
    let display = display(element);
    let cell = tag == "td" || display == "table-cell";
    let block = !cell && !INLINE.contains(&display);
    if block {
        lines.end_block();
    }
    for child in element.children() {
        match child.value() {
            Node::Text(text) if shown && !is_closed(element) => add_text(&case.apply(text), white, lines),
            Node::Element(_) => {
                if let Some(inner) = ElementRef::wrap(child)
                    && self::display(inner) != "none"
                    && !folded_away(inner)
                {
                    collect(inner, is_shown(inner), White::of(inner), Case::of(inner), lines);
                }
            }
            _ => {}
        }
    }
    let line = lines.current();
    if cell && !line.is_empty() && !line.ends_with(' ') {
        line.push(' ');
    }
    if block {
        lines.end_block();
    }
}

fn add_text(text: &str, white: White, lines: &mut Lines) {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}')).collect();
    let text = match white {
        White::Fold => fold(&text, |c| is_foldable(c) || c == '\n'),
        White::FoldWithinLines => fold(&text, is_foldable),
        White::Keep => text.replace([' ', '\t', '\u{c}', '\u{b}'], "\u{a0}"),
    };
    let line = lines.current();
    let text = if line.is_empty() || line.ends_with(' ') { text.trim_start_matches(' ') } else { &text };
    line.push_str(text);
}

fn fold(text: &str, foldable: impl Fn(char) -> bool) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if !foldable(c) {
            result.push(c);
        } else if !result.ends_with(' ') {
            result.push(' ');
        }
    }
    result
}

/// White space but for the no-break space.
fn is_foldable(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}')
}

/// The `display` that inline style, attribute and element give.
fn display(element: ElementRef<'_>) -> &str {
    let tag = element.value().name();
    if let Some(display) = declaration(element, "display") {
        return display;
    }
    if element.attr("hidden").is_some()
        || NEVER.contains(&tag)
        || tag == "dialog" && element.attr("open").is_none()
    {
        "none"
    } else if let Some(display) = by_class(element) {
        display
    } else if tag == "td" || tag == "th" {
        "table-cell"
    } else if BLOCKS.contains(&tag) {
        "block"
    } else {
        "inline"
    }
}

fn by_class(element: ElementRef<'_>) -> Option<&'static str> {
    let class = element.attr("class")?;
    let has = |name: &str| class.split_ascii_whitespace().any(|class| class == name);
    // A bar's links are folded away on narrow screens only.
    let folded = !has("navbar-collapse") && SHOWN_WITH.iter().any(|(name, with)| has(name) && !has(with));
    if folded {
        Some("none")
    } else {
        CLASSES.iter().find(|(name, _)| has(name)).map(|(_, display)| *display)
    }
}

/// Whether it is in a closed `details`, outside its summary.
fn folded_away(element: ElementRef<'_>) -> bool {
    element.value().name() != "summary" && element.parent().and_then(ElementRef::wrap).is_some_and(is_closed)
}

fn is_closed(element: ElementRef<'_>) -> bool {
    element.value().name() == "details" && element.attr("open").is_none()
}

fn inherited<'a>(element: ElementRef<'a>, property: &str) -> Option<&'a str> {
    with_ancestors(element).find_map(|node| declaration(node, property))
}

fn with_ancestors(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap))
}

/// A declaration of the inline style; the last one counts.
fn declaration<'a>(element: ElementRef<'a>, property: &str) -> Option<&'a str> {
    let value = element.attr("style")?.split(';').rev().find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        (name.trim() == property).then_some(value)
    })?;
    Some(value.trim_end().trim_end_matches("!important").trim())
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    fn text(html: &str) -> String {
        Document::parse(html).text()
    }

    #[test]
    fn blocks_break_lines_and_white_space_is_folded() {
        assert_eq!(text("<div> a\n <b>b</b>  c<p>d</p>e<br>f</div>"), "a b c\nd\ne\nf");
    }

    #[test]
    fn cells_of_a_row_are_on_one_line() {
        assert_eq!(
            text("<table><tr><th>Year</th><th>Sales</th></tr><tr><td>1</td><td>2</td></tr></table>"),
            "Year Sales\n1 2"
        );
    }

    #[test]
    fn hidden_parts_are_not_read() {
        assert_eq!(
            text(
                "a<div hidden>b</div><i style='display: none'>c</i><script>d</script><details>e<summary>f</summary></details>"
            ),
            "a\nf"
        );
        assert_eq!(text("<div style='visibility:hidden'>a<b style='visibility:visible'>b</b></div>"), "b");
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        assert_eq!(text("<pre>a  b\n c</pre>"), "a  b\n c");
    }

    #[test]
    fn case_is_as_shown() {
        assert_eq!(
            text(
                "<p style='text-transform: uppercase'>net <b style='text-transform:capitalize'>sales of</b></p>"
            ),
            "NET Sales Of"
        );
    }
}
