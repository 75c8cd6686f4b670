//! What every page stands in: who may see it, how it looks, and where it leads.

use std::time::Duration;

use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::{Environment, Value, context};

use super::Access;
use super::guard::Visitor;
use super::refusal::Refusal;

/// What all pages share.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) access: Access,
    templates: Environment<'static>,
    /// Whether runs are shown.
    has_runs: bool,
    /// Whether baselines are reviewed.
    has_review: bool,
}

impl Frame {
    pub(super) fn new(access: Access, has_runs: bool, has_review: bool) -> std::io::Result<Self> {
        Ok(Self { access, templates: templates().map_err(std::io::Error::other)?, has_runs, has_review })
    }

    /// Where pages begin.
    pub(super) fn home(&self) -> &'static str {
        if self.has_runs { "/" } else { "/review" }
    }

    /// A page for whoever was let in; the names of templates end in `.html`, so every value is escaped.
    pub(super) fn page(&self, template: &str, visitor: &Visitor, values: Value) -> Result<Response, Refusal> {
        let values = context! {
            form => self.access.signer.form_token(&visitor.session),
            visitor => &visitor.name,
            is_login => visitor.session.is_login,
            ..values
        };
        self.bare(template, values)
    }

    /// A page for anybody.
    pub(super) fn bare(&self, template: &str, values: Value) -> Result<Response, Refusal> {
        let values = context! { has_runs => self.has_runs, has_review => self.has_review, ..values };
        Ok(Html(self.templates.get_template(template)?.render(values)?).into_response())
    }
}

fn templates() -> Result<Environment<'static>, minijinja::Error> {
    let mut templates = Environment::new();
    for (name, text) in [
        ("layout.html", include_str!("templates/layout.html")),
        ("home.html", include_str!("templates/home.html")),
        ("run.html", include_str!("templates/run.html")),
        ("attempts.html", include_str!("templates/attempts.html")),
        ("gallery.html", include_str!("templates/gallery.html")),
        ("picture.html", include_str!("templates/picture.html")),
        ("login.html", include_str!("templates/login.html")),
        ("compare.html", include_str!("templates/compare.html")),
        ("waiting.html", include_str!("templates/waiting.html")),
        ("proposal.html", include_str!("templates/proposal.html")),
        ("refused.html", include_str!("templates/refused.html")),
    ] {
        templates.add_template(name, text)?;
    }
    templates.add_filter("local", local);
    templates.add_filter("until", until);
    templates.add_filter("json", json);
    templates.add_filter("size", crate::size::format);
    templates.add_filter("milliseconds", milliseconds);
    templates.add_filter("leaf", leaf);
    Ok(templates)
}

/// An instant as the clocks of a zone show it.
fn local(instant: &str, zone: &str) -> String {
    let Ok(instant) = instant.parse::<Timestamp>() else { return instant.to_owned() };
    let local = instant.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    let format = if local.second() == 0 { "%a %Y-%m-%d %H:%M %Q" } else { "%a %Y-%m-%d %H:%M:%S %Q" };
    local.strftime(format).to_string()
}

/// A value as JSON, one line.
fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// How long it is from one instant to another.
fn until(start: &str, end: &str) -> String {
    let (Ok(start), Ok(end)) = (start.parse::<Timestamp>(), end.parse::<Timestamp>()) else {
        return String::new();
    };
    crate::duration::format(start.duration_until(end).try_into().unwrap_or_default())
}

/// The last part of a path, without the ending of a baseline.
fn leaf(path: &str) -> String {
    let leaf = path.rsplit('/').next().unwrap_or(path);
    leaf.strip_suffix(".snap").unwrap_or(leaf).to_owned()
}

/// A length of time as people write it.
fn milliseconds(count: u64) -> String {
    crate::duration::format(Duration::from_millis(count))
}
