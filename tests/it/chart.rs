//! Figures of our own, held against what plotly.js 4.1.1 drew of them: axis ranges, tick labels, texts and their places.
//!
//! `NAME.sem.json` beside `NAME.json` is plotly.js's description, taken in a browser.

use std::path::{Path, PathBuf};

use dashproof::render::chart::Figure;
use serde_json::Value;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// How much of the texts must be right, as F1 of equal strings within 3 px.
const TEXTS: f64 = 0.95;

fn figures() -> Result<Vec<PathBuf>, std::io::Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/figures");
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let maps = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("geo-"));
        if path.extension().is_some_and(|end| end == "json")
            && !path.to_string_lossy().ends_with(".sem.json")
            && (!maps || cfg!(feature = "geo"))
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn labels(axis: &Value) -> Vec<&str> {
    axis["ticks"].as_array().into_iter().flatten().filter_map(|tick| tick[1].as_str()).collect()
}

fn ranges_agree(expected: &Value, found: &Value) -> bool {
    let ends = |axis: &Value| axis["range"][0].as_f64().zip(axis["range"][1].as_f64());
    let (Some((a, b)), Some((c, d))) = (ends(expected), ends(found)) else {
        return true;
    };
    (a - c).abs().max((b - d).abs()) <= 0.005 * (b - a).abs()
}

fn text_score(expected: &Value, found: &Value) -> f64 {
    let list = |value: &Value| -> Vec<(String, f64, f64)> {
        let middle = |text: &Value, from: usize| {
            text[from].as_f64().unwrap_or(0.0) + text[from + 2].as_f64().unwrap_or(0.0) / 2.0
        };
        let texts = value["texts"].as_array().into_iter().flatten();
        texts
            .map(|text| {
                (text[0].as_str().unwrap_or_default().trim().to_owned(), middle(text, 1), middle(text, 2))
            })
            .collect()
    };
    let (expected, mut found) = (list(expected), list(found));
    let all = expected.len() + found.len();
    let mut hits = 0;
    for (text, x, y) in &expected {
        let near = |other: &(String, f64, f64)| {
            other.0 == *text && (other.1 - x).abs() <= 3.0 && (other.2 - y).abs() <= 3.0
        };
        if let Some(at) = found.iter().position(near) {
            found.swap_remove(at);
            hits += 1;
        }
    }
    if all == 0 { 1.0 } else { 2.0 * f64::from(hits) / all as f64 }
}

#[test]
fn figures_say_what_plotly_js_says() -> Outcome {
    let mut wrong = Vec::new();
    for path in figures()? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let expected: Value =
            serde_json::from_str(&std::fs::read_to_string(path.with_extension("sem.json"))?)?;
        let figure = Figure::from_json(&std::fs::read_to_string(&path)?)?;
        let found = figure.describe(figure.size());
        for (axis, expected) in expected["axes"].as_object().into_iter().flatten() {
            let own = &found["axes"][axis];
            if !ranges_agree(expected, own) {
                wrong.push(format!("{name} {axis}: range {} is not {}", own["range"], expected["range"]));
            }
            if labels(expected) != labels(own) {
                wrong.push(format!("{name} {axis}: ticks {:?} are not {:?}", labels(own), labels(expected)));
            }
        }
        let score = text_score(&expected, &found);
        // What plotly.js draws in a scene is a bitmap, without texts to compare.
        if expected["texts"].is_array() && score < TEXTS {
            wrong.push(format!("{name}: only {score:.2} of the texts stand where they should"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn a_figure_is_drawn_alike_every_time() -> Outcome {
    for path in figures()? {
        let figure = Figure::from_json(&std::fs::read_to_string(&path)?)?;
        assert_eq!(figure.render(figure.size())?, figure.render(figure.size())?, "{}", path.display());
    }
    Ok(())
}

#[test]
fn threads_that_draw_at_once_write_the_same_bytes() -> Outcome {
    // One in six: all of them, nine times each, would take a debug build too long.
    for path in figures()?.iter().step_by(6) {
        let figure = Figure::from_json(&std::fs::read_to_string(path)?)?;
        let draw = || -> Result<_, dashproof::render::Error> {
            let scene = figure.render(figure.size())?;
            Ok((scene.to_png(1.0)?, scene.to_svg(), scene.to_pdf()?))
        };
        let alone = draw()?;
        let together: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(draw)).collect();
            threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect()
        });
        for drawn in together {
            assert!(matches!(drawn, Ok(Ok(drawn)) if drawn == alone), "{}", path.display());
        }
    }
    Ok(())
}

#[test]
fn figures_and_pictures_go_to_any_thread() {
    fn sent<T: Send + Sync>() {}
    sent::<Figure>();
    sent::<dashproof::render::scene::Scene>();
    sent::<dashproof::render::scene::Image>();
}
