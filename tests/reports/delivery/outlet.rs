//! One delivery of a file, and what becomes of it.

use dashproof::Reach;
use dashproof::scenario::{Delivery, Scenario};
use dashproof::schedule::store::{Artefact, Parcel, ParcelState, Role, Sent};
use dashproof::schedule::{Burst, Destinations, Post as _};
use tempfile::TempDir;

/// The key of every parcel here.
pub(crate) const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A file's delivery, in a folder that has its secrets.
pub(crate) struct Outlet {
    _folder: TempDir,
    scenario: Scenario,
    pub(crate) reach: Reach,
}

impl Outlet {
    /// A file that delivers so, in YAML; with what else the file says.
    pub(crate) fn new(delivery: &str, rest: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), "s3cret-canary\n").unwrap();
        let text = format!(
            "app: demo\n{rest}\nreports:\n  - name: sales\n    when: {{cron: '@daily'}}\n    \
             pages: [{{capture: page}}]\n    deliver: [{delivery}]\n"
        );
        let scenario = Scenario::parse(&folder.path().join("r.yaml"), &text);
        let scenario = scenario.unwrap_or_else(|error| panic!("{error:?}"));
        Self { _folder: folder, scenario, reach: Reach::default().allow("loopback").unwrap() }
    }

    /// The delivery as it is written.
    fn delivery(&self) -> &Delivery {
        &self.scenario.reports[0].deliver[0]
    }

    /// A parcel for it, in the region EMEA on 4 May 2026.
    pub(crate) fn parcel(&self) -> Parcel {
        let burst = Burst([("region".to_owned(), "EMEA".to_owned())].into());
        let zone = self.scenario.reports[0].timetable.zone();
        let burst = burst.of("sales", "2026-05-04T07:00:00Z".parse().unwrap(), zone);
        let filled = self.delivery().filled(|text| burst.fill(text), |text| burst.fill(text)).unwrap();
        Parcel {
            id: 1,
            run: 1,
            report: "sales".to_owned(),
            key: KEY.to_owned(),
            destination: serde_json::to_value(filled).unwrap(),
            pages: vec![0],
            state: ParcelState::Sending,
            attempt: 1,
            epoch: 1,
            claim_at: None,
            started_at: None,
            finished_at: None,
            reason: None,
            receipt: None,
            interrupted: false,
        }
    }

    /// What is sent.
    pub(crate) fn artefacts(&self) -> Vec<Artefact> {
        let artefact = |format: dashproof::scenario::Format| Artefact {
            role: Role::Document,
            name: format!("sales.{}", format.end()),
            media_type: format.media_type().to_owned(),
            bytes: format!("%{}-{}", format.end().to_uppercase(), "x".repeat(100_000)).into_bytes(),
        };
        self.delivery().formats().into_iter().map(artefact).collect()
    }

    /// A picture of what changed of a page.
    pub(crate) fn change() -> Artefact {
        Artefact {
            role: Role::Change,
            name: "sales-1.change.png".to_owned(),
            media_type: "image/png".to_owned(),
            bytes: b"\x89PNG\r\n--".to_vec(),
        }
    }

    pub(crate) fn post(&self) -> Destinations {
        let scenario = &self.scenario;
        Destinations::new(scenario.folder().to_owned(), scenario.smtp.clone(), self.reach.clone())
    }

    pub(crate) async fn send(&self) -> Sent {
        self.send_all(self.artefacts()).await
    }

    pub(crate) async fn send_all(&self, artefacts: Vec<Artefact>) -> Sent {
        let sent = self.post().send(&self.parcel(), artefacts).await;
        assert!(!format!("{sent:?}").contains("canary"), "{sent:?}");
        sent
    }

    /// The receipt of a delivery that arrives.
    pub(crate) async fn arrives(&self) -> String {
        match self.send().await {
            Sent::Arrived { receipt } => receipt,
            other => panic!("{other:?}"),
        }
    }

    /// How a delivery that does not arrive ends: the outcome's name, and what is told of it.
    pub(crate) async fn fails(&self) -> (&'static str, String) {
        match self.send().await {
            Sent::Failed { reason } => ("failed", reason),
            Sent::Busy { reason, .. } => ("busy", reason),
            Sent::Refused { reason } => ("refused", reason),
            Sent::Unknown { reason } => ("unknown", reason),
            other => panic!("{other:?}"),
        }
    }

    /// Holds that a delivery ends so, and that its reason has these words.
    pub(crate) async fn ends(&self, outcome: &str, words: &[&str]) {
        let (ended, reason) = self.fails().await;
        assert_eq!(ended, outcome, "{reason}");
        assert!(words.iter().all(|word| reason.contains(word)), "{reason}");
    }
}
