//! Addresses as Dash's components write them: none that runs JavaScript (`dash_clientside.clean_url`).

/// What stands instead of an address that is not safe.
const BLANK: &str = "about:blank";

/// Which prop of which element is an address that Dash looks at.
pub(super) fn is_guarded(tag: &str, prop: &str) -> bool {
    matches!(
        (tag, prop),
        ("a", "href")
            | ("form", "action")
            | ("iframe" | "embed", "src")
            | ("object", "data")
            | ("button", "formAction")
    )
}

/// The address, or a blank page when a browser could read a script in it.
pub(super) fn safe(address: String) -> String {
    let plain = decoded(&address.to_lowercase().replace("&tab;", "").replace("&newline;", ""));
    let scheme = plain.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    if scheme.starts_with("javascript") || scheme.starts_with("vbscript") {
        BLANK.to_owned()
    } else {
        address
    }
}

/// Without what browsers skip, and with numbered characters (`&#106;`) as themselves.
fn decoded(text: &str) -> String {
    let skipped = |c: char| c.is_control() || ('\u{2000}'..='\u{200d}').contains(&c) || c == '\u{feff}';
    let text: String = text.chars().filter(|c| !skipped(*c)).collect();
    let mut parts = text.split("&#");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_alphanumeric).count();
        let (number, rest) = part.split_at(digits);
        plain.extend(number.parse().ok().and_then(char::from_u32));
        plain.push_str(rest.strip_prefix(';').unwrap_or(rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_in_an_address_becomes_a_blank_page_however_it_is_written() {
        for address in [
            "javascript:alert(1)",
            " JavaScr\n\nipt:alert(1)",
            "java&tab;script\t:x",
            "&#0000106&#0000097&#118&#97&#115&#99&#114&#105&#112&#116&#58x",
            "&#106;avascript:x",
            "vbscript:x",
        ] {
            assert_eq!(safe(address.to_owned()), BLANK, "{address}");
        }
        for address in ["", "/a?b=javascript:c", "https://x.org/", "data:text/plain,x", "mailto:a@b.c"] {
            assert_eq!(safe(address.to_owned()), address);
        }
    }
}
