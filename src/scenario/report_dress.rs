//! What a report's document has besides its pages: paper, cover, contents, header and footer.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use crate::render::document::{Cover, Paper};

/// How a document looks around its pages; its texts are templates.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportDress {
    /// The paper and its margins.
    pub paper: Paper,
    /// A sheet before all others.
    pub cover: Option<Cover>,
    /// The title of the contents, if there are any.
    pub contents: Option<String>,
    /// At the head of each sheet; the variables and the day of the fire when absent.
    pub header: Option<String>,
    /// At the foot of each sheet, beside its number; the report's name when absent.
    pub footer: Option<String>,
    /// Who made it, in the file's description.
    pub author: String,
}

impl ReportDress {
    /// Its templates.
    pub fn templates(&self) -> impl Iterator<Item = &String> {
        let cover = self.cover.iter().flat_map(|cover| [&cover.title, &cover.subtitle, &cover.text]);
        let edges = [&self.contents, &self.header, &self.footer].into_iter().flatten();
        cover.chain(edges).chain([&self.author])
    }
}

/// What a document has besides its pages; its texts are templates.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Document")]
pub(super) struct DressSyntax {
    /// A4 or Letter, and `landscape` behind it.
    #[serde(deserialize_with = "paper")]
    #[schemars(schema_with = "papers")]
    paper: Paper,
    /// Millimetres: one number, or left, top, right and bottom in a list; 18 unless told otherwise.
    margins: Option<Margins>,
    /// A sheet before all others.
    cover: Option<CoverSyntax>,
    /// The title of a list of the headings, if there is to be one.
    contents: Option<String>,
    /// At the head of each sheet; the variables and the day of the fire unless told otherwise.
    header: Option<String>,
    /// At the foot of each sheet, beside its number; the report's name unless told otherwise.
    footer: Option<String>,
    /// Who made it, in the file's description.
    author: String,
}

/// Millimetres.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "margins are millimetres: one number, or left, top, right and bottom in a list"
)]
enum Margins {
    Each(f64),
    Sides([f64; 4]),
}

/// A sheet before all others.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cover")]
struct CoverSyntax {
    /// Its title.
    title: String,
    /// What stands below that.
    #[serde(default)]
    subtitle: String,
    /// A paragraph below.
    #[serde(default)]
    text: String,
}

impl DressSyntax {
    /// # Errors
    /// When the margins leave nothing of the paper.
    pub(super) fn validate(self) -> Result<ReportDress, String> {
        let paper = match self.margins {
            None => self.paper,
            Some(Margins::Each(all)) => self.paper.with_margins(all, all, all, all),
            Some(Margins::Sides([left, top, right, bottom])) => {
                self.paper.with_margins(left, top, right, bottom)
            }
        };
        paper.area().map_err(|_| "the margins leave nothing of the paper".to_owned())?;
        Ok(ReportDress {
            paper,
            cover: self.cover.map(|CoverSyntax { title, subtitle, text }| Cover { title, subtitle, text }),
            contents: self.contents,
            header: self.header,
            footer: self.footer,
            author: self.author,
        })
    }
}

fn paper<'de, D: Deserializer<'de>>(from: D) -> Result<Paper, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

fn papers(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "pattern": r"^\s*([aA]4|[lL][eE][tT][tT][eE][rR])(\s+([pP]ortrait|[lL]andscape))?\s*$",
        "examples": ["A4", "A4 landscape", "Letter", "Letter landscape"],
    })
}
