//! Pages laid out without a browser.

use std::collections::BTreeMap;

use dashproof::render::markup::{Document, MarkupOptions, Shell, Theme};
use dashproof::render::page::{MASK, Page, PageSource, Stylesheet};
use dashproof::render::scene::{Fonts, Item, Scene};
use kurbo::{Rect, Shape, Size};
use serde_json::{Value, json};

const ADDRESS: &str = "http://127.0.0.1:8050/";

fn component(package: &str, kind: &str, props: Value) -> Value {
    let mut component = json!({"namespace": package, "type": kind});
    component["props"] = props;
    component
}

fn div(props: Value) -> Value {
    component("dash_html_components", "Div", props)
}

fn graph(props: Value) -> Value {
    component("dash_core_components", "Graph", props)
}

struct Source {
    tree: Value,
    index: &'static str,
    stylesheets: Vec<Stylesheet>,
    files: BTreeMap<String, Vec<u8>>,
    masks: Vec<Vec<usize>>,
}

impl Source {
    fn new(tree: Value) -> Self {
        Self { tree, index: "", stylesheets: Vec::new(), files: BTreeMap::new(), masks: Vec::new() }
    }

    fn css(mut self, css: &str) -> Self {
        let address = format!("{ADDRESS}assets/app.css");
        self.stylesheets.push(Stylesheet { address, css: Some(css.to_owned()) });
        self
    }

    fn lay_out(&self) -> Page {
        Page::lay_out(&PageSource {
            tree: &self.tree,
            options: &MarkupOptions { shell: Shell::parse(self.index).into(), ..MarkupOptions::default() },
            address: ADDRESS,
            stylesheets: &self.stylesheets,
            files: &self.files,
            fonts: &Fonts::embedded(),
            masks: &self.masks,
            viewport: Size::new(800.0, 600.0),
            theme: Theme::Light,
        })
        .expect("a page")
    }
}

fn texts(items: &[Item]) -> Vec<String> {
    let text = |item: &Item| match item {
        Item::Glyphs(run) => vec![run.text.trim().to_owned()],
        Item::Group(group) => texts(&group.items),
        _ => Vec::new(),
    };
    items.iter().flat_map(text).collect()
}

fn images(scene: &[Item]) -> usize {
    let count = |item: &Item| match item {
        Item::Image(_) => 1,
        Item::Group(group) => images(&group.items),
        _ => 0,
    };
    scene.iter().map(count).sum()
}

fn rect(page: &Page, pointer: &str) -> Rect {
    page.rect_of(pointer).unwrap_or_else(|| panic!("no box for {pointer}"))
}

const PLAIN: &str =
    "body { margin: 0; } .row { display: flex; } .wide { flex: 0 0 75%; } .narrow { flex: 0 0 25%; }";

#[test]
fn columns_lie_where_the_stylesheet_puts_them() {
    let row = div(json!({"className": "row", "children": [
        div(json!({"className": "wide", "children": "left"})), div(json!({"className": "narrow", "children": "right"}))]}));
    let page = Source::new(row).css(PLAIN).lay_out();
    let (left, right) = (rect(&page, "/props/children/0"), rect(&page, "/props/children/1"));
    assert_eq!((left.x0, left.x1, right.x0, right.x1), (0.0, 600.0, 600.0, 800.0));
    assert_eq!(texts(&page.scene().items), ["left", "right"]);
}

#[test]
fn what_is_masked_is_painted_over_on_whole_pixels() {
    let tree = div(json!({"children": ["text", div(json!({"children": "a"})), div(json!({"id": "secret",
        "children": "b", "style": {"width": "40.5px", "height": "20px", "marginTop": "0.25px"}}))]}));
    let path = Document::of(&tree, &MarkupOptions::default()).by_id("secret")[0].path();
    assert_eq!(path, [1, 0, 1]);
    let page = Source { masks: vec![path], ..Source::new(tree) }.css(PLAIN).lay_out();
    let Some(Item::Path(mask)) = page.scene().items.last() else { panic!("no mask") };
    assert_eq!(mask.fill, Some(MASK.into()));
    assert_eq!(mask.path.bounding_box(), rect(&page, "/props/children/2").expand());
}

#[test]
fn nothing_of_what_is_masked_is_left_in_the_scene() {
    let node = |namespace: &str, kind: &str, props: Value| json!({"namespace": namespace, "type": kind, "props": props});
    let html = |kind: &str, props: Value| node("dash_html_components", kind, props);
    let dcc = |kind: &str, props: Value| node("dash_core_components", kind, props);
    let figure = json!({"data": [{"type": "bar", "x": ["Hidden"], "y": [7]}]});
    let tree = div(json!({"children": ["shown ",
        html("Span", json!({"id": "inline", "children": ["hidden ", html("B", json!({"children": "too"}))]})),
        html("A", json!({"id": "link", "href": "https://hidden.example/", "children": "hidden"})),
        dcc("Input", json!({"id": "field", "value": "hidden"})),
        dcc("Dropdown", json!({"id": "choice", "options": ["hidden"], "value": "hidden"})),
        node("dash_core_components", "Graph", json!({"id": "chart", "figure": figure})),
        div(json!({"id": "block", "children": div(json!({"style": {"visibility": "visible", "color": "red"}, "children": "hidden"}))})),
    ]}));
    let document = Document::of(&tree, &MarkupOptions::default());
    let masks =
        ["inline", "link", "field", "choice", "chart", "block"].map(|id| document.by_id(id)[0].path());
    let drawn = |masks| {
        let page = Source { masks, ..Source::new(tree.clone()) }.css(PLAIN).lay_out();
        page.scene().to_svg().to_lowercase()
    };
    let open = drawn(Vec::new());
    assert!(open.contains("hidden.example") && open.contains(">hidden"), "{open}");
    let masked = drawn(masks.to_vec());
    assert!(masked.contains("shown") && !masked.contains("hidden"), "{masked}");
    assert!(!masked.contains("too"), "{masked}");
}

#[test]
fn a_graph_is_as_high_as_its_layout_its_style_or_plotlys_default() {
    let page = Source::new(json!([
        graph(json!({"figure": {"data": [], "layout": {"height": 200, "width": 300}}})),
        graph(json!({"figure": {"data": []}, "style": {"height": "300px"}})),
        graph(json!({"figure": {"data": []}})),
    ]))
    .css(PLAIN)
    .lay_out();
    let heights = ["/0", "/1", "/2"].map(|pointer| rect(&page, pointer).height());
    assert_eq!(heights, [200.0, 300.0, 450.0]);
    assert_eq!(page.scene().size, Size::new(800.0, 950.0));
}

#[test]
fn a_chart_is_drawn_in_its_graph_as_lines_and_text() {
    let figure = json!({"data": [{"type": "bar", "x": ["EMEA", "APAC"], "y": [1, 2]}], "layout": {"title": {"text": "By region"}}});
    let page = Source::new(div(json!({"children": ["before", graph(json!({"figure": figure})), "after"]})))
        .lay_out();
    let texts = texts(&page.scene().items);
    for wanted in ["before", "By region", "EMEA", "APAC", "after"] {
        assert!(texts.iter().any(|text| text == wanted), "{wanted} in {texts:?}");
    }
    assert_eq!(images(&page.scene().items), 0);
}

#[test]
fn the_same_page_gives_the_same_scene() {
    let source =
        Source::new(div(json!({"children": ["a", graph(json!({"figure": {"data": [{"y": [1, 3]}]}}))]})))
            .css(PLAIN);
    // At once, too: the engine's style system has global state.
    let scenes: Vec<Scene> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| source.lay_out().scene().clone())).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    assert_eq!(scenes.len(), 4);
    assert!(scenes.iter().all(|scene| *scene == scenes[0]));
}

#[test]
fn what_is_not_given_is_named() {
    let image =
        json!({"namespace": "dash_html_components", "type": "Img", "props": {"src": "/assets/logo.png"}});
    let mut source = Source::new(image);
    let address = "https://cdn.example.org/bootstrap.css".to_owned();
    source.stylesheets.push(Stylesheet { address, css: None });
    let notes = source.lay_out().scene().notes.clone();
    assert_eq!(
        notes,
        [
            "not loaded: http://127.0.0.1:8050/assets/logo.png",
            "not loaded: https://cdn.example.org/bootstrap.css",
        ]
    );
}

#[test]
fn an_image_is_drawn_from_the_files_that_were_given() {
    let props = json!({"src": "assets/dot.png", "style": {"width": 20, "height": 20}});
    let mut source = Source::new(json!({"namespace": "dash_html_components", "type": "Img", "props": props}));
    let dot = Scene::new(Size::new(2.0, 2.0)).to_png(1.0).expect("a picture");
    source.files.insert(format!("{ADDRESS}assets/dot.png"), dot);
    let page = source.lay_out();
    assert_eq!((images(&page.scene().items), page.scene().notes.clone()), (1, Vec::new()));
}

#[test]
fn what_the_app_serves_around_the_tree_is_kept() {
    let mut source = Source::new(div(json!({"children": "the tree"})));
    source.index = "<html><head><title>t</title><style>h1 { display: none }</style></head><body><h1>no</h1><p>before</p>\
        <div id='react-entry-point'><div>Loading...</div></div><footer>after<script>x()</script></footer></body></html>";
    assert_eq!(texts(&source.lay_out().scene().items), ["before", "the tree", "after"]);
}

#[test]
fn links_out_of_the_app_can_be_followed() {
    let a = |href: &str| json!({"namespace": "dash_html_components", "type": "A", "props": {"href": href, "children": "x"}});
    let page = Source::new(json!([a("https://example.org/"), a("/page-2"), a("#")])).lay_out();
    let links: Vec<_> = page
        .scene()
        .items
        .iter()
        .filter_map(|item| if let Item::Group(group) = item { group.link.as_deref() } else { None })
        .collect();
    assert_eq!(links, ["https://example.org/"]);
}

#[test]
fn a_component_can_be_cut_out() {
    let tree = json!([
        div(json!({"style": {"height": 50}})),
        div(json!({"style": {"height": 70}, "children": "cut"}))
    ]);
    let page = Source::new(tree).css(PLAIN).lay_out();
    let part = page.scene_of("/1").expect("a part");
    assert_eq!(part.size, Size::new(800.0, 70.0));
    assert!(page.scene_of("/7").is_none());
    assert_eq!(page.viewport().size, Size::new(800.0, 600.0));
}

#[test]
fn a_page_without_area_is_refused() {
    let (options, files, fonts) = (MarkupOptions::default(), BTreeMap::new(), Fonts::embedded());
    for viewport in [Size::ZERO, Size::new(f64::NAN, 600.0), Size::new(1e9, 600.0)] {
        let source = PageSource {
            tree: &json!([]),
            options: &options,
            address: "nonsense",
            stylesheets: &[],
            files: &files,
            fonts: &fonts,
            masks: &[],
            viewport,
            theme: Theme::Light,
        };
        assert!(Page::lay_out(&source).is_err(), "{viewport:?}");
    }
    let source = PageSource {
        tree: &json!(["x"]),
        options: &options,
        address: "nonsense",
        stylesheets: &[],
        files: &files,
        fonts: &fonts,
        masks: &[],
        viewport: Size::new(300.0, 200.0),
        theme: Theme::Light,
    };
    assert!(Page::lay_out(&source).is_ok());
}
