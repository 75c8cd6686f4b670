use serde_json::{Value, json};

use super::gesture::Graph;
use crate::dash::Component;
use crate::engine::Action;
use crate::engine::browserless::behaviour::model::Model;
use crate::engine::browserless::behaviour::testing::{act, moment, set};
use crate::engine::browserless::behaviour::{Effect, Moment, Spot};

pub(super) fn graph(data: &Value, layout: &Value) -> Value {
    json!({"type": "Graph", "namespace": "dash_core_components",
        "props": {"id": "g", "figure": {"data": data, "layout": layout}}})
}

/// What an action leads to, without where on the screen points are.
fn effects(tree: &Value, line: &str) -> Vec<Effect> {
    let mut effects = act(tree, line).unwrap();
    for effect in &mut effects {
        let Effect::SetProps { props, .. } = effect else { continue };
        for data in props.values_mut() {
            let points = data.get_mut("points").and_then(Value::as_array_mut).into_iter().flatten();
            for point in points.filter_map(Value::as_object_mut) {
                point.shift_remove("bbox");
            }
        }
    }
    effects
}

/// What `line` tells, by prop; the last that is told of each.
fn told(tree: &Value, line: &str) -> Value {
    let mut told = Value::Null;
    for effect in effects(tree, line) {
        if let Effect::SetProps { props, .. } = effect {
            for (name, value) in props {
                told[name] = value;
            }
        }
    }
    told
}

/// The point that `line` clicks, as `clickData` tells it.
fn clicked(tree: &Value, line: &str) -> Value {
    told(tree, line)["clickData"]["points"][0].clone()
}

#[test]
fn a_click_hovers_first_and_has_a_time_since_dash_4_2() {
    let tree = graph(&json!([{"type": "bar", "x": ["a", "b"], "y": [1, 2]}]), &json!({}));
    let point = json!({"curveNumber": 0, "pointNumber": 1, "pointIndex": 1, "x": "b", "y": 2, "label": "b", "value": 2});
    assert_eq!(
        effects(&tree, "click #g x=b"),
        [
            set(&json!({"hoverData": {"points": [point]}})),
            Effect::NextGesture,
            set(&json!({"clickData": {"points": [point], "timestamp": 1000}})),
        ]
    );
    let older = Moment { dash_version: (4, 1, 0), ..moment() };
    let action = Action::parse("click #g x=b").unwrap();
    let effects =
        crate::engine::browserless::behaviour::act(&tree, "", &action, &older, Spot::default()).unwrap();
    let Some(Effect::SetProps { props, .. }) = effects.last() else { panic!("{effects:?}") };
    assert_eq!(props["clickData"].get("timestamp"), None);
}

#[test]
fn a_point_says_where_it_is_drawn() {
    let layout = json!({"width": 400, "height": 300, "margin": {"l": 50, "r": 50, "t": 50, "b": 50},
        "xaxis": {"range": [0, 10]}, "yaxis": {"range": [0, 10]}});
    let tree = graph(&json!([{"mode": "markers", "x": [5], "y": [5], "marker": {"size": 8}}]), &layout);
    let Some(Effect::SetProps { props, .. }) = act(&tree, "hover #g x=5").unwrap().pop() else { panic!() };
    let place = &props["hoverData"]["points"][0]["bbox"];
    assert_eq!(*place, json!({"x0": 196, "x1": 204, "y0": 146, "y1": 154}));
}

#[test]
fn arrays_of_the_trace_describe_the_point_and_customdata_is_whole() {
    let tree = graph(
        &json!([{"type": "scatter", "mode": "markers", "x": ["2024-01-01T00:00:00", "2024-01-02T12:30:00"],
            "y": {"dtype": "f8", "bdata": "AAAAAAAA+D8AAAAAAAAIQA=="}, "hovertext": ["p", "q"], "ids": ["i", "j"],
            "marker": {"size": {"dtype": "i1", "bdata": "Ch4="}, "colorscale": [[0, "red"], [1, "blue"]]},
            "customdata": [[10, "a"], [30, "b"]]}]),
        &json!({}),
    );
    assert_eq!(
        clicked(&tree, "click #g y=3"),
        json!({"curveNumber": 0, "pointNumber": 1, "pointIndex": 1, "x": "2024-01-02 12:30", "y": 3,
            "hovertext": "q", "id": "j", "marker.size": 30, "customdata": [30, "b"]})
    );
    assert_eq!(clicked(&tree, "click #g x=2024-01-01")["pointNumber"], 0);
}

#[test]
fn customdata_in_a_typed_array_does_not_arrive() {
    let tree = graph(
        &json!([{"type": "bar", "x": ["a", "b"], "y": [4.5, 6], "text": {"dtype": "f8", "bdata": "AAAAAAAAREAAAAAAAABOQA=="},
            "customdata": {"dtype": "i1", "bdata": "KDw=", "shape": "2, 1"}}]),
        &json!({}),
    );
    assert_eq!(
        clicked(&tree, "click #g x=b"),
        json!({"curveNumber": 0, "pointNumber": 1, "pointIndex": 1, "x": "b", "y": 6, "label": "b", "value": 6, "text": 60})
    );
}

#[test]
fn sectors_add_rows_with_one_label() {
    let tree = graph(
        &json!([{"type": "pie", "labels": ["a", "b", "a", "b"], "values": [1.5, 2, 3, 4]}]),
        &json!({"template": {"layout": {"colorway": ["#636efa", "#EF553B"]}}}),
    );
    assert_eq!(
        clicked(&tree, "click #g label=a"),
        json!({"curveNumber": 0, "label": "a", "color": "#EF553B", "value": 4.5, "percent": 4.5 / 10.5, "v": 4.5,
            "pointNumbers": [0, 2]})
    );
}

#[test]
fn nodes_of_a_treemap_know_their_place() {
    let tree = graph(
        &json!([{"type": "treemap", "branchvalues": "total", "labels": ["x", "y", "a", "b"], "parents": ["a", "b", "", ""],
            "ids": ["a/x", "b/y", "a", "b"], "values": [4.5, 6, 4.5, 6]}]),
        &json!({}),
    );
    assert_eq!(
        clicked(&tree, "click #g label=b"),
        json!({"curveNumber": 0, "pointNumber": 3, "currentPath": "/", "root": "", "entry": "",
            "percentRoot": 6.0 / 10.5, "percentEntry": 6.0 / 10.5, "percentParent": 6.0 / 10.5, "parent": "", "id": "b",
            "label": "b", "value": 6})
    );
    assert_eq!(clicked(&tree, "click #g label=x")["currentPath"], "/a/");
}

#[test]
fn cells_and_bins_have_no_point_number() {
    let tree = graph(
        &json!([{"type": "heatmap", "z": [[1, 2], [3, null]], "x": ["a", "b"], "y": ["u", "v"], "text": [["p", "q"], ["r", "s"]]}]),
        &json!({}),
    );
    assert_eq!(
        clicked(&tree, "click #g x=b y=u"),
        json!({"curveNumber": 0, "x": "b", "y": "u", "z": 2, "text": "q"})
    );
    let tree = graph(
        &json!([{"type": "histogram", "x": ["a", "b", "a", "b"], "y": [1.5, 2, 3, 4], "histfunc": "sum"}]),
        &json!({}),
    );
    assert_eq!(
        clicked(&tree, "click #g x=b"),
        json!({"curveNumber": 0, "x": "b", "y": 6, "binNumber": 1, "pointNumbers": [1, 3]})
    );
}

#[test]
fn a_missing_point_names_those_there_are_and_an_unknown_trace_itself() {
    let tree = graph(&json!([{"type": "bar", "x": ["a", "b"], "y": [1, 2]}]), &json!({}));
    let error = act(&tree, "click #g x=c").unwrap_err().to_string();
    assert_eq!(error, "`#g` has no point x=c; it has x=a y=1, x=b y=2");
    let tree = graph(&json!([{"type": "parcoords"}]), &json!({}));
    let error = act(&tree, "click #g label=c").unwrap_err();
    assert!(
        error.to_string().contains("`parcoords`") && error.hint().unwrap().contains("engine: browser"),
        "{error}"
    );
    let hidden = graph(&json!([{"type": "bar", "x": ["a"], "y": [1], "visible": "legendonly"}]), &json!({}));
    assert!(act(&hidden, "click #g x=a").is_err());
}

#[test]
fn brushing_selects_the_points_within() {
    let tree = graph(
        &json!([{"mode": "markers", "x": ["2024-01-01", "2024-01-10", "2024-02-01"], "y": [1, 2, 3]}]),
        &json!({}),
    );
    let effects = act(&tree, "brush #g x=2024-01-05..2024-03-01 y=0..2.5").unwrap();
    let marked = Effect::Amend { at: "/props/figure/data/0/selectedpoints".to_owned(), value: json!([1]) };
    assert_eq!(effects.first(), Some(&marked));
    let told = told(&tree, "brush #g x=2024-01-05..2024-03-01 y=0..2.5");
    let selection = &told["relayoutData"]["selections"][0];
    assert_eq!((&selection["x0"], &selection["y0"]), (&json!("2024-01-05"), &json!(0)));
    let selected = &told["selectedData"];
    assert_eq!(selected["range"], json!({"x": ["2024-01-05", "2024-03-01"], "y": [0, 2.5]}));
    assert_eq!(
        selected["points"],
        json!([{"curveNumber": 0, "pointNumber": 1, "pointIndex": 1, "x": "2024-01-10", "y": 2}])
    );
}

#[test]
fn categories_that_are_named_are_wholly_inside() {
    let tree = graph(&json!([{"type": "bar", "x": ["a", "b", "c"], "y": [1, 2, 3]}]), &json!({}));
    let selected = &told(&tree, "brush #g x=a..b")["selectedData"];
    assert_eq!(selected["range"]["x"], json!([-0.5, 1.5]));
    assert_eq!(selected["points"].as_array().map(Vec::len), Some(2));
}

#[test]
fn zooming_tells_the_ranges_and_a_double_click_gives_them_back() {
    let tree = graph(&json!([{"x": [1, 2, 3], "y": [1, 2, 3]}]), &json!({}));
    let ends = json!({"xaxis.range[0]": 1, "xaxis.range[1]": 2.5});
    assert_eq!(told(&tree, "zoom #g x=1..2.5")["relayoutData"], ends);
    let back = json!({"xaxis.autorange": true, "yaxis.autorange": true});
    assert_eq!(told(&tree, "zoom #g")["relayoutData"], back);
    let pie = graph(&json!([{"type": "pie", "labels": ["a"], "values": [1]}]), &json!({}));
    assert!(act(&pie, "zoom #g x=1..2").is_err());
}

#[test]
fn a_graph_is_resized_after_its_first_plot_unless_its_size_is_fixed() {
    let mounted = |layout: &Value| {
        let tree = graph(&json!([]), layout);
        Graph.mount(Component::of(&tree).unwrap(), &moment()).later
    };
    assert_eq!(mounted(&json!({"width": 300})).len(), 1);
    assert!(mounted(&json!({"width": 300, "height": 200})).is_empty());
}

#[test]
fn a_legend_entry_hides_its_plot_trace_in_the_figure_too() {
    let data = json!([{"type": "bar", "name": "a", "y": [1]}, {"type": "bar", "name": "b", "y": [2]}]);
    let tree = graph(&data, &json!({}));
    let effects = act(&tree, "legend #g b").unwrap();
    let amended = Effect::Amend { at: "/props/figure/data/1/visible".to_owned(), value: json!("legendonly") };
    assert_eq!(effects.first(), Some(&amended));
    assert_eq!(told(&tree, "legend #g b")["restyleData"], json!([{"visible": ["legendonly"]}, [1]]));
    let alone = json!([{"visible": ["legendonly", true]}, [0, 1]]);
    assert_eq!(told(&tree, "legend #g b double")["restyleData"], alone);
    let error = act(&tree, "legend #g c").unwrap_err().to_string();
    assert_eq!(error, "`#g` has no option `c`; it has `a`, `b`");
}

#[test]
fn a_sector_is_hidden_by_the_layout() {
    let tree = graph(&json!([{"type": "pie", "labels": ["a", "b"], "values": [1, 2]}]), &json!({}));
    assert_eq!(told(&tree, "legend #g a")["relayoutData"], json!({"hiddenlabels": ["a"]}));
}

#[test]
fn a_lasso_takes_what_lies_within() {
    let tree = graph(&json!([{"mode": "markers", "x": [1, 2, 3], "y": [1, 2, 1]}]), &json!({}));
    let selected = &told(&tree, "lasso #g 0.9,0.95 2,0.95 2,2 0.9,2")["selectedData"];
    assert_eq!(selected["lassoPoints"], json!({"x": [0.9, 2, 2, 0.9], "y": [0.95, 0.95, 2, 2]}));
    assert_eq!(
        selected["points"],
        json!([{"curveNumber": 0, "pointNumber": 0, "pointIndex": 0, "x": 1, "y": 1}])
    );
    let beyond = &told(&tree, "lasso #g -9,-9 2,-9 2,9 -9,9")["selectedData"];
    assert_eq!(beyond["points"], selected["points"]);
    assert!(
        beyond["lassoPoints"]["x"][0].as_f64().unwrap() > 0.8,
        "plotly keeps it within the plot: {beyond}"
    );
    let error = act(&tree, "lasso #g 0,0 2,0").unwrap_err().to_string();
    assert!(error.contains("three corners"), "{error}");
}

#[test]
fn a_second_pair_of_axes_is_named() {
    let data = json!([{"x": [1, 2], "y": [1, 2]}, {"x": [1, 2], "y": [10, 20], "yaxis": "y2"}]);
    let tree = graph(&data, &json!({"yaxis2": {"domain": [0.6, 1]}}));
    let ends = json!({"yaxis2.range[0]": 12, "yaxis2.range[1]": 15});
    assert_eq!(told(&tree, "zoom #g y=12..15 subplot=xy2")["relayoutData"], ends);
    let error = act(&tree, "zoom #g y=12..15 subplot=x9y").unwrap_err().to_string();
    assert!(error.contains("the subplots are xy, xy2"), "{error}");
}

#[test]
fn panning_moves_both_ends() {
    let layout = json!({"xaxis": {"range": [0, 10]}, "yaxis": {"range": [0, 1]}});
    let tree = graph(&json!([{"x": [1, 2], "y": [1, 2]}]), &layout);
    let ends = json!({"xaxis.range[0]": -2, "xaxis.range[1]": 8, "yaxis.range[0]": 0, "yaxis.range[1]": 1});
    assert_eq!(told(&tree, "pan #g x=1..3")["relayoutData"], ends);
}

#[test]
fn a_button_of_a_range_selector_counts_back_from_the_end() {
    let layout = json!({"xaxis": {"range": ["2024-01-01", "2024-03-31"],
        "rangeselector": {"buttons": [{"count": 1, "step": "month"}, {"step": "all"}]}}});
    let tree = graph(&json!([{"x": ["2024-01-01", "2024-03-31"], "y": [1, 2]}]), &layout);
    let month = json!({"xaxis.range[0]": "2024-03-02", "xaxis.range[1]": "2024-03-31"});
    assert_eq!(told(&tree, "menu #g 1m")["relayoutData"], month);
    assert_eq!(told(&tree, "menu #g all")["relayoutData"], json!({"xaxis.autorange": true}));
}

#[test]
fn an_annotation_tells_of_clicks_where_it_is_asked_to() {
    let layout = json!({"annotations": [{"text": "quiet"}, {"text": "loud", "captureevents": true}]});
    let tree = graph(&json!([{"y": [1, 2]}]), &layout);
    assert_eq!(told(&tree, "annotation #g loud")["clickAnnotationData"]["index"], json!(1));
    assert!(act(&tree, "annotation #g quiet").unwrap().is_empty());
}

#[test]
fn a_box_tells_all_its_statistics_and_a_point_beside_it_only_of_itself() {
    let tree = graph(&json!([{"type": "box", "y": [1, 2, 2, 3, 4, 9], "name": "n"}]), &json!({}));
    let body = told(&tree, "click #g x=n");
    let values: Vec<f64> = body["clickData"]["points"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|point| point["y"].as_f64())
        .collect();
    assert_eq!(values, [9.0, 4.0, 4.0, 2.5, 2.0, 1.0, 1.0]);
    assert_eq!(clicked(&tree, "click #g point=5")["y"], json!(9));
}

#[test]
fn the_pointer_that_leaves_a_point_tells_so_where_it_is_asked_to() {
    let mut tree = graph(&json!([{"y": [1, 2]}]), &json!({}));
    tree["props"]["hoverData"] = json!({"points": []});
    assert!(act(&tree, "unhover #g").unwrap().is_empty());
    tree["props"]["clear_on_unhover"] = json!(true);
    assert_eq!(act(&tree, "unhover #g").unwrap(), [set(&json!({"hoverData": null}))]);
}

#[test]
fn a_figure_that_compares_tells_the_points_of_all_plot_traces_at_one_x() {
    let data = json!([{"x": [1, 2], "y": [1, 2]}, {"type": "bar", "x": [1, 2], "y": [3, 4]}, {"x": [1, 2], "y": [5, 6]}]);
    let tree = graph(&data, &json!({"hovermode": "x unified"}));
    let points = told(&tree, "hover #g curve=0 x=2")["hoverData"]["points"].clone();
    let curves: Vec<u64> =
        points.as_array().into_iter().flatten().filter_map(|point| point["curveNumber"].as_u64()).collect();
    assert_eq!(curves, [0, 2, 1]);
}
