//! What elements are called, by their labels (a part of Accessible Name and Description Computation 1.2).

use scraper::{ElementRef, Node as Item};

use super::wording::folded;
use super::{BadSelector, Document, Node, Wording};

/// Controls that a label can be for (HTML section 4.10.2).
const LABELABLE: &[&str] = &["button", "input", "meter", "output", "progress", "select", "textarea"];

/// What is within a label and no part of its text.
const CONTROLS: &[&str] = &["input", "select", "textarea", "script", "style"];

impl Document {
    /// The controls with this label.
    pub fn by_label(&self, wanted: &Wording) -> Vec<Node<'_>> {
        let names = Names::of(self);
        let named =
            |node: &Node<'_>| names.given(*node).is_some_and(|name| wanted.fits(&name)) && node.is_visible();
        self.root().descendants().filter(named).collect()
    }

    /// The visible elements that a selector matches, with this name when one is given.
    ///
    /// # Errors
    /// The text is no selector.
    pub fn by_role(&self, css: &str, name: Option<&Wording>) -> Result<Vec<Node<'_>>, BadSelector> {
        let names = Names::of(self);
        let named =
            |node: &Node<'_>| name.is_none_or(|name| names.full(*node).is_some_and(|full| name.fits(&full)));
        Ok(self.find(css)?.into_iter().filter(|node| named(node) && node.is_visible()).collect())
    }
}

impl Node<'_> {
    /// What it is called for those who don't see it; an empty text for what has no name.
    pub fn name(&self) -> String {
        Names::of(self.page).full(*self).unwrap_or_default()
    }
}

/// What gives a page's elements their names.
struct Names<'d> {
    page: &'d Document,
    labels: Vec<Node<'d>>,
}

impl<'d> Names<'d> {
    fn of(page: &'d Document) -> Self {
        Self { page, labels: page.root().descendants().filter(|node| node.tag() == "label").collect() }
    }

    /// What an element is called: by its label, else by what it shows.
    fn full(&self, node: Node<'d>) -> Option<String> {
        let attribute = |name: &str| node.attribute(name).map(folded);
        let shown = match node.tag() {
            "input" if matches!(node.attribute("type"), Some("button" | "submit" | "reset")) => {
                attribute("value")
            }
            "input" | "select" | "textarea" => None,
            "img" | "area" => attribute("alt"),
            _ => Some(folded(&node.text())),
        };
        let names = [self.given(node), shown, attribute("title"), attribute("placeholder")];
        names.into_iter().flatten().find(|name| !name.is_empty())
    }

    /// The name that something else gives an element: `aria-labelledby`, `aria-label`, a label.
    fn given(&self, node: Node<'d>) -> Option<String> {
        let labels = node.attribute("aria-labelledby").map(|ids| {
            let all = ids.split_whitespace().flat_map(|id| self.page.by_id(id));
            folded(&all.map(|label| label.text()).collect::<Vec<_>>().join(" "))
        });
        labels
            .or_else(|| node.attribute("aria-label").map(folded))
            .or_else(|| self.label_of(node).map(|label| label_text(label.element)))
            .filter(|name| !name.is_empty())
    }

    fn label_of(&self, node: Node<'d>) -> Option<Node<'d>> {
        let id = node.attribute("id").filter(|id| !id.is_empty());
        let by_id = id.and_then(|id| self.labels.iter().find(|label| label.attribute("for") == Some(id)));
        by_id.copied().or_else(|| {
            let around = Some(node).filter(|node| LABELABLE.contains(&node.tag()))?;
            let around = around.ancestors().find(|label| label.tag() == "label")?;
            let first = around.descendants().find(|inner| LABELABLE.contains(&inner.tag()))?;
            (around.attribute("for").is_none() && first == node).then_some(around)
        })
    }
}

/// The text of a label, without that of the controls in it.
fn label_text(label: ElementRef<'_>) -> String {
    fn collect(element: ElementRef<'_>, text: &mut String) {
        for child in element.children() {
            match child.value() {
                Item::Text(part) => text.push_str(part),
                _ => {
                    if let Some(inner) =
                        ElementRef::wrap(child).filter(|e| !CONTROLS.contains(&e.value().name()))
                    {
                        collect(inner, text);
                    }
                }
            }
        }
    }
    let mut text = String::new();
    collect(label, &mut text);
    folded(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Document {
        Document::parse(
            r#"<label for="name">Customer</label><input id="name">
               <label> Size <select id="size"><option>small</option></select></label>
               <span id="hint">Due on</span><input id="due" aria-labelledby="hint">
               <button id="save">Save</button><button id="close" aria-label="Close">x</button>
               <a id="plain">Save</a><div id="menu" role="button">Save</div>
               <input id="go" type="submit" value="Go">"#,
        )
    }

    fn ids(nodes: &[Node<'_>]) -> Vec<String> {
        nodes.iter().filter_map(|node| node.attribute("id").map(str::to_owned)).collect()
    }

    #[test]
    fn a_label_leads_to_its_control() {
        let page = page();
        for (label, id) in [("Customer", "name"), ("Size", "size"), ("Due on", "due"), ("Close", "close")] {
            assert_eq!(ids(&page.by_label(&Wording::whole(label))), [id]);
        }
        assert!(page.by_label(&Wording::whole("small")).is_empty());
    }

    #[test]
    fn a_role_is_told_apart_by_name() {
        let page = page();
        let css = "button:not([role]), input[type=submit]:not([role]), [role=button]";
        assert_eq!(ids(&page.by_role(css, Some(&Wording::whole("Save"))).unwrap()), ["save", "menu"]);
        assert_eq!(ids(&page.by_role(css, Some(&Wording::whole("Go"))).unwrap()), ["go"]);
        assert_eq!(page.by_role(css, None).unwrap().len(), 4);
    }
}
