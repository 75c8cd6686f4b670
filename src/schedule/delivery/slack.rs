//! Delivery to a channel of Slack: each file is uploaded, then all are shared in one message.
//!
//! The methods are `files.getUploadURLExternal` and `files.completeUploadExternal`. Until the second one nobody sees anything.

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;
use url::{Url, form_urlencoded};

use super::answer::{accepted, unreached};
use super::client::client;
use super::vault::Vault;
use crate::scenario::{InDoubt, Slack};
use crate::schedule::store::{Artefact, Sent};
use crate::{NotReached, Reach};

/// Errors of Slack's that pass.
const PASSING: [&str; 5] =
    ["internal_error", "fatal_error", "ratelimited", "request_timeout", "service_unavailable"];

/// What a method answers.
#[derive(Debug, Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    error: String,
    #[serde(default)]
    upload_url: String,
    #[serde(default)]
    file_id: String,
}

/// Uploads files and shares them; tells where.
///
/// # Errors
/// How sending ended.
pub(super) async fn send(
    slack: &Slack,
    artefacts: &[Artefact],
    vault: &mut Vault,
    reach: &Reach,
) -> Result<String, Sent> {
    let refused = |reason: String| Sent::Refused { reason };
    let token = vault.read(&slack.token).await?;
    let client = client(reach, slack.limit).map_err(|error| refused(error.to_string()))?;
    let workspace = Workspace { slack, token, client, reach, deadline: Instant::now() + slack.limit };
    let mut files = Vec::new();
    for artefact in artefacts {
        files.push(json!({"id": workspace.upload(artefact).await?, "title": artefact.name}));
    }
    let shared = json!({"files": files, "channel_id": slack.channel, "initial_comment": slack.text});
    workspace.ask("files.completeUploadExternal", slack.in_doubt, |request| request.json(&shared)).await?;
    Ok(format!("Slack channel {}", slack.channel))
}

struct Workspace<'a> {
    slack: &'a Slack,
    token: String,
    client: Client,
    reach: &'a Reach,
    deadline: Instant,
}

impl Workspace<'_> {
    /// Uploads a file that nobody sees yet; returns its id.
    async fn upload(&self, artefact: &Artefact) -> Result<String, Sent> {
        let length = artefact.bytes.len().to_string();
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("filename", &artefact.name)
            .append_pair("length", &length)
            .finish();
        // Nobody sees what is uploaded: doing so again is no doubt.
        let asked = self.ask("files.getUploadURLExternal", InDoubt::Resend, |request| {
            request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form)
        });
        let answer = asked.await?;
        let uploaded = self.post(&answer.upload_url)?.body(artefact.bytes.clone()).send().await;
        accepted(uploaded, "Slack's upload", InDoubt::Resend).await?;
        Ok(answer.file_id)
    }

    fn post(&self, url: &str) -> Result<RequestBuilder, Sent> {
        let url: Url =
            url.parse().map_err(|error| Sent::Refused { reason: format!("Slack's address: {error}") })?;
        self.reach.check_url(&url).map_err(|error: NotReached| unreached(&error))?;
        Ok(self.client.post(url).timeout(self.deadline.saturating_duration_since(Instant::now())))
    }

    /// Calls a method.
    async fn ask(
        &self,
        name: &str,
        in_doubt: InDoubt,
        with: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer, Sent> {
        let request = self.post(&format!("{}/{name}", self.slack.api.trim_end_matches('/')))?;
        let answer = with(request.bearer_auth(&self.token)).send().await;
        let text = accepted(answer, &format!("Slack's {name}"), in_doubt).await?;
        match serde_json::from_str::<Answer>(&text) {
            Ok(answer) if answer.ok => Ok(answer),
            Ok(Answer { error, .. }) => {
                let reason = format!("Slack's {name} answers `{error}`");
                let is_passing = PASSING.contains(&error.as_str());
                Err(if is_passing { Sent::Failed { reason } } else { Sent::Refused { reason } })
            }
            Err(_) => Err(in_doubt.judge(format!("Slack's {name} answers what is not understood"))),
        }
    }
}
