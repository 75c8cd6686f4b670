//! Captured pages as files.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::store::{Artefact, Role};
use super::{Burst, Error, Plan, Run};
use crate::engine::Picture;
use crate::render::document::{Block, Cover, Document, Page};
use crate::render::scene::Fonts;
use crate::scenario::Format;

/// A page as it was captured, its templates filled in.
#[derive(Debug, Clone)]
pub(super) struct Captured {
    pub(super) title: Option<String>,
    pub(super) text: Option<String>,
    /// What was read, by name.
    pub(super) values: Vec<(String, Value)>,
    pub(super) picture: Option<Picture>,
}

impl Captured {
    /// What the report itself says on it.
    pub(super) fn texts(&self) -> impl Iterator<Item = String> {
        let values = self.values.iter().map(|(name, value)| format!("{name} {}", told(value)));
        [&self.title, &self.text].into_iter().flatten().cloned().chain(values)
    }
}

/// What a run captured, to be composed.
#[derive(Debug)]
pub(super) struct Composition<'a> {
    pub(super) plan: &'a Plan,
    pub(super) run: &'a Run,
    /// The run's variables, with those of its fire and what was read.
    pub(super) words: &'a Burst,
    /// What was read, by name.
    pub(super) read: &'a BTreeMap<String, String>,
    pub(super) pages: &'a [Captured],
}

impl Composition<'_> {
    /// The file of a format; a picture has `scale` px per CSS px.
    pub(super) fn file(&self, format: Format, scale: f64) -> Result<Vec<u8>, Error> {
        Ok(match format {
            Format::Pdf => self.document()?.to_pdf()?,
            Format::Html => self.document()?.to_html().into_bytes(),
            Format::Json => serde_json::to_vec_pretty(&self.values()).unwrap_or_default(),
            Format::Png => self.first_page(scale)?,
        })
    }

    /// What later runs are held against: what was read, and what each page showed of the app.
    pub(super) fn captures(&self, scale: f64) -> Result<Vec<Artefact>, Error> {
        let name = &self.plan.report.name;
        let values = json!({"read": self.read, "pages": self.pages_values()});
        let mut captures = vec![Artefact {
            role: Role::Values,
            name: format!("{name}.values.json"),
            media_type: Format::Json.media_type().to_owned(),
            bytes: serde_json::to_vec_pretty(&values).unwrap_or_default(),
        }];
        for (i, page) in self.pages.iter().enumerate() {
            if let Some(picture) = &page.picture {
                captures.push(Artefact {
                    role: Role::Picture,
                    name: format!("{name}-{}.png", i + 1),
                    media_type: Format::Png.media_type().to_owned(),
                    bytes: picture.to_png(scale)?,
                });
            }
        }
        Ok(captures)
    }

    /// A picture of the first page: the app as it is, when the page shows nothing else.
    fn first_page(&self, scale: f64) -> Result<Vec<u8>, Error> {
        let first = self.pages.first();
        if let Some(Captured { title: None, text: None, values, picture: Some(picture) }) = first
            && values.is_empty()
        {
            return Ok(picture.to_png(scale)?);
        }
        let pages = first.map(page).transpose()?.into_iter().collect();
        Ok(Document { cover: None, contents: None, pages, ..self.document()? }.to_png(scale)?)
    }

    /// The document: one page of it for each that was captured.
    fn document(&self) -> Result<Document, Error> {
        let dress = &self.plan.report.dress;
        let fill = |template: &String| self.words.fill(template);
        let header = match &dress.header {
            Some(header) => fill(header)?,
            None => self.usual_header(),
        };
        let cover = dress.cover.as_ref().map(|cover| {
            Ok::<_, Error>(Cover {
                title: fill(&cover.title)?,
                subtitle: fill(&cover.subtitle)?,
                text: fill(&cover.text)?,
            })
        });
        Ok(Document {
            title: self.plan.report.name.clone(),
            author: fill(&dress.author)?,
            header,
            footer: dress.footer.as_ref().map(fill).transpose()?,
            cover: cover.transpose()?,
            contents: dress.contents.as_ref().map(fill).transpose()?,
            paper: dress.paper,
            fonts: Fonts::embedded(),
            pages: self.pages.iter().map(page).collect::<Result<_, _>>()?,
        })
    }

    /// The variables and the day of the fire.
    fn usual_header(&self) -> String {
        let day = self.run.fire_at.to_zoned(self.plan.timetable().zone().clone()).date().to_string();
        let values: Vec<&str> = self.run.burst.0.values().map(String::as_str).chain([day.as_str()]).collect();
        values.join(" · ")
    }

    /// What was read, for programs.
    fn values(&self) -> Value {
        json!({
            "report": self.run.report,
            "fire": self.run.fire_at,
            "variables": self.run.burst.0,
            "pages": self.pages_values(),
        })
    }

    fn pages_values(&self) -> Vec<Value> {
        let pages = self.pages.iter().map(
            |page| json!({"title": page.title, "values": page.values.iter().cloned().collect::<Map<_, _>>()}),
        );
        pages.collect()
    }
}

fn page(captured: &Captured) -> Result<Page, Error> {
    let heading = captured.title.iter().map(|text| Block::Heading { level: 1, text: text.clone() });
    let paragraph = captured.text.iter().map(|text| Block::Paragraph(text.clone()));
    let mut blocks: Vec<Block> = heading.chain(paragraph).collect();
    if !captured.values.is_empty() {
        let row = |(name, value): &(String, Value)| (name.clone(), told(value));
        blocks.push(Block::Table(captured.values.iter().map(row).collect()));
    }
    if let Some(picture) = &captured.picture {
        blocks.push(Block::Scene(Arc::new(picture.clone().into_scene()?)));
    }
    Ok(Page { blocks })
}

/// A value as people read it.
fn told(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
