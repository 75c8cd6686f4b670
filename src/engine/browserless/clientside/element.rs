//! What scripts ask about elements, which they know by their [names](super::super::element).

use serde_json::{Value, json};

use super::super::element::{name, node};
use super::surroundings::Surroundings;
use crate::render::markup::{Document, Edits, Node, POINTER};

impl Surroundings {
    /// Answers a question about elements, as JSON.
    pub(super) fn element(&mut self, question: &str, args: &[String]) -> String {
        if question == "edit" {
            return self.edit(args).is_some().to_string();
        }
        if question == "focused" {
            let focus = self.focus.clone();
            let document = self.document();
            return json!(focus.and_then(|focus| focus.element(document)).map(name)).to_string();
        }
        if question == "caret" {
            let focus = self.focus.clone();
            let caret = self.caret;
            let focused = focus.and_then(|focus| focus.element(self.document())).map(name);
            let here = focused.as_deref() == args.first().map(String::as_str);
            return json!(caret.filter(|_| here)).to_string();
        }
        #[cfg(feature = "webdriver")]
        if question == "box" {
            return self.rect(args.first().map(String::as_str).unwrap_or_default()).to_string();
        }
        let document = self.document();
        let arg = |index: usize| args.get(index).map(String::as_str).unwrap_or_default();
        let node = node(document, arg(0));
        let names = |nodes: Vec<Node<'_>>| json!(nodes.into_iter().map(name).collect::<Vec<_>>());
        let one = |node: Option<Node<'_>>| json!(node.map(name));
        let answer = match (question, node) {
            ("find", None) => names(document.find(arg(1)).unwrap_or_default()),
            ("find", Some(node)) => names(node.find(arg(1)).unwrap_or_default()),
            ("children" | "contains", None) => json!([]),
            ("children", Some(node)) => names(node.children().collect()),
            ("tag", Some(node)) => json!(node.tag()),
            ("attribute", Some(_)) if arg(1) == POINTER => Value::Null,
            ("attribute", Some(node)) if arg(1) == Edits::TEXT => json!(node.content()),
            ("attribute", Some(node)) => json!(node.attribute(arg(1))),
            ("text", Some(node)) => json!(node.text()),
            ("content", Some(node)) => json!(node.content()),
            ("inner", Some(node)) => json!(node.inner_html()),
            ("outer", Some(node)) => json!(node.html()),
            ("matches", Some(node)) => json!(node.matches(arg(1)).unwrap_or(false)),
            ("contains", Some(node)) => {
                let other = super::super::element::node(document, arg(1));
                json!(
                    other.is_some_and(|other| other == node || other.ancestors().any(|outer| outer == node))
                )
            }
            ("closest", Some(node)) => {
                let mut chain = std::iter::once(node).chain(node.ancestors());
                one(chain.find(|outer| outer.matches(arg(1)).unwrap_or(false)))
            }
            ("component", Some(node)) => json!(node.pointer()),
            ("kin", Some(node)) => one(kin(node, arg(1))),
            _ => Value::Null,
        };
        answer.to_string()
    }

    /// Where an element lies: x, y, width and height; null where nothing was laid out.
    #[cfg(feature = "webdriver")]
    fn rect(&mut self, name: &str) -> Value {
        let Some(boxes) = self.boxes.take() else { return Value::Null };
        let rect = node(self.document(), name).and_then(|node| boxes.rect(node.number())).unwrap_or_default();
        self.boxes = Some(boxes);
        json!([rect.x0, rect.y0, rect.width(), rect.height()])
    }

    /// The place of the component that an element belongs to.
    pub(super) fn component_of(&mut self, name: &str) -> Option<String> {
        let document = self.document();
        node(document, name)?.pointer().map(str::to_owned)
    }

    /// Writes an attribute, or the text, of an element: element, attribute, value, and whether it is taken away.
    fn edit(&mut self, args: &[String]) -> Option<()> {
        let [element, attribute, value, gone] = args else { return None };
        let was = {
            let node = node(self.document(), element)?;
            if matches!(attribute.as_str(), Edits::TEXT | Edits::HTML) {
                Some(node.content())
            } else {
                node.attribute(attribute).map(str::to_owned)
            }
        };
        let now = (gone != "true").then_some(value.as_str());
        self.edits.write(element, attribute, was.as_deref(), now);
        self.document = None;
        Some(())
    }

    fn document(&mut self) -> &Document {
        let Self { document, store, options, edits, cascade, .. } = self;
        document.get_or_insert_with(|| {
            let document = Document::edited(&store.tree, options, edits);
            match cascade {
                Some(cascade) => document.styled(std::sync::Arc::clone(cascade)),
                None => document,
            }
        })
    }
}

fn kin<'d>(node: Node<'d>, relation: &str) -> Option<Node<'d>> {
    let parent = node.ancestors().next();
    let beside = |step: isize| {
        let siblings: Vec<Node<'_>> = parent?.children().collect();
        let at = siblings.iter().position(|sibling| *sibling == node)?.checked_add_signed(step)?;
        siblings.get(at).copied()
    };
    match relation {
        "parent" => parent,
        "first" => node.children().next(),
        "last" => node.children().last(),
        "next" => beside(1),
        _ => beside(-1),
    }
}
