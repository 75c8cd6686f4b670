//! Visible text, by the rules of WebDriver's "get element text" (the Selenium atom `bot.dom.getVisibleText`).

use scraper::{ElementRef, Node};

use super::cascade::{Cascade, Case, Display, Style, White};

/// What a visitor reads in an element.
pub(super) fn visible(element: ElementRef<'_>, cascade: &Cascade) -> String {
    let mut lines = Lines(vec![String::new()]);
    let style = cascade.computed(element);
    collect(element, style, style.rendered && !folded_away(element), cascade, &mut lines);
    let trimmed: Vec<&str> = lines.0.iter().map(|line| line.trim_matches(is_foldable)).collect();
    trimmed.join("\n").trim_matches(is_foldable).replace('\u{a0}', " ")
}

/// Whether an element is displayed and can be seen.
pub(super) fn is_visible(element: ElementRef<'_>, cascade: &Cascade) -> bool {
    let style = cascade.computed(element);
    style.rendered && style.visible && !style.transparent && !folded_away(element)
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
        if !self.current().chars().all(char::is_whitespace) {
            self.0.push(String::new());
        }
    }
}

fn collect(element: ElementRef<'_>, style: Style, reached: bool, cascade: &Cascade, lines: &mut Lines) {
    if element.value().name() == "br" {
        lines.0.push(String::new());
        return;
    }
    let cell = element.value().name() == "td" || style.display == Display::Cell;
    let block = !cell && style.display == Display::Block;
    if block {
        lines.end_block();
    }
    let shown = reached && style.visible;
    for child in element.children() {
        match child.value() {
            Node::Text(text) if shown => add_text(text, style, lines),
            Node::Element(_) => {
                let Some(inner) = ElementRef::wrap(child) else { continue };
                let inner_style = cascade.style(inner, style);
                if inner_style.display != Display::None {
                    collect(inner, inner_style, reached, cascade, lines);
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

fn add_text(text: &str, style: Style, lines: &mut Lines) {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}')).collect();
    let text = match style.white {
        White::Fold => fold(&text, |c| is_foldable(c) || c == '\n'),
        White::FoldWithinLines => fold(&text, |c| is_foldable(c) && c != '\n'),
        White::Keep => text.replace([' ', '\t', '\u{c}', '\u{b}'], "\u{a0}"),
    };
    let text = cased(&text, style.case);
    let line = lines.current();
    let text = if line.is_empty() || line.ends_with(' ') { text.trim_start_matches(' ') } else { &text };
    line.push_str(text);
}

fn cased(text: &str, case: Case) -> String {
    match case {
        Case::AsIs => text.to_owned(),
        Case::Upper => text.to_uppercase(),
        Case::Lower => text.to_lowercase(),
        Case::Capital => {
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

/// Whether it is in a closed `details`, outside its summary.
fn folded_away(element: ElementRef<'_>) -> bool {
    let mut inner = element;
    for outer in element.ancestors().filter_map(ElementRef::wrap) {
        if is_closed(outer) && inner.value().name() != "summary" {
            return true;
        }
        inner = outer;
    }
    false
}

fn is_closed(element: ElementRef<'_>) -> bool {
    element.value().name() == "details" && element.attr("open").is_none()
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
                "a<div hidden>b</div><i style='display: none'>c</i><script>d</script><details><p>e</p>g<summary>f</summary></details>"
            ),
            "a\ng\nf"
        );
        assert_eq!(text("<div style='visibility:hidden'>a<b style='visibility:visible'>b</b></div>"), "b");
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        assert_eq!(text("<pre>a  b\n c</pre>"), "a  b\n c");
    }

    #[test]
    fn stylesheets_decide_what_is_read() {
        let page = "<div class=note>a <b id=k>b</b> <i>c</i></div><p hidden class=shown>d</p>";
        let read = |css: &str| {
            let cascade = super::Cascade::of(&[css], super::super::Media::default());
            Document::parse(page).styled(cascade.into()).text()
        };
        assert_eq!(read(""), "a b c");
        assert_eq!(read("#k, .note i { display: none } i { display: inline !important }"), "a c");
        assert_eq!(read("b { display: block } .shown { display: block }"), "a\nb\nc\nd");
        assert_eq!(
            read(".note { visibility: hidden } .note > b { visibility: visible; text-transform: uppercase }"),
            "B"
        );
        assert_eq!(
            read(
                "@media (max-width: 600px) { .note { display: none } } @media screen { i { display: none } }"
            ),
            "a b"
        );
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
