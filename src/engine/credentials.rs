//! Credentials in an app's address, `https://user:password@host/`: sent as a header, written nowhere.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

use super::Visit;

/// Parts of paths that lead to a login.
const PLACES: [&str; 13] = [
    "login",
    "log-in",
    "log_in",
    "signin",
    "sign-in",
    "sign_in",
    "auth",
    "oauth",
    "oauth2",
    "sso",
    "saml",
    "saml2",
    "openid-connect",
];

/// The address without its credentials, and the visit that sends them (RFC 7617). A header of the visit's own
/// wins.
pub(super) fn apart(app: &Url, visit: &Visit) -> (Url, Visit) {
    let (mut bare, mut visit) = (app.clone(), visit.clone());
    visit.secrets.learn_url(app);
    let own = visit.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    if !own && (!app.username().is_empty() || app.password().is_some()) {
        let mut pair: Vec<u8> = percent_decode_str(app.username()).collect();
        pair.push(b':');
        pair.extend(percent_decode_str(app.password().unwrap_or_default()));
        visit.headers.push(("Authorization".to_owned(), format!("Basic {}", STANDARD.encode(pair))));
    }
    // Both fail only on addresses that can't have credentials.
    let _ = (bare.set_username(""), bare.set_password(None));
    (bare, visit)
}

/// What a status says that asks for credentials.
pub(super) fn wanted(status: u64) -> Option<String> {
    matches!(status, 401 | 403)
        .then(|| format!("it answers {status}: it wants credentials (headers of the visit)"))
}

/// Whether a part of a path is that of a login.
pub(crate) fn leads_to_login(segment: &str) -> bool {
    PLACES.iter().any(|place| segment.eq_ignore_ascii_case(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(address: &str, visit: &Visit) -> (String, Vec<(String, String)>) {
        let (app, visit) = apart(&address.parse().unwrap(), visit);
        (app.to_string(), visit.headers)
    }

    #[test]
    fn credentials_leave_the_address_and_become_a_header() {
        let (app, headers) = header("https://ann:p%40ss@dash.example.org/sales/", &Visit::default());
        assert_eq!(app, "https://dash.example.org/sales/");
        assert_eq!(headers, [("Authorization".to_owned(), "Basic YW5uOnBAc3M=".to_owned())]);
    }

    #[test]
    fn an_address_without_credentials_stays_as_it_is() {
        assert_eq!(header("http://a:1/", &Visit::default()), ("http://a:1/".to_owned(), Vec::new()));
    }

    #[test]
    fn a_header_of_the_visits_own_wins() {
        let own = vec![("authorization".to_owned(), "Bearer x".to_owned())];
        let visit = Visit { headers: own.clone(), ..Visit::default() };
        assert_eq!(header("http://ann:pass@a:1/", &visit), ("http://a:1/".to_owned(), own));
    }
}
