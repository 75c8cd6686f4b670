//! A login page instead of the dashboard.

use url::Url;

use super::refused;
use super::texts::excerpt;
use crate::engine::{Framework, Locator, Property, Session, leads_to_login};
use crate::schedule::Error;

/// What pages say that ask for a login and are not made with Dash; in small letters.
const WORDS: [&str; 18] = [
    "log in",
    "login",
    "sign in",
    "sign-in",
    "password",
    "unauthorized",
    "forbidden",
    "session has expired",
    "anmelden",
    "passwort",
    "connexion",
    "mot de passe",
    "iniciar sesión",
    "contraseña",
    "accedi",
    "entrar",
    "inloggen",
    "ログイン",
];
const PASSWORD: &str = "input[type=password]";

/// Refuses a page that asks for a login: one that is elsewhere than at the app, at the path of a login, with a password
/// field, or, where no framework is named, one without a dashboard that speaks of logins.
///
/// # Errors
/// [`Error::Refused`] says what gave it away.
pub(in crate::schedule) async fn check_login(
    session: &mut Session,
    app: &Url,
    named: Option<Framework>,
) -> Result<(), Error> {
    if let Some(address) = session.address().await?
        && let Some(reason) = strange_place(app, &address)
    {
        return Err(refused(reason));
    }
    let field = Locator::from(format!("{PASSWORD} >> first"));
    if count(session, PASSWORD).await? > 0 && session.read(&field, &Property::Visible).await? == true {
        return Err(refused(
            "the page asks for a password: a login page instead of the dashboard?".to_owned(),
        ));
    }
    let dashboard = "#_dash-config, #react-entry-point, [data-testid=stApp]";
    if named.is_none() && count(session, dashboard).await? == 0 {
        let text = session.read(&Locator::from("body"), &Property::Text).await?;
        let text = text.as_str().unwrap_or_default();
        let small = text.to_lowercase();
        if let Some(word) = WORDS.iter().find(|word| small.contains(**word)) {
            let said = excerpt(text);
            return Err(refused(format!(
                "a page that is no dashboard says {word:?}: a login page? It says {said:?}"
            )));
        }
    }
    Ok(())
}

async fn count(session: &mut Session, selector: &str) -> Result<u64, Error> {
    Ok(session.read(&Locator::from(selector), &Property::Count).await?.as_u64().unwrap_or_default())
}

/// Why an address is none of a dashboard at `app`.
fn strange_place(app: &Url, address: &Url) -> Option<String> {
    if address.origin() != app.origin() && address.has_host() {
        let place = address.origin().ascii_serialization();
        return Some(format!("the page has gone to {place}: a login page instead of the dashboard?"));
    }
    let own: Vec<&str> = app.path_segments().into_iter().flatten().collect();
    let mut segments = address.path_segments().into_iter().flatten().filter(|segment| !own.contains(segment));
    segments
        .any(leads_to_login)
        .then(|| format!("the page is at {}: a login page instead of the dashboard?", address.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_known_by_where_it_is() {
        let strange =
            |app: &str, address: &str| strange_place(&app.parse().unwrap(), &address.parse().unwrap());
        let app = "https://dash.example.org/";
        assert!(strange(app, "https://dash.example.org/login?next=%2F").unwrap().contains("at /login"));
        assert!(
            strange(app, "https://sso.example.org/").unwrap().contains("gone to https://sso.example.org")
        );
        assert_eq!(strange(app, "https://dash.example.org/sales/authors?login=1"), None);
        assert_eq!(strange("https://example.org/auth/", "https://example.org/auth/sales"), None);
    }
}
