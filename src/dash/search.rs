//! How a dropdown searches its options (protocol section 3.2).

/// Whether a search finds an option by one of its texts: each word is part of one of them, in any case.
pub(crate) fn fits(search: &str, texts: &[String]) -> bool {
    let search = search.to_lowercase();
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    let mut words = search.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| texts.iter().any(|text| text.contains(word)))
}
