//! Holding what a run observed against limits and earlier runs.

use super::finding::{Evidence, Finding};
use super::observe::Observed;
use crate::render::scene::{Image, PngOptions};
use crate::scenario::{By, ChangeTest, Condition, Reason, Since, Subject};
use crate::schedule::Error;
use crate::schedule::store::{Artefact, Past, Role};
use crate::snapshot::{PictureDiff, PictureTolerance};

/// What a run is judged by.
#[derive(Debug)]
pub(in crate::schedule) struct Judging<'a> {
    /// Why it would be sent.
    pub(in crate::schedule) reasons: &'a [Reason],
    /// What each of their conditions looks at, in order.
    pub(in crate::schedule) observed: &'a [Observed],
    /// The pictures of the run's pages, by their names.
    pub(in crate::schedule) pictures: &'a [Artefact],
    /// The run before.
    pub(in crate::schedule) before: Option<&'a Past>,
    /// The last run that was sent.
    pub(in crate::schedule) sent: Option<&'a Past>,
}

/// The verdict, and pictures of what changed.
#[derive(Debug)]
pub(in crate::schedule) struct Judged {
    pub(in crate::schedule) evidence: Evidence,
    pub(in crate::schedule) changes: Vec<Artefact>,
}

impl Judging<'_> {
    /// Judges.
    ///
    /// # Errors
    /// When a picture can't be read.
    pub(in crate::schedule) fn judge(&self) -> Result<Judged, Error> {
        let mut judged =
            Judged { evidence: Evidence { sends: false, findings: Vec::new() }, changes: Vec::new() };
        let mut observed = self.observed.iter();
        for Reason(conditions) in self.reasons {
            let (mut holds, mut drawn) = (true, Vec::new());
            for condition in conditions {
                let finding = match &condition.subject {
                    Subject::Picture(page) => self.picture(condition, *page, &mut drawn)?,
                    _ => self.value(condition, observed.next().unwrap_or(&Observed::default())),
                };
                holds &= finding.is_met;
                judged.evidence.findings.push(finding);
            }
            if holds {
                judged.evidence.sends = true;
                drawn.retain(|new: &Artefact| judged.changes.iter().all(|change| change.name != new.name));
                judged.changes.append(&mut drawn);
            }
        }
        Ok(judged)
    }

    fn past(&self, since: Since) -> Option<&Past> {
        match since {
            Since::Sent => self.sent,
            Since::Run => self.before,
        }
    }

    /// A number or a text.
    fn value(&self, condition: &Condition, observed: &Observed) -> Finding {
        let told = condition.to_string();
        let past = condition.since().and_then(|since| self.past(since));
        // Limits are held against the run before all the same, so that a text may say what it was.
        let past = past.or(self.before);
        let earlier =
            past.and_then(|past| past.evidence.findings.iter().find(|finding| finding.condition == told));
        let number = observed.number.unwrap_or(f64::NAN);
        let was = earlier.and_then(|earlier| earlier.number);
        let mut finding = Finding {
            condition: told,
            value: observed.text.clone(),
            number: observed.number,
            previous: earlier.map(|earlier| earlier.value.clone()),
            threshold: condition.limit(),
            change: was.filter(|was| *was != 0.0).map(|was| (number - was) / was.abs() * 100.0),
            ..Finding::default()
        };
        // An alert that did not arrive was not told.
        let was_armed = match (past, earlier) {
            (Some(past), Some(earlier)) if earlier.is_met && past.is_lost => true,
            (_, earlier) => earlier.and_then(|earlier| earlier.is_armed).unwrap_or(true),
        };
        finding.is_met = match condition.test {
            ChangeTest::Above(limit) => number > limit,
            ChangeTest::Below(limit) => number < limit,
            ChangeTest::Rises { limit, back } => {
                finding.is_armed = Some(number <= limit && (was_armed || number <= back));
                number > limit && was_armed
            }
            ChangeTest::Falls { limit, back } => {
                finding.is_armed = Some(number >= limit && (was_armed || number >= back));
                number < limit && was_armed
            }
            ChangeTest::Empty(wanted) => (number == 0.0) == wanted,
            ChangeTest::Changed { by, .. } => match (earlier, by) {
                (None, _) => true,
                (Some(earlier), By::Any) => earlier.value != observed.text,
                (Some(_), By::Amount(by)) => was.is_none_or(|was| (number - was).abs() > by),
                (Some(_), By::Percent(by)) => was
                    .is_none_or(|was| number != was && finding.change.is_none_or(|change| change.abs() > by)),
            },
        };
        finding
    }

    /// Pictures of pages; what changed of them is drawn.
    fn picture(
        &self,
        condition: &Condition,
        page: Option<usize>,
        changes: &mut Vec<Artefact>,
    ) -> Result<Finding, Error> {
        let (since, by) = match condition.test {
            ChangeTest::Changed { since, by } => (since, by),
            _ => (Since::Run, By::Any),
        };
        let mut finding = Finding { condition: condition.to_string(), ..Finding::default() };
        let (mut most_pixels, mut most_share) = (0.0_f64, 0.0_f64);
        let end = page.map(|page| format!("-{page}.png"));
        let wanted =
            self.pictures.iter().filter(|picture| end.as_ref().is_none_or(|end| picture.name.ends_with(end)));
        for picture in wanted {
            let earlier = self.past(since).and_then(|past| past.picture(&picture.name));
            let Some(earlier) = earlier else {
                finding.is_met = true;
                finding.value = String::from("there is no earlier picture");
                continue;
            };
            let (before, after) = (Image::from_png(earlier)?, Image::from_png(&picture.bytes)?);
            let (diff, drawn) = PictureDiff::of(&before, &after, PictureTolerance::default());
            let pixels = diff.pixels as f64;
            let share = pixels / (f64::from(drawn.width) * f64::from(drawn.height)).max(1.0) * 100.0;
            let is_beyond = diff.baseline != diff.actual
                || match by {
                    By::Any => pixels > 0.0,
                    By::Amount(by) => pixels > by,
                    By::Percent(by) => share > by,
                };
            most_pixels = most_pixels.max(pixels);
            most_share = most_share.max(share);
            if is_beyond {
                finding.is_met = true;
                let name = format!("{}.change.png", picture.name.trim_end_matches(".png"));
                let bytes = drawn.to_png(PngOptions::default())?;
                changes.push(Artefact { role: Role::Change, name, bytes, ..picture.clone() });
            }
        }
        if finding.value.is_empty() {
            finding.value = format!("{most_pixels} px differ");
            finding.number = Some(most_pixels);
            finding.change = Some(most_share);
        }
        Ok(finding)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Runs that observe one thing after the other: which of them are sent. A text in parentheses is of a run that was to be sent
    /// and was lost.
    fn sent(reason: &str, observed: &[&str]) -> String {
        let reasons: Vec<Reason> = serde_saphyr::from_str(&format!("[{reason}]")).unwrap();
        let (mut before, mut sent) = (None, None);
        let mut told = String::new();
        for text in observed {
            let is_lost = text.starts_with('(');
            let text = text.trim_matches(['(', ')']);
            let looked_at = Observed { text: text.to_owned(), number: text.parse().ok() };
            let observed = vec![looked_at; 2];
            let (before_it, sent_it) = (before.as_ref(), sent.as_ref());
            let judging = Judging {
                reasons: &reasons,
                observed: &observed,
                pictures: &[],
                before: before_it,
                sent: sent_it,
            };
            let Judged { evidence, .. } = judging.judge().unwrap();
            told.push(if evidence.sends { '!' } else { '.' });
            let past = Past { run: 1, evidence, is_lost, pictures: BTreeMap::new() };
            if past.evidence.sends && !is_lost {
                sent = Some(past.clone());
            }
            before = Some(past);
        }
        told
    }

    #[test]
    fn while_it_is_beyond_a_limit_each_run_is_sent() {
        assert_eq!(sent("{on: a, above: 10}", &["9", "11", "12", "10"]), ".!!.");
        assert_eq!(sent("{on: a, below: 10}", &["9", "11", "8", "10"]), "!.!.");
    }

    #[test]
    fn what_comes_beyond_a_limit_is_sent_once_until_it_has_gone_back() {
        assert_eq!(sent("{on: a, rises_above: 10}", &["11", "12", "10", "11"]), "!..!");
        assert_eq!(
            sent("{on: a, rises_above: 10, back_below: 8}", &["9", "11", "9", "11", "8", "9", "11"]),
            ".!....!"
        );
        assert_eq!(sent("{on: a, falls_below: 10, back_above: 12}", &["9", "11", "9", "12", "9"]), "!...!");
    }

    #[test]
    fn an_alert_that_did_not_arrive_is_sent_again() {
        assert_eq!(sent("{on: a, rises_above: 10}", &["9", "(11)", "11", "11"]), ".!!.");
    }

    #[test]
    fn what_changed_since_the_run_before_or_since_the_last_one_that_was_sent_is_sent() {
        assert_eq!(sent("{on: a, changed_since: run}", &["up", "up", "down", "down", "up"]), "!.!.!");
        assert_eq!(sent("{on: a, changed_since: run, by: 2}", &["1", "3", "5.5", "7"]), "!.!.");
        assert_eq!(sent("{on: a, changed_since: sent, by: 2}", &["1", "3", "4", "5"]), "!.!.");
        assert_eq!(
            sent("{on: a, changed_since: sent, by: 10 %}", &["100", "105", "111", "0", "0", "1"]),
            "!.!!.!"
        );
    }

    #[test]
    fn one_reason_is_enough_and_all_of_its_conditions_have_to_hold() {
        let both = "{all: [{on: a, above: 1}, {on: b, below: 3}]}";
        assert_eq!(sent(both, &["1", "2", "3"]), ".!.");
        assert_eq!(sent("{on: a, below: 1}, {on: b, above: 3}", &["0", "2", "4"]), "!.!");
    }

    fn picture(level: u8, changed: usize) -> Artefact {
        let rgba: Vec<u8> = (0..400)
            .flat_map(|i| if i < changed { [0, 0, 0, 255] } else { [level, level, level, 255] })
            .collect();
        let bytes = Image { width: 20, height: 20, rgba }.to_png(PngOptions::default()).unwrap();
        Artefact {
            role: Role::Picture,
            name: "sales-1.png".to_owned(),
            media_type: "image/png".to_owned(),
            bytes,
        }
    }

    fn judged(reason: &str, before: Option<Artefact>, now: Artefact) -> Judged {
        let reasons: Vec<Reason> = serde_saphyr::from_str(&format!("[{reason}]")).unwrap();
        let past = before.map(|picture| Past {
            run: 1,
            evidence: Evidence::default(),
            is_lost: false,
            pictures: [(picture.name, picture.bytes)].into(),
        });
        let pictures = [now];
        let judging = Judging {
            reasons: &reasons,
            observed: &[],
            pictures: &pictures,
            before: past.as_ref(),
            sent: None,
        };
        judging.judge().unwrap()
    }

    #[test]
    fn a_picture_that_differs_by_more_than_it_may_is_sent_with_a_picture_of_that() {
        let reason = "{picture: 1, changed_since: run, by: 5 %}";
        let quiet = judged(reason, Some(picture(255, 0)), picture(255, 20));
        assert!(!quiet.evidence.sends && quiet.changes.is_empty());
        let finding = &quiet.evidence.findings[0];
        assert_eq!((finding.value.as_str(), finding.change), ("20 px differ", Some(5.0)));
        let loud = judged(reason, Some(picture(255, 0)), picture(255, 40));
        assert!(loud.evidence.sends);
        assert_eq!(
            (loud.changes[0].name.as_str(), loud.changes[0].role),
            ("sales-1.change.png", Role::Change)
        );
        let first = judged(reason, None, picture(255, 0));
        assert!(first.evidence.sends && first.changes.is_empty());
        assert_eq!(first.evidence.findings[0].value, "there is no earlier picture");
    }
}
