//! Captured pages as a document.

use std::sync::Arc;

use super::{Error, Plan, Run};
use crate::engine::Picture;
use crate::render::document::{Block, Document, Page};
use crate::render::scene::Fonts;

/// The document of a report: one page of it for each that was captured, under its variables and the day of its fire.
pub(super) fn document(plan: &Plan, run: &Run, pictures: &[Picture]) -> Result<Document, Error> {
    let day = run.fire_at.to_zoned(plan.timetable().zone().clone()).date().to_string();
    let values: Vec<&str> = run.burst.0.values().map(String::as_str).chain([day.as_str()]).collect();
    let pages = pictures
        .iter()
        .map(|picture| Ok(Page { blocks: vec![Block::Scene(Arc::new(picture.clone().into_scene()?))] }));
    Ok(Document {
        title: plan.report.name.clone(),
        header: values.join(" · "),
        fonts: Fonts::embedded(),
        pages: pages.collect::<Result<_, Error>>()?,
        ..Document::default()
    })
}
