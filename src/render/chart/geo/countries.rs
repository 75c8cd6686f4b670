//! Names of countries and states.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::outlines::inflate;

/// Codes of three letters by code of two letters, number, and name in its plain form.
static CODES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let list = String::from_utf8(inflate(include_bytes!("../../../../assets/geo/countries.bin")));
    let mut codes = HashMap::new();
    for line in list.unwrap_or_default().lines() {
        let mut words = line.split('\t');
        let Some(code) = words.next() else { continue };
        for name in std::iter::once(code).chain(words).filter(|name| !name.is_empty()) {
            codes.insert(plain(name), code.to_owned());
        }
    }
    for (code, name) in DISPUTED {
        codes.insert(plain(name), code.to_owned());
        codes.insert(plain(code), code.to_owned());
    }
    codes
});

/// Territories that ISO 3166 has no code for.
const DISPUTED: [(&str, &str); 6] = [
    ("XAC", "Aksai Chin"),
    ("XAP", "Arunachal Pradesh"),
    ("XBT", "Bir Tawil"),
    ("XHT", "Halaib Triangle"),
    ("XIT", "Ilemi Triangle"),
    ("XJK", "Jammu and Kashmir"),
];

/// The states of the United States.
const STATES: [(&str, &str); 51] = [
    ("AL", "alabama"),
    ("AK", "alaska"),
    ("AZ", "arizona"),
    ("AR", "arkansas"),
    ("CA", "california"),
    ("CO", "colorado"),
    ("CT", "connecticut"),
    ("DE", "delaware"),
    ("DC", "district of columbia"),
    ("FL", "florida"),
    ("GA", "georgia"),
    ("HI", "hawaii"),
    ("ID", "idaho"),
    ("IL", "illinois"),
    ("IN", "indiana"),
    ("IA", "iowa"),
    ("KS", "kansas"),
    ("KY", "kentucky"),
    ("LA", "louisiana"),
    ("ME", "maine"),
    ("MD", "maryland"),
    ("MA", "massachusetts"),
    ("MI", "michigan"),
    ("MN", "minnesota"),
    ("MS", "mississippi"),
    ("MO", "missouri"),
    ("MT", "montana"),
    ("NE", "nebraska"),
    ("NV", "nevada"),
    ("NH", "new hampshire"),
    ("NJ", "new jersey"),
    ("NM", "new mexico"),
    ("NY", "new york"),
    ("NC", "north carolina"),
    ("ND", "north dakota"),
    ("OH", "ohio"),
    ("OK", "oklahoma"),
    ("OR", "oregon"),
    ("PA", "pennsylvania"),
    ("RI", "rhode island"),
    ("SC", "south carolina"),
    ("SD", "south dakota"),
    ("TN", "tennessee"),
    ("TX", "texas"),
    ("UT", "utah"),
    ("VT", "vermont"),
    ("VA", "virginia"),
    ("WA", "washington"),
    ("WV", "west virginia"),
    ("WI", "wisconsin"),
    ("WY", "wyoming"),
];

/// The ISO 3166 code of three letters of a country's name, number or code.
pub(crate) fn country(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let key = match name.parse::<u16>() {
        Ok(number) if name.bytes().all(|byte| byte.is_ascii_digit()) => format!("{number:03}"),
        _ => plain(name),
    };
    CODES.get(&key).map(String::as_str)
}

/// The code of two letters of a state of the United States, by name or code.
pub(crate) fn state(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let known =
        |(code, state): &&(&str, &str)| code.eq_ignore_ascii_case(name) || state.eq_ignore_ascii_case(name);
    let washington = ["washington dc", "washington d.c."].iter().any(|dc| dc.eq_ignore_ascii_case(name));
    if washington { Some("DC") } else { STATES.iter().find(known).map(|(code, _)| *code) }
}

/// A name without what it may be written with or without: case, accents, marks, a leading article.
fn plain(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            '\''
            | '\u{2018}'
            | '\u{2019}'
            | '\u{2bb}'
            | '\u{2bc}'
            | '\u{2bd}'
            | '\u{2c8}'
            | '\u{2032}'
            | '`'
            | '.'
            | ')'
            | '['
            | ']'
            | '\u{300}'..='\u{36f}'
            | '\u{64b}'..='\u{65f}' => {}
            '&' => text.push_str(" and "),
            '-' | '\u{2013}' | '\u{2014}' => text.push(' '),
            ',' | '(' => text.push('('),
            letter => text.push_str(bare(letter).unwrap_or(letter.encode_utf8(&mut [0; 4]))),
        }
    }
    let mut words: Vec<&str> = Vec::new();
    for (index, part) in text.split('(').enumerate() {
        let mut rest: Vec<&str> = part.split_whitespace().collect();
        // The article is dropped at the start, and after a comma or a bracket.
        if rest.first() == Some(&"the") && (index > 0 || rest.len() > 1) {
            rest.remove(0);
        }
        words.extend(rest);
    }
    let words: Vec<&str> = words.into_iter().map(|word| if word == "st" { "saint" } else { word }).collect();
    words.join(" ")
}

/// The letter without its accent, for those that names of countries have.
fn bare(letter: char) -> Option<&'static str> {
    const LETTERS: [(&str, &str); 20] = [
        ("áàâäãåāăą", "a"),
        ("çćčĉ", "c"),
        ("ďḑ", "d"),
        ("éèêëēĕėęẽ", "e"),
        ("ğĝġģǧ", "g"),
        ("ḩḥ", "h"),
        ("íìîïĩīĭįỉ", "i"),
        ("ķ", "k"),
        ("ļĺľḻ", "l"),
        ("ñńņňṉ", "n"),
        ("óòôöõōŏőớộơọồ", "o"),
        ("ŕřŗ", "r"),
        ("śŝşšșṣ", "s"),
        ("ťţțṭ", "t"),
        ("úùûüũūŭůűųưứ", "u"),
        ("ýÿŷỳ", "y"),
        ("źżžẓẕ", "z"),
        ("ấầậắằạảẵ", "a"),
        ("ếềệểẹ", "e"),
        ("ĵ", "j"),
    ];
    LETTERS.iter().find(|(accented, _)| accented.contains(letter)).map(|(_, bare)| *bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_name_code_and_number() {
        let names = [
            ("Brazil", "BRA"),
            ("united states of america", "USA"),
            ("Côte d'Ivoire", "CIV"),
            ("Korea, the Republic of", "KOR"),
            ("The Gambia", "GMB"),
            ("St. Lucia", "LCA"),
            ("250", "FRA"),
            ("de", "DEU"),
            ("jpn", "JPN"),
            ("Türkiye", "TUR"),
            ("Bir Tawil", "XBT"),
        ];
        for (name, code) in names {
            assert_eq!(country(name), Some(code), "{name}");
        }
        assert_eq!(country("Atlantis"), None);
    }

    #[test]
    fn states_are_known_by_name_and_code() {
        assert_eq!(state(" new york "), Some("NY"));
        assert_eq!(state("tx"), Some("TX"));
        assert_eq!(state("Washington DC"), Some("DC"));
        assert_eq!(state("Ontario"), None);
    }
}
