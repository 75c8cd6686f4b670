//! Places in the component tree: JSON pointers (RFC 6901), as `/props/children/0`.

use std::cmp::Ordering;

/// The place of `key` (a property or an index) under `base`.
pub fn child(base: &str, key: &str) -> String {
    if key.contains(['~', '/']) {
        format!("{base}/{}", key.replace('~', "~0").replace('/', "~1"))
    } else {
        format!("{base}/{key}")
    }
}

/// The place of a component's prop.
pub fn prop(component: &str, name: &str) -> String {
    child(&format!("{component}/props"), name)
}

/// The place that a path leads to, as people write it: `layout.title.text`, `data[0].x` or `data.0.x`. An empty path
/// stays where it is.
pub fn of_path(path: &str) -> String {
    let keys = path.split(['.', '[']).map(|key| key.strip_suffix(']').unwrap_or(key));
    keys.filter(|key| !key.is_empty()).fold(String::new(), |place, key| child(&place, key))
}

/// Whether `place` is `root` or lies under it.
pub fn is_within(place: &str, root: &str) -> bool {
    place.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The keys of a pointer, unescaped, from the root on.
pub fn keys(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
}

/// The last key of a pointer, unescaped; `None` for the root.
pub fn last_key(pointer: &str) -> Option<String> {
    pointer.rsplit_once('/').map(|(_, key)| key.replace("~1", "/").replace("~0", "~"))
}

/// The place that holds `pointer`; `None` for the root.
pub fn parent(pointer: &str) -> Option<&str> {
    pointer.rsplit_once('/').map(|(base, _)| base)
}

/// The places under `root`, itself left out, in the order of their texts.
pub(crate) fn below(root: &str) -> std::ops::Range<String> {
    // `0` follows `/`: the range holds what starts with `root/`.
    format!("{root}/")..format!("{root}0")
}

/// The order of places in the page, as far as places tell: items of a list by their index, `children` first.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    fn rank(key: &str) -> (Option<usize>, bool, &str) {
        (key.parse().ok(), key != "children", key)
    }
    a.split('/').map(rank).cmp(b.split('/').map(rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_ordered_as_in_the_page() {
        let mut places = ["/props/label", "/props/children/10", "/props/children/9/props/children", "/props"];
        places.sort_by(|a, b| compare(a, b));
        assert_eq!(
            places,
            ["/props", "/props/children/9/props/children", "/props/children/10", "/props/label"]
        );
    }

    #[test]
    fn a_sibling_with_a_longer_name_is_not_within() {
        assert!(is_within("/props/children/1", "/props/children"));
        assert!(is_within("/props/children", "/props/children"));
        assert!(!is_within("/props/children/10", "/props/children/1"));
    }

    #[test]
    fn a_path_goes_through_keys_and_indices() {
        assert_eq!(of_path("layout.title.text"), "/layout/title/text");
        assert_eq!(of_path("[0].x.1"), "/0/x/1");
        assert_eq!(of_path(""), "");
    }

    #[test]
    fn keys_are_escaped_and_read_back() {
        let place = prop("", "a/b~c");
        assert_eq!(place, "/props/a~1b~0c");
        assert_eq!(last_key(&place).as_deref(), Some("a/b~c"));
    }
}
