//! Where a report goes, and as what.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::secret::{MaybeSecret, Secret};
use super::texts::replace_texts;

/// Where a report goes.
///
/// Its texts are templates: besides the variables of `for_each` they may name `{{ report }}`, and `{{ date }}` and
/// `{{ time }}`, the fire's in its zone: `2026-05-04` and `07.30.00`. What is said, but not where it goes, may also name what
/// the report reads from the page. The schedule's store keeps it with its templates filled in; secrets are named in it,
/// never there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Delivery {
    /// A `.pdf`, `.png`, `.html` or `.json` file, relative to the file's folder.
    File(String),
    /// A mail.
    Mail(Mail),
    /// An object in a bucket.
    S3(S3),
    /// A message in Slack with files.
    Slack(Slack),
    /// A POST to an address.
    Webhook(Webhook),
}

/// A mail, sent by the file's [`Smtp`] server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Whom it is sent to: `a@example.org`, `Ann <a@example.org>`.
    pub to: Vec<String>,
    /// Whom it is sent to besides.
    #[serde(default)]
    pub cc: Vec<String>,
    /// Whom it is sent to without the others' knowledge.
    #[serde(default)]
    pub bcc: Vec<String>,
    /// Who sends it, when that is not [`Smtp::from`].
    #[serde(default)]
    pub from: Option<String>,
    /// The subject, `{{ report }} {{ date }}` unless told otherwise.
    #[serde(default = "Mail::subject")]
    pub subject: String,
    /// What is said above the picture; plain text.
    #[serde(default)]
    pub body: String,
    /// Whether the first page is shown in the mail.
    #[serde(default = "yes")]
    pub preview: bool,
    /// What is attached.
    #[serde(default = "only_pdf")]
    pub attach: Vec<Format>,
    /// What is done when nobody knows whether it arrived.
    #[serde(default)]
    pub in_doubt: InDoubt,
    /// The longest that sending may take.
    #[serde(default = "minute", with = "crate::duration::text")]
    pub limit: Duration,
}

/// An object in a bucket of S3, or of a server that speaks its protocol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// The bucket.
    pub bucket: String,
    /// The object's key, which ends in `.pdf`, `.png`, `.html` or `.json`. The same key is replaced by the same bytes.
    pub key: String,
    /// The bucket's region.
    #[serde(default = "S3::region")]
    pub region: String,
    /// The address of another server than Amazon's; the bucket is part of its path.
    #[serde(default)]
    pub endpoint: Option<MaybeSecret>,
    /// The access key's id, `${AWS_ACCESS_KEY_ID}` unless told otherwise.
    #[serde(default = "S3::access_key_id")]
    pub access_key_id: Secret,
    /// The access key, `${AWS_SECRET_ACCESS_KEY}` unless told otherwise.
    #[serde(default = "S3::secret_access_key")]
    pub secret_access_key: Secret,
    /// The token of keys that pass.
    #[serde(default)]
    pub session_token: Option<Secret>,
    /// Whether an object that is there already is replaced.
    #[serde(default = "yes")]
    pub overwrite: bool,
    /// The longest that sending may take.
    #[serde(default = "minute", with = "crate::duration::text")]
    pub limit: Duration,
}

/// A message in Slack with files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slack {
    /// The channel's id, such as `C0123456789`; a name is none.
    pub channel: String,
    /// A bot's token that may write files (`files:write`).
    pub token: Secret,
    /// What is said with the files.
    #[serde(default)]
    pub text: String,
    /// The files.
    #[serde(default = "only_pdf")]
    pub attach: Vec<Format>,
    /// Where Slack's methods are.
    #[serde(default = "Slack::api")]
    pub api: String,
    /// What is done when nobody knows whether it arrived.
    #[serde(default)]
    pub in_doubt: InDoubt,
    /// The longest that sending may take.
    #[serde(default = "minute", with = "crate::duration::text")]
    pub limit: Duration,
}

/// A POST to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The address.
    pub url: MaybeSecret,
    /// What the request is signed with, by the rules of Standard Webhooks.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// Further headers.
    #[serde(default)]
    pub headers: BTreeMap<String, MaybeSecret>,
    /// Which document is the body.
    #[serde(default = "pdf")]
    pub send: Format,
    /// JSON that is the body instead, its texts templates.
    #[serde(default)]
    pub json: Option<Value>,
    /// What is done when nobody knows whether it arrived. The header `Idempotency-Key` tells a receiver what it knows already.
    #[serde(default)]
    pub in_doubt: InDoubt,
    /// The longest that sending may take.
    #[serde(default = "minute", with = "crate::duration::text")]
    pub limit: Duration,
}

/// What is done with something that may have arrived or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InDoubt {
    /// It is left and seen as unknown, so that it arrives at most once.
    #[default]
    Leave,
    /// It is sent again, so that it arrives at least once, and perhaps twice.
    Resend,
}

/// What a report is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// A document of all pages.
    Pdf,
    /// A picture of the first page.
    Png,
    /// The document as one HTML page that needs no other file.
    Html,
    /// What was read, for programs: `values` of each page.
    Json,
}

impl Format {
    /// The format of a file by its name's end.
    pub fn of(path: &str) -> Option<Self> {
        let end = Path::new(path).extension()?;
        [Self::Pdf, Self::Png, Self::Html, Self::Json].into_iter().find(|format| end == format.end())
    }

    /// How the name of such a file ends, without the dot.
    pub fn end(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

impl Delivery {
    /// What is sent, in order.
    pub fn formats(&self) -> Vec<Format> {
        match self {
            Self::File(path) | Self::S3(S3 { key: path, .. }) => Format::of(path).into_iter().collect(),
            Self::Mail(mail) => {
                let preview = mail.preview && !mail.attach.contains(&Format::Png);
                mail.attach.iter().copied().chain(preview.then_some(Format::Png)).collect()
            }
            Self::Slack(slack) => slack.attach.clone(),
            Self::Webhook(webhook) if webhook.json.is_some() => Vec::new(),
            Self::Webhook(webhook) => vec![webhook.send],
        }
    }

    /// The place that only one delivery can have: what is written there later takes it.
    pub fn place(&self) -> Option<String> {
        match self {
            Self::File(path) => Some(path.clone()),
            Self::S3(object) => Some(object.place()),
            _ => None,
        }
    }

    /// It with its templates filled in: `place` fills those that say where it goes, `words` those that say something.
    ///
    /// # Errors
    /// What either says of one of them.
    pub fn filled<E>(
        &self,
        place: impl Fn(&str) -> Result<String, E>,
        words: impl Fn(&str) -> Result<String, E>,
    ) -> Result<Self, E> {
        let mut filled = self.clone();
        for text in filled.places() {
            *text = place(text)?;
        }
        match &mut filled {
            Self::Mail(mail) => {
                mail.subject = words(&mail.subject)?;
                mail.body = words(&mail.body)?;
            }
            Self::Slack(slack) => slack.text = words(&slack.text)?,
            Self::Webhook(Webhook { json: Some(json), .. }) => replace_texts(json, &words)?,
            Self::Webhook(_) | Self::File(_) | Self::S3(_) => {}
        }
        Ok(filled)
    }

    fn places(&mut self) -> Vec<&mut String> {
        match self {
            Self::File(path) => vec![path],
            Self::Mail(mail) => {
                let people = mail.to.iter_mut().chain(&mut mail.cc).chain(&mut mail.bcc);
                people.chain(&mut mail.from).collect()
            }
            Self::S3(S3 { bucket, key, region, endpoint, .. }) => {
                [bucket, key, region].into_iter().chain(endpoint.iter_mut().filter_map(template)).collect()
            }
            Self::Slack(slack) => vec![&mut slack.channel, &mut slack.api],
            Self::Webhook(Webhook { url, headers, .. }) => {
                headers.values_mut().chain([url]).filter_map(template).collect()
            }
        }
    }

    /// Checks what the types can't say.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn validate(&self, pages: usize) -> Result<(), String> {
        match self {
            Self::File(path) | Self::S3(S3 { key: path, .. }) => match Format::of(path) {
                None => Err(format!("`{path}` should end in .pdf, .png, .html or .json")),
                Some(Format::Png) if pages > 1 => {
                    Err(format!("`{path}` holds one picture, and there are several pages: end it in .pdf"))
                }
                Some(_) => Ok(()),
            },
            Self::Mail(mail) if mail.to.is_empty() => {
                Err("a mail goes to nobody: name them in `to`".to_owned())
            }
            Self::Slack(slack) if slack.attach.is_empty() => {
                Err("a message in Slack needs a file: `attach: [pdf]`".to_owned())
            }
            _ => Ok(()),
        }
    }
}

fn template(text: &mut MaybeSecret) -> Option<&mut String> {
    match text {
        MaybeSecret::Template(text) => Some(text),
        MaybeSecret::Secret(_) => None,
    }
}

impl Mail {
    fn subject() -> String {
        "{{ report }} {{ date }}".to_owned()
    }
}

impl S3 {
    /// Where it is, as a person writes it.
    pub fn place(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.key)
    }

    fn region() -> String {
        "us-east-1".to_owned()
    }

    fn access_key_id() -> Secret {
        Secret::Text("${AWS_ACCESS_KEY_ID}".to_owned())
    }

    fn secret_access_key() -> Secret {
        Secret::Text("${AWS_SECRET_ACCESS_KEY}".to_owned())
    }
}

impl Slack {
    fn api() -> String {
        "https://slack.com/api/".to_owned()
    }
}

fn yes() -> bool {
    true
}

fn pdf() -> Format {
    Format::Pdf
}

fn only_pdf() -> Vec<Format> {
    vec![Format::Pdf]
}

fn minute() -> Duration {
    Duration::from_mins(1)
}
