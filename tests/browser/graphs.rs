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
