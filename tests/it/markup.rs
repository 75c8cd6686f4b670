//! Components as HTML: what a locator finds, and what a visitor reads.

use std::collections::HashMap;

use dashproof::render::markup::{Awaited, Document, Loading, MarkupOptions, Node, Shell, markup};
use serde_json::{Value, json};

fn component(package: &str, kind: &str, props: Value) -> Value {
    let mut component = json!({"namespace": package, "type": kind});
    component["props"] = props;
    component
}

fn html(kind: &str, props: Value) -> Value {
    component("dash_html_components", kind, props)
}

fn dcc(kind: &str, props: Value) -> Value {
    component("dash_core_components", kind, props)
}

fn dbc(kind: &str, props: Value) -> Value {
    component("dash_bootstrap_components", kind, props)
}

fn page(tree: &Value) -> Document {
    Document::of(tree, &MarkupOptions::default())
}

fn text(tree: &Value) -> String {
    page(tree).text()
}

fn count(tree: &Value, css: &str) -> usize {
    page(tree).find(css).expect("a selector").len()
}

#[test]
fn attributes_and_text_are_escaped() {
    let tree =
        html("Div", json!({"id": "a\"b", "title": "<&>", "children": ["<script>", 1.0, null, true, ["x"]]}));
    let expected = r#"<div data-dashproof="" id="a&quot;b" title="&lt;&amp;&gt;">&lt;script&gt;1x</div>"#;
    assert_eq!(markup(&tree, &MarkupOptions::default()), expected);
}

#[test]
fn html_attributes_are_spelled_as_in_html() {
    let props = json!({"htmlFor": "x", "className": "a b", "data-n": 1, "aria-hidden": true, "n_clicks": 3,
        "hidden": false, "contentEditable": true, "style": {"marginTop": 5}});
    let expected = r#"<label data-dashproof="" class="a b" style="margin-top: 5px;" for="x" data-n="1" aria-hidden="true" contenteditable="true"></label>"#;
    assert_eq!(markup(&html("Label", props), &MarkupOptions::default()), expected);
}

#[test]
fn a_dropdown_shows_the_labels_of_what_is_selected() {
    let options = json!([{"label": "Alpha", "value": 1}, {"label": "Beta", "value": 2}, "c"]);
    let single = dcc("Dropdown", json!({"id": "d", "options": options, "value": 2.0}));
    assert_eq!(text(&single), "Beta");
    let multi = dcc("Dropdown", json!({"id": "d", "options": options, "value": [1, "c"], "multi": true}));
    assert_eq!(text(&multi), "Alphac\n2 selected");
    let map = dcc("Dropdown", json!({"options": {"x": "Ex"}, "placeholder": "Pick one"}));
    assert_eq!(text(&map), "Pick one");
}

#[test]
fn only_the_selected_tab_is_in_the_page() {
    let tab = |label: &str, value: &str| {
        dcc("Tab", json!({"label": label, "value": value, "children": html("P", json!({"id": value}))}))
    };
    let tree =
        dcc("Tabs", json!({"id": "t", "value": "two", "children": [tab("One", "one"), tab("Two", "two")]}));
    let page = page(&tree);
    assert_eq!(page.text(), "One\nTwo");
    assert!(page.by_id("one").is_empty());
    let found = page.by_id("two");
    assert_eq!(found.first().and_then(Node::pointer), Some("/props/children/1/props/children"));
}

#[test]
fn bootstraps_inactive_tab_is_in_the_page_and_hidden() {
    let tab = |label: &str| {
        dbc("Tab", json!({"label": label, "children": html("P", json!({"children": format!("in {label}")}))}))
    };
    let tree = dbc("Tabs", json!({"active_tab": "tab-1", "children": [tab("One"), tab("Two")]}));
    assert_eq!(text(&tree), "One\nTwo\nin Two");
    assert_eq!(count(&tree, "p"), 2);
}

#[test]
fn stores_and_closed_dialogs_are_not_in_the_page() {
    let tree = json!([
        dcc("Store", json!({"id": "s"})),
        dcc("Location", json!({"id": "l"})),
        dbc("Modal", json!({"id": "m", "children": "x"})),
        dbc("Alert", json!({"is_open": false, "children": "y"}))
    ]);
    assert_eq!(markup(&tree, &MarkupOptions::default()), "");
}

#[test]
fn a_table_shows_its_page() {
    let rows: Vec<Value> = (0..5).map(|n| json!({"city": format!("c{n}"), "n": n})).collect();
    let props = json!({"data": rows, "page_size": 2, "page_current": 1, "hidden_columns": ["id"],
        "columns": [{"id": "id", "name": "Id"}, {"id": "city", "name": "City"}, {"id": "n", "name": "N"}]});
    let tree = component("dash_table", "DataTable", props);
    assert_eq!(text(&tree), "Toggle Columns\nCity\nN\nc2 2\nc3 3\n2\n/ 3");
    assert_eq!(count(&tree, "td.dash-cell"), 4);
}

#[test]
fn markdown_becomes_elements() {
    let tree = dcc(
        "Markdown",
        json!({"children": "\n    # Title\n\n    A **b** [c](http://d)\n\n    |x|y|\n    |-|-:|\n    |1|2|\n\n    <b>no</b>"}),
    );
    assert_eq!(count(&tree, "h1"), 1);
    assert_eq!(count(&tree, "a[href='http://d']"), 1);
    assert_eq!(count(&tree, "tbody td[style='text-align: right;']"), 1);
    assert_eq!(text(&tree), "Title\nA b c\nx y\n1 2\n<b>no</b>");
}

#[test]
fn bootstrap_classes_follow_the_props() {
    let cases = [
        (
            dbc("Col", json!({"width": 4, "md": {"size": "auto", "offset": 2}, "lg": true})),
            ".col-4.col-md-auto.offset-md-2.col-lg",
        ),
        (
            dbc("Row", json!({"className": "g-0", "align": "center", "justify": "end"})),
            ".row.g-0.align-items-center.justify-content-end",
        ),
        (dbc("Container", json!({"fluid": "md"})), ".container-md"),
        (
            dbc("Card", json!({"body": true, "color": "info", "outline": true})),
            ".card.border-info > .card-body",
        ),
        (
            dbc("Button", json!({"href": "/x", "outline": true, "color": "danger", "size": "sm"})),
            "a.btn.btn-outline-danger.btn-sm[href='/x']",
        ),
        (
            dbc("RadioItems", json!({"options": ["a", "b"], "value": "a", "labelCheckedClassName": "on"})),
            ".form-check:first-child > label.on",
        ),
        (dbc("Button", json!({"href": "/x", "disabled": true})), "button[disabled]:not([href])"),
        (dbc("Label", json!({"width": 2})), "label.col-2.col-form-label.align-self-center"),
        (dbc("FormFeedback", json!({"type": "invalid"})), ".invalid-feedback"),
        (dbc("Switch", json!({"id": "s", "value": true})), ".form-check.form-switch > input#s[checked]"),
    ];
    for (tree, css) in cases {
        assert_eq!(count(&tree, css), 1, "{css} in {}", markup(&tree, &MarkupOptions::default()));
    }
}

#[test]
fn bootstraps_overlays_have_the_parts_that_suites_look_for() {
    let open = |kind: &str, props: Value| {
        let mut tree = dbc(kind, props);
        tree["props"]["is_open"] = json!(true);
        tree
    };
    for (tree, css) in [
        (open("Tooltip", json!({"children": "x"})), ".tooltip.show[role=tooltip] > .tooltip-inner"),
        (open("Popover", json!({"body": true})), ".popover.bs-popover-end > .popover-body"),
        (open("Popover", json!({"placement": "left-start"})), ".bs-popover-start > .popover-arrow"),
        (open("Modal", json!({"id": "m", "className": "c"})), ".modal.c > .modal-dialog#m > .modal-content"),
        (open("Modal", json!({})), ".modal-backdrop + .modal"),
        (open("Offcanvas", json!({"id": "o"})), ".offcanvas-backdrop + #o.offcanvas"),
    ] {
        assert_eq!(count(&tree, css), 1, "{css} in {}", markup(&tree, &MarkupOptions::default()));
    }
    let bare = open("Modal", json!({"backdrop": false}));
    assert_eq!(count(&bare, ".modal-backdrop"), 0);
}

#[test]
fn a_link_of_bootstraps_nav_tells_by_the_address_whether_it_leads_here() {
    let link = |active: Value, href: &str| dbc("NavLink", json!({"active": active, "href": href}));
    let options = MarkupOptions { path: "/reports/2024".to_owned(), ..MarkupOptions::default() };
    for (tree, active) in [
        (link(json!("partial"), "/reports"), true),
        (link(json!("exact"), "/reports"), false),
        (link(json!("exact"), "/reports/2024"), true),
        (link(json!(true), "/elsewhere"), true),
        (link(json!(false), "/reports/2024"), false),
    ] {
        let drawn = Document::of(&tree, &options);
        assert_eq!(drawn.find(".nav-link.active").unwrap().len(), usize::from(active), "{tree}");
    }
}

#[test]
fn an_unknown_component_is_a_box_with_what_its_package_declares() {
    let options = MarkupOptions {
        children_props: json!({"dmc": {"Shell": ["header", "items[].label", "cfg.side"]}}),
        ..MarkupOptions::default()
    };
    let p = |text: &str| html("P", json!({"children": text}));
    let props = json!({"id": {"b": 1, "a": "x"}, "className": "c", "children": "body", "header": p("head"),
        "items": [{"label": p("one")}, {"label": "two"}], "cfg": {"side": p("left")}, "other": p("not shown")});
    let page = Document::of(&component("dmc", "Shell", props), &options);
    assert_eq!(page.text(), "body\nhead\none\ntwo\nleft");
    assert_eq!(page.by_id(r#"{"a":"x","b":1}"#).len(), 1);
    assert!(page.by_pointer("/props/items/0/label").is_some());
}

#[test]
fn broken_props_are_no_reason_to_fail() {
    let kinds =
        ["Dropdown", "Checklist", "Slider", "RangeSlider", "DatePickerRange", "Tabs", "Markdown", "Graph"];
    for kind in kinds {
        let props = json!({"options": 3, "value": {"a": []}, "marks": [1], "min": "x", "children": {"no": "component"},
            "start_date": "é".repeat(12), "figure": [], "style": "no", "id": 7});
        markup(&dcc(kind, props), &MarkupOptions::default());
    }
    for kind in ["Accordion", "Pagination", "Progress", "Select", "Breadcrumb"] {
        let props =
            json!({"options": [null, {}], "items": [1], "max_value": 1e12, "value": [], "children": "x"});
        markup(&dbc(kind, props), &MarkupOptions::default());
    }
    let table = json!({"data": [1, null], "columns": [{"id": 3}], "page_size": -4, "page_current": 1e300});
    markup(&component("dash_table", "DataTable", table), &MarkupOptions::default());
}

#[test]
fn the_served_page_is_around_the_components() {
    let shell = Shell::parse(
        "<html lang=en><head><title>Sales</title></head><body class=wide><h1>Head</h1><div id=react-entry-point>Loading…</div></body></html>",
    );
    let options = MarkupOptions {
        shell: shell.into(),
        title: Some("Updating...".to_owned()),
        loading: Loading { any: true, outputs: Vec::new() },
        ..MarkupOptions::default()
    };
    let page = Document::of(&html("Div", json!({"id": "all", "children": "tree"})), &options);
    let found = |css: &str| page.find(css).unwrap().iter().map(Node::content).collect::<Vec<_>>();
    assert_eq!(found("body.wide > #react-entry-point > #all"), ["tree"]);
    assert_eq!(found("title"), ["Updating..."]);
    assert_eq!(found("#all + ._dash-loading-callback"), [""]);
    assert_eq!(page.text(), "Head\ntree");
}

#[test]
fn an_open_dropdown_lists_its_options_as_its_dash_version_does() {
    let props = json!({"id": "d", "options": ["New York", "Boston", "Yonkers"], "value": ["Yonkers"], "multi": true, "search_value": "yo"});
    let listed = |dash_version, css: &str| {
        let memory = HashMap::from([(String::new(), json!({"open": true, "first": ["Yonkers"]}))]);
        let options = MarkupOptions { dash_version, memory, ..MarkupOptions::default() };
        let page = Document::of(&dcc("Dropdown", props.clone()), &options);
        page.find(css).unwrap().iter().map(Node::content).collect::<Vec<_>>()
    };
    let now = (4, 4, 1);
    assert_eq!(listed(now, ".dash-dropdown-content .dash-dropdown-option"), ["Yonkers", "New York"]);
    assert_eq!(listed(now, ".dash-dropdown-option.selected input[checked]").len(), 1);
    assert_eq!(listed(now, ".dash-dropdown-action-button"), ["Select All", "Deselect All"]);
    assert_eq!(listed((3, 4, 0), ".Select-menu-outer .VirtualizedSelectOption"), ["New York"]);
    assert_eq!(listed((3, 4, 0), "#d .Select-value-label"), ["Yonkers\u{a0}"]);
}

#[test]
fn a_spinner_covers_what_is_loading_and_says_what_of() {
    let inner = html("Div", json!({"id": "inner", "children": "x"}));
    let tree = dcc("Loading", json!({"id": "l", "type": "dot", "debug": true, "children": inner}));
    let at = "/props/children".to_owned();
    let awaited = Awaited { at, id: "inner".to_owned(), property: "children".to_owned() };
    let options = MarkupOptions {
        loading: Loading { any: true, outputs: vec![awaited] },
        memory: HashMap::from([(String::new(), json!({"spins": true}))]),
        ..MarkupOptions::default()
    };
    let page = Document::of(&tree, &options);
    let count = |css: &str| page.find(css).unwrap().len();
    assert_eq!(count("#l .dash-spinner.dash-dot-spinner > .dash-dot-spinner-bounce2"), 1);
    assert_eq!(count("#inner[data-dash-is-loading='true']"), 1);
    assert_eq!(page.text(), "Loading #inner's children");
}

#[test]
fn a_graph_has_its_titles_ticks_and_legend_as_elements() {
    let figure = json!({"data": [{"y": [1, 2], "name": "a"}, {"type": "bar", "y": [2, 1], "name": "b"}],
        "layout": {"title": {"text": "Net <b>sales</b>"}, "xaxis": {"title": {"text": "Month"}}, "annotations": [{"text": "here"}]}});
    let tree = dcc("Graph", json!({"id": "g", "figure": figure}));
    let page = page(&tree);
    let texts = |css: &str| page.find(css).unwrap().iter().map(Node::content).collect::<Vec<_>>();
    assert_eq!(texts("#g .gtitle"), ["Net sales"]);
    assert_eq!(texts("#g .xtitle"), ["Month"]);
    assert_eq!(texts("#g .legendtext"), ["a", "b"]);
    assert_eq!(texts("#g .annotation-text"), ["here"]);
    assert_eq!(texts("#g .bars .point").len(), 2);
    assert!(texts("#g .xtick > text").contains(&"1".to_owned()));
    assert_eq!(texts("#g .main-svg").len(), 3);
}
