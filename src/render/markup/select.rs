//! react-select 1, which Dash used for dropdowns before 4.0 and still uses in the cells of a DataTable.

use super::element::{Content, Element};

/// A select as it is shown.
#[expect(clippy::struct_excessive_bools, reason = "react-select's own props, each on its own")]
pub(super) struct Select {
    pub(super) class: String,
    pub(super) multi: bool,
    pub(super) clearable: bool,
    pub(super) searchable: bool,
    pub(super) disabled: bool,
    pub(super) placeholder: String,
    /// The labels of what is chosen.
    pub(super) chosen: Vec<Vec<Content>>,
    /// What is typed into its field.
    pub(super) typed: String,
    /// The options of the menu, while it is open.
    pub(super) menu: Option<Vec<Shown>>,
}

/// An option of the menu.
pub(super) struct Shown {
    pub(super) label: Vec<Content>,
    pub(super) title: Option<String>,
    pub(super) selected: bool,
    pub(super) disabled: bool,
}

impl Select {
    pub(super) fn element(self) -> Element {
        let open = self.menu.is_some();
        let any = !self.chosen.is_empty();
        let mut control = Element::new("div").class("Select-control").child(self.wrapper());
        if any && self.clearable && !self.disabled {
            let says = if self.multi { "Clear all" } else { "Clear value" };
            let zone = Element::new("span").class("Select-clear-zone").attr("title", says);
            let cross = Element::new("span").class("Select-clear").text("×");
            control = control.child(zone.attr("aria-label", says).child(cross));
        }
        let arrow = Element::new("span").class("Select-arrow");
        control = control.child(Element::new("span").class("Select-arrow-zone").child(arrow));
        let mut root = Element::new("div")
            .class("Select")
            .class(&self.class)
            .class_if(any, "has-value")
            .class_if(self.clearable, "is-clearable")
            .class_if(self.disabled, "is-disabled")
            .class_if(open, "is-focused is-open")
            .class_if(self.searchable, "is-searchable")
            .class(if self.multi { "Select--multi" } else { "Select--single" })
            .child(control);
        if let Some(menu) = self.menu {
            root = root.child(outer(menu));
        }
        root
    }

    /// What is chosen, and the field.
    fn wrapper(&self) -> Element {
        let mut wrapper = Element::new("div").class("Select-multi-value-wrapper");
        if self.chosen.is_empty() && self.typed.is_empty() {
            let placeholder = Element::new("div").class("Select-placeholder");
            wrapper = wrapper.child(placeholder.text(self.placeholder.clone()));
        }
        let hidden = !self.multi && !self.typed.is_empty();
        for label in self.chosen.iter().filter(|_| !hidden) {
            let mut value = Element::new("div").class("Select-value");
            if self.multi && !self.disabled {
                let cross = Element::new("span").class("Select-value-icon").attr("aria-hidden", "true");
                value = value.child(cross.text("×"));
            }
            let mut shown = Element::new("span").class("Select-value-label").attr("role", "option");
            shown = shown.attr("aria-selected", "true").children(label.iter().cloned());
            if self.multi {
                shown = shown.child(Element::new("span").class("Select-aria-only").text("\u{a0}"));
            }
            wrapper = wrapper.child(value.child(shown));
        }
        let expanded = self.menu.is_some().to_string();
        let field =
            |element: Element| element.attr("role", "combobox").attr("aria-expanded", expanded.as_str());
        let input = Element::new("div").class("Select-input");
        wrapper.child(if self.searchable && !self.disabled {
            let typed = Element::new("input").attr("autocomplete", "off").attr("value", self.typed.as_str());
            input.style("display: inline-block;").child(field(typed).attr("aria-haspopup", expanded.as_str()))
        } else {
            let input = field(input).attr("aria-disabled", self.disabled.to_string()).attr("tabindex", "0");
            input.style("border: 0px; width: 1px; display: inline-block;")
        })
    }
}

/// The open menu, which shows options of one height each.
fn outer(options: Vec<Shown>) -> Element {
    const HEIGHT: usize = 35;
    let inside = if options.is_empty() {
        Element::new("div").class("Select-noresults").text("No results found")
    } else {
        let mut rows = Element::new("div").class("ReactVirtualized__Grid__innerScrollContainer");
        rows = rows.attr("role", "rowgroup");
        for (at, option) in options.into_iter().enumerate() {
            let place = format!(
                "height: {HEIGHT}px; left: 0px; position: absolute; top: {}px; width: 100%;",
                at * HEIGHT
            );
            let row = Element::new("div")
                .class("VirtualizedSelectOption")
                .class_if(at == 0, "VirtualizedSelectFocusedOption")
                .class_if(option.disabled, "VirtualizedSelectDisabledOption")
                .class_if(option.selected, "VirtualizedSelectSelectedOption")
                .style(&place)
                .attr_opt("title", option.title);
            rows = rows.child(row.children(option.label));
        }
        let grid =
            Element::new("div").class("ReactVirtualized__Grid ReactVirtualized__List VirtualSelectGrid");
        let grid = grid.attr("role", "grid").attr("aria-label", "grid").attr("aria-readonly", "true");
        Element::new("div").child(grid.child(rows))
    };
    let menu = Element::new("div").class("Select-menu").attr("role", "listbox").attr("tabindex", "-1");
    Element::new("div").class("Select-menu-outer").child(menu.child(inside))
}
