//! Finding out what a report is made for: rows of a CSV file, options of a control.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Burst, Error};
use crate::engine::{Property, Session};
use crate::scenario::{Choices, ForEach};

/// The bursts that the file itself tells; `None` when they are to be found out when a fire is due.
pub(super) fn known(for_each: &ForEach) -> Option<Vec<Burst>> {
    match for_each {
        ForEach::Rows(rows) => Some(rows.iter().cloned().map(Burst).collect()),
        ForEach::Csv(_) => None,
        ForEach::Combination(variables) => {
            let listed = variables.iter().map(|(name, choices)| match choices {
                Choices::Listed(values) => Some((name.clone(), values.clone())),
                Choices::Options(_) => None,
            });
            Some(Burst::all(&listed.collect::<Option<BTreeMap<_, _>>>()?))
        }
    }
}

/// Bursts like those that may be found, to try templates with: two values for each option, the rows that a CSV file has now.
///
/// # Errors
/// As [`rows`].
pub(super) fn examples(for_each: &ForEach) -> Result<Vec<Burst>, Error> {
    match for_each {
        ForEach::Csv(path) => rows(path),
        ForEach::Combination(variables) => {
            let values = variables.iter().map(|(name, choices)| {
                let values = match choices {
                    Choices::Listed(values) => values.clone(),
                    Choices::Options(_) => vec!["one".to_owned(), "other".to_owned()],
                };
                (name.clone(), values)
            });
            Ok(Burst::all(&values.collect()))
        }
        ForEach::Rows(_) => Ok(known(for_each).unwrap_or_default()),
    }
}

/// The bursts, with the options that the controls of a page offer.
///
/// # Errors
/// As [`Session::read`].
pub(super) async fn in_app(session: &mut Session, for_each: &ForEach) -> Result<Vec<Burst>, Error> {
    let ForEach::Combination(variables) = for_each else { return Ok(Vec::new()) };
    let mut found = BTreeMap::new();
    for (name, choices) in variables {
        let values = match choices {
            Choices::Listed(values) => values.clone(),
            Choices::Options(on) => {
                let options = session.read(on, &Property::Options).await?;
                let labels = options.as_array().into_iter().flatten();
                labels.map(|label| label.as_str().map_or_else(|| label.to_string(), str::to_owned)).collect()
            }
        };
        found.insert(name.clone(), values);
    }
    Ok(Burst::all(&found))
}

/// The rows of a CSV file; its first row names the variables.
///
/// # Errors
/// [`Error::BadRows`].
pub(super) fn rows(path: &Path) -> Result<Vec<Burst>, Error> {
    let bad = |error: csv::Error| Error::BadRows { path: path.to_owned(), reason: error.to_string() };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(bad)?;
    let rows = reader.deserialize().map(|row| row.map(Burst).map_err(bad));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_csv_file_are_bursts_and_a_short_row_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        std::fs::write(&path, "region, to\nEMEA,\"Ann, <ann@example.org>\"\nAPAC, bob@example.org\n")
            .unwrap();
        let rows = rows(&path).unwrap();
        assert_eq!(rows[0].0["to"], "Ann, <ann@example.org>");
        assert_eq!((rows.len(), rows[1].0["region"].as_str()), (2, "APAC"));
        std::fs::write(&path, "region,to\nEMEA\n").unwrap();
        let error = super::rows(&path).unwrap_err().to_string();
        assert!(error.contains("people.csv") && error.contains("line: 2"), "{error}");
    }
}
