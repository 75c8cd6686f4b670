//! What changed from one run to another.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::render::scene::{Image, PngOptions};
use crate::schedule::Error;
use crate::schedule::store::{Artefact, Role};
use crate::snapshot::{PictureDiff, PictureTolerance};

/// A PDF whose pages hold more than this, unpacked, is not read, bytes.
const LARGEST: usize = 1 << 26;

/// Something that changed from one run to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The artefact's name; of a value, where it stands among what was read: `pages.0.values.Revenue`.
    pub name: String,
    /// How.
    pub change: Change,
}

/// How something changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// Only the later run made it.
    New,
    /// Only the earlier run made it.
    Gone,
    /// A picture.
    Picture {
        /// How much of it.
        diff: PictureDiff,
        /// A picture of the difference, PNG.
        drawn: Vec<u8>,
    },
    /// What was read; null when it was not.
    Value {
        /// The earlier value.
        before: Value,
        /// The later value.
        after: Value,
    },
    /// A PDF.
    Text {
        /// How many pages there were and are.
        pages: (usize, usize),
        /// The lines that changed, as a unified diff; empty when the text is the same.
        lines: String,
    },
}

/// Compares what two runs made: pictures of pages, what was read, and the texts of PDF documents. Other documents show
/// the same.
///
/// # Errors
/// When a picture can't be read.
pub fn difference(before: &[Artefact], after: &[Artefact]) -> Result<Vec<Changed>, Error> {
    let mut changed = Vec::new();
    let find = |all: &[Artefact], wanted: &Artefact| {
        all.iter().find(|one| one.role == wanted.role && one.name == wanted.name).cloned()
    };
    for earlier in before.iter().filter(|earlier| is_compared(earlier)) {
        match find(after, earlier) {
            None => changed.push(Changed { name: earlier.name.clone(), change: Change::Gone }),
            Some(later) if later.bytes == earlier.bytes => {}
            Some(later) => changed.extend(compare(earlier, &later)?),
        }
    }
    let later = after.iter().filter(|later| is_compared(later));
    let new = later.filter(|later| find(before, later).is_none());
    changed.extend(new.map(|new| Changed { name: new.name.clone(), change: Change::New }));
    Ok(changed)
}

/// What else is kept of a run tells of that run alone.
fn is_compared(artefact: &Artefact) -> bool {
    matches!(artefact.role, Role::Document | Role::Picture | Role::Values)
}

fn compare(before: &Artefact, after: &Artefact) -> Result<Vec<Changed>, Error> {
    let named = |change| vec![Changed { name: before.name.clone(), change }];
    Ok(match before.role {
        Role::Picture => {
            let (earlier, later) = (Image::from_png(&before.bytes)?, Image::from_png(&after.bytes)?);
            let (diff, drawn) = PictureDiff::of(&earlier, &later, PictureTolerance::default());
            if diff.is_within(PictureTolerance::default()) {
                return Ok(Vec::new());
            }
            named(Change::Picture { diff, drawn: drawn.to_png(PngOptions::default())? })
        }
        Role::Values => {
            let (mut earlier, mut later) = (BTreeMap::new(), BTreeMap::new());
            flatten(&serde_json::from_slice(&before.bytes).unwrap_or_default(), String::new(), &mut earlier);
            flatten(&serde_json::from_slice(&after.bytes).unwrap_or_default(), String::new(), &mut later);
            let names: std::collections::BTreeSet<&String> = earlier.keys().chain(later.keys()).collect();
            let values = names.into_iter().map(|name| {
                let of = |values: &BTreeMap<String, Value>| values.get(name).cloned().unwrap_or_default();
                (name, of(&earlier), of(&later))
            });
            let values = values.filter(|(_, before, after)| before != after);
            let changed = values.map(|(name, before, after)| Changed {
                name: name.clone(),
                change: Change::Value { before, after },
            });
            changed.collect()
        }
        _ if before.media_type == "application/pdf" => {
            let (Some(earlier), Some(later)) = (texts(&before.bytes), texts(&after.bytes)) else {
                return Ok(Vec::new());
            };
            let lines = similar::TextDiff::from_lines(earlier.join("\n"), later.join("\n"))
                .unified_diff()
                .context_radius(0)
                .missing_newline_hint(false)
                .to_string();
            let pages = (earlier.len(), later.len());
            if pages.0 == pages.1 && lines.is_empty() {
                return Ok(Vec::new());
            }
            named(Change::Text { pages, lines })
        }
        _ => Vec::new(),
    })
}

/// Every value that has no members, by where it stands.
fn flatten(value: &Value, place: String, into: &mut BTreeMap<String, Value>) {
    let join = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    match value {
        Value::Object(members) if !members.is_empty() => {
            members.iter().for_each(|(name, value)| flatten(value, join(name), into));
        }
        Value::Array(items) if !items.is_empty() => {
            items.iter().enumerate().for_each(|(i, item)| flatten(item, join(&i.to_string()), into));
        }
        _ => {
            into.insert(place, value.clone());
        }
    }
}

/// The text of each page of a PDF; `None` when it can't be read.
fn texts(pdf: &[u8]) -> Option<Vec<String>> {
    let document = lopdf::Document::load_mem(pdf).ok()?;
    let pages = document.get_pages();
    Some(
        pages
            .keys()
            .map(|page| document.extract_text_with_limit(&[*page], LARGEST).unwrap_or_default())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::document::{Block, Document, Page};

    fn artefact(role: Role, name: &str, media_type: &str, bytes: Vec<u8>) -> Artefact {
        Artefact { role, name: name.to_owned(), media_type: media_type.to_owned(), bytes }
    }

    fn values(text: &str) -> Artefact {
        artefact(Role::Values, "sales.values.json", "application/json", text.as_bytes().to_vec())
    }

    #[test]
    fn values_that_changed_came_or_went_are_named_by_their_place() {
        let before = values(r#"{"read": {"revenue": "$1"}, "pages": [{"values": {"a": 1, "b": 2}}]}"#);
        let after = values(r#"{"read": {"revenue": "$2"}, "pages": [{"values": {"a": 1, "c": 3}}]}"#);
        let changed = difference(&[before], &[after]).unwrap();
        let told: Vec<String> = changed
            .into_iter()
            .map(|Changed { name, change }| match change {
                Change::Value { before, after } => format!("{name}: {before} → {after}"),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            told,
            ["pages.0.values.b: 2 → null", "pages.0.values.c: null → 3", r#"read.revenue: "$1" → "$2""#]
        );
    }

    #[test]
    fn the_lines_of_a_document_that_changed_are_told_and_its_pages_counted() {
        let pdf = |texts: &[&str]| {
            let page = |text: &&str| Page { blocks: vec![Block::Paragraph((*text).to_owned())] };
            let document = Document { pages: texts.iter().map(page).collect(), ..Document::default() };
            artefact(Role::Document, "sales.pdf", "application/pdf", document.to_pdf().unwrap())
        };
        let changed = difference(&[pdf(&["Revenue rose"])], &[pdf(&["Revenue fell", "More"])]).unwrap();
        let [Changed { change: Change::Text { pages, lines }, .. }] = &changed[..] else {
            panic!("{changed:?}")
        };
        assert_eq!(*pages, (1, 2));
        assert!(lines.contains("-Revenue rose") && lines.contains("+Revenue fell"), "{lines}");
        assert!(difference(&[pdf(&["Same"])], &[pdf(&["Same"])]).unwrap().is_empty());
    }

    #[test]
    fn what_only_one_run_made_is_told() {
        let one = [artefact(Role::Document, "a.html", "text/html", Vec::new())];
        assert_eq!(difference(&one, &[]).unwrap()[0].change, Change::Gone);
        assert_eq!(difference(&[], &one).unwrap()[0].change, Change::New);
    }
}
