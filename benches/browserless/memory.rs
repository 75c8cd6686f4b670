//! What a session that stays open takes: the growth of this process's proportional set size (PSS), of which Linux tells.

use dashproof::{Session, Visit};
use serde_json::{Value, json};

use crate::app::{App, callback, html};
use crate::{Outcome, say};

const SESSIONS: usize = 100;
const COMPONENTS: usize = 100;

pub(crate) async fn measure() -> Outcome {
    let components: Vec<Value> =
        (0..COMPONENTS).map(|index| html("Div", &format!("c{index}"), json!("text"))).collect();
    let dependencies = json!([callback("c1.children", &["c0.children".to_owned()])]);
    let app = App::serve(
        html("Div", "page", json!(components)),
        dependencies,
        |_| json!({"c1": {"children": "done"}}),
    )
    .await?;
    // What the first session takes for all of them is not a session's.
    let mut open = vec![Session::open(&app.url, &Visit::default()).await?];
    let Some(before) = pss() else {
        say(format_args!("memory: this system does not tell the PSS"));
        return Ok(());
    };
    for _ in 0..SESSIONS {
        open.push(Session::open(&app.url, &Visit::default()).await?);
    }
    let grown = pss().unwrap_or(before).saturating_sub(before);
    say(format_args!(
        "memory: {} KiB a session of {COMPONENTS} components ({SESSIONS} open at once, the app's side of their connections included)",
        grown / SESSIONS
    ));
    for session in open {
        session.close().await?;
    }
    Ok(())
}

/// Kibibytes.
fn pss() -> Option<usize> {
    let told = std::fs::read_to_string("/proc/self/smaps_rollup").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
