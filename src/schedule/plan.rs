//! A report and its timetable: which fires are due, and which are let go.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Burst, Error, Evidence, found};
use crate::scenario::{Report, Scenario};
use crate::timetable::{CatchUp, Timetable};

/// A fire that is found later than this was missed.
const PUNCTUAL: Duration = Duration::from_secs(60);

/// A report that is to be made by a timetable.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What is made, and when.
    pub report: Report,
}

/// A fire to be written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Fire {
    /// When, by the timetable: what identifies it, with its burst.
    pub at: Timestamp,
    /// When it may be begun, by jitter.
    pub begin: Timestamp,
    /// Its variables.
    pub burst: Burst,
    /// Why it is skipped, if it is.
    pub skipped: Option<String>,
}

impl Plan {
    /// Validates the reports of a file.
    ///
    /// # Errors
    /// As [`Plan::new`], with the place in the file where there is one.
    pub fn all(scenario: &Scenario) -> Result<Vec<Self>, Error> {
        let all = scenario.reports.iter().cloned().map(Self::new).enumerate();
        all.map(|(index, plan)| plan.map_err(|error| error.in_report(scenario, index))).collect()
    }

    /// Validates a report's templates.
    ///
    /// # Errors
    /// [`Error::BadTemplate`] of a step, a text or a path, [`Error::BadRows`], or [`Error::SameFile`].
    pub fn new(report: Report) -> Result<Self, Error> {
        let mut files = BTreeSet::new();
        for burst in found::examples(&report.for_each)? {
            let variable = burst.0.keys().next().cloned().unwrap_or_default();
            let burst = burst.of(&report.name, Timestamp::UNIX_EPOCH, report.timetable.zone());
            let words = burst.clone().with(report.read.keys().map(|name| (name.clone(), String::new())));
            for step in report.steps.iter().chain(report.pages.iter().flat_map(|page| &page.steps)) {
                burst.fill_value(&step.value)?;
            }
            let texts = report.pages.iter().flat_map(|page| [&page.title, &page.text]).flatten();
            for template in texts.chain(report.dress.templates()).chain(&report.check.texts) {
                words.fill(template)?;
            }
            let observed = report.deliver_if.first().map(|_| Evidence::default().words(words.clone()));
            let words = observed.unwrap_or(words);
            for (i, delivery) in report.deliver.iter().enumerate() {
                let place = delivery.filled(|text| burst.fill(text), |text| words.fill(text))?.place();
                if place.is_some_and(|place| !files.insert((i, place))) {
                    return Err(Error::SameFile { file: delivery.place().unwrap_or_default(), variable });
                }
            }
        }
        Ok(Self { report })
    }

    /// What a fire begins with: a run for each of these. What it is made for may be found out only then: that is one run,
    /// which is parted when it is made.
    pub fn bursts(&self) -> Vec<Burst> {
        found::known(&self.report.for_each).unwrap_or_else(|| vec![Burst::default()])
    }

    /// When it is made.
    pub fn timetable(&self) -> &Timetable {
        &self.report.timetable
    }

    /// The fires after `since` up to `now`, each with its bursts; those missed while nothing ran are skipped by policy.
    ///
    /// A fire counts as missed when a later one is due too.
    pub(super) fn due(&self, since: Timestamp, now: Timestamp) -> Vec<Fire> {
        let times = self.fires(since, now);
        let when = self.timetable().when();
        let late = |fire: Timestamp, limit: Duration| {
            fire.duration_until(now) > SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX)
        };
        let skipped = |i: usize, fire: Timestamp| match when.catch_up {
            _ if when.catch_up_within.is_some_and(|limit| late(fire, limit)) => {
                Some("missed while no worker ran; found later than `catch_up_within`")
            }
            CatchUp::All => None,
            CatchUp::Latest => {
                (i + 1 < times.len()).then_some("missed while no worker ran; a later one was due")
            }
            CatchUp::Skip => late(fire, PUNCTUAL).then_some("missed while no worker ran"),
        };
        let bursts = self.bursts();
        let mut fires = Vec::new();
        for (i, fire) in times.iter().enumerate() {
            let skipped = skipped(i, *fire);
            fires.extend(bursts.iter().map(|burst| Fire {
                at: *fire,
                begin: self.timetable().begin(*fire, &burst.key()),
                burst: burst.clone(),
                skipped: skipped.map(str::to_owned),
            }));
        }
        fires
    }

    /// The fires after `since` up to `now`, at most the latest that `catch_up_most` allows.
    ///
    /// It looks back no further than it must: since a clock that was wrong may be fifty years.
    fn fires(&self, since: Timestamp, now: Timestamp) -> Vec<Timestamp> {
        let most = self.timetable().when().catch_up_most;
        let mut back = SignedDuration::from_hours(1);
        loop {
            let from = now.saturating_sub(back).map_or(since, |from| from.max(since));
            let times: Vec<Timestamp> =
                self.timetable().after(from).take_while(|fire| *fire <= now).collect();
            if from == since || times.len() >= most {
                return times[times.len().saturating_sub(most)..].to_vec();
            }
            back = back.saturating_mul(2);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn plan(catch_up: &str) -> Plan {
        let text = format!(
            "app: demo\nreports:\n  - name: hourly\n    when: {{cron: '0 * * * *', catch_up: {catch_up}}}\n    \
             for_each: {{region: [EMEA, APAC]}}\n    pages: [{{capture: page}}]\n    deliver: [{{file: '{{{{ region }}}}.pdf'}}]\n"
        );
        let scenario = Scenario::parse(Path::new("reports.yaml"), &text).unwrap();
        Plan::new(scenario.reports.into_iter().next().unwrap()).unwrap()
    }

    /// The hour, region and whether it is skipped, of what is due at 12:30 after a stop at 9:30.
    fn due(catch_up: &str) -> Vec<(i8, String, bool)> {
        let (since, now) = ("2026-05-04T09:30:00Z".parse().unwrap(), "2026-05-04T12:30:00Z".parse().unwrap());
        plan(catch_up)
            .due(since, now)
            .into_iter()
            .map(|fire| {
                let hour = fire.at.to_zoned(jiff::tz::TimeZone::UTC).hour();
                (hour, fire.burst.0["region"].clone(), fire.skipped.is_some())
            })
            .collect()
    }

    #[test]
    fn after_a_stop_the_latest_fire_is_made_once_and_those_before_are_seen_as_skipped() {
        let expected = [(10, "EMEA"), (10, "APAC"), (11, "EMEA"), (11, "APAC"), (12, "EMEA"), (12, "APAC")]
            .map(|(hour, region)| (hour, region.to_owned(), hour < 12));
        assert_eq!(due("latest"), expected);
    }

    #[test]
    fn after_years_the_latest_fires_are_found_and_the_oldest_let_go() {
        let now: Timestamp = "2026-05-04T12:30:00Z".parse().unwrap();
        let times = plan("all").fires(Timestamp::UNIX_EPOCH, now);
        assert_eq!(times.len(), 1000);
        assert_eq!(times.last().unwrap().to_string(), "2026-05-04T12:00:00Z");
    }

    #[test]
    fn a_policy_makes_every_missed_fire_or_none() {
        assert!(due("all").iter().all(|(.., skipped)| !skipped));
        assert!(due("skip").iter().all(|(.., skipped)| *skipped));
    }
}
