//! The elements of a WAI-ARIA role: those that name it, and those that have it by themselves (HTML-AAM 1.0, section 4).

use std::fmt;

use super::Wording;
use super::locator::{said, wording};

/// What has a role by itself, unless it names another one.
const BY_THEMSELVES: &[(&str, &[&str])] = &[
    (
        "button",
        &["button", "input[type=button]", "input[type=submit]", "input[type=reset]", "input[type=image]"],
    ),
    ("cell", &["td"]),
    ("checkbox", &["input[type=checkbox]"]),
    ("columnheader", &["th"]),
    ("combobox", &["select:not([multiple])"]),
    ("dialog", &["dialog"]),
    ("form", &["form"]),
    ("heading", &["h1", "h2", "h3", "h4", "h5", "h6"]),
    ("img", &["img"]),
    ("link", &["a[href]", "area[href]"]),
    ("list", &["ul", "ol"]),
    ("listbox", &["select[multiple]"]),
    ("listitem", &["li"]),
    ("main", &["main"]),
    ("navigation", &["nav"]),
    ("option", &["option"]),
    ("progressbar", &["progress"]),
    ("radio", &["input[type=radio]"]),
    ("row", &["tr"]),
    ("searchbox", &["input[type=search]"]),
    ("separator", &["hr"]),
    ("slider", &["input[type=range]"]),
    ("spinbutton", &["input[type=number]"]),
    ("table", &["table"]),
    (
        "textbox",
        &[
            "textarea",
            "input:not([type])",
            "input[type=text]",
            "input[type=email]",
            "input[type=tel]",
            "input[type=url]",
            "input[type=password]",
        ],
    ),
];

/// Elements of a WAI-ARIA role, `button`, `link`, `tab`, and of a name if one is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    role: String,
    name: Option<Wording>,
}

impl Role {
    /// Reads `button name=Save` or `button name*=sav`; the name is all that follows. `None` for a text that can't be a
    /// role.
    pub fn parse(text: &str) -> Option<Self> {
        let (role, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let name = wording(rest.trim_start(), "name");
        if name.is_none() && !rest.is_empty() {
            return None;
        }
        let fits = !role.is_empty() && role.chars().all(|c| c.is_ascii_lowercase());
        fits.then(|| Self { role: role.to_owned(), name })
    }

    /// Their name.
    pub fn name(&self) -> Option<&Wording> {
        self.name.as_ref()
    }

    /// The CSS selector of the elements that have the role.
    pub(super) fn selector(&self) -> String {
        let own = BY_THEMSELVES.iter().find(|(role, _)| *role == self.role).map_or(&[][..], |(_, own)| own);
        let own = own.iter().map(|element| format!("{element}:not([role])"));
        own.chain([format!("[role={}]", self.role)]).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.role)?;
        self.name.as_ref().map_or(Ok(()), |name| write!(f, " name{}", said(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn a_role_is_that_of_elements_that_name_it_or_have_it_by_themselves() {
        let selector = |role: &str| Role::parse(role).map(|role| role.selector());
        assert_eq!(
            selector("link").as_deref(),
            Some("a[href]:not([role]), area[href]:not([role]), [role=link]")
        );
        assert_eq!(selector("menu").as_deref(), Some("[role=menu]"));
        assert_eq!(selector("a b"), None);
    }
}
