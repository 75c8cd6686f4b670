//! Delivery by a POST to an address.
//!
//! Signed requests follow Standard Webhooks (standardwebhooks.com, its specification's section "Signature scheme"), so that
//! receivers check them with its libraries: `webhook-id`, `webhook-timestamp` and `webhook-signature`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use sha2::Sha256;
use url::Url;

use super::answer::{accepted, unreached};
use super::client::client;
use super::form::form;
use super::vault::Vault;
use crate::scenario::{Sends, Webhook};
use crate::schedule::store::{Artefact, Parcel, Sent};
use crate::{NotReached, Reach};

/// POSTs a document, what the file says, or a form with both; tells whom.
///
/// # Errors
/// How sending ended.
pub(super) async fn send(
    webhook: &Webhook,
    parcel: &Parcel,
    artefacts: &[Artefact],
    vault: &mut Vault,
    reach: &Reach,
) -> Result<String, Sent> {
    let refused = |reason: String| Sent::Refused { reason };
    let url = vault.text(&webhook.url).await?;
    let url: Url = url.parse().map_err(|error| refused(format!("the address of the webhook: {error}")))?;
    reach.check_url(&url).map_err(|error: NotReached| unreached(&error))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    let (media_type, body) = match (&webhook.send, &webhook.json, artefacts.first()) {
        (Sends::Form(_), json, _) => {
            let form = form(&parcel.key, json.as_ref(), artefacts);
            (format!("multipart/form-data; boundary={}", parcel.key), form)
        }
        (_, Some(json), _) => ("application/json".to_owned(), json.to_string().into_bytes()),
        (_, None, Some(artefact)) => (artefact.media_type.clone(), artefact.bytes.clone()),
        (_, None, None) => return Err(refused("there is nothing to send".to_owned())),
    };
    let mut headers = HeaderMap::new();
    let mut set = |name: &str, value: &str| {
        let bad = |_| refused(format!("the header `{name}` can't be sent"));
        let name = HeaderName::try_from(name).map_err(|error| bad(error.to_string()))?;
        let value = HeaderValue::try_from(value).map_err(|error| bad(error.to_string()))?;
        headers.insert(name, value);
        Ok::<_, Sent>(())
    };
    set(CONTENT_TYPE.as_str(), &media_type)?;
    set("idempotency-key", &parcel.key)?;
    set("webhook-id", &parcel.key)?;
    let now = Timestamp::now().as_second();
    set("webhook-timestamp", &now.to_string())?;
    if let Some(secret) = &webhook.secret {
        let key = vault.read(secret).await?;
        set("webhook-signature", &signature(&key, &parcel.key, now, &body).map_err(refused)?)?;
    }
    for (name, value) in &webhook.headers {
        set(name, &vault.text(value).await?)?;
    }
    let client = client(reach, webhook.limit).map_err(|error| refused(error.to_string()))?;
    let answer = client.post(url).headers(headers).body(body).send().await;
    accepted(answer, &host, webhook.in_doubt).await?;
    Ok(format!("webhook at {host}"))
}

/// The signature of a message: `v1,` and the HMAC-SHA256 of its id, time and body.
///
/// The key is what follows `whsec_` as Base64, or the secret itself.
fn signature(secret: &str, id: &str, seconds: i64, body: &[u8]) -> Result<String, String> {
    let key = match secret.strip_prefix("whsec_") {
        Some(key) => STANDARD.decode(key).map_err(|_| "the secret after `whsec_` is no Base64".to_owned())?,
        None => secret.as_bytes().to_vec(),
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|error| error.to_string())?;
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_specifications_example() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert!(signature("whsec_!", "", 0, b"").is_err());
    }
}
