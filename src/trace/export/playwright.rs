//! The trace as Playwright's trace viewer opens it (`npx playwright show-trace FILE`, trace.playwright.dev): version 8 of
//! its format, which the viewers of Playwright 1.53 and later read.
//!
//! Steps are actions, and each call is an action below what caused it. What crossed the network is a row of its network
//! panel with both bodies; pictures are the film strip, and what a step looks like before and after.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::har;
use crate::trace::{Call, CallId, CallKind, CallStatus, Error, MessageLevel, Picture, Step, StepId, Trace};

/// The version of the format.
const VERSION: u32 = 8;
/// The one page of a visit.
const PAGE: &str = "page@1";
/// When the trace begins on the viewer's clock, ms: it takes 0 for no time at all.
const BEGIN: f64 = 1.0;
/// The size of a picture that can't be read, px.
const SIZE: (u32, u32) = (1280, 800);

/// The trace as a zip file.
///
/// # Errors
/// [`Error::Zip`] when it grows beyond what a zip file holds.
pub fn playwright(trace: &Trace) -> Result<Vec<u8>, Error> {
    let mut files = BTreeMap::new();
    let network: Vec<Value> = har::calls(trace)
        .map(|call| json!({"type": "resource-snapshot", "snapshot": row(trace, call, &mut files)}))
        .collect();
    let events = Events { trace, over: trace.end() };
    let events = events.all(&mut files);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let texts = [("trace.trace", lines(&events)), ("trace.network", lines(&network))];
    let texts = texts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes()));
    let written: zip::result::ZipResult<Vec<u8>> = (|| {
        for (name, bytes) in texts.chain(files) {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(&bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    })();
    written.map_err(|error| Error::Zip { reason: error.to_string() })
}

/// The files beside the events, by their path in the archive.
type Files = BTreeMap<String, Vec<u8>>;

/// Keeps a file under its hash; gives the name by which events know it.
fn keep(files: &mut Files, extension: &str, bytes: Vec<u8>) -> String {
    let name = format!("{:x}.{extension}", Sha256::digest(&bytes));
    files.insert(format!("resources/{name}"), bytes);
    name
}

fn lines(events: &[Value]) -> String {
    events.iter().flat_map(|event| [event.to_string(), "\n".to_owned()]).collect()
}

/// A row of the network panel: an entry of a HAR file, its bodies in files of their own.
fn row(trace: &Trace, call: &Call, files: &mut Files) -> Value {
    let mut row = har::entry(trace, call);
    for (path, extension) in [("/request/postData", "json"), ("/response/content", "txt")] {
        let Some(Value::Object(body)) = row.pointer_mut(path) else { continue };
        if let Some(Value::String(text)) = body.remove("text").filter(|text| *text != "") {
            let extension =
                if body.get("mimeType") == Some(&json!("application/json")) { "json" } else { extension };
            body.insert("_sha1".to_owned(), json!(keep(files, extension, text.into_bytes())));
        }
    }
    row["_monotonicTime"] = json!(BEGIN + call.start);
    row["_frameref"] = json!("frame@1");
    row["pageref"] = json!(PAGE);
    row
}

/// Makes the events of one trace.
struct Events<'a> {
    trace: &'a Trace,
    /// When the last thing ended.
    over: f64,
}

impl Events<'_> {
    fn all(&self, files: &mut Files) -> Vec<Value> {
        let trace = self.trace;
        let began = trace.started.parse::<Timestamp>().map_or(0, Timestamp::as_millisecond);
        let mut events = vec![json!({"version": VERSION, "type": "context-options", "origin": "library",
            "browserName": trace.engine, "platform": "", "wallTime": began, "monotonicTime": BEGIN, "title": trace.app,
            "options": {"viewport": {"width": SIZE.0, "height": SIZE.1}}, "sdkLanguage": "python"})];
        for picture in &trace.pictures {
            let Ok(png) = STANDARD.decode(&picture.png) else { continue };
            let (width, height) = size(&png);
            events.push(json!({"type": "screencast-frame", "pageId": PAGE, "sha1": keep(files, "png", png),
                "width": width, "height": height, "timestamp": BEGIN + picture.at}));
        }
        events.extend(trace.steps.iter().enumerate().flat_map(|(id, step)| self.step(id, step)));
        events.extend(trace.calls.iter().enumerate().flat_map(|(id, call)| self.call(id, call)));
        events.extend(trace.messages.iter().map(|message| {
            let level = match message.level {
                MessageLevel::Info => "log",
                MessageLevel::Warning => "warning",
                MessageLevel::Error => "error",
            };
            json!({"type": "console", "time": BEGIN + message.at, "pageId": PAGE, "messageType": level,
                "text": message.text, "args": [],
                "location": {"url": trace.app, "lineNumber": 0, "columnNumber": 0}})
        }));
        events
    }

    /// A step. What it looks like comes behind the event that names it: viewers learn by that when it was.
    fn step(&self, index: StepId, step: &Step) -> Vec<Value> {
        let id = step_id(index);
        let pictures = || self.trace.pictures.iter();
        let look = |when: &str, picture: Option<&Picture>, at: f64| {
            let name = format!("{when}@{id}");
            picture.map(|picture| (name.clone(), self.look(&name, &id, picture, at)))
        };
        let end = step.end.unwrap_or(self.over);
        let (before_name, before) =
            look("before", pictures().rfind(|picture| picture.step < index), step.start).unzip();
        let (after_name, after) =
            look("after", pictures().rfind(|picture| picture.step == index), end).unzip();
        let method = step.name.split(' ').next().unwrap_or_default();
        let begins = json!({"type": "before", "callId": id, "startTime": BEGIN + step.start, "title": step.name,
            "class": "Session", "method": method, "params": {}, "pageId": PAGE, "beforeSnapshot": before_name});
        let ends =
            json!({"type": "after", "callId": id, "endTime": BEGIN + end, "afterSnapshot": after_name});
        [Some(begins), before, Some(ends), after].into_iter().flatten().collect()
    }

    /// A call, below the call that caused it or else below its step.
    fn call(&self, id: CallId, call: &Call) -> Vec<Value> {
        let cause = call.causes().find(|cause| *cause < self.trace.calls.len());
        let step = self.trace.steps.get(call.step).map(|_| step_id(call.step));
        let ended = call.end().unwrap_or(self.over);
        let error = match &call.status {
            CallStatus::Failed { message } => json!({"name": "", "message": message}),
            _ => Value::Null,
        };
        let causes: Vec<String> = self.trace.causes_of(call).map(Call::name).collect();
        let mut events =
            vec![json!({"type": "before", "callId": call_id(id), "startTime": BEGIN + call.start,
            "title": title(call), "class": "Callback",
            "method": call.kind.to_string(), "pageId": PAGE, "parentId": cause.map(call_id).or(step),
            "params": {"output": call.output, "triggered_by": call.changed, "caused_by": causes}})];
        events.extend(call.partial.iter().map(|partial| {
            json!({"type": "log", "callId": call_id(id), "time": BEGIN + partial.at, "message": partial.body.to_string()})
        }));
        events.push(json!({"type": "log", "callId": call_id(id), "time": BEGIN + ended,
            "message": call.status.to_string()}));
        events.push(json!({"type": "after", "callId": call_id(id), "endTime": BEGIN + ended, "error": error,
            "result": call.status.to_string()}));
        events
    }

    /// What a step looks like: a page that is one picture.
    fn look(&self, name: &str, id: &str, picture: &Picture, at: f64) -> Value {
        let (width, height) = STANDARD.decode(&picture.png).map_or(SIZE, |png| size(&png));
        let style = "display:block;width:100%";
        let image = json!(["IMG", {"src": format!("data:image/png;base64,{}", picture.png), "style": style}]);
        json!({"type": "frame-snapshot", "snapshot": {"snapshotName": name, "callId": id, "pageId": PAGE,
            "frameId": "frame@1", "frameUrl": self.trace.app, "doctype": "html", "timestamp": BEGIN + at,
            "collectionTime": 0, "resourceOverrides": [], "viewport": {"width": width, "height": height},
            "isMainFrame": true, "html": ["HTML", {}, ["BODY", {"style": "margin:0"}, image]]}})
    }
}

fn step_id(id: StepId) -> String {
    format!("step@{id}")
}

fn call_id(id: CallId) -> String {
    format!("call@{id}")
}

/// What a call is called: where it ran stands behind its outputs, unless that was the server.
fn title(call: &Call) -> String {
    if call.kind == CallKind::Server { call.name() } else { format!("{} ({})", call.name(), call.kind) }
}

/// Width and height of a PNG file, px: the first of its chunks tells them (W3C PNG section 11.2.1).
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| png.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    number(16).zip(number(20)).unwrap_or(SIZE)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::trace::export::sample;

    fn file(zip: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(zip)).expect("a zip file");
        let mut text = String::new();
        zip.by_name(name).expect("the file").read_to_string(&mut text).expect("a text");
        text
    }

    #[test]
    fn a_call_is_below_what_caused_it_and_its_bodies_are_files() {
        let zip = playwright(&sample()).expect("a zip file");
        let events: Vec<Value> =
            file(&zip, "trace.trace").lines().map(|line| serde_json::from_str(line).expect("json")).collect();
        assert_eq!((&events[0]["type"], &events[0]["version"]), (&json!("context-options"), &json!(8)));
        let parents: Vec<(&Value, &Value)> = events
            .iter()
            .filter(|event| event["type"] == "before")
            .map(|event| (&event["callId"], &event["parentId"]))
            .collect();
        let expected = [("step@0", Value::Null), ("call@0", json!("step@0")), ("call@1", json!("call@0"))];
        assert_eq!(parents.len(), expected.len());
        for ((id, parent), (expected_id, expected_parent)) in parents.iter().zip(&expected) {
            assert_eq!((id.as_str(), *parent), (Some(*expected_id), expected_parent));
        }
        let row: Value = serde_json::from_str(&file(&zip, "trace.network")).expect("one row");
        let body = row["snapshot"]["request"]["postData"]["_sha1"].as_str().expect("a name");
        assert!(file(&zip, &format!("resources/{body}")).contains("b.children"));
    }

    #[test]
    fn the_same_trace_gives_the_same_bytes() {
        assert_eq!(playwright(&sample()).expect("a file"), playwright(&sample()).expect("a file"));
    }
}
