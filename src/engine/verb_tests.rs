use super::*;

#[test]
fn a_line_reads_and_is_written_back_the_same() {
    for line in [
        "goto",
        "goto /sales?year=1952",
        "reload",
        "back",
        "click #go",
        r#"click {"index":1,"type":"a card"}"#,
        "click 'text=Show more'",
        "click '.tile > button'",
        "click #by-region x=EMEA",
        "click #pie label='North America' curve=0 point=2",
        "hover #time x=2024-01-01 y=3.5",
        r#"click #codes x='"1952"'"#,
        "fill #name Ann",
        "fill #name ''",
        "press #name Enter",
        "clear #name",
        "select #year 1952",
        "deselect #products A 'B C'",
        "check #terms",
        "uncheck #tags new",
        "choose #unit kg",
        "slide #years 3 7.5",
        "dates #d 2024-01-01",
        "dates #d 2024-01-01 2024-02-01",
        "dates #d - 2024-02-01",
        "dates #d 2024-01-01 calendar",
        "dates #d - 2024-02-01 calendar",
        "tab #tabs Sales",
        "brush #time x=2024-01-01..2024-02-01 y=0..10",
        r#"brush #time x='"a..b".."1"'"#,
        "zoom #time",
        "zoom #time y=0..1 subplot=x2y2",
        "unhover #time",
        "lasso #time 1,2 3.5,4 2024-01-01,7 subplot=xy2",
        r#"lasso #time '"a,b",1' 2,2 3,1"#,
        "pan #time x=1..3",
        "legend #time 'North America'",
        "legend #time EMEA double",
        "annotation #time Peak",
        "menu #time 1m",
        "upload #u a.csv 'b c.csv'",
        "answer #sure ok",
        "answer #sure cancel",
        "answer #sales ok 'Net price'",
        r#"set_props #grid {"selectedRows":[{"id":1}]}"#,
        "advance 5 s",
    ] {
        assert_eq!(Action::parse(line).unwrap().to_string(), line);
    }
}

#[test]
fn every_verb_is_a_name_of_the_enum() {
    for (verb, _) in VERBS {
        let unknown = serde_json::from_value::<Action>(serde_json::json!({ verb: {} })).unwrap_err();
        assert!(!unknown.to_string().contains("unknown variant"), "{verb}: {unknown}");
    }
}

#[test]
fn a_locator_in_quotes_is_a_pattern_id_all_the_same() {
    let quoted = Action::parse(r#"click '{"type": "card", "index": 1}'"#).unwrap();
    assert_eq!(quoted, Action::parse(r#"click {"index": 1, "type": "card"}"#).unwrap());
}

#[test]
fn values_of_a_graph_are_json_where_they_can_be() {
    let Ok(Action::Click { point: Some(point), .. }) = Action::parse("click #g x=3 y=EMEA") else {
        panic!("no click on a point");
    };
    assert_eq!((point.x, point.y), (Some(Value::from(3)), Some(Value::from("EMEA"))));
}

#[test]
fn an_error_says_what_the_verb_takes() {
    for (line, reason) in [
        ("frobnicate #a", "the verbs are goto, reload"),
        ("", "the verbs are goto"),
        ("select #year", "the option is missing; the form is `select LOCATOR OPTION…`"),
        ("reload now", "`now` is one word too many; the form is `reload`"),
        ("slide #s fast", "`fast` is no number"),
        ("answer #dlg maybe", "`maybe` is no answer; the form is `answer LOCATOR ok|cancel [TEXT]`"),
        ("set_props #a 3", "no JSON object"),
        ("advance 5", "write a number and ms, s"),
        ("brush #g x=3", "`x=3` is no range"),
        ("click {type:card}", "must be JSON"),
        ("fill #a 'b", "single quote is not closed"),
    ] {
        let error = Action::parse(line).unwrap_err().to_string();
        assert!(error.contains(reason), "{line}: {error}");
    }
}
