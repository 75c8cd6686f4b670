//! Places in the component tree: JSON pointers (RFC 6901), as `/props/children/0`.

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

/// Whether `place` is `root` or lies under it.
pub fn is_within(place: &str, root: &str) -> bool {
    place.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The last key of a pointer, unescaped; `None` for the root.
pub fn last_key(pointer: &str) -> Option<String> {
    pointer.rsplit_once('/').map(|(_, key)| key.replace("~1", "/").replace("~0", "~"))
}

/// The place that holds `pointer`; `None` for the root.
pub fn parent(pointer: &str) -> Option<&str> {
    pointer.rsplit_once('/').map(|(base, _)| base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sibling_with_a_longer_name_is_not_within() {
        assert!(is_within("/props/children/1", "/props/children"));
        assert!(is_within("/props/children", "/props/children"));
        assert!(!is_within("/props/children/10", "/props/children/1"));
    }

    #[test]
    fn keys_are_escaped_and_read_back() {
        let place = prop("", "a/b~c");
        assert_eq!(place, "/props/a~1b~0c");
        assert_eq!(last_key(&place).as_deref(), Some("a/b~c"));
    }
}
