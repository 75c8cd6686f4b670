//! What a locator finds on the page, and what can be read there.

use serde_json::{Value, json};

use super::behaviour::{self, Part};
use super::capture::is_graph;
use super::page::Page;
use crate::dash::table;
#[cfg(feature = "webdriver")]
use crate::dash::truthy;
use crate::dash::{Component, ComponentId, pointer};
use crate::engine::{Action, Download, Error, Locator, Property};
use crate::render::markup::{Document, Node};

/// How many similar names an error lists.
const SIMILAR: usize = 5;

impl Page {
    /// The place of the one component that a locator names, rendered or not.
    pub(crate) fn component_at(&self, on: &Locator) -> Result<String, Error> {
        if let Locator::Id(id) = on {
            return self.store.place(id).map(str::to_owned).ok_or_else(|| self.not_found(on));
        }
        let document = self.document();
        let nodes = self.nodes(&document, on)?.into_iter().filter(|node| node.pointer().is_some()).collect();
        let place = only(on, nodes)?.and_then(|node| node.pointer().map(str::to_owned));
        place.ok_or_else(|| self.not_found(on))
    }

    /// The place of the one component that a visitor would act on.
    ///
    /// # Errors
    /// [`Error::NotActionable`] for one in a tab that is closed.
    pub(crate) fn target(&self, on: &Locator) -> Result<String, Error> {
        let at = self.component_at(on)?;
        if self.is_mounted(&at) {
            Ok(at)
        } else {
            let reason = "it is in a tab that is not open".to_owned();
            Err(Error::NotActionable { on: on.to_string(), reason })
        }
    }

    /// The same, where it must be seen.
    ///
    /// # Errors
    /// [`Error::NotActionable`] for one that its props hide, or those of what it is in; stylesheets are not asked.
    pub(crate) fn seen_target(&self, on: &Locator) -> Result<String, Error> {
        let at = self.target(on)?;
        match self.hidden_by(&at) {
            None => Ok(at),
            Some(why) => {
                Err(Error::NotActionable { on: on.to_string(), reason: format!("it is hidden: {why}") })
            }
        }
    }

    fn hidden_by(&self, at: &str) -> Option<String> {
        if behaviour::closed_around(&self.store.tree, at, &self.memory).is_some() {
            return Some("the menu that it is in is closed".to_owned());
        }
        let around = std::iter::successors(Some(at), |at| pointer::parent(at));
        let around = around.filter_map(|place| Some((place, self.store.component(place)?)));
        around.filter(|(_, component)| has_own_style(*component)).find_map(|(place, component)| {
            let says = |name: &str| component.prop("style")?.get(name)?.as_str();
            let is_hidden = component.namespace == "dash_html_components"
                && component
                    .prop("hidden")
                    .is_some_and(|hidden| !matches!(hidden, Value::Null | Value::Bool(false)));
            let display = (is_hidden || says("display") == Some("none")).then_some("display: none")?;
            let owner = component.id().map_or_else(|| component.kind.to_owned(), |id| format!("#{id}"));
            Some(if place == at { format!("it has {display}") } else { format!("`{owner}` has {display}") })
        })
    }

    /// What each rendered `dcc.Download` gave last, by its place.
    #[cfg(feature = "webdriver")]
    pub(crate) fn downloads(&self) -> Vec<(String, Value)> {
        let given = self.mounted_places().into_iter().filter_map(|at| {
            let data =
                self.store.component(&at).filter(|one| Download::of(one).is_some())?.prop("data")?.clone();
            Some((at, data))
        });
        given.collect()
    }

    /// The dialog that is open.
    #[cfg(feature = "webdriver")]
    pub(crate) fn open_dialog(&self) -> Option<Dialog> {
        self.mounted_places().into_iter().find_map(|at| {
            let component = self.store.component(&at)?;
            match (component.namespace, component.kind) {
                ("dash_core_components", "ConfirmDialog" | "ConfirmDialogProvider") => {
                    let says = component.text("message").unwrap_or_default().to_owned();
                    truthy(component.prop("displayed")).then_some(Dialog { at, says, asks: false })
                }
                // A table asks for a column's new name.
                ("dash_table", _) => {
                    let asks = self.memory.get(&at)?.get("renames").is_some_and(|renames| !renames.is_null());
                    let says = "Enter a new column name".to_owned();
                    asks.then_some(Dialog { at, says, asks })
                }
                _ => None,
            }
        })
    }

    /// What a click on an element of a component's own markup is: an action, and the place of its component.
    pub(crate) fn meant(
        &self,
        at: &str,
        action: &Action,
        node: Option<Node<'_>>,
    ) -> Option<(String, Action)> {
        let Action::Click { on, point: None } = action else { return None };
        behaviour::meant(&self.store.tree, at, &part(node?), on)
    }

    /// Reads a property of what a locator finds.
    pub(crate) fn read(&self, on: &Locator, property: &Property) -> Result<Value, Error> {
        match property {
            Property::Prop(name) => Ok(self.component(on)?.prop(name).cloned().unwrap_or_default()),
            Property::Value => Ok(behaviour::value(self.component(on)?).unwrap_or_default()),
            Property::Enabled => Ok(Value::Bool(behaviour::enabled(self.component(on)?))),
            Property::Options => Ok(json!(behaviour::options(self.component(on)?))),
            Property::Copied => Err(Error::Unsupported {
                engine: "browserless",
                what: "the clipboard".to_owned(),
                hint: "use `engine: browser`, or read `n_clicks` and `content` of the `dcc.Clipboard`"
                    .to_owned(),
            }),
            Property::Download => Ok(downloaded(self.component(on)?)),
            Property::FigureTitle => {
                let figure = self.component(on)?.prop("figure");
                Ok(figure.and_then(figure_title).map(Value::String).unwrap_or_default())
            }
            Property::Count => Ok(json!(self.nodes(&self.document(), on)?.len())),
            Property::Visible => Ok(json!(self.nodes(&self.document(), on)?.iter().any(Node::is_visible))),
            Property::Text => self.node(on, |node| Value::String(node.text())),
            Property::Attribute(name) => {
                self.node(on, |node| node.attribute(name).map(Value::from).unwrap_or_default())
            }
        }
    }

    fn component(&self, on: &Locator) -> Result<Component<'_>, Error> {
        let at = self.component_at(on)?;
        self.store.component(&at).ok_or_else(|| self.not_found(on))
    }

    /// Reads something off the one element that a locator names.
    fn node(&self, on: &Locator, read: impl Fn(Node<'_>) -> Value) -> Result<Value, Error> {
        let document = self.document();
        let nodes = self.nodes(&document, on)?;
        only(on, nodes)?.map(read).ok_or_else(|| self.not_found(on))
    }

    /// The page's elements. Made anew for each question: the tree is the state.
    pub(crate) fn document(&self) -> Document {
        let document = Document::edited(&self.store.tree, &self.markup_options(), &self.edits);
        match self.known_styles() {
            Some(cascade) => document.styled(cascade),
            None => document,
        }
    }

    pub(crate) fn nodes<'d>(&self, document: &'d Document, on: &Locator) -> Result<Vec<Node<'d>>, Error> {
        match on {
            Locator::Id(id) => {
                let nodes = document.by_id(&id.to_string());
                if !nodes.is_empty() {
                    return Ok(nodes);
                }
                // A component need not give its id to an element.
                let at = self.store.place(id).filter(|at| self.is_mounted(at));
                Ok(at.and_then(|at| document.by_pointer(at)).into_iter().collect())
            }
            Locator::Css(css) => document
                .find(css)
                .map_err(|error| Error::BadAction { text: css.clone(), reason: error.to_string() }),
            Locator::Text(text) => Ok(document.by_text(text)),
            Locator::Label(label) => Ok(document.by_label(label)),
            Locator::Role(role) => document
                .by_role(&role.selector(), role.name())
                .map_err(|error| Error::BadAction { text: on.to_string(), reason: error.to_string() }),
            Locator::Nth(nth) => Ok(nth.of_all(self.nodes(document, &nth.of)?).into_iter().collect()),
            Locator::Part(part) => {
                let table = self.store.place(&part.table).and_then(|at| self.store.component(at));
                let table = table.ok_or_else(|| self.not_found(&Locator::Id(part.table.clone())))?;
                if table.kind == "AgGrid" {
                    return Err(Error::Unsupported {
                        engine: "browserless",
                        what: format!("`{on}`: cells of an AG Grid, which its own script draws"),
                        hint: "use `engine: browser`, or read and set its props".to_owned(),
                    });
                }
                Ok(part.selector(table).and_then(|css| document.find(&css).ok()).unwrap_or_default())
            }
        }
    }

    fn not_found(&self, on: &Locator) -> Error {
        let wanted = match on {
            Locator::Part(part) => {
                let table = self.store.place(&part.table).and_then(|at| self.store.component(at));
                let candidates = table.map(|table| part.candidates(table)).unwrap_or_default();
                return Error::NotFound { on: on.to_string(), candidates };
            }
            Locator::Id(id) => id.to_string(),
            Locator::Css(css) => css.clone(),
            Locator::Text(wording) | Locator::Label(wording) => wording.text().to_owned(),
            Locator::Role(role) => role.name().map(|name| name.text().to_owned()).unwrap_or_default(),
            Locator::Nth(nth) => nth.of.to_string(),
        };
        let ids = self.store.paths.ids().into_iter().map(|id| id.to_string()).collect();
        Error::NotFound { on: on.to_string(), candidates: similar(&wanted, ids) }
    }

    /// What a visitor can read off each component with an id, by the id's text.
    pub(crate) fn values(&self) -> Value {
        let ids = self.store.paths.ids();
        let values = ids.into_iter().filter_map(|id: ComponentId| {
            let component = self.store.component(self.store.place(&id)?)?;
            let value = behaviour::value(component)
                .or_else(|| component.prop("children").filter(|c| is_text(c)).cloned());
            Some((id.to_string(), value?))
        });
        Value::Object(values.collect())
    }

    /// The figure of each rendered graph that has one, by the id's text or, without an id, its place.
    pub(crate) fn figures(&self) -> Value {
        let figures = self.mounted_places().into_iter().filter_map(|at| {
            let graph = self.store.component(&at).filter(is_graph)?;
            let name = graph.id().map_or_else(|| at.clone(), |id| id.to_string());
            Some((name, graph.prop("figure")?.clone()))
        });
        Value::Object(figures.collect())
    }
}

/// A dialog of the browser's own, which stops the page.
#[cfg(feature = "webdriver")]
#[derive(Debug)]
pub(crate) struct Dialog {
    /// The place of the component that opened it.
    pub(crate) at: String,
    /// What it says.
    pub(crate) says: String,
    /// Whether it asks for a text.
    pub(crate) asks: bool,
}

/// Whether the `style` of a component is that of the element that holds all of it.
fn has_own_style(component: Component<'_>) -> bool {
    let known = ["dash_html_components", "dash_core_components", "dash_bootstrap_components"];
    known.contains(&component.namespace) && component.kind != "Loading"
}

/// The element, as a part of the component that made it.
fn part(node: Node<'_>) -> Part {
    let parts: Vec<String> = node
        .children()
        .filter(|child| child.attribute("aria-hidden").is_none())
        .map(|child| child.content())
        .collect();
    let text = if parts.is_empty() { node.content() } else { parts.join(" ") };
    // What lies over a text, as in the legend of a plot, is called by it.
    let over = node.ancestors().next().filter(|_| text.is_empty() && !node.is_component());
    let text = over.map_or(text, |outer| outer.content());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let own = std::iter::once(node).chain(node.ancestors()).take_while(|node| !node.is_component());
    let classes = own.filter_map(|node| node.attribute("class")).map(str::to_owned).collect();
    let option = ["option", "label", "input"].iter().find_map(|tag| nth(node, tag));
    Part { classes, name: node.attribute("aria-label").map_or(text, str::to_owned), option }
}

/// How many elements of a tag its component has before the one that the element is, or is in.
fn nth(node: Node<'_>, tag: &str) -> Option<usize> {
    let own = || std::iter::once(node).chain(node.ancestors());
    let around = own().take_while(|node| !node.is_component()).find(|node| node.tag() == tag)?;
    let component = own().find(Node::is_component)?;
    component.descendants().filter(|node| node.tag() == tag).position(|node| node == around)
}

/// The ids that look most like `wanted`, as locators.
pub(in crate::engine) fn similar(wanted: &str, ids: Vec<String>) -> Vec<String> {
    let wanted = wanted.trim_start_matches('#');
    let named = |id: String| if id.starts_with('{') { id } else { format!("#{id}") };
    let mut near: Vec<(usize, String)> =
        ids.into_iter().map(|id| (distance(wanted, &id), named(id))).collect();
    near.sort();
    let near = near.into_iter().filter(|(far, _)| *far <= wanted.chars().count().max(3) / 2 + 1);
    near.take(SIMILAR).map(|(_, name)| name).collect()
}

fn is_text(value: &Value) -> bool {
    value.is_string() || value.is_number()
}

fn only<'d>(on: &Locator, mut found: Vec<Node<'d>>) -> Result<Option<Node<'d>>, Error> {
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => Err(Error::Ambiguous { on: on.to_string(), matches: found.iter().map(described).collect() }),
    }
}

/// An element as a person tells it from others: its tag, and the beginning of what it says.
fn described(node: &Node<'_>) -> String {
    const SHOWN: usize = 30;
    let attribute = |name: &str| {
        let value = node.attribute(name).filter(|value| !value.is_empty());
        value.map(|value| format!(" {name}=\"{value}\"")).unwrap_or_default()
    };
    let tag = format!("<{}{}{}>", node.tag(), attribute("id"), attribute("class"));
    let text = node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = text.chars().take(SHOWN).collect();
    match short.len() {
        0 => tag,
        cut if cut < text.len() => format!("{tag} \"{}…\"", short.trim_end()),
        _ => format!("{tag} \"{text}\""),
    }
}

/// What a visitor gets from a component as a file: from a `dcc.Download` the last one that it gave, from a DataTable the
/// one that its export button gives.
pub(in crate::engine) fn downloaded(component: Component<'_>) -> Value {
    let file = match table::Sheet::of(component) {
        Some(sheet) => table::export(&sheet),
        None => Download::of(&component).map(|file| file.text()),
    };
    file.map(Value::String).unwrap_or_default()
}

/// The title of a figure as plain text: `layout.title`, a text or `{text}`, without its tags.
pub(in crate::engine) fn figure_title(figure: &Value) -> Option<String> {
    let title = figure.pointer("/layout/title")?;
    let text = title.as_str().or_else(|| title.get("text")?.as_str())?;
    let broken = text.replace("<br>", "\n").replace("<br/>", "\n");
    let mut plain = String::new();
    let mut inside = false;
    for c in broken.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    Some(plain)
}

/// The number of single-character edits between two texts (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figures_title_is_read_without_its_tags() {
        assert_eq!(
            figure_title(&json!({"layout": {"title": {"text": "<b>Net</b><br>sales"}}})).as_deref(),
            Some("Net\nsales")
        );
        assert_eq!(figure_title(&json!({"layout": {"title": "Net"}})).as_deref(), Some("Net"));
        assert_eq!(figure_title(&json!({"layout": {}})), None);
    }

    #[test]
    fn the_distance_counts_edits() {
        assert_eq!(distance("year", "yaer"), 2);
        assert_eq!(distance("year", "year-slider"), 7);
    }
}
