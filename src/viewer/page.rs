//! The page of a trace, as one HTML file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::data::Data;
use crate::render::scene::escape;
use crate::trace::Trace;

/// What runs in the page; parts call each other, so they are one script.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("page/data.js"),
    include_str!("page/dom.js"),
    include_str!("page/filter.js"),
    include_str!("page/state.js"),
    include_str!("page/rows.js"),
    include_str!("page/scale.js"),
    include_str!("page/arrows.js"),
    include_str!("page/timeline.js"),
    include_str!("page/overview.js"),
    include_str!("page/value.js"),
    include_str!("page/details.js"),
    include_str!("page/graph.js"),
    include_str!("page/main.js"),
    "})();\n",
);
const STYLE: &str = include_str!("page/page.css");
const BODY: &str = include_str!("page/body.html");

/// The page of a trace under a title: one HTML file that needs nothing else. The same trace gives the same bytes.
///
/// Huge bodies are shortened, and of very many figures and pictures the first are shown; the page says so.
pub fn page(trace: &Trace, title: &str) -> String {
    let data = serde_json::to_string(&Data::new(trace, title)).unwrap_or_default();
    // What could end the element, or begin another, is only ever in texts, where JSON has escapes for it.
    let data = data.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; style-src {}; \
         img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{BODY}\
         <script type=\"application/json\" id=\"data\">{data}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        source(SCRIPT),
        source(STYLE),
        escape(title),
    )
}

/// A script or a style as a policy names it (CSP level 3, section 2.3.1).
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Step;

    #[test]
    fn nothing_in_a_trace_ends_the_element_that_holds_it() {
        let name = "</script><script>alert(1)</script><!--".to_owned();
        let trace = Trace { steps: vec![Step { name, start: 0.0, end: None }], ..Trace::default() };
        let page = page(&trace, "a trace");
        assert!(!page.contains("</script><script>alert") && !page.contains("<!--"), "it is written as it is");
        assert_eq!(page.matches("</script>").count(), 2);
    }
}
