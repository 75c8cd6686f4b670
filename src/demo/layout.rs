//! What the page shows first.

use serde_json::{Value, json};

use super::component::{dcc, dcc_with, div, html, labelled, options};
use super::sales::{COUNTRIES, FIRST_DAY, LAST_DAY, PRODUCTS, REGIONS};

/// The whole page, as `_dash-layout` sends it.
pub(super) fn layout() -> Value {
    html(
        "Div",
        json!({"id": "page", "className": "page"}),
        vec![
            dcc("Store", json!({"id": "selection"})),
            dcc("Store", json!({"id": "totals"})),
            dcc("Interval", json!({"id": "clock", "interval": 60_000})),
            div(
                "header",
                vec![
                    html("H1", json!({}), "Sales"),
                    html("P", json!({"id": "refreshed", "className": "quiet"}), Value::Null),
                ],
            ),
            controls(),
            cards(),
            dcc_with(
                "Tabs",
                json!({"id": "tabs", "value": "overview"}),
                vec![
                    tab("Overview", "overview", overview()),
                    tab("Stores", "stores", stores()),
                    tab("Targets", "targets", targets()),
                    tab("Forecast", "forecast", forecast()),
                ],
            ),
        ],
    )
}

fn controls() -> Value {
    div(
        "controls",
        vec![
            labelled(
                "Dates",
                dcc(
                    "DatePickerRange",
                    json!({
                        "id": "dates",
                        "start_date": FIRST_DAY.to_string(), "end_date": LAST_DAY.to_string(),
                        "min_date_allowed": FIRST_DAY.to_string(), "max_date_allowed": LAST_DAY.to_string(),
                    }),
                ),
            ),
            labelled(
                "Region",
                dcc(
                    "Dropdown",
                    json!({"id": "region", "options": options(REGIONS), "placeholder": "All regions"}),
                ),
            ),
            labelled(
                "Products",
                dcc(
                    "Dropdown",
                    json!({
                        "id": "products", "multi": true, "placeholder": "All products",
                        "options": options(PRODUCTS.map(|(_, name)| name)),
                    }),
                ),
            ),
            html("Button", json!({"id": "reset", "className": "button"}), "Reset"),
        ],
    )
}

fn cards() -> Value {
    let card = |title: &str, id: &str| {
        div(
            "card kpi",
            vec![
                html("Span", json!({"className": "quiet"}), title),
                html("Div", json!({"id": id, "className": "amount"}), Value::Null),
            ],
        )
    };
    div(
        "cards",
        vec![
            card("Revenue", "kpi-revenue"),
            card("Orders", "kpi-orders"),
            card("Average order", "kpi-average"),
            card("Selection", "kpi-selection"),
        ],
    )
}

fn tab(label: &str, value: &str, children: Value) -> Value {
    dcc_with("Tab", json!({"label": label, "value": value}), children)
}

fn graph(id: &str, height: u32) -> Value {
    dcc("Graph", json!({"id": id, "style": {"height": format!("{height}px")}}))
}

fn overview() -> Value {
    div(
        "charts",
        vec![
            div("card wide", graph("revenue-over-time", 320)),
            div("card", graph("revenue-by-region", 340)),
            div("card", graph("revenue-by-product", 340)),
        ],
    )
}

fn stores() -> Value {
    div(
        "card form",
        vec![
            labelled(
                "Country",
                dcc(
                    "Dropdown",
                    json!({
                        "id": "country", "clearable": false, "value": "Germany",
                        "options": options(COUNTRIES.map(|(country, ..)| country)),
                    }),
                ),
            ),
            labelled("City", dcc("Dropdown", json!({"id": "city", "clearable": false}))),
            html("P", json!({"id": "city-summary"}), Value::Null),
        ],
    )
}

fn targets() -> Value {
    div(
        "card form",
        vec![
            html("Button", json!({"id": "add-target", "className": "button"}), "Add a target"),
            html("Div", json!({"id": "targets"}), Vec::<Value>::new()),
            html("P", json!({"id": "targets-total"}), Value::Null),
        ],
    )
}

fn forecast() -> Value {
    div(
        "card form",
        vec![
            div(
                "buttons",
                vec![
                    html(
                        "Button",
                        json!({"id": "run-forecast", "className": "button"}),
                        "Forecast next month",
                    ),
                    html(
                        "Button",
                        json!({"id": "cancel-forecast", "className": "button", "disabled": true}),
                        "Cancel",
                    ),
                ],
            ),
            html("Progress", json!({"id": "forecast-progress", "value": "0", "max": "100"}), Value::Null),
            html("P", json!({"id": "forecast-result"}), "Nothing forecast yet."),
        ],
    )
}
