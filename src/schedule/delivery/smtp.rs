//! Delivery by mail.
//!
//! The conversation is held command by command: until the text of the mail is sent, nothing has arrived. From then on the
//! server may have taken it without its answer coming back (RFC 5321, section 4.2.5 and RFC 1047), so that silence is a doubt.

use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::commands;
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::time::{Instant, timeout_at};

use super::answer::{innermost, unreached};
use super::mail::message;
use super::vault::Vault;
use crate::scenario::{Mail, Smtp, SmtpTls};
use crate::schedule::store::{Artefact, Parcel, Sent};
use crate::{NotReached, Reach};

/// Sends a mail; tells its identity.
///
/// # Errors
/// How sending ended.
pub(super) async fn send(
    smtp: &Smtp,
    mail: &Mail,
    parcel: &Parcel,
    artefacts: &[Artefact],
    vault: &mut Vault,
    reach: &Reach,
) -> Result<String, Sent> {
    let (message, id) =
        message(mail, &smtp.from, parcel, artefacts).map_err(|reason| Sent::Refused { reason })?;
    let deadline = Instant::now() + mail.limit;
    let said = |reason: &str| format!("the mail server {}: {reason}", smtp.server);
    let late = || said(&format!("not done after {}", crate::duration::format(mail.limit)));
    let introduced = timeout_at(deadline, introduce(smtp, &message, vault, reach, mail.limit)).await;
    let mut connection = introduced.map_err(|_| Sent::Failed { reason: late() })??;
    match timeout_at(deadline, connection.message(&message.formatted())).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) if error.status().is_some() => return Err(answered(smtp, &error)),
        Ok(Err(error)) => {
            let reason = format!("was lost after the mail was sent to it: {}", innermost(&error));
            return Err(mail.in_doubt.judge(said(&reason)));
        }
        Err(_) => return Err(mail.in_doubt.judge(late())),
    }
    // The mail is the server's; a goodbye that goes wrong changes nothing.
    let _ = timeout_at(deadline, connection.quit()).await;
    Ok(id)
}

/// All of the conversation that is before the mail's text.
async fn introduce(
    smtp: &Smtp,
    message: &Message,
    vault: &mut Vault,
    reach: &Reach,
    limit: Duration,
) -> Result<AsyncSmtpConnection, Sent> {
    let refused =
        |reason: &str| Sent::Refused { reason: format!("the mail server {}: {reason}", smtp.server) };
    let failed = |error: Error| answered(smtp, &error);
    let addresses =
        reach.resolve(&smtp.server, smtp.port()).await.map_err(|error: NotReached| unreached(&error))?;
    let is_here = addresses.iter().all(|address| address.ip().to_canonical().is_loopback());
    if smtp.tls == SmtpTls::None && smtp.password.is_some() && !is_here {
        return Err(refused("a password is not sent without TLS: leave out `tls: none`"));
    }
    let name = ClientId::Domain(rustix::system::uname().nodename().to_string_lossy().into_owned());
    let implicit = if smtp.tls == SmtpTls::Implicit { Some(tls(smtp, vault)?) } else { None };
    let connecting = AsyncSmtpConnection::connect_tokio1(&*addresses, Some(limit), &name, implicit, None);
    let mut connection = connecting.await.map_err(failed)?;
    if smtp.tls == SmtpTls::Starttls {
        if !connection.can_starttls() {
            return Err(refused(
                "it can't STARTTLS: use `tls: implicit`, or `tls: none` where nobody listens",
            ));
        }
        connection.starttls(tls(smtp, vault)?, &name).await.map_err(failed)?;
    }
    if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
        let credentials = Credentials::new(vault.text(user).await?, vault.read(password).await?);
        connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(failed)?;
    }
    let envelope = message.envelope();
    let mut parameters = Vec::new();
    let mut addresses = envelope.to().iter().chain(envelope.from());
    if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(refused("it takes addresses of plain ASCII only"));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    connection.command(commands::Mail::new(envelope.from().cloned(), parameters)).await.map_err(failed)?;
    for to in envelope.to() {
        connection.command(commands::Rcpt::new(to.clone(), Vec::new())).await.map_err(failed)?;
    }
    let _: Response = connection.command(commands::Data).await.map_err(failed)?;
    Ok(connection)
}

fn tls(smtp: &Smtp, vault: &Vault) -> Result<TlsParameters, Sent> {
    let refused = |reason: String| Sent::Refused { reason };
    let mut parameters: TlsParametersBuilder = TlsParameters::builder(smtp.server.clone());
    if let Some(path) = &smtp.ca {
        let bad =
            |error: String| refused(format!("can't take certificates from {}: {error}", path.display()));
        let pem = std::fs::read(vault.folder.join(path)).map_err(|error| bad(error.to_string()))?;
        let authority = Certificate::from_pem(&pem).map_err(|error| bad(error.to_string()))?;
        parameters = parameters.certificate_store(CertificateStore::None).add_root_certificate(authority);
    }
    parameters.build_rustls().map_err(|error| refused(error.to_string()))
}

/// How sending ended when the server said no, or was lost, before it had the mail.
fn answered(smtp: &Smtp, error: &Error) -> Sent {
    let said = match error.status() {
        Some(code) => format!("it answers {code} {}", innermost(error)),
        None => innermost(error),
    };
    let reason = format!("the mail server {}: {said}", smtp.server);
    if error.is_permanent() || error.is_client() { Sent::Refused { reason } } else { Sent::Failed { reason } }
}
