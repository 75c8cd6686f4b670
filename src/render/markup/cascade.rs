//! What stylesheets say about an element, as far as it decides what a visitor reads (CSS Cascading level 4).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use scraper::{ElementRef, Selector};

use super::media::Media;
use super::selector;
use super::sheet::{self, Declaration, Property};

/// Of the HTML standard (section 15.3) and of the stylesheets that Dash's components bring along in their scripts.
const OWN: &str = include_str!("own.css");
/// What Bootstrap 5 says, for pages whose Bootstrap can't be loaded.
const BOOTSTRAP: &str = include_str!("bootstrap.css");

static BUILT_IN: LazyLock<Arc<Cascade>> =
    LazyLock::new(|| Arc::new(Cascade::of(&[BOOTSTRAP], Media::default())));

/// A page's stylesheets, ready to be asked.
#[derive(Debug, Clone)]
pub struct Cascade {
    rules: Vec<Ranked>,
    /// Rules by what their last compound selector names: an id, a class, or an element; the rest by nothing.
    by_key: HashMap<String, Vec<usize>>,
    /// What media queries are answered for.
    pub media: Media,
}

#[derive(Debug, Clone)]
struct Ranked {
    selector: Selector,
    declarations: Vec<Declaration>,
    /// The browser's own or the page's, then specificity; rules of one rank count in order.
    rank: (bool, [u32; 3]),
}

/// What is computed for an element.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) display: Display,
    /// Neither it nor what it is in has `display: none`.
    pub(super) rendered: bool,
    pub(super) visible: bool,
    pub(super) transparent: bool,
    pub(super) white: White,
    pub(super) case: Case,
}

/// `display`, as far as lines are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    None,
    Inline,
    Cell,
    Block,
}

/// How white space is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum White {
    Fold,
    FoldWithinLines,
    Keep,
}

/// `text-transform`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    AsIs,
    Upper,
    Lower,
    Capital,
}

impl Style {
    /// What the root inherits.
    pub(super) const INITIAL: Self = Self {
        display: Display::Inline,
        rendered: true,
        visible: true,
        transparent: false,
        white: White::Fold,
        case: Case::AsIs,
    };
}

impl Cascade {
    /// The stylesheets of a page, in order, over the browser's own and those of Dash's components.
    pub fn of(sheets: &[&str], media: Media) -> Self {
        let mut cascade = Self { rules: Vec::new(), by_key: HashMap::new(), media };
        cascade.add(OWN, false);
        for css in sheets {
            cascade.add(css, true);
        }
        cascade
    }

    /// Without a page's stylesheets: with those of Bootstrap, as most pages have it.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// The rules that stand in for Bootstrap's stylesheet where it can't be loaded.
    pub fn bootstrap() -> &'static str {
        BOOTSTRAP
    }

    fn add(&mut self, css: &str, of_page: bool) {
        for rule in sheet::rules(css, &self.media) {
            let Some(selector) = selector::parse(&rule.selector) else { continue };
            let key = selector::key(&rule.selector);
            self.by_key.entry(key).or_default().push(self.rules.len());
            let rank = (of_page, selector::specificity(&rule.selector));
            self.rules.push(Ranked { selector, declarations: rule.declarations, rank });
        }
    }

    /// What is computed for an element within one that has `parent`.
    pub(super) fn style(&self, element: ElementRef<'_>, parent: Style) -> Style {
        let winners = self.winners(element);
        let value = |property: Property| winners[property as usize].as_deref();
        let inline = |property: Property| {
            value(property).filter(|value| !matches!(*value, "inherit" | "unset" | "revert"))
        };
        let display = match value(Property::Display) {
            Some("inherit") => parent.display,
            Some(value) => display(value),
            None => Display::Inline,
        };
        let own_opacity = value(Property::Opacity).and_then(|text| text.parse::<f64>().ok());
        Style {
            display,
            rendered: parent.rendered && display != Display::None,
            visible: inline(Property::Visibility)
                .map_or(parent.visible, |value| !matches!(value, "hidden" | "collapse")),
            transparent: parent.transparent || own_opacity == Some(0.0),
            white: inline(Property::WhiteSpace).map_or(parent.white, white),
            case: inline(Property::TextTransform).map_or(parent.case, case),
        }
    }

    /// What is computed for an element, from the root on.
    pub(super) fn computed(&self, element: ElementRef<'_>) -> Style {
        let mut chain: Vec<ElementRef<'_>> = element.ancestors().filter_map(ElementRef::wrap).collect();
        chain.reverse();
        chain.push(element);
        chain.into_iter().fold(Style::INITIAL, |parent, element| self.style(element, parent))
    }

    fn winners(&self, element: ElementRef<'_>) -> [Option<String>; Property::COUNT] {
        let own = sheet::declarations(element.attr("style").unwrap_or_default());
        let mut best = [const { None }; Property::COUNT];
        let value = element.value();
        let id = value.id().map(|id| format!("#{id}"));
        let classes = value.classes().map(|class| format!(".{class}"));
        for key in id.into_iter().chain(classes).chain([value.name().to_owned(), String::new()]) {
            for &index in self.by_key.get(&key).into_iter().flatten() {
                let Some(rule) = self.rules.get(index).filter(|rule| rule.selector.matches(&element)) else {
                    continue;
                };
                let (of_page, specificity) = rule.rank;
                for declaration in &rule.declarations {
                    keep(&mut best, declaration, (declaration.important, of_page, false, specificity, index));
                }
            }
        }
        for (index, declaration) in own.iter().enumerate() {
            keep(&mut best, declaration, (declaration.important, true, true, [0; 3], index));
        }
        best.map(|winner| winner.map(|(_, value)| value.to_owned()))
    }
}

/// Important ones first, then the page's, the element's own, by specificity, by order.
type Weight = (bool, bool, bool, [u32; 3], usize);

fn keep<'a>(
    best: &mut [Option<(Weight, &'a str)>; Property::COUNT],
    declaration: &'a Declaration,
    weight: Weight,
) {
    if let Some(slot) = best.get_mut(declaration.property as usize)
        && slot.is_none_or(|(known, _)| known <= weight)
    {
        *slot = Some((weight, &declaration.value));
    }
}

/// The atom knows no other inline boxes: what is `inline-flex` or `contents` breaks lines as a block does.
fn display(value: &str) -> Display {
    match value {
        "none" => Display::None,
        "inline" | "inline-block" | "inline-table" | "table-column" | "table-column-group" | "initial"
        | "unset" => Display::Inline,
        "table-cell" => Display::Cell,
        _ => Display::Block,
    }
}

fn white(value: &str) -> White {
    match value {
        "pre" | "pre-wrap" | "break-spaces" => White::Keep,
        "pre-line" => White::FoldWithinLines,
        _ => White::Fold,
    }
}

fn case(value: &str) -> Case {
    match value {
        "uppercase" => Case::Upper,
        "lowercase" => Case::Lower,
        "capitalize" => Case::Capital,
        _ => Case::AsIs,
    }
}
