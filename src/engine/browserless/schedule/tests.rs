//! The rules one by one, on small layouts; each test names its rule.
