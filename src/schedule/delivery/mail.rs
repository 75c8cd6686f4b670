//! A report as a mail: text and HTML, with the first page in it and the documents attached.

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailboxes, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::scenario::{Format, Mail};
use crate::schedule::store::{Artefact, Parcel, Role};

/// How the page in the mail is named within it.
const PREVIEW: &str = "page";

/// The mail and its identity, which is the same for every attempt at sending it.
///
/// # Errors
/// What is wrong with an address, or that a document is gone.
pub(super) fn message(
    mail: &Mail,
    from: &str,
    parcel: &Parcel,
    artefacts: &[Artefact],
) -> Result<(Message, String), String> {
    let sender = mailboxes(mail.from.as_deref().unwrap_or(from))?;
    let sender = sender.into_single().ok_or("a mail is from one sender")?;
    let id = format!("<{}@{}>", parcel.key, Address::domain(&sender.email));
    let subject: String = mail.subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut builder = Message::builder().from(sender).message_id(Some(id.clone())).subject(subject);
    builder = addressed(builder, &mail.to, MessageBuilder::to)?;
    builder = addressed(builder, &mail.cc, MessageBuilder::cc)?;
    builder = addressed(builder, &mail.bcc, MessageBuilder::bcc)?;
    let find = |format: Format| {
        let mut documents = artefacts.iter().filter(|artefact| artefact.role == Role::Document);
        documents.find(|artefact| artefact.media_type == format.media_type())
    };
    let preview = find(Format::Png).filter(|_| mail.preview);
    let plain = SinglePart::plain(mail.body.clone());
    let html = SinglePart::html(html(&mail.body, preview.is_some()));
    let mut shown = MultiPart::related().singlepart(html);
    if let Some(preview) = preview {
        let inline = Attachment::new_inline(PREVIEW.to_owned());
        shown = shown.singlepart(inline.body(preview.bytes.clone(), content_type(preview)?));
    }
    let mut parts = MultiPart::mixed().multipart(MultiPart::alternative().singlepart(plain).multipart(shown));
    let documents = mail.attach.iter().map(|format| find(*format));
    let changes = artefacts.iter().filter(|artefact| artefact.role == Role::Change).map(Some);
    for artefact in documents.chain(changes) {
        let artefact = artefact.ok_or("what it would attach is not there any more")?;
        let attached = Attachment::new(artefact.name.clone());
        parts = parts.singlepart(attached.body(artefact.bytes.clone(), content_type(artefact)?));
    }
    let message = builder.header(AutoSubmitted).multipart(parts).map_err(|error| error.to_string())?;
    Ok((message, id))
}

/// Each text may be several addresses, separated by commas.
fn addressed(
    mut builder: MessageBuilder,
    texts: &[String],
    add: impl Fn(MessageBuilder, lettre::message::Mailbox) -> MessageBuilder,
) -> Result<MessageBuilder, String> {
    for text in texts {
        builder = mailboxes(text)?.into_iter().fold(builder, &add);
    }
    Ok(builder)
}

fn mailboxes(text: &str) -> Result<Mailboxes, String> {
    text.parse().map_err(|error| format!("`{text}` is no mail address: {error}"))
}

fn content_type(artefact: &Artefact) -> Result<ContentType, String> {
    ContentType::parse(&artefact.media_type).map_err(|error| error.to_string())
}

/// The text, its lines kept, above the page.
fn html(text: &str, has_preview: bool) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let page = if has_preview {
        format!(
            "<p><img src=\"cid:{PREVIEW}\" alt=\"The first page\" style=\"max-width: 100%; border: 1px solid #dde2e8\"></p>"
        )
    } else {
        String::new()
    };
    format!(
        "<!DOCTYPE html>\n<html><body style=\"font-family: sans-serif; color: #1f2933\">\
         <p>{}</p>{page}</body></html>",
        escaped.trim_end().replace('\n', "<br>\n")
    )
}

/// `Auto-Submitted: auto-generated`: nobody's holiday notice answers it (RFC 3834, section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
