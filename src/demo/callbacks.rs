//! The dashboard's callbacks.

use std::time::Duration;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::callback::{Answer, Callback, Request, Run};
use super::component::options;
use super::figures;
use super::sales::{COUNTRIES, FIRST_DAY, Filter, LAST_DAY, PRODUCTS, REGIONS, dollars, grouped};
use super::targets;

/// Every callback, in registration order.
pub(super) const CALLBACKS: &[Callback] = &[
    Callback {
        outputs: &[("selection", "data")],
        inputs: &[
            ("revenue-by-region", "clickData"),
            ("revenue-over-time", "selectedData"),
            ("reset", "n_clicks"),
        ],
        state: &[("selection", "data")],
        prevent_initial_call: true,
        run: Run::Server(select),
    },
    Callback {
        outputs: &[
            ("kpi-revenue", "children"),
            ("kpi-orders", "children"),
            ("kpi-selection", "children"),
            ("totals", "data"),
        ],
        inputs: FILTERS,
        state: &[],
        prevent_initial_call: false,
        run: Run::Server(totals),
    },
    Callback {
        outputs: &[("revenue-over-time", "figure")],
        inputs: FILTERS,
        state: &[],
        prevent_initial_call: false,
        run: Run::Server(over_time),
    },
    Callback {
        outputs: &[("revenue-by-region", "figure")],
        inputs: FILTERS,
        state: &[],
        prevent_initial_call: false,
        run: Run::Server(by_region),
    },
    Callback {
        outputs: &[("revenue-by-product", "figure")],
        inputs: FILTERS,
        state: &[],
        prevent_initial_call: false,
        run: Run::Server(by_product),
    },
    Callback {
        outputs: &[("kpi-average", "children")],
        inputs: &[("totals", "data")],
        state: &[],
        prevent_initial_call: false,
        run: Run::Clientside(AVERAGE),
    },
    Callback {
        outputs: &[("city", "options"), ("city", "value")],
        inputs: &[("country", "value")],
        state: &[],
        prevent_initial_call: false,
        run: Run::Server(cities),
    },
    Callback {
        outputs: &[("city-summary", "children")],
        inputs: &[("city", "value")],
        state: &[("country", "value")],
        prevent_initial_call: false,
        run: Run::Server(city),
    },
    Callback {
        outputs: &[("targets", "children")],
        inputs: &[("add-target", "n_clicks")],
        state: &[],
        prevent_initial_call: true,
        run: Run::Server(targets::add),
    },
    Callback {
        outputs: &[(r#"{"index":["MATCH"],"type":"target-status"}"#, "children")],
        inputs: &[(r#"{"index":["MATCH"],"type":"target"}"#, "value")],
        state: &[("totals", "data")],
        prevent_initial_call: false,
        run: Run::Server(targets::status),
    },
    Callback {
        outputs: &[("targets-total", "children")],
        inputs: &[(r#"{"index":["ALL"],"type":"target"}"#, "value")],
        state: &[],
        prevent_initial_call: false,
        run: Run::Server(targets::total),
    },
    Callback {
        outputs: &[("refreshed", "children")],
        inputs: &[("clock", "n_intervals")],
        state: &[],
        prevent_initial_call: false,
        run: Run::Server(refreshed),
    },
    Callback {
        outputs: &[("forecast-result", "children")],
        inputs: &[("run-forecast", "n_clicks")],
        state: &[],
        prevent_initial_call: true,
        run: Run::Background {
            interval: Duration::from_millis(50),
            running: &[("run-forecast.disabled", true, false), ("cancel-forecast.disabled", false, true)],
        },
    },
    // Dash registers this one by itself for each `cancel` input (protocol section 1.8).
    Callback {
        outputs: &[("cancel-forecast", "id")],
        inputs: &[("cancel-forecast", "n_clicks")],
        state: &[],
        prevent_initial_call: true,
        run: Run::Server(|_| Answer::Nothing),
    },
];

const FILTERS: &[(&str, &str)] = &[
    ("dates", "start_date"),
    ("dates", "end_date"),
    ("region", "value"),
    ("products", "value"),
    ("selection", "data"),
];

const AVERAGE: &str = "function(totals) {
    if (!totals || !totals.orders) {
        return window.dash_clientside.no_update;
    }
    return '$' + (totals.revenue / totals.orders).toFixed(2);
}";

/// The cross-filter: a click on a bar toggles its region, a brush sets the days, reset clears both.
fn select(request: Request<'_>) -> Answer {
    if request.was_triggered_by("reset.n_clicks") {
        return Answer::Update(vec![json!({})]);
    }
    let mut selection = match request.value("selection", "data") {
        Value::Object(map) => map.clone(),
        _ => serde_json::Map::new(),
    };
    if request.was_triggered_by("revenue-by-region.clickData") {
        let clicked = &request.value("revenue-by-region", "clickData")["points"][0]["x"];
        if clicked.is_null() {
            return Answer::Nothing;
        }
        if selection.get("region") == Some(clicked) {
            selection.remove("region");
        } else {
            selection.insert("region".to_owned(), clicked.clone());
        }
    }
    if request.was_triggered_by("revenue-over-time.selectedData") {
        let range = &request.value("revenue-over-time", "selectedData")["range"]["x"];
        if range.is_null() {
            // A redrawn chart drops its brush; the days that were brushed stay selected.
            return Answer::Nothing;
        }
        selection.insert("days".to_owned(), range.clone());
    }
    Answer::Update(vec![Value::Object(selection)])
}

fn totals(request: Request<'_>) -> Answer {
    let filter = filter(request);
    let revenue = filter.revenue();
    let orders: u64 = filter.sales().map(|sale| u64::from(sale.orders)).sum();
    let region = filter.region.map_or("All regions", |region| REGIONS[region]);
    let whole = *filter.days.start() <= FIRST_DAY && *filter.days.end() >= LAST_DAY;
    let selection = if whole {
        region.to_owned()
    } else {
        format!("{region}, {} to {}", filter.days.start(), filter.days.end())
    };
    Answer::Update(vec![
        dollars(revenue).into(),
        grouped(orders).into(),
        selection.into(),
        json!({"revenue": revenue, "orders": orders}),
    ])
}

fn over_time(request: Request<'_>) -> Answer {
    // The brush is drawn on this chart, so the brush does not filter it.
    let filter = Filter { days: picked_days(request), ..filter(request) };
    Answer::Update(vec![figures::over_time(&filter)])
}

fn by_region(request: Request<'_>) -> Answer {
    let filter = filter(request);
    let selected = filter.region;
    Answer::Update(vec![figures::by_region(&Filter { region: None, ..filter }, selected)])
}

fn by_product(request: Request<'_>) -> Answer {
    Answer::Update(vec![figures::by_product(&filter(request))])
}

fn cities(request: Request<'_>) -> Answer {
    let wanted = request.value("country", "value").as_str();
    let Some((_, _, cities)) = COUNTRIES.iter().find(|(country, ..)| Some(*country) == wanted) else {
        return Answer::Nothing;
    };
    let first = cities.first().map_or(Value::Null, |(name, _)| (*name).into());
    Answer::Update(vec![options(cities.iter().map(|(name, _)| *name)), first])
}

fn city(request: Request<'_>) -> Answer {
    let (country, city) =
        (request.value("country", "value").as_str(), request.value("city", "value").as_str());
    let found = COUNTRIES.iter().find(|(name, ..)| Some(*name) == country).and_then(|(_, region, cities)| {
        cities.iter().find(|(name, _)| Some(*name) == city).map(|(name, share)| (*region, *name, *share))
    });
    let Some((region, name, share)) = found else { return Answer::Nothing };
    let filter = Filter {
        days: FIRST_DAY..=LAST_DAY,
        region: REGIONS.iter().position(|r| *r == region),
        products: Vec::new(),
    };
    let revenue = (filter.revenue() as f64 * share).round() as u64;
    Answer::Update(vec![format!("{name} made {} of the revenue of {region}.", dollars(revenue)).into()])
}

fn refreshed(request: Request<'_>) -> Answer {
    let times = request.value("clock", "n_intervals").as_u64().unwrap_or(0);
    Answer::Update(vec![match times {
        0 => "Data as of June 30, 2025".into(),
        1 => "Data as of June 30, 2025, checked once more".into(),
        n => format!("Data as of June 30, 2025, checked {n} times more").into(),
    }])
}

fn filter(request: Request<'_>) -> Filter {
    let selection = request.value("selection", "data");
    let picked = picked_days(request);
    let brushed = [0, 1].map(|i| selection["days"][i].as_str().and_then(day));
    let days = match brushed {
        [Some(from), Some(to)] => (*picked.start()).max(from)..=(*picked.end()).min(to),
        _ => picked,
    };
    let named = |value: &Value| REGIONS.iter().position(|name| Some(*name) == value.as_str());
    let products = request.value("products", "value").as_array().map_or_else(Vec::new, |names| {
        names.iter().filter_map(|name| PRODUCTS.iter().position(|(_, p)| Some(*p) == name.as_str())).collect()
    });
    Filter {
        days,
        region: named(request.value("region", "value")).or_else(|| named(&selection["region"])),
        products,
    }
}

fn picked_days(request: Request<'_>) -> std::ops::RangeInclusive<Date> {
    let picked = |property| request.value("dates", property).as_str().and_then(day);
    picked("start_date").unwrap_or(FIRST_DAY)..=picked("end_date").unwrap_or(LAST_DAY)
}

/// The day of `2025-03-01`, or of `2025-03-01 07:12:30.5` as plotly writes a brush.
fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}
