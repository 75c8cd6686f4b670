//! The index page: what a browser loads first (protocol section 1.3).

use serde_json::{Value, json};

use super::Bundles;
use super::callback::{Run, function_name};
use super::callbacks::CALLBACKS;

/// The page, hydrated by dash-renderer when there are bundles.
pub(super) fn index(bundles: Option<&Bundles>) -> String {
    let config = escape_json(&config(bundles));
    let scripts: Vec<String> = bundles
        .map(Bundles::scripts)
        .unwrap_or_default()
        .iter()
        .map(|path| format!("<script src=\"/_dash-component-suites/{path}\"></script>"))
        .collect();
    let scripts = scripts.join("\n");
    let functions: String = CALLBACKS
        .iter()
        .filter_map(|callback| match callback.run {
            Run::Clientside(source) => Some(inline(source)),
            _ => None,
        })
        .collect();
    let renderer = if bundles.is_some() {
        "<script id=\"_dash-renderer\" type=\"application/javascript\">var renderer = new DashRenderer();</script>"
    } else {
        ""
    };
    let missing = if bundles.is_some() {
        ""
    } else {
        "Open this dashboard with dashproof, or give it the JavaScript of an installed Dash to see it in a browser."
    };
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"UTF-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Sales</title>\n\
         <link rel=\"stylesheet\" href=\"/assets/demo.css\">\n</head>\n<body>\n\
         <div id=\"react-entry-point\"><div class=\"_dash-loading\">{missing}</div></div>\n\
         <footer>\n<script id=\"_dash-config\" type=\"application/json\">{config}</script>\n\
         {scripts}\n{functions}{renderer}\n</footer>\n</body>\n</html>\n"
    )
}

fn config(bundles: Option<&Bundles>) -> Value {
    json!({
        "url_base_pathname": null, "requests_pathname_prefix": "/", "ui": false, "props_check": false,
        "disable_version_check": true, "show_undo_redo": false, "suppress_callback_exceptions": true,
        "update_title": "Updating...",
        "children_props": {
            "dash_core_components": {"Loading": ["custom_spinner"], "Tab": ["label"]},
            "dash_html_components": {},
        },
        "serve_locally": true,
        "dash_version": bundles.map_or("4.4.1", Bundles::dash_version),
        "validate_callbacks": false,
        "csrf_token_name": "_csrf_token", "csrf_header_name": "X-CSRFToken",
    })
}

fn inline(source: &str) -> String {
    format!(
        "<script>\n(function() {{\n\
         var clientside = window.dash_clientside = window.dash_clientside || {{}};\n\
         var ns = clientside[\"_dashprivate_clientside_funcs\"] = clientside[\"_dashprivate_clientside_funcs\"] || {{}};\n\
         ns[\"{}\"] = {source};\n}})();\n</script>\n",
        function_name(source)
    )
}

/// JSON that may stand in a `<script>`.
fn escape_json(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
