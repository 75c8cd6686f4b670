//! What becomes of the figure in the page's state.

use serde_json::{Value, json};

use super::gesture::Graph;
use super::tests::graph;
use crate::dash::Component;
use crate::engine::Action;
use crate::engine::browserless::behaviour::model::Model;
use crate::engine::browserless::behaviour::target::Drawn;
use crate::engine::browserless::behaviour::testing::moment;
use crate::engine::browserless::behaviour::{Effect, Moment, Spot, act as act_on};

fn rendered(component: Component<'_>, changed: Option<&[&str]>, moment: &Moment) -> Vec<Effect> {
    Graph.rendered(&Drawn { component, at: "", memory: None, moment }, changed).later
}

/// What a relayout by `line` leaves of the figure's layout in the state, on a Dash.
fn kept(layout: &Value, line: &str, dash_version: (u32, u32, u32)) -> Vec<Effect> {
    let tree = graph(&json!([{"x": [1, 2, 3], "y": [1, 2, 3]}]), layout);
    let moment = Moment { dash_version, ..moment() };
    let action = Action::parse(line).unwrap();
    let effects = act_on(&tree, "", &action, &moment, Spot::default()).unwrap();
    let of_figure = |effect: &Effect| matches!(effect, Effect::Merge { .. } | Effect::Amend { .. });
    effects.into_iter().filter(of_figure).collect()
}

#[test]
fn what_a_zoom_leaves_in_the_figure_differs_by_version() {
    let axis = json!({"title": "t", "range": [1, 2.5], "autorange": false, "type": "linear"});
    let layout = json!({"xaxis": {"title": "t"}});
    let amended = Effect::Amend { at: "/props/figure/layout/xaxis".to_owned(), value: axis.clone() };
    assert_eq!(kept(&layout, "zoom #g x=1..2.5", (4, 1, 0)), [amended]);
    assert_eq!(kept(&layout, "zoom #g x=1..2.5", (4, 4, 0)), []);
    let merged = Effect::Merge {
        at: String::new(),
        into: ("figure".to_owned(), "layout".to_owned()),
        members: [("xaxis".to_owned(), axis)].into_iter().collect(),
    };
    assert_eq!(kept(&layout, "zoom #g x=1..2.5", (4, 4, 1)), [merged]);
}

#[test]
fn a_double_click_gives_back_the_ranges_of_before_the_first_gesture() {
    let layout = json!({"xaxis": {"range": [1.5, 2], "autorange": false}});
    let tree = graph(&json!([{"x": [1, 2, 3], "y": [1, 2, 3]}]), &layout);
    let back = |noted: &Value| {
        let spot = Spot { memory: Some(noted), ..Spot::default() };
        let action = Action::parse("zoom #g").unwrap();
        let effects = act_on(&tree, "", &action, &moment(), spot);
        let told = effects.unwrap().into_iter().find_map(|effect| match effect {
            Effect::SetProps { props, .. } => props.get("relayoutData").cloned(),
            _ => None,
        });
        told.unwrap()
    };
    assert_eq!(back(&json!({})), json!({"xaxis.autorange": true, "yaxis.autorange": true}));
    assert_eq!(
        back(&json!({"first": {"xaxis": [0, 9]}})),
        json!({"xaxis.range": [0, 9], "yaxis.autorange": true})
    );
}

#[test]
fn a_polar_plot_is_zoomed_along_its_radius_and_to_its_edge_from_near_it() {
    let layout = json!({"width": 520, "height": 330, "margin": {"l": 50, "r": 20, "t": 30, "b": 40},
        "polar": {"radialaxis": {"range": [0, 13]}}});
    let tree = graph(&json!([{"type": "scatterpolar", "r": [1, 2], "theta": [0, 90]}]), &layout);
    let told = |line: &str| {
        let action = Action::parse(line).unwrap();
        let effects = act_on(&tree, "", &action, &moment(), Spot::default()).map_err(|e| e.to_string())?;
        let told = effects.into_iter().find_map(|effect| match effect {
            Effect::SetProps { props, .. } => props.get("relayoutData").cloned(),
            _ => None,
        });
        Ok(told.unwrap_or_default())
    };
    let zoomed = |ends: Value| Ok(json!({ "polar.radialaxis.range": ends }));
    assert_eq!(told("zoom #g y=5..8"), zoomed(json!([5, 8])));
    assert_eq!(told("zoom #g y=12..8"), zoomed(json!([8, 13])));
    assert_eq!(told("zoom #g y=1..8 subplot=polar"), zoomed(json!([0, 8])));
    let short: Result<Value, String> = told("zoom #g y=5..6");
    assert!(short.unwrap_err().contains("20 px"));
}

/// What the prop `name` with this value adds to `data`, as plot trace, members, points before, how many stay.
fn grown(name: &str, value: &Value) -> Vec<(String, Value, bool, usize)> {
    let mut tree = graph(&json!([{"x": [1], "y": [2]}, {"x": [1], "marker": {"size": [3]}}]), &json!({}));
    tree["props"][name] = value.clone();
    let effects = rendered(Component::of(&tree).unwrap(), Some(&[name]), &moment());
    let grown = effects.into_iter().map(|effect| match effect {
        Effect::Grow { at, items, front, most } => (at, Value::Array(items), front, most),
        effect => panic!("{effect:?}"),
    });
    grown.collect()
}

#[test]
fn a_figure_grows_as_plotly_extends_it() {
    let at = |path: &str| format!("/props/figure/data/{path}");
    let both = json!({"x": [[5], [6, 7]]});
    assert_eq!(
        grown("extendData", &both),
        [(at("0/x"), json!([5]), false, usize::MAX), (at("1/x"), json!([6, 7]), false, usize::MAX)]
    );
    let last = json!([{"marker.size": [[4]]}, [-1], 2]);
    assert_eq!(grown("prependData", &last), [(at("1/marker/size"), json!([4]), true, 2)]);
    let each = json!([{"x": [[5]], "y": [[6]]}, [0], {"x": [9], "y": [0]}]);
    assert_eq!(
        grown("extendData", &each),
        [(at("0/x"), json!([5]), false, 9), (at("0/y"), json!([6]), false, 0)]
    );
    for odd in [json!({"x": [[5]], "z": [[6]]}), json!([{"x": [[5]]}, [2]]), json!([]), json!([{}]), json!(3)]
    {
        assert_eq!(grown("extendData", &odd), [], "{odd}");
    }
}

#[test]
fn a_figure_that_is_replaced_with_what_extends_it_does_not_grow() {
    let mut tree = graph(&json!([{"x": [1]}]), &json!({}));
    tree["props"]["extendData"] = json!({"x": [[5]]});
    let component = Component::of(&tree).unwrap();
    assert_eq!(rendered(component, Some(&["figure", "extendData"]), &moment()), []);
    assert_eq!(rendered(component, None, &moment()).len(), 1);
}

#[test]
fn plotly_ranges_the_axes_in_the_state_before_dash_4_2() {
    let layout = json!({"width": 400, "height": 300, "xaxis": {"range": [0, 10]}});
    let tree = graph(&json!([{"x": [1, 2], "y": ["a", "b"], "mode": "lines"}]), &layout);
    let older = Moment { dash_version: (3, 0, 4), ..moment() };
    let effects = rendered(Component::of(&tree).unwrap(), None, &older);
    let [Effect::Amend { value: fixed, .. }, Effect::Amend { at, value: found }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(*fixed, json!({"range": [0, 10], "type": "linear"}));
    assert_eq!(at, "/props/figure/layout/yaxis");
    assert_eq!((&found["type"], &found["autorange"]), (&json!("category"), &json!(true)));
    assert!(found["range"].is_array(), "{found}");
}
