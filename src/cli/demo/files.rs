//! The files that the demo leaves.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{Failure, output};
use super::page::page;
use super::tour::Tour;
use crate::render::document::{Block, Document, Page};
use crate::render::scene::Fonts;
use crate::trace::{Call, CallStatus, Trace, export};
use crate::viewer;

/// The key figures of the dashboard, as its cards name them.
const CARDS: [(&str, &str); 4] = [
    ("Revenue", "kpi-revenue"),
    ("Orders", "kpi-orders"),
    ("Average order", "kpi-average"),
    ("Selection", "kpi-selection"),
];

/// Writes everything into `folder`, and says what with its path.
pub(super) fn write(tour: &Tour, folder: &Path) -> Result<Vec<(&'static str, PathBuf)>, Failure> {
    let mut written = Vec::new();
    let mut put = |what: &'static str, name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        output::write(&path, bytes)?;
        written.push((what, path));
        Ok::<_, Failure>(())
    };
    let picture = tour.page.to_png(1.0)?;
    let callbacks = viewer::diagram(&tour.trace).scene(&Fonts::embedded()).to_svg();
    let html = page(tour, cards(tour), &picture, &callbacks)?;
    put("everything on one page", "index.html", html.as_bytes())?;
    put("the report", "report.pdf", &report(tour)?.to_pdf()?)?;
    put("the page", "page.png", &picture)?;
    for (id, _, scene) in &tour.charts {
        put("a chart", &format!("charts/{id}.png"), &scene.to_png(2.0)?)?;
        put("a chart", &format!("charts/{id}.svg"), scene.to_svg().as_bytes())?;
    }
    put("the trace to look through", "trace.html", viewer::page(&tour.trace, "Sales").as_bytes())?;
    put("the trace", "trace.json", export::json::to_string(&tour.trace).as_bytes())?;
    put("the trace for Perfetto", "trace.chrome.json", export::chrome(&tour.trace).as_bytes())?;
    put("the callback graph", "callbacks.mmd", export::mermaid(&tour.trace).as_bytes())?;
    put("the callback graph", "callbacks.svg", callbacks.as_bytes())?;
    Ok(written)
}

fn cards(tour: &Tour) -> Vec<(String, String)> {
    CARDS.map(|(name, id)| (name.to_owned(), tour.text(id).to_owned())).to_vec()
}

fn report(tour: &Tour) -> Result<Document, Failure> {
    let heading = |text: &str| Block::Heading { level: 1, text: text.to_owned() };
    let charts = tour.charts.iter().map(|(.., scene)| Block::Scene(scene.clone()));
    let coverage = tour.trace.coverage();
    let callbacks = coverage.callbacks.iter().map(|one| (one.title.clone(), cost(&tour.trace, &one.output)));
    let page = Arc::new(tour.page.clone().into_scene()?);
    Ok(Document {
        title: "Sales".to_owned(),
        fonts: Fonts::embedded(),
        pages: vec![
            Page { blocks: vec![heading("Sales"), Block::Table(cards(tour)), Block::Scene(page)] },
            Page { blocks: std::iter::once(heading("Charts")).chain(charts).collect() },
            Page { blocks: vec![heading("Callbacks"), Block::Table(callbacks.collect())] },
        ],
        ..Document::default()
    })
}

/// How often a callback ran, and how long it took.
fn cost(trace: &Trace, output: &str) -> String {
    let calls: Vec<&Call> = trace.calls.iter().filter(|call| call.output == output).collect();
    let took = || calls.iter().filter_map(|call| call.duration);
    let failed = calls.iter().filter(|call| matches!(call.status, CallStatus::Failed { .. })).count();
    let failed = if failed == 0 { String::new() } else { format!(", {failed} failed") };
    match calls.len() {
        0 => "never called".to_owned(),
        times => {
            let (least, most) = (took().fold(f64::INFINITY, f64::min), took().fold(0.0, f64::max));
            format!("{times} ×, {least:.1} to {most:.1} ms{failed}")
        }
    }
}
