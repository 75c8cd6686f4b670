use super::*;

fn timetable(when: &When) -> Timetable {
    Timetable::new(when, "sales").unwrap()
}

fn fires(cron: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
    let fires = timetable(&When::new(cron, zone));
    fires.after(after.parse().unwrap()).take(count).map(|fire| fire.to_string()).collect()
}

#[test]
fn a_weekly_report_keeps_its_time_of_day_over_daylight_saving() {
    assert_eq!(
        fires("0 7 * * MON", "Europe/Berlin", "2026-03-23T12:00:00Z", 2),
        ["2026-03-30T05:00:00Z", "2026-04-06T05:00:00Z"]
    );
    assert_eq!(fires("0 7 * * MON", "Europe/Berlin", "2026-03-20T12:00:00Z", 1), ["2026-03-23T06:00:00Z"]);
}

#[test]
fn a_time_of_day_that_the_clocks_skip_fires_once_after_the_gap() {
    assert_eq!(
        fires("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2),
        ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
    );
}

#[test]
fn several_times_of_day_that_the_clocks_skip_fire_once_together() {
    assert_eq!(
        fires("*/20 2,14 * * *", "Europe/Berlin", "2026-03-28T13:00:00Z", 3),
        ["2026-03-28T13:20:00Z", "2026-03-28T13:40:00Z", "2026-03-29T01:00:00Z"]
    );
    assert_eq!(
        fires("*/20 2,14 * * *", "Europe/Berlin", "2026-03-29T01:00:00Z", 1),
        ["2026-03-29T12:00:00Z"]
    );
}

#[test]
fn a_gap_that_ends_on_another_day_loses_no_fire() {
    // In Nuuk the clocks go from Saturday 22:59 to Sunday 00:00.
    assert_eq!(
        fires("30 23 * * SAT", "America/Nuuk", "2026-03-22T12:00:00Z", 2),
        ["2026-03-29T01:00:00Z", "2026-04-05T00:30:00Z"]
    );
}

#[test]
fn a_time_of_day_that_the_clocks_repeat_fires_the_first_time() {
    assert_eq!(
        fires("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2),
        ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
    );
}

#[test]
fn an_expression_for_any_hour_fires_whenever_the_clock_shows_it() {
    assert_eq!(
        fires("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45:00Z", 5),
        [
            "2026-10-25T00:00:00Z",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-25T02:00:00Z"
        ]
    );
    assert_eq!(
        fires("0 */2 * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", 1),
        ["2026-03-29T02:00:00Z"],
        "02:00 is skipped, 04:00 is next"
    );
}

#[test]
fn a_period_is_counted_from_its_start() {
    let when =
        When { start: Some("2026-05-04T07:00".to_owned()), ..When::new("@every 90 min", "Europe/Berlin") };
    let from = "2026-05-04T00:00:00Z".parse().unwrap();
    let fires: Vec<_> = timetable(&when).after(from).take(3).map(|fire| fire.to_string()).collect();
    assert_eq!(fires, ["2026-05-04T05:00:00Z", "2026-05-04T06:30:00Z", "2026-05-04T08:00:00Z"]);
}

#[test]
fn nothing_fires_before_the_start_or_after_the_last_day() {
    let when = When {
        start: Some("2026-05-05".to_owned()),
        end: Some("2026-05-07".to_owned()),
        ..When::new("0 0,23 * * *", "Asia/Tokyo")
    };
    let from = "2026-01-01T00:00:00Z".parse().unwrap();
    let fires: Vec<_> = timetable(&when).after(from).map(|fire| fire.to_string()).collect();
    assert_eq!(fires.len(), 6);
    assert_eq!((fires[0].as_str(), fires[5].as_str()), ("2026-05-04T15:00:00Z", "2026-05-07T14:00:00Z"));
}

#[test]
fn jitter_delays_a_fire_by_a_span_of_its_own() {
    let when = When { jitter: std::time::Duration::from_secs(600), ..When::new("0 7 * * *", "UTC") };
    let timetable = timetable(&when);
    let fire: Timestamp = "2026-05-04T07:00:00Z".parse().unwrap();
    let delays: Vec<_> =
        (0..50).map(|i| timetable.begin(fire, &i.to_string()).duration_since(fire)).collect();
    assert!(delays.iter().all(|delay| !delay.is_negative() && delay.as_secs() < 600), "{delays:?}");
    assert!(delays.iter().max() > delays.iter().min());
    assert_eq!(timetable.begin(fire, "7"), timetable.begin(fire, "7"));
}

#[test]
fn what_can_not_be_understood_is_named() {
    let reason = |when: &When| Timetable::new(when, "sales").unwrap_err().to_string();
    assert!(
        reason(&When::new("0 7 * *", "UTC")).contains("`0 7 * *` is no cron expression: write five fields")
    );
    assert!(reason(&When::new("0 7 * * * *", "UTC")).contains("write five fields"));
    assert!(reason(&When::new("@dayly", "UTC")).contains("@daily"));
    assert!(reason(&When::new("@every soon", "UTC")).contains("`soon` is no duration"));
    assert!(reason(&When::new("@every 0 s", "UTC")).contains("one second"));
    assert!(reason(&When::new("@daily", "Mars/Base")).contains("`Mars/Base`"));
    assert!(reason(&When::new("0 0 30 2 *", "UTC")).contains("never fires"));
    let start = When { start: Some("soon".to_owned()), ..When::new("@daily", "UTC") };
    assert!(reason(&start).contains("`soon` is no day"));
    let over = When { end: Some("1969-01-01".to_owned()), ..When::new("@daily", "UTC") };
    assert!(reason(&over).contains("never fires until 1969-01-01"));
}
