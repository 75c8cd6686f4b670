//! The window: what scripts find in it.

use std::time::Duration;

use serde_json::{Value, json};

use super::testing::{call, page, returned, single};
use super::{Clientside, Effect, Error, Limits, Outcome, Setting, Surroundings};
use crate::render::markup::{Document, Edits, MarkupOptions, Media, Theme};

#[test]
fn what_only_a_browser_has_fails_by_its_name() {
    for (script, name) in [
        ("a) { return fetch('/x'); }", "fetch"),
        ("a) { return document.createElement('a'); }", "document.createElement(\"a\")"),
        (
            "a) { return document.getElementById('x').getBoundingClientRect(); }",
            "document.getElementById(\"x\").getBoundingClientRect",
        ),
        ("a) { document.querySelector('button').onclick = a; }", "setting document.querySelector(…).onclick"),
        ("a) { return window.Plotly.d3; }", "Plotly.d3"),
        ("a) { return new MutationObserver(a); }", "MutationObserver"),
        ("a) { return (1).toLocaleString('de-DE'); }", "toLocaleString in de-DE"),
        ("a) { return new Date(0).toLocaleDateString('fr'); }", "Date.toLocaleDateString in fr"),
        ("a) { return new Intl.PluralRules('en'); }", "Intl.PluralRules"),
        ("a) { return dash_component_api.ExternalWrapper; }", "dash_component_api.ExternalWrapper"),
        ("a) { return navigator.geolocation.x; }", "navigator.geolocation"),
    ] {
        let error = call(&mut page(script), &single(None)).unwrap_err();
        assert_eq!(
            error,
            Error::Unsupported { at: "ns.f".into(), message: format!("{name} needs `engine: browser`") }
        );
    }
    assert_eq!(
        returned("a) { return [typeof fetch, typeof Plotly, {} instanceof HTMLElement]; }", None),
        Some(json!(["function", "function", false]))
    );
}

#[test]
fn elements_are_what_the_components_make() {
    let read = |expression: &str| returned(&format!("a) {{ return {expression}; }}"), None);
    assert_eq!(read("document.getElementById('nothing')"), Some(Value::Null));
    assert_eq!(read("document.getElementById('x').innerText"), Some(json!("Net sales")));
    assert_eq!(read("document.getElementById('x').textContent"), Some(json!("Net  sales")));
    assert_eq!(read("JSON.parse(document.querySelector('.wide').id)"), Some(json!({"a": 2, "b": 1})));
    assert_eq!(
        read("[...document.querySelectorAll('#root > *')].map((e) => e.tagName)[1]"),
        Some(json!("BUTTON"))
    );
    assert_eq!(
        read("document.querySelector('button').closest('.page') === document.getElementById('root')"),
        Some(json!(true))
    );
    assert_eq!(read("document.querySelector('button').style.marginTop"), Some(json!("4px")));
    assert_eq!(
        read("document.getElementsByClassName('wide on')[0].getAttribute('title')"),
        Some(json!("Go"))
    );
    assert_eq!(read("document.getElementById('x').parentElement.children.length"), Some(json!(3)));
    assert_eq!(read("document.querySelector('input').value"), Some(json!("7")));
    assert_eq!(read("dash_component_api.getLayout({a: 2, b: 1}).props.title"), Some(json!("Go")));
    assert_eq!(
        read("[dash_component_api.getLayout(['props', 'none']), store.getState().layout.props.id]"),
        Some(json!([null, "root"]))
    );
    assert_eq!(read("store.getState().pendingCallbacks === undefined"), Some(json!(true)));
}

#[test]
fn what_a_script_writes_onto_an_element_is_seen_afterwards() {
    let script = "a) {
        document.documentElement.setAttribute('data-bs-theme', 'dark');
        document.body.classList.add('night', 'deep');
        const button = document.querySelector('button');
        button.classList.toggle('on');
        button.style.display = 'none';
        button.dataset.userName = 'ann';
        document.getElementById('x').textContent = 'written';
        return [document.querySelectorAll('[data-bs-theme=dark] .wide:not(.on)').length, document.body.className,
            button.getAttribute('style'), button.dataset.userName, document.querySelector('#x').innerText];
    }";
    let mut page = page(script);
    let outcome = call(&mut page, &single(None)).unwrap();
    let Outcome::Updates(updates) = outcome else { panic!("{outcome:?}") };
    assert_eq!(
        updates[0].value,
        Some(json!([1, "night deep", "margin-top: 4px; display: none;", "ann", "written"]))
    );
    let edits = page.take_back().edits;
    let button = |title: &str| json!({"type": "Button", "namespace": "dash_html_components", "props": {"id": "b", "className": title}});
    assert!(!edits.is_empty());
    // Another class came from the app: React writes it.
    let mut kept = Edits::default();
    kept.write("@", "class", Some("old"), Some("mine"));
    let classes = |class: &str| {
        let tree = button(class);
        let page = Document::edited(&tree, &MarkupOptions::default(), &kept);
        page.by_id("b").first().and_then(|node| node.attribute("class").map(str::to_owned))
    };
    assert_eq!(classes("old").as_deref(), Some("mine"));
    assert_eq!(classes("new").as_deref(), Some("new"));
}

#[test]
fn elements_that_a_script_makes_are_on_the_page_once_they_are_put_there() {
    let script = "a) {
        const made = document.createElement('div');
        made.id = 'made';
        made.classList.add('note');
        made.innerHTML = '<b>so</b> it is';
        const before = document.getElementById('made');
        document.body.appendChild(made);
        made.title = 'later';
        document.getElementById('x').innerHTML = '<i>leaning</i>';
        document.getElementById('x').innerHTML = '<i>upright</i>';
        return [before, document.querySelector('body > .note[title=later] b').textContent, document.querySelector('#x i').textContent];
    }";
    let Outcome::Updates(updates) = call(&mut page(script), &single(None)).unwrap() else { panic!() };
    assert_eq!(updates[0].value, Some(json!([null, "so", "upright"])));
}

#[test]
fn storage_cookies_and_address_are_the_pages_own() {
    let script = "a) { localStorage.setItem('k', {}); localStorage.j = 2; sessionStorage.clear(); document.cookie = 'theme=dark; path=/';
        return [localStorage.k, localStorage.length, localStorage.getItem('z'), Object.keys(localStorage), document.cookie,
            location.pathname, new URLSearchParams(location.search).get('year'), location.hash, String(location)]; }";
    assert_eq!(
        returned(script, None),
        Some(json!([
            "[object Object]",
            2,
            null,
            ["j", "k"],
            "theme=dark",
            "/sales",
            "1952",
            "#top",
            "http://localhost:8050/sales?year=1952#top"
        ]))
    );
}

#[test]
fn scripts_learn_that_the_page_is_loaded_and_hear_their_own_events() {
    let mut page = page("a) { window.dispatchEvent(new CustomEvent('mine', {detail: 3})); return told; }");
    page.load("b.js", "window.told = [document.readyState]; document.addEventListener('DOMContentLoaded', () => told.push('read')); window.onload = () => told.push('loaded'); addEventListener('mine', (e) => told.push(e.detail));").unwrap();
    page.loaded().unwrap();
    assert!(
        matches!(call(&mut page, &single(None)), Ok(Outcome::Updates(updates)) if updates[0].value == Some(json!(["loading", "read", "loaded", 3])))
    );
}

#[test]
fn libraries_in_the_common_wrapping_load_as_globals() {
    let library = "(function (root, factory) { typeof exports === 'object' && typeof module !== 'undefined' ? module.exports = factory() \
        : typeof define === 'function' && define.amd ? define(factory) : (root = typeof globalThis !== 'undefined' ? globalThis : root || self).lib = factory(); })(this, function () { return { twice: (n) => 2 * n }; });";
    let mut page = page("a) { return lib.twice(a); }");
    page.load("lib.js", &library.replace("\\\n", "")).unwrap();
    assert!(
        matches!(call(&mut page, &single(Some(json!(4)))), Ok(Outcome::Updates(updates)) if updates[0].value == Some(json!(8)))
    );
}

#[test]
fn custom_globals_are_the_apps_own() {
    assert_eq!(returned("a) { window.my = window.my || {n: 1}; return my.n; }", None), Some(json!(1)));
    assert_eq!(returned("a) { window.store = {n: 2}; return store.n; }", None), Some(json!(2)));
}

#[test]
fn numbers_dates_and_order_are_american() {
    assert_eq!(
        returned(
            "a) { return [a.toLocaleString(), a.toLocaleString('en-US', {style: 'currency', currency: 'USD'}), \
             (0.256).toLocaleString('en-US', {style: 'percent'}), (-5).toLocaleString(undefined, {minimumFractionDigits: 2}), \
             (1.005).toLocaleString(undefined, {maximumFractionDigits: 2}), new Intl.NumberFormat('en', {notation: 'compact'}).format(1234567), \
             new Date(Date.UTC(2024, 1, 29, 15, 4, 5)).toLocaleString('en-US', {timeZone: 'America/New_York'})]; }",
            Some(json!(1_204_330.456_7))
        ),
        Some(json!([
            "1,204,330.457",
            "$1,204,330.46",
            "26%",
            "-5.00",
            "1.01",
            "1.2M",
            "2/29/2024, 10:04:05 AM"
        ]))
    );
    assert_eq!(
        returned("a) { return ['b', 'a', 'B', 'é', 'e', 'f'].sort((x, y) => x.localeCompare(y)); }", None),
        Some(json!(["a", "b", "B", "e", "é", "f"]))
    );
}

#[test]
fn english_is_written_as_chromium_writes_it() {
    let recorded = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/clientside/english.json"),
    )
    .unwrap();
    let limits = Limits { time: Duration::from_secs(10), memory: 32 << 20 };
    let mut page = Clientside::new(&Setting::default(), limits).unwrap();
    let script = "dash_clientside.ns = { f: (rows) => rows.flatMap(([method, value, options, wanted]) => {
        let text;
        try {
            const one = method === 'number' ? Number(value) : new Date(value);
            text = method === 'number' ? one.toLocaleString('en-US', options) : one[method]('en-US', { timeZone: 'UTC', ...options });
        } catch (error) {
            text = `E ${error.name}`;
        }
        return text === wanted || text === 'E Unsupported' ? [] : [[method, value, JSON.stringify(options), wanted, text]];
    }) };";
    page.load("app.js", script).unwrap();
    let rows = crate::dash::json::parse(&recorded).unwrap();
    let Ok(Outcome::Updates(updates)) = call(&mut page, &single(Some(rows))) else { panic!("no answer") };
    let different = updates[0].value.clone().unwrap();
    let lines: Vec<String> = different.as_array().unwrap().iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} differ:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn the_library_of_browsers_is_there() {
    assert_eq!(
        returned(
            "a) { const url = new URL('../c?d=1', 'http://h/a/b'); url.searchParams.append('e', '2 3'); const copy = structuredClone({m: new Map([[1, [2]]]), d: new Date(0)}); \
             return [url.href, btoa('hé'), atob('aGk='), [...new TextEncoder().encode('é')], copy.m.get(1)[0], copy.d.getTime(), crypto.randomUUID().length, \
             matchMedia('(max-width: 600px)').matches, innerWidth, typeof performance.now()]; }",
            None
        ),
        Some(json!(["http://h/c?d=1&e=2+3", "aOk=", "hi", [195, 169], 2, 0, 36, false, 1280, "number"]))
    );
}

#[test]
fn a_rejection_that_nobody_handles_is_told_on_the_console() {
    let mut page = page(") {}");
    page.load("b.js", "Promise.reject(new RangeError('far')); Promise.reject(1).catch(() => {});").unwrap();
    let told = page.take_effects();
    let line =
        Effect::Console { level: "error".into(), text: "Uncaught (in promise) RangeError: far".into() };
    assert_eq!(told, [line]);
}

#[test]
fn scripts_are_told_the_theme_that_the_visitor_prefers() {
    let mut page = page("a) { return matchMedia('(prefers-color-scheme: dark)').matches; }");
    let media = Media { theme: Theme::Dark, ..Media::default() };
    page.lend(Surroundings { media, ..Surroundings::default() });
    let Ok(Outcome::Updates(updates)) = call(&mut page, &single(None)) else { panic!("no answer") };
    assert_eq!(updates[0].value, Some(json!(true)));
}
