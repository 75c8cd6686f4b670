//! Gestures on graphs, by data.

use dashproof::Property;
use serde_json::json;

use crate::visits::Visited;

#[tokio::test]
async fn a_clicked_bar_and_a_brushed_range_filter() {
    let mut visit = Visited::open("crossfilter.py").await;
    visit.act("click #by-region x=APAC").await;
    assert_eq!(visit.read("#by-day", Property::FigureTitle).await, json!("Sales of APAC"));
    visit.act("brush #by-day 'x=2025-03-01 12:00..2025-03-04 12:00'").await;
    visit.shows("#picked", "3 days, 10 sold, customdata 90").await;
    visit.close().await;
}

#[tokio::test]
async fn points_of_each_kind_of_graph_are_clicked_by_their_data() {
    let mut visit = Visited::open("browser/graphs.py").await;
    for (line, at, said) in [
        ("click #bars curve=1 x=a", "#bars-clicked", "1 a a 3"),
        ("click #bars curve=0 y=2", "#bars-clicked", "0 b b 2"),
        ("click #sideways y=down", "#sideways-clicked", "0 down 2 down"),
        ("click #dots x=2025-02-01", "#dots-clicked", "0 None 2025-02-01 10"),
        ("click #dots y=100", "#dots-clicked", "0 None 2025-03-01 100"),
        ("click #counts x=3", "#counts-clicked", "0 None 3 3"),
        ("click #pie label=milk", "#pie-clicked", "0 milk None None"),
        ("click #pie label=tea", "#pie-clicked", "0 tea None None"),
        ("click #heat x=tue y=am", "#heat-clicked", "0 None tue am"),
        ("hover #dots point=0", "#dots-hovered", "0 None 2025-01-01 1"),
        ("click #tree label=lamps", "#tree-clicked", "0 lamps None None"),
    ] {
        visit.act(line).await;
        let text = visit.read(at, Property::Text).await;
        assert_eq!(text, json!(said), "{line}");
    }
    visit.close().await;
}

#[tokio::test]
async fn a_graph_zooms_to_a_range_and_back() {
    let mut visit = Visited::open("browser/graphs.py").await;
    visit.act("zoom #dots 'x=2025-01-15..2025-02-15'").await;
    visit.shows("#dots-zoomed", "xaxis.range[0] xaxis.range[1]").await;
    visit.act("zoom #dots").await;
    visit.shows("#dots-zoomed", "xaxis.autorange").await;
    visit.close().await;
}

#[tokio::test]
async fn a_point_that_is_not_there_is_answered_with_those_that_are() {
    let mut visit = Visited::open("browser/graphs.py").await;
    let error = visit.attempt("click #bars x=z").await.unwrap_err().to_string();
    assert!(error.contains("has no point x=z; it has x=a y=1, x=b y=2"), "{error}");
    visit.close().await;
}

#[tokio::test]
async fn a_point_in_space_is_clicked_where_the_camera_shows_it_and_a_range_there_is_refused() {
    let mut visit = Visited::open("graph_events.py").await;
    visit.act("click #space curve=0 x=2").await;
    visit
        .shows(
            "#space-said",
            r#""customdata": "v", "pointNumber": 1, "text": "m", "x": 2, "y": 1, "z": 5}]}"#,
        )
        .await;
    visit.act("click #space curve=1 x=20 y=2").await;
    visit.shows("#space-said", r#""curveNumber": 1, "x": 20, "y": 2, "z": 4}]}"#).await;
    let error = visit.attempt("brush #space x=1..2").await.unwrap_err().to_string();
    assert!(
        error.contains("a range of a graph without axes (scatter3d, surface) is not supported"),
        "{error}"
    );
    visit.close().await;
}
