//! Gestures made into steps.

use serde_json::Value;

use super::gesture::{Done, Gesture};
use crate::engine::{Action, Locator};
use crate::secrets::without_credentials;
use crate::trace::{CallKind, Trace};

/// How long after a click a page that comes up is what the click led to, ms.
const LED: f64 = 5000.0;
/// How long after a callback wrote a prop the component tells of it, ms.
const TOLD: f64 = 2000.0;

/// One step that was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedStep {
    /// What is done.
    pub action: Action,
    /// When it began, milliseconds since the trace began.
    pub(super) at: f64,
    /// How many gestures there were when it was done.
    pub(super) until: usize,
    /// The variable that stands for what was typed, where that is secret.
    pub variable: Option<String>,
}

/// The steps that `gestures` were, of a visit with this trace to the app at the path `root`.
pub(super) fn steps(gestures: &[Gesture], trace: &Trace, root: &str) -> Vec<RecordedStep> {
    let mut steps: Vec<RecordedStep> = Vec::new();
    let mut is_open = false;
    for (index, Gesture { at, done }) in gestures.iter().enumerate() {
        let step = match done {
            Done::Arrive { .. } if !is_open => {
                is_open = true;
                None
            }
            Done::Arrive { how, path } => arrived(how, path, root, steps.last(), *at),
            Done::Act { wrote: Some((prop, value)), secret: false, .. }
                if written_by_callback(trace, prop, value, *at) =>
            {
                None
            }
            Done::Act { action, .. } if !is_heard(trace, action) => None,
            Done::Act { action, secret, .. } => Some(RecordedStep {
                action: action.as_ref().clone(),
                at: *at,
                until: 0,
                variable: secret.then(|| variable(action.on())),
            }),
        };
        if let Some(step) = step {
            join(&mut steps, RecordedStep { until: index + 1, ..step });
        }
    }
    steps
}

/// The step that a page which came up is; none when it is where the last click led.
fn arrived(how: &str, path: &str, root: &str, last: Option<&RecordedStep>, at: f64) -> Option<RecordedStep> {
    let action = match how {
        "reload" => Action::Reload,
        "back_forward" => Action::Back,
        _ => {
            let led = |step: &RecordedStep| {
                at - step.at < LED && matches!(step.action, Action::Click { .. } | Action::Press { .. })
            };
            if last.is_some_and(led) {
                return None;
            }
            let path = path.strip_prefix(root.trim_end_matches('/')).unwrap_or(path);
            Action::Goto(without_credentials(path))
        }
    };
    Some(RecordedStep { action, at, until: 0, variable: None })
}

/// Adds a step, or lets the last one go on with it.
fn join(steps: &mut Vec<RecordedStep>, step: RecordedStep) {
    if let Some(last) = steps.last_mut()
        && let Some(action) = joined(&last.action, &step.action)
    {
        last.action = action;
        last.until = step.until;
        last.variable = step.variable;
        return;
    }
    steps.push(step);
}

/// The one action that two in a row are.
fn joined(first: &Action, then: &Action) -> Option<Action> {
    match (first, then) {
        (Action::Fill { on, value }, Action::Fill { on: same, value: further })
            if on == same && is_typed(value, further) =>
        {
            Some(then.clone())
        }
        // A handle is dragged on; who empties a field before writing into it, fills it; a cell is clicked first.
        (Action::Slide { on, .. }, Action::Slide { on: same, .. })
        | (Action::Clear { on }, Action::Fill { on: same, .. })
        | (Action::Click { on: on @ Locator::Part(_), point: None }, Action::Fill { on: same, .. })
            if on == same =>
        {
            Some(then.clone())
        }
        (
            Action::Dates { on, start: Some(start), end: None, by },
            Action::Dates { on: same, start: None, end: Some(end), .. },
        ) if on == same => {
            let (on, start, end) = (on.clone(), Some(start.clone()), Some(end.clone()));
            Some(Action::Dates { on, start, end, by: *by })
        }
        (Action::SetProps { on, props }, Action::SetProps { on: same, props: more }) if on == same => {
            let props = props.clone().into_iter().chain(more.clone()).collect();
            Some(Action::SetProps { on: on.clone(), props })
        }
        _ => None,
    }
}

/// Whether a field that said `from` says `to` after one key, or is a secret, which says nothing.
fn is_typed(from: &str, to: &str) -> bool {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let (from_len, to_len) = (from.chars().count(), to.chars().count());
    let start = same(&mut from.chars(), &mut to.chars());
    let end = same(&mut from.chars().rev(), &mut to.chars().rev());
    let (short, long) = (from_len.min(to_len), from_len.max(to_len));
    long - short <= 1 && start + end >= short
}

/// Whether a callback wrote this value just before: the component was touched, but did not change by that.
fn written_by_callback(trace: &Trace, prop: &str, value: &Value, at: f64) -> bool {
    let Some((id, property)) = prop.rsplit_once('.') else { return false };
    trace.calls.iter().any(|call| {
        let ended = call.end().unwrap_or(f64::INFINITY);
        // A page tells of a call of its own when it is over, and what it wrote is there before.
        let slack = if call.kind == CallKind::Clientside { 50.0 } else { 0.0 };
        let in_time = ended - slack <= at && at - ended < TOLD;
        in_time
            && call
                .written()
                .any(|(known, name, written)| known == id && name == property && written == value)
    })
}

/// Whether a callback is triggered by one of the props that are set, or reads it: components of other packages tell
/// much that concerns nobody.
fn is_heard(trace: &Trace, action: &Action) -> bool {
    let Action::SetProps { on: Locator::Id(id), props } = action else { return true };
    let graph = crate::trace::CallbackGraph::new(&trace.dependencies);
    graph.callbacks().iter().any(|callback| {
        let read = callback.inputs.iter().chain(&callback.state);
        read.into_iter().any(|one| one.id.matches(id, None) && props.contains_key(one.plain_property()))
    })
}

/// A name for what is typed into a field: `#login-password` is `LOGIN_PASSWORD`.
fn variable(on: Option<&Locator>) -> String {
    let text = on.map(ToString::to_string).unwrap_or_default();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_").to_uppercase();
    match name.chars().next() {
        None => "PASSWORD".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("PASSWORD_{name}"),
        Some(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Call, CallStatus};
    use serde_json::json;

    fn gesture(at: f64, told: Value) -> Gesture {
        Gesture::read(at, told).expect("a gesture")
    }

    fn lines(gestures: &[Gesture], trace: &Trace) -> Vec<String> {
        steps(gestures, trace, "/shop/").iter().map(|step| step.action.to_string()).collect()
    }

    #[test]
    fn typing_is_one_step_and_pages_come_from_clicks_or_by_their_address() {
        let fill = |at, value| gesture(at, json!({"action": {"fill": {"on": "#name", "value": value}}}));
        let arrived = |at, how, path| gesture(at, json!({"arrived": how, "path": path}));
        let gestures = [
            arrived(0.0, "navigate", "/shop/"),
            fill(10.0, "A"),
            fill(20.0, "An"),
            fill(30.0, "Ann"),
            fill(35.0, "Bob"),
            gesture(40.0, json!({"action": {"click": {"on": "#orders"}}})),
            arrived(90.0, "navigate", "/shop/orders"),
            arrived(9000.0, "navigate", "/shop/orders/7?x=1&token=a"),
            arrived(9500.0, "reload", "/shop/orders/7"),
            gesture(9600.0, json!({"action": "back"})),
        ];
        let steps = lines(&gestures, &Trace::default());
        assert_eq!(
            steps,
            [
                "fill #name Ann",
                "fill #name Bob",
                "click #orders",
                "goto /orders/7?x=1&token=*",
                "reload",
                "back"
            ]
        );
    }

    #[test]
    fn what_a_callback_wrote_is_no_step() {
        let mut call = Call::begin(CallKind::Server, 10.0, json!({"output": "year.value"}));
        call.response = Some(json!({"multi": true, "response": {"year": {"value": 1952}}}));
        call.finish(30.0, CallStatus::Updated);
        let trace = Trace { calls: vec![call], ..Trace::default() };
        let select = |at, value: u32| {
            let action = json!({"select": {"on": "#year", "option": value.to_string()}});
            gesture(at, json!({"action": action, "prop": "year.value", "value": value}))
        };
        assert_eq!(lines(&[select(5.0, 1952), select(40.0, 1952), select(50.0, 1960)], &trace).len(), 2);
    }

    #[test]
    fn a_range_is_one_step_and_a_password_a_variable() {
        let gestures = [
            gesture(1.0, json!({"action": {"dates": {"on": "#stay", "start": "2025-01-02"}}})),
            gesture(2.0, json!({"action": {"dates": {"on": "#stay", "end": "2025-01-05"}}})),
            gesture(3.0, json!({"action": {"fill": {"on": "#login-password", "value": ""}}, "secret": true})),
        ];
        assert_eq!(lines(&gestures[..2], &Trace::default()), ["dates #stay 2025-01-02 2025-01-05"]);
        let steps = steps(&gestures, &Trace::default(), "/");
        assert_eq!(steps[1].variable.as_deref(), Some("LOGIN_PASSWORD"));
    }

    #[test]
    fn what_a_page_makes_up_is_no_gesture() {
        for told in
            [json!(7), json!({}), json!({"action": {"explode": {}}}), json!({"arrived": 3, "path": []})]
        {
            assert_eq!(Gesture::read(0.0, told), None);
        }
    }
}
