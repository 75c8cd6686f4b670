//! Elements as the layout engine's document.

use std::sync::Arc;

use blitz_dom::{
    Attribute, BaseDocument, DocumentConfig, DocumentMutator, FontContext, LocalName, NodeId, QualName,
    UserAgentStylesheet, ns,
};
use blitz_traits::shell::{ColorScheme, Viewport};

use super::boxes::NUMBER;
use super::controls;
use super::mask::MASKED;
use super::resources::Resources;
use super::source::PageSource;
use crate::render::markup::{Content, Element, POINTER, Theme};

/// A document ready to be laid out, and the nodes of its components.
pub(super) struct Dom {
    pub(super) document: BaseDocument,
    /// JSON pointers of components, in document order.
    pub(super) components: Vec<(String, NodeId)>,
    /// Where links lead, in document order: only addresses that hold outside the app too.
    pub(super) links: Vec<(String, NodeId)>,
    /// What is painted over.
    pub(super) masked: Vec<NodeId>,
    /// The elements that have a number, by it.
    pub(super) numbered: Vec<(usize, NodeId)>,
}

/// Schemes of addresses that hold wherever the picture is read.
const ABSOLUTE: &[&str] = &["http://", "https://", "mailto:"];

impl Dom {
    pub(super) fn new(
        source: &PageSource<'_>,
        html: Element,
        fonts: FontContext,
        net: Arc<Resources>,
    ) -> Self {
        let size = source.viewport;
        let scheme = match source.theme {
            Theme::Light => ColorScheme::Light,
            Theme::Dark => ColorScheme::Dark,
        };
        let viewport = Viewport::new(size.width as u32, size.height as u32, 1.0, scheme);
        let sheets = vec![UserAgentStylesheet::default_sheet(), UserAgentStylesheet::parse(controls::BASE)];
        let mut document = BaseDocument::new(DocumentConfig {
            viewport: Some(viewport),
            base_url: Some(source.address.to_owned()),
            ua_stylesheets: sheets,
            net_provider: Some(net),
            font_ctx: Some(fonts),
            ..DocumentConfig::default()
        });
        let root = document.root_node().id;
        let (components, links, masked, numbered) = {
            let mutator = document.mutate();
            let mut builder = Builder {
                mutator,
                components: Vec::new(),
                links: Vec::new(),
                masked: Vec::new(),
                numbered: Vec::new(),
            };
            let html = builder.add(&controls::drawable(html), Within::default());
            builder.mutator.append_children(root, &[html]);
            (builder.components, builder.links, builder.masked, builder.numbered)
        };
        Self { document, components, links, masked, numbered }
    }
}

/// Adds elements to the engine's document.
struct Builder<'a> {
    mutator: DocumentMutator<'a>,
    components: Vec<(String, NodeId)>,
    links: Vec<(String, NodeId)>,
    masked: Vec<NodeId>,
    numbered: Vec<(usize, NodeId)>,
}

/// What an element stands in.
#[derive(Clone, Copy, Default)]
struct Within {
    svg: bool,
    mask: bool,
}

impl Builder<'_> {
    fn add(&mut self, element: &Element, outer: Within) -> NodeId {
        let masked = element.get(MASKED).is_some();
        let within = Within { svg: outer.svg || element.tag == "svg", mask: outer.mask || masked };
        let namespace = if within.svg { ns!(svg) } else { ns!(html) };
        let name = QualName::new(None, namespace, LocalName::from(element.tag.as_str()));
        let attribute = |(name, value): &(String, String)| Attribute {
            name: QualName::new(None, ns!(), LocalName::from(name.as_str())),
            value: value.clone(),
        };
        let node = self.mutator.create_element(name, element.attributes.iter().map(attribute).collect());
        if let Some(pointer) = element.get(POINTER) {
            self.components.push((pointer.to_owned(), node));
        }
        if masked {
            self.masked.push(node);
        }
        let number = element.get(NUMBER).and_then(|number| number.parse().ok());
        self.numbered.extend(number.map(|number| (number, node)));
        let href = element.get("href").filter(|_| element.tag == "a" && !within.mask);
        if let Some(href) = href.filter(|href| ABSOLUTE.iter().any(|scheme| href.starts_with(scheme))) {
            self.links.push((href.to_owned(), node));
        }
        let children: Vec<NodeId> = element
            .content
            .iter()
            .map(|content| match content {
                Content::Text(text) => self.mutator.create_text_node(text),
                Content::Element(inner) => self.add(inner, within),
            })
            .collect();
        self.mutator.append_children(node, &children);
        node
    }
}
