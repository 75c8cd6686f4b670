//! Why each call ran, held against what was written down by hand.

use std::path::Path;

use dashproof::app::{App, Launch};
use dashproof::engine::{EngineKind, Expectation, Matcher, Property};
use dashproof::trace::{Call, Trace};
use dashproof::{Action, Session, Visit};
use libtest_mimic::Failed;

use crate::LIMIT;

/// A call, and the calls that caused it.
type Caused = (&'static str, &'static [&'static str]);

/// What is done in `fixtures/apps/causes.py`; each call that begins then, with the calls that caused it.
const CAUSES: [(&str, &[Caused]); 8] = [
    ("goto", &[]),
    (
        "click #top",
        &[
            ("bottom.children", &["left.children", "right.children"]),
            ("left.children", &[]),
            ("right.children", &[]),
        ],
    ),
    ("click #first", &[("second.children", &[]), ("third.children", &["second.children"])]),
    ("click #add", &INSERT),
    ("click #add", &INSERT_AGAIN),
    ("start click #run", &[("result.children", &[])]),
    ("click #cancel", &[("cancelled", &[])]),
    (
        "click #one",
        &[
            ("four.children", &["three.children"]),
            ("three.children", &["two.children"]),
            ("two.children", &[]),
        ],
    ),
];
const TWICE: &str = r#"{"index":["MATCH"],"type":"twice"}.children"#;
/// A row that is inserted is computed, and then what is computed of all rows.
const INSERT: [Caused; 3] = [("rows.children", &[]), ("sum.children", &[TWICE]), (TWICE, &["rows.children"])];
/// A Patch renders the rows that were there anew, so they are computed again.
const INSERT_AGAIN: [Caused; 4] = [
    ("rows.children", &[]),
    ("sum.children", &[TWICE, TWICE]),
    (TWICE, &["rows.children"]),
    (TWICE, &["rows.children"]),
];

pub(crate) async fn compare() -> Result<Vec<String>, Failed> {
    let mut found = Vec::new();
    for engine in [EngineKind::Browserless, EngineKind::Browser] {
        let trace = visit(engine).await?;
        let told = told(&trace);
        for (step, (told, expected)) in told.iter().zip(expected()).enumerate() {
            if *told != expected {
                found.push(format!("{engine}, step {step}: {told:#?}\n  instead of {expected:#?}"));
            }
        }
        if told.len() != CAUSES.len() {
            found.push(format!("{engine}: {}", trace.timeline(|_| true)));
        }
    }
    Ok(found)
}

async fn visit(engine: EngineKind) -> Result<Trace, Failed> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps");
    let app = App::launch(&"causes.py".parse()?, &Launch { dir: Some(dir), ..Launch::default() }).await?;
    let visit = Visit { engine, limit: LIMIT, ..Visit::default() };
    let mut session = Session::open(app.url(), &visit).await?;
    for (line, _) in &CAUSES[1..] {
        match line.strip_prefix("start ") {
            Some(line) => {
                session.start(&Action::parse(line)?).await?;
                let (on, property) = ("#progress".into(), Property::Text);
                session
                    .expect(&Expectation { on, property, matcher: Matcher::Equals("running".into()) })
                    .await?;
            }
            None => session.act(&Action::parse(line)?).await?,
        }
    }
    let trace = session.trace();
    session.close().await?;
    app.shutdown().await;
    Ok(trace)
}

type Told = (String, Vec<(String, Vec<String>)>);

fn expected() -> impl Iterator<Item = Told> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    CAUSES.iter().map(move |(step, calls)| {
        ((*step).to_owned(), calls.iter().map(|(call, causes)| ((*call).to_owned(), texts(causes))).collect())
    })
}

fn told(trace: &Trace) -> Vec<Told> {
    let steps = trace.steps.iter().enumerate().map(|(index, step)| {
        let calls = trace.calls.iter().filter(|call| call.step == index);
        let mut calls: Vec<_> = calls.map(|call| (name(call), causes(trace, call))).collect();
        calls.sort();
        (step.name.trim_end().to_owned(), calls)
    });
    steps.collect()
}

fn causes(trace: &Trace, call: &Call) -> Vec<String> {
    let mut causes: Vec<String> = call.causes().map(|cause| name(&trace.calls[cause])).collect();
    causes.sort();
    causes
}

/// Its output. The one of what cancels a background callback is a name that Dash makes up.
fn name(call: &Call) -> String {
    if call.changed == ["cancel.n_clicks"] { "cancelled".to_owned() } else { call.output.clone() }
}
