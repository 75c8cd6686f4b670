//! `dcc.Markdown`: CommonMark with GitHub's tables and strikethrough.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use super::super::element::{Content, Element};
use super::super::view::View;
use super::formula;

/// Renders Markdown; its text may come as a list of texts, which are lines.
pub(super) fn render(view: &View<'_>) -> Element {
    let text = match view.prop("children") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    };
    let text = if view.flag_or("dedent", true) { dedented(&text) } else { text };
    let target = view.text("link_target");
    let wanted = Wanted {
        link_target: target.as_deref(),
        math: view.flag("mathjax"),
        highlighted: !view.is_classic(),
    };
    view.root("div").children(written(&text, wanted))
}

/// Takes away the indentation that all lines share.
fn dedented(text: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let shared = lines().map(indentation).min().unwrap_or(0);
    text.lines().map(|line| line.get(shared..).unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// The elements of Markdown.
pub(in super::super) fn content(text: &str, link_target: Option<&str>) -> Vec<Content> {
    written(text, Wanted { link_target, math: false, highlighted: false })
}

/// What becomes of Markdown besides.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    /// Where links open.
    link_target: Option<&'a str>,
    /// Whether formulas are drawn.
    math: bool,
    /// Whether highlight.js marks code, as it does by itself (its spans are not told).
    highlighted: bool,
}

fn written(text: &str, wanted: Wanted<'_>) -> Vec<Content> {
    let math = if wanted.math { Options::ENABLE_MATH } else { Options::empty() };
    let mut builder =
        Builder { open: vec![Element::new("div")], wanted, columns: Vec::new(), column: 0, head: false };
    for event in Parser::new_ext(
        text,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | math,
    ) {
        builder.event(event);
    }
    while builder.open.len() > 1 {
        builder.close();
    }
    builder.open.pop().map(|root| root.content).unwrap_or_default()
}

/// Elements under construction, the innermost last.
struct Builder<'a> {
    open: Vec<Element>,
    wanted: Wanted<'a>,
    columns: Vec<Alignment>,
    column: usize,
    head: bool,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(TagEnd::Image) => self.close_image(),
            Event::End(TagEnd::TableHead) => {
                self.head = false;
                self.close();
                self.close();
                self.open.push(Element::new("tbody"));
            }
            Event::End(TagEnd::CodeBlock | TagEnd::Table) => {
                self.close();
                self.close();
            }
            Event::End(_) => self.close(),
            Event::Code(text) => self.add(Element::new("code").text(text.as_ref())),
            Event::SoftBreak => self.add(Content::text("\n")),
            Event::HardBreak => self.add(Element::new("br")),
            Event::Rule => self.add(Element::new("hr")),
            Event::TaskListMarker(done) => {
                let field = Element::new("input").attr("type", "checkbox").flag("checked", done);
                self.add(field.flag("readonly", true));
            }
            Event::InlineMath(tex) => self.add(formula::in_text(&tex, false)),
            Event::DisplayMath(tex) => self.add(formula::in_text(&tex, true)),
            // HTML in Markdown is text, unless the app asks for the danger; then too, we draw no foreign HTML.
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.add(Content::text(text.as_ref()));
            }
            Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let element = match tag {
            Tag::Heading { level, .. } => Element::new(heading(level)),
            Tag::BlockQuote(_) => Element::new("blockquote"),
            Tag::CodeBlock(kind) => {
                self.open.push(Element::new("pre"));
                let language = match kind {
                    CodeBlockKind::Fenced(language) if !language.is_empty() => format!("language-{language}"),
                    _ => String::new(),
                };
                let code = Element::new("code").class(&language);
                let marked = self.wanted.highlighted;
                code.class_if(marked, "hljs").attr_opt("data-highlighted", marked.then_some("yes"))
            }
            Tag::List(Some(start)) if start != 1 => Element::new("ol").attr("start", start.to_string()),
            Tag::List(Some(_)) => Element::new("ol"),
            Tag::List(None) => Element::new("ul"),
            Tag::Item => Element::new("li"),
            Tag::Emphasis => Element::new("em"),
            Tag::Strong => Element::new("strong"),
            Tag::Strikethrough => Element::new("del"),
            Tag::Link { dest_url, .. } => {
                Element::new("a").attr("href", dest_url.as_ref()).attr_opt("target", self.wanted.link_target)
            }
            Tag::Image { dest_url, .. } => Element::new("img").attr("src", dest_url.as_ref()),
            Tag::Table(columns) => {
                self.columns = columns;
                Element::new("table")
            }
            Tag::TableHead => {
                self.head = true;
                self.column = 0;
                self.open.push(Element::new("thead"));
                Element::new("tr")
            }
            Tag::TableRow => {
                self.column = 0;
                Element::new("tr")
            }
            Tag::TableCell => self.cell(),
            _ => Element::new("p"),
        };
        self.open.push(element);
    }

    fn cell(&mut self) -> Element {
        let style = match self.columns.get(self.column) {
            Some(Alignment::Left) => "text-align: left;",
            Some(Alignment::Center) => "text-align: center;",
            Some(Alignment::Right) => "text-align: right;",
            _ => "",
        };
        self.column += 1;
        Element::new(if self.head { "th" } else { "td" }).style(style)
    }

    fn add(&mut self, content: impl Into<Content>) {
        if let Some(last) = self.open.last_mut() {
            last.content.push(content.into());
        }
    }

    fn close(&mut self) {
        if self.open.len() > 1
            && let Some(done) = self.open.pop()
        {
            self.add(done);
        }
    }

    /// What is within an image is its alternative text.
    fn close_image(&mut self) {
        if let Some(mut image) = self.open.pop() {
            let text: String = image.content.drain(..).map(|content| content.plain()).collect();
            self.add(image.attr("alt", text));
        }
    }
}

fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h1",
        HeadingLevel::H2 => "h2",
        HeadingLevel::H3 => "h3",
        HeadingLevel::H4 => "h4",
        HeadingLevel::H5 => "h5",
        HeadingLevel::H6 => "h6",
    }
}
