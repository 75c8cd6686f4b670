//! Elements as the layout engine's document.

use std::sync::Arc;

use blitz_dom::{
    Attribute, BaseDocument, DocumentConfig, DocumentMutator, FontContext, LocalName, NodeId, QualName,
    UserAgentStylesheet, ns,
};
use blitz_traits::shell::{ColorScheme, Viewport};

use super::controls;
use super::resources::Resources;
use super::source::PageSource;
use crate::render::markup::{Content, Element, POINTER};

/// A document ready to be laid out, and the nodes of its components.
pub(super) struct Dom {
    pub(super) document: BaseDocument,
    /// JSON pointers of components, in document order.
    pub(super) components: Vec<(String, NodeId)>,
}

impl Dom {
    pub(super) fn new(
        source: &PageSource<'_>,
        html: Element,
        fonts: FontContext,
        net: Arc<Resources>,
    ) -> Self {
        let size = source.viewport;
        let viewport = Viewport::new(size.width as u32, size.height as u32, 1.0, ColorScheme::Light);
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
        let mut components = Vec::new();
        let mut mutator = document.mutate();
        let html = add(&mut mutator, &controls::drawable(html), false, &mut components);
        mutator.append_children(root, &[html]);
        drop(mutator);
        Self { document, components }
    }
}

fn add(
    mutator: &mut DocumentMutator<'_>,
    element: &Element,
    in_svg: bool,
    components: &mut Vec<(String, NodeId)>,
) -> NodeId {
    let svg = in_svg || element.tag == "svg";
    let namespace = if svg { ns!(svg) } else { ns!(html) };
    let name = QualName::new(None, namespace, LocalName::from(element.tag.as_str()));
    let attribute = |(name, value): &(String, String)| Attribute {
        name: QualName::new(None, ns!(), LocalName::from(name.as_str())),
        value: value.clone(),
    };
    let attributes = element.attributes.iter().map(attribute).collect();
    let node = mutator.create_element(name, attributes);
    if let Some(pointer) = element.get(POINTER) {
        components.push((pointer.to_owned(), node));
    }
    let children: Vec<NodeId> = element
        .content
        .iter()
        .map(|content| match content {
            Content::Text(text) => mutator.create_text_node(text),
            Content::Element(inner) => add(mutator, inner, svg, components),
        })
        .collect();
    mutator.append_children(node, &children);
    node
}
