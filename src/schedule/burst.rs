//! Bursting: one artefact for each combination of a report's variables.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::{Environment, UndefinedBehavior};
use serde_json::Value;

use super::Error;
use crate::scenario::replace_texts;

/// The variables of one artefact: `{region: EMEA}`. Empty for a report without `for_each`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Burst(pub BTreeMap<String, String>);

impl Burst {
    /// Every combination of variables' values, the last variable varying fastest.
    pub(super) fn all(variables: &BTreeMap<String, Vec<String>>) -> Vec<Self> {
        variables.iter().fold(vec![Self::default()], |bursts, (name, values)| {
            bursts
                .iter()
                .flat_map(|burst| {
                    values.iter().map(|value| {
                        let mut variables = burst.0.clone();
                        variables.insert(name.clone(), value.clone());
                        Self(variables)
                    })
                })
                .collect()
        })
    }

    /// The text that identifies the burst in the store.
    pub fn key(&self) -> String {
        if self.0.is_empty() { String::new() } else { Value::from_iter(self.0.clone()).to_string() }
    }

    /// The burst with that key; `None` when the key is none.
    pub fn of_key(key: &str) -> Option<Self> {
        if key.is_empty() { Some(Self::default()) } else { serde_json::from_str(key).ok().map(Self) }
    }

    /// The burst with the name of its `report`, and with the `date` (`2026-05-04`) and `time` (`07.30.00`) of its fire in the
    /// timetable's zone.
    #[must_use]
    pub fn of(mut self, report: &str, fire: Timestamp, zone: &TimeZone) -> Self {
        let local = fire.to_zoned(zone.clone());
        self.0.insert("report".to_owned(), report.to_owned());
        self.0.insert("date".to_owned(), local.strftime("%Y-%m-%d").to_string());
        self.0.insert("time".to_owned(), local.strftime("%H.%M.%S").to_string());
        self
    }

    /// The burst with further variables.
    #[must_use]
    pub fn with(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        self.0.extend(variables);
        self
    }

    /// Fills `{{ region }}` in.
    ///
    /// # Errors
    /// [`Error::BadTemplate`] for bad syntax and for a variable that is not there.
    pub fn fill(&self, template: &str) -> Result<String, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment
            .render_str(template, &self.0)
            .map_err(|error| Error::BadTemplate { text: template.to_owned(), reason: error.to_string() })
    }

    /// Fills every text within a JSON value in.
    ///
    /// # Errors
    /// As [`Burst::fill`].
    pub fn fill_value(&self, value: &Value) -> Result<Value, Error> {
        let mut filled = value.clone();
        replace_texts(&mut filled, &|text: &str| self.fill(text))?;
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_of_variables_is_a_burst_of_its_own() {
        let for_each = BTreeMap::from([
            ("region".to_owned(), vec!["EMEA".to_owned(), "APAC".to_owned()]),
            ("year".to_owned(), vec!["2024".to_owned(), "2025".to_owned()]),
        ]);
        let bursts = Burst::all(&for_each);
        assert_eq!(bursts.len(), 4);
        assert_eq!(bursts[1].fill("{{ region }}-{{ year }}").unwrap(), "EMEA-2025");
        assert_eq!(Burst::all(&BTreeMap::new()), [Burst::default()]);
    }

    #[test]
    fn a_burst_is_found_again_by_its_key() {
        let burst = Burst([("region".to_owned(), "EMEA".to_owned())].into());
        assert_eq!(Burst::of_key(&burst.key()), Some(burst));
        assert_eq!(Burst::of_key(""), Some(Burst::default()));
    }

    #[test]
    fn the_fire_is_told_in_the_time_of_its_zone() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let burst = Burst::default().of("sales", "2026-05-04T22:30:00Z".parse().unwrap(), &berlin);
        assert_eq!(burst.fill("{{ report }} {{ date }}T{{ time }}").unwrap(), "sales 2026-05-05T00.30.00");
    }

    #[test]
    fn a_variable_that_is_not_there_is_an_error() {
        let error = Burst::default().fill("{{ region }}.pdf").unwrap_err();
        assert!(error.to_string().contains("{{ region }}.pdf"), "{error}");
    }
}
