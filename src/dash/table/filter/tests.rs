//! The filter language, by its effects.

use serde_json::{Value, json};

use super::*;
use crate::dash::table::Column;

/// The indices of the rows that a query keeps; `None` when it is none.
fn kept(query: &str, rows: &[Value]) -> Option<Vec<usize>> {
    let query = Query::parse(query)?;
    Some(rows.iter().enumerate().filter(|(_, row)| query.keeps(row)).map(|(index, _)| index).collect())
}

fn values(values: Value) -> Vec<Value> {
    values.as_array().unwrap().iter().map(|value| json!({"a": value, "b c": 2})).collect()
}

#[test]
fn relations_compare_numbers_by_size_and_texts_by_letters() {
    let rows = values(json!([1, "1", 2.5, "abc", "ABC", null, "", true]));
    for (query, expected) in [
        ("{a} = 1", vec![0, 1]),
        ("{a} eq \"1\"", vec![0, 1]),
        ("{a} != 1", vec![1, 2, 3, 4, 5, 6, 7]),
        ("{a} > 1", vec![2]),
        ("{a} ge 1", vec![0, 1, 2, 7]),
        ("{a} <= 1", vec![0, 1, 5, 6, 7]),
        ("{a} lt 1", vec![5, 6]),
        ("{a} = abc", vec![3]),
        ("{a} i= abc", vec![3, 4]),
        ("{a} scontains b", vec![3]),
        ("{a} icontains b", vec![3, 4]),
        ("{a} contains 1", vec![1]),
        ("{a} < {b c}", vec![0, 1, 5, 6, 7]),
    ] {
        assert_eq!(kept(query, &rows).as_deref(), Some(expected.as_slice()), "{query}");
    }
}

#[test]
fn tests_look_at_one_value() {
    let rows = values(json!([2, 3, 9, "x", "", null, true, [1]]));
    for (query, expected) in [
        ("{a} is even", vec![0]),
        ("{a} is odd", vec![1, 2]),
        ("{a} is prime", vec![0, 1]),
        ("{a} is num", vec![0, 1, 2]),
        ("{a} is str", vec![3, 4]),
        ("{a} is nil", vec![5]),
        ("{a} is blank", vec![4, 5]),
        ("{a} is bool", vec![6]),
        ("{a} IS OBJECT", vec![7]),
        ("{none} is nil", vec![0, 1, 2, 3, 4, 5, 6, 7]),
    ] {
        assert_eq!(kept(query, &rows).as_deref(), Some(expected.as_slice()), "{query}");
    }
}

#[test]
fn dates_are_compared_as_far_as_they_are_given() {
    let rows = values(json!(["2018-01-02", "2018-01-02T03:04", "2019-01-02", 2018, "x"]));
    assert_eq!(kept("{a} datestartswith 2018-1", &rows), Some(vec![0, 1]));
    assert_eq!(kept("{a} datestartswith 2018", &rows), Some(vec![0, 1, 3]));
}

#[test]
fn or_binds_less_than_and_and_brackets_most() {
    let rows = values(json!([1, 2, 3, 4]));
    for (query, expected) in [
        ("{a} = 1 || {a} > 1 && {a} < 3", vec![0, 1]),
        ("({a} = 1 || {a} > 1) && {a} < 3", vec![0, 1]),
        ("{a} > 1 and ({a} < 3 or {a} = 4)", vec![1, 3]),
        ("!({a} = 1)", vec![1, 2, 3]),
        ("!({a} = 1) && !({a} = 2)", vec![2, 3]),
        ("", vec![0, 1, 2, 3]),
    ] {
        assert_eq!(kept(query, &rows).as_deref(), Some(expected.as_slice()), "{query}");
    }
}

#[test]
fn what_is_no_query_is_refused() {
    for text in
        ["{a}", "{a} =", "a = b = ", "({a} = 1", "{a} = 1)", "{a} ~ 1", "{a} = 1 &&", "= 1", "{a} = 1 ", "()"]
    {
        assert!(Query::parse(text).is_none(), "{text}");
    }
    let deep = format!("{}{{a}} = 1{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(Query::parse(&deep).is_none());
}

#[test]
fn a_structure_names_each_part() {
    let structure = Query::parse("{a} s> 5 && {b c} is blank").unwrap().structure();
    assert_eq!(
        structure,
        json!({"subType": "&&", "type": "logical-operator", "value": "&&",
            "left": {"subType": ">", "type": "relational-operator", "value": "s>",
                "left": {"subType": "field", "type": "expression", "value": "a"},
                "right": {"subType": "value", "type": "expression", "value": 5}},
            "right": {"type": "unary-operator", "value": "is blank",
                "left": {"subType": "field", "type": "expression", "value": "b c"}}})
    );
    assert_eq!(Query::parse("").unwrap().structure(), Value::Null);
}

fn with_columns(test: impl Fn(&[Column<'_>])) {
    let props = json!({"columns": [{"id": "n", "type": "numeric"}, {"id": "t"}, {"id": "d", "type": "datetime"},
        {"id": "i", "filter_options": {"case": "insensitive"}}]});
    test(&Column::all(props.as_object().unwrap(), &[]));
}

#[test]
fn a_filter_cell_is_short_for_a_statement() {
    with_columns(|columns| {
        for (column, text, expected) in [
            ("n", "5", Some("{n} s= 5")),
            ("n", "> 5", Some("{n} s> 5")),
            ("n", ">5", Some("{n} s> 5")),
            ("n", "ge 5", Some("{n} sge 5")),
            ("n", "is prime", Some("{n} is prime")),
            ("t", "new york", Some("{t} scontains \"new york\"")),
            ("t", "\"a b\"", Some("{t} scontains \"a b\"")),
            ("t", "= new york", Some("{t} s= \"new york\"")),
            ("t", "i= x", Some("{t} i= x")),
            ("t", "containsx", Some("{t} scontains containsx")),
            ("i", "x", Some("{i} icontains x")),
            ("i", "!= x", Some("{i} i!= x")),
            ("d", "2018", Some("{d} datestartswith 2018")),
            ("n", ">", None),
            ("t", "a \"b\"", None),
        ] {
            let cell = Cell { column: column.to_owned(), text: text.to_owned() };
            let column = columns.iter().find(|known| known.id == column).unwrap();
            assert_eq!(cell.statement(column).as_deref(), expected, "{text}");
        }
    });
}

#[test]
fn the_cells_make_the_query_in_the_order_in_which_they_were_written() {
    with_columns(|columns| {
        let mut cells = Cells::default();
        cells.write("t", "x");
        cells.write("n", ">");
        cells.write("d", "2018");
        cells.write("t", "y");
        assert_eq!(cells.query(columns, false), "{t} scontains y && {d} datestartswith 2018");
        cells.write("t", "");
        assert_eq!(cells.query(columns, true), "{d} datestartswith 2018");
    });
}

#[test]
fn the_cells_follow_a_query_from_elsewhere() {
    with_columns(|columns| {
        let mut cells = Cells::default();
        cells.follow("{n} > 5 && {t} is blank", columns, false);
        assert_eq!((cells.text("n"), cells.text("t")), (Some("> 5"), Some("is blank")));
        assert_eq!(cells.query(columns, false), "{t} is blank && {n} s> 5");
        let before = cells.clone();
        cells.follow("{n} > 5 || {t} is blank", columns, false);
        assert_eq!(cells, before);
        cells.follow("", columns, false);
        assert_eq!(cells, Cells::default());
    });
}
