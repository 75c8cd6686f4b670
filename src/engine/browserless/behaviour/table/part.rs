//! Which part of a table an element is.

use crate::dash::table::{Flag, Sheet};
use crate::render::markup::{Node, POINTER};

/// A part of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A cell: row on the page, column among those shown.
    Cell(usize, usize),
    /// The box that selects a row.
    SelectRow(usize),
    /// The cross that deletes a row.
    DeleteRow(usize),
    /// The arrows that sort by a column.
    Sort(String),
    /// Another button of a column, in a row of the header.
    Button(Flag, String, usize),
    /// A filter cell.
    Filter(String),
    /// The switch of letter case in a filter cell.
    Case(String),
    /// A button of the pager.
    Turn(Turn),
    /// The field with the page's number.
    Page,
    /// The button that lists the columns.
    Columns,
    /// A box of that list, by its place.
    Listed(usize),
    /// Anything else.
    Elsewhere,
}

/// Where a button of the pager leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    First,
    Previous,
    Next,
    Last,
}

impl Part {
    /// The part that an element is, or is in.
    pub(super) fn of(node: Option<Node<'_>>, sheet: &Sheet<'_>) -> Self {
        let Some(node) = node else { return Self::Elsewhere };
        let mut path = vec![node];
        if node.attribute(POINTER).is_none() {
            path.extend(node.ancestors().take_while(|node| node.attribute(POINTER).is_none()));
        }
        // A cell with nothing in it but one control: what is clicked is the middle of it.
        let inner = ["current-page-container", "dash-filter"].iter().any(|class| node.has_class(class));
        path.iter().find_map(|node| Self::at(*node, &path, sheet)).unwrap_or_else(|| {
            let mut inside = node.descendants().filter(|_| inner);
            inside.find_map(|node| Self::at(node, &path, sheet)).unwrap_or(Self::Elsewhere)
        })
    }

    fn at(node: Node<'_>, path: &[Node<'_>], sheet: &Sheet<'_>) -> Option<Self> {
        let class = |name| node.has_class(name);
        let column = || {
            let header = path.iter().find(|node| node.tag() == "th")?;
            header.attribute("data-dash-column").map(str::to_owned)
        };
        let line = || path.iter().find(|node| node.tag() == "tr");
        let row = || line()?.descendants().find_map(|node| node.attribute("data-dash-row")?.parse().ok());
        let button = |flag| Some(Self::Button(flag, column()?, line()?.index()));
        match () {
            () if class("dash-cell") => {
                let id = node.attribute("data-dash-column")?;
                let at = sheet.shown().iter().position(|column| column.id == id)?;
                Some(Self::Cell(node.attribute("data-dash-row")?.parse().ok()?, at))
            }
            () if class("dash-select-cell") => row().map(Self::SelectRow),
            () if class("dash-delete-cell") => row().map(Self::DeleteRow),
            () if class("column-header--sort") => column().map(Self::Sort),
            () if class("column-header--edit") => button(Flag::Renamable),
            () if class("column-header--clear") => button(Flag::Clearable),
            () if class("column-header--delete") => button(Flag::Deletable),
            () if class("column-header--hide") => button(Flag::Hideable),
            () if class("column-header--select") => button(Flag::Selectable),
            () if class("dash-filter--case") => column().map(Self::Case),
            () if node.tag() == "input" && path.iter().any(|node| node.has_class("dash-filter")) => {
                column().map(Self::Filter)
            }
            () if class("first-page") => Some(Self::Turn(Turn::First)),
            () if class("previous-page") => Some(Self::Turn(Turn::Previous)),
            () if class("next-page") => Some(Self::Turn(Turn::Next)),
            () if class("last-page") && node.tag() == "button" => Some(Self::Turn(Turn::Last)),
            () if class("current-page") => Some(Self::Page),
            () if class("show-hide") => Some(Self::Columns),
            () if class("show-hide-menu-item") => Some(Self::Listed(node.index())),
            () => None,
        }
    }
}
