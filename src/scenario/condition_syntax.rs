//! A condition as it is written; its schema is what editors know of it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::condition::{By, ChangeTest, Condition, Reason, Since, Subject};
use crate::engine::{Locator, Property};

/// A condition as it is written, or `all` of several.
#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Condition")]
pub(super) struct ConditionSyntax {
    /// All of these hold.
    all: Option<Vec<Condition>>,
    /// A text on the page, and the number in it.
    on: Option<Locator>,
    /// Instead of the text, a prop or a part of it, such as `figure.layout.title.text`.
    prop: Option<String>,
    /// The decimal mark of the text's numbers, where it can't be told.
    decimal: Option<char>,
    /// How many rows a table, points a figure or entries a `data` prop has.
    rows: Option<Locator>,
    /// What a page of the report captures, counted from 1, or `any` of them.
    picture: Option<PictureSyntax>,
    /// It is above this, in each run.
    above: Option<f64>,
    /// It is below this, in each run.
    below: Option<f64>,
    /// It has come above this.
    rises_above: Option<f64>,
    /// Where it must have been before it counts as having risen again.
    back_below: Option<f64>,
    /// It has come below this.
    falls_below: Option<f64>,
    /// Where it must have been before it counts as having fallen again.
    back_above: Option<f64>,
    /// It is otherwise than in the run before, or in the last one that was sent.
    changed_since: Option<Since>,
    /// By more than this: `5`, `0.5 %`, and of a picture `200 px`.
    by: Option<BySyntax>,
    /// There are no rows, or some.
    empty: Option<bool>,
}

/// `1`, or `any`.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a picture is the number of a page, or `any`")]
enum PictureSyntax {
    Page(usize),
    Any(AnyPicture),
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AnyPicture {
    Any,
}

/// `5`, `0.5 %`, `200 px`.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a change is a number, or one with a unit: `0.5 %`, `200 px`")]
enum BySyntax {
    Amount(f64),
    Text(String),
}

impl BySyntax {
    fn validate(self, is_picture: bool) -> Result<By, String> {
        let text = match self {
            Self::Amount(amount) if !is_picture => return Ok(By::Amount(amount)),
            Self::Amount(amount) => {
                return Err(format!(
                    "pictures differ by a share or by pixels: write `{amount} %` or `{amount} px`"
                ));
            }
            Self::Text(text) => text,
        };
        let bad = || format!("`{text}` is no change: write a number, `0.5 %`, or `200 px` of a picture");
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|by| *by >= 0.0).ok_or_else(bad);
        match (text.strip_suffix('%'), text.strip_suffix("px")) {
            (Some(share), _) => number(share).map(By::Percent),
            (_, Some(pixels)) if is_picture => number(pixels).map(By::Amount),
            _ => Err(bad()),
        }
    }
}

impl ConditionSyntax {
    fn subject(&mut self) -> Result<Subject, String> {
        let (property, decimal) = (self.prop.take(), self.decimal.take());
        if self.on.is_none() && (property.is_some() || decimal.is_some()) {
            return Err("`prop` and `decimal` need `on: LOCATOR`".to_owned());
        }
        if decimal.is_some_and(|mark| mark != '.' && mark != ',') {
            return Err("`decimal` is \".\" or \",\"".to_owned());
        }
        match (self.on.take(), self.rows.take(), self.picture.take()) {
            (Some(on), None, None) => {
                Ok(Subject::Read { on, property: property.map_or(Property::Text, Property::Prop), decimal })
            }
            (None, Some(on), None) => Ok(Subject::Rows(on)),
            (None, None, Some(PictureSyntax::Any(AnyPicture::Any))) => Ok(Subject::Picture(None)),
            (None, None, Some(PictureSyntax::Page(page))) if page > 0 => Ok(Subject::Picture(Some(page))),
            (None, None, Some(_)) => Err("pages are counted from 1".to_owned()),
            _ => {
                Err("a condition looks at one thing: `on: LOCATOR`, `rows: LOCATOR` or `picture: 1`"
                    .to_owned())
            }
        }
    }

    fn test(self, subject: &Subject) -> Result<ChangeTest, String> {
        let is_picture = matches!(subject, Subject::Picture(_));
        let tests = [
            self.above.map(ChangeTest::Above),
            self.below.map(ChangeTest::Below),
            self.rises_above.map(|limit| ChangeTest::Rises { limit, back: self.back_below.unwrap_or(limit) }),
            self.falls_below.map(|limit| ChangeTest::Falls { limit, back: self.back_above.unwrap_or(limit) }),
            self.empty.map(ChangeTest::Empty),
            match (self.changed_since, self.by) {
                (Some(since), by) => {
                    let by = by.map(|by| by.validate(is_picture)).transpose()?.unwrap_or(By::Any);
                    Some(ChangeTest::Changed { since, by })
                }
                (None, Some(_)) => {
                    return Err("`by` needs `changed_since: run` or `changed_since: sent`".to_owned());
                }
                (None, None) => None,
            },
        ];
        let mut tests = tests.into_iter().flatten();
        let (Some(test), None) = (tests.next(), tests.next()) else {
            return Err("a condition says one thing: `above`, `below`, `rises_above`, `falls_below`, `changed_since`, \
                        or `empty` of `rows`"
                .to_owned());
        };
        match &test {
            ChangeTest::Changed { .. } => {}
            _ if is_picture => return Err("a picture is compared: `changed_since: sent`".to_owned()),
            ChangeTest::Empty(_) if !matches!(subject, Subject::Rows(_)) => {
                return Err("`empty` is about `rows: LOCATOR`".to_owned());
            }
            ChangeTest::Rises { limit, back } if back > limit => {
                return Err(format!("`back_below: {back}` is above `rises_above: {limit}`"));
            }
            ChangeTest::Falls { limit, back } if back < limit => {
                return Err(format!("`back_above: {back}` is below `falls_below: {limit}`"));
            }
            _ => {}
        }
        if self.back_below.is_some() && !matches!(test, ChangeTest::Rises { .. }) {
            return Err("`back_below` belongs to `rises_above`".to_owned());
        }
        if self.back_above.is_some() && !matches!(test, ChangeTest::Falls { .. }) {
            return Err("`back_above` belongs to `falls_below`".to_owned());
        }
        Ok(test)
    }
}

impl TryFrom<ConditionSyntax> for Condition {
    type Error = String;

    fn try_from(mut written: ConditionSyntax) -> Result<Self, String> {
        if written.all.is_some() {
            return Err("`all` has conditions, not further `all`".to_owned());
        }
        let subject = written.subject()?;
        let test = written.test(&subject)?;
        Ok(Self { subject, test })
    }
}

impl TryFrom<ConditionSyntax> for Reason {
    type Error = String;

    fn try_from(mut written: ConditionSyntax) -> Result<Self, String> {
        match written.all.take() {
            None => Condition::try_from(written).map(|condition| Self(vec![condition])),
            Some(all) if all.is_empty() => Err("`all` needs conditions".to_owned()),
            Some(all) if written == ConditionSyntax::default() => Ok(Self(all)),
            Some(_) => Err("`all` stands alone: put this condition into its list".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Reason>, String> {
        serde_saphyr::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn conditions_read_and_are_told_in_words() {
        for (text, told) in [
            ("{on: '#kpi', above: 1000}", "text of `#kpi` above 1000"),
            ("{on: '#kpi', prop: value, below: -2.5}", "prop value of `#kpi` below -2.5"),
            ("{on: '#kpi', rises_above: 10}", "text of `#kpi` rises above 10"),
            ("{on: '#kpi', rises_above: 10, back_below: 8}", "text of `#kpi` rises above 10, back below 8"),
            ("{rows: '#t', empty: false}", "rows of `#t` not empty"),
            ("{rows: '#t', falls_below: 3}", "rows of `#t` falls below 3"),
            ("{picture: any, changed_since: run}", "any picture changed since run"),
            ("{picture: 2, changed_since: sent, by: 0.5 %}", "picture 2 changed since sent by 0.5 %"),
            ("{on: '#kpi', changed_since: sent, by: 5}", "text of `#kpi` changed since sent by 5"),
        ] {
            let reasons = read(&format!("[{text}]")).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(reasons[0].0[0].to_string(), told);
        }
        let both =
            read("[{all: [{rows: '#t', empty: true}, {on: '#kpi', above: 1}]}, {on: '#kpi', above: 9}]")
                .unwrap();
        assert_eq!((both.len(), both[0].0.len()), (2, 2));
    }

    #[test]
    fn what_makes_no_condition_says_what_would() {
        for (text, said) in [
            ("{above: 3}", "looks at one thing"),
            ("{on: '#a', rows: '#b', above: 3}", "looks at one thing"),
            ("{on: '#a'}", "says one thing"),
            ("{on: '#a', above: 1, below: 2}", "says one thing"),
            ("{on: '#a', by: 2}", "`by` needs"),
            ("{on: '#a', empty: true}", "about `rows"),
            ("{picture: 1, above: 3}", "a picture is compared"),
            ("{picture: 0, changed_since: run}", "counted from 1"),
            ("{picture: 1, changed_since: run, by: 3}", "`3 %` or `3 px`"),
            ("{on: '#a', changed_since: run, by: 3 px}", "is no change"),
            ("{on: '#a', rises_above: 3, back_below: 4}", "is above"),
            ("{on: '#a', above: 3, back_below: 2}", "belongs to `rises_above`"),
            ("{rows: '#a', decimal: ',', above: 3}", "need `on"),
            ("{all: []}", "`all` needs"),
            ("{all: [{on: '#a', above: 1}], below: 3}", "stands alone"),
            ("{on: '#a', over: 3}", "over"),
        ] {
            let error = read(&format!("[{text}]")).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
