//! Several files as one body: `multipart/form-data` (RFC 7578), with names escaped as browsers do (HTML, section "Multipart form data").

use serde_json::Value;

use crate::schedule::store::{Artefact, Role};

/// The name of the part that says what is said about the files.
const SAID: &str = "payload_json";

/// A form whose parts are parted by `boundary`, which is in none of them.
pub(super) fn form(boundary: &str, json: Option<&Value>, artefacts: &[Artefact]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |disposition: String, media_type: &str, bytes: &[u8]| {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {media_type}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    if let Some(json) = json {
        part(format!("name=\"{SAID}\""), "application/json", json.to_string().as_bytes());
    }
    for artefact in artefacts {
        let name = match artefact.role {
            Role::Change => "change",
            _ => artefact.name.rsplit('.').next().unwrap_or_default(),
        };
        let file = escaped(&artefact.name);
        part(format!("name=\"{name}\"; filename=\"{file}\""), &artefact.media_type, &artefact.bytes);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

fn escaped(name: &str) -> String {
    name.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22")
}
