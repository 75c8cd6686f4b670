//! The order of rows by `sort_by`.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Sheet, js};

/// A column to sort by.
struct Key<'a> {
    column: &'a str,
    descending: bool,
    /// What is sorted as null is: after all else, whichever the direction.
    nulls: &'a [Value],
}

impl Key<'_> {
    fn is_null(&self, value: Option<&Value>) -> bool {
        js::is_nil(value) || self.nulls.iter().any(|null| js::same(Some(null), value))
    }

    fn order(&self, a: Option<&Value>, b: Option<&Value>) -> Ordering {
        match (self.is_null(a), self.is_null(b)) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            // What JavaScript can't compare stays where it is.
            (false, false) => {
                let order = js::compare(a, b).unwrap_or(Ordering::Equal);
                if self.descending { order.reverse() } else { order }
            }
        }
    }
}

/// Sorts rows, given as indices into the data; rows that are alike keep their order.
pub(super) fn sort(sheet: &Sheet<'_>, rows: &mut Vec<usize>) {
    let shown = sheet.shown();
    let key = |by: &'_ Value| -> Option<(String, bool)> {
        let column = by.get("column_id")?;
        let column = column.as_str().map_or_else(|| js::text(column), str::to_owned);
        Some((column, by.get("direction").and_then(Value::as_str) == Some("desc")))
    };
    let wanted: Vec<(String, bool)> = sheet.list("sort_by").iter().filter_map(key).collect();
    let keys: Vec<Key<'_>> = wanted
        .iter()
        .map(|(column, descending)| Key {
            column,
            descending: *descending,
            nulls: shown
                .iter()
                .find(|known| known.id == *column)
                .map(super::Column::nulls)
                .unwrap_or_default(),
        })
        .collect();
    if keys.is_empty() {
        return;
    }
    let cell = |row: usize, key: &Key<'_>| sheet.data.get(row).and_then(|row| row.get(key.column));
    merge_sort(rows, |a, b| {
        let order = keys.iter().map(|key| key.order(cell(*a, key), cell(*b, key)));
        order.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
}

/// A stable sort by an order that need not be one: texts and numbers mixed compare in circles, which the standard
/// library's sort may refuse with a panic.
fn merge_sort(rows: &mut Vec<usize>, order: impl Fn(&usize, &usize) -> Ordering) {
    let mut width = 1;
    while width < rows.len() {
        let mut merged = Vec::with_capacity(rows.len());
        for pair in rows.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
                let next = if order(a, b).is_le() { left.next() } else { right.next() };
                merged.extend(next);
            }
            merged.extend(left);
            merged.extend(right);
        }
        *rows = merged;
        width *= 2;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dash::Component;

    fn sorted(data: &Value, sort_by: &Value, more: &Value) -> Vec<usize> {
        let mut table = json!({"type": "DataTable", "namespace": "dash_table",
            "props": {"data": data, "sort_by": sort_by, "columns": [{"id": "a"}, {"id": "b"}]}});
        for (name, value) in more.as_object().into_iter().flatten() {
            table["props"][name] = value.clone();
        }
        let sheet = Sheet::of(Component::of(&table).unwrap()).unwrap();
        let mut rows = (0..sheet.data.len()).collect();
        sort(&sheet, &mut rows);
        rows
    }

    #[test]
    fn nulls_come_last_in_either_direction() {
        let data = json!([{"a": null}, {"a": 2}, {}, {"a": 1}, {"a": ""}]);
        let more = json!({"sort_as_null": [""]});
        let by = |direction| json!([{"column_id": "a", "direction": direction}]);
        assert_eq!(sorted(&data, &by("asc"), &more), [3, 1, 0, 2, 4]);
        assert_eq!(sorted(&data, &by("desc"), &more), [1, 3, 0, 2, 4]);
    }

    #[test]
    fn the_second_column_orders_what_the_first_leaves_alike() {
        let data = json!([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}, {"a": 1, "b": "z"}]);
        let by = json!([{"column_id": "a", "direction": "desc"}, {"column_id": "b", "direction": "desc"}]);
        assert_eq!(sorted(&data, &by, &json!({})), [1, 2, 0]);
    }

    #[test]
    fn values_that_compare_in_circles_are_sorted_without_a_fault() {
        let data: Vec<Value> = (0..500)
            .map(|n| json!({"a": match n % 4 { 0 => json!(n), 1 => json!(format!("{n}")), 2 => json!("x"), _ => json!([n]) }}))
            .collect();
        let rows = sorted(&json!(data), &json!([{"column_id": "a", "direction": "asc"}]), &json!({}));
        assert_eq!(rows.len(), 500);
    }
}
