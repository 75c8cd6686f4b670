//! Where a report goes, and as what.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Format, Mail, MaybeSecret, S3, Sends, Slack, Webhook};
use crate::scenario::texts::replace_texts;

/// Where a report goes.
///
/// Its texts are templates: besides the variables of `for_each` they may name `{{ report }}`, and `{{ date }}` and
/// `{{ time }}`, the fire's in its zone: `2026-05-04` and `07.30.00`. What is said, but not where it goes, may also name what
/// the report reads from the page. The schedule's store keeps it with its templates filled in; secrets are named in it,
/// never there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Delivery {
    /// A `.pdf`, `.png`, `.html` or `.json` file, relative to the file's folder.
    File(#[schemars(extend("pattern" = Format::ENDS))] String),
    /// A mail.
    Mail(Mail),
    /// An object in a bucket.
    S3(S3),
    /// A message in Slack with files.
    Slack(Slack),
    /// A POST to an address.
    Webhook(Webhook),
}

impl Delivery {
    /// Whether it takes pictures of what changed besides.
    pub fn takes_changes(&self) -> bool {
        !matches!(self, Self::Webhook(Webhook { send: Sends::Document(_), .. }))
    }

    /// What is sent, in order.
    pub fn formats(&self) -> Vec<Format> {
        match self {
            Self::File(path) | Self::S3(S3 { key: path, .. }) => Format::of(path).into_iter().collect(),
            Self::Mail(mail) => {
                let preview = mail.preview && !mail.attach.contains(&Format::Png);
                mail.attach.iter().copied().chain(preview.then_some(Format::Png)).collect()
            }
            Self::Slack(slack) => slack.attach.clone(),
            Self::Webhook(webhook) => match (&webhook.send, &webhook.json) {
                (Sends::Form(formats), _) => formats.clone(),
                (Sends::Document(_), Some(_)) => Vec::new(),
                (Sends::Document(format), None) => vec![*format],
            },
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

    /// Leaves each try to send it at most so much time.
    pub fn shorten(&mut self, left: Duration) {
        let limit = match self {
            Self::File(_) => return,
            Self::Mail(mail) => &mut mail.limit,
            Self::S3(object) => &mut object.limit,
            Self::Slack(slack) => &mut slack.limit,
            Self::Webhook(webhook) => &mut webhook.limit,
        };
        *limit = left.min(*limit);
    }

    /// Checks what the types can't say.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(in crate::scenario) fn validate(&self, pages: usize) -> Result<(), String> {
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
            Self::Webhook(Webhook { send: Sends::Form(formats), json: None, .. }) if formats.is_empty() => {
                Err("a webhook sends nothing: name a document in `send`, or say something in `json`"
                    .to_owned())
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
