//! The rules one by one, on small layouts; each test names its rule.

use serde_json::{Value, json};

use super::{Discovery, Graph, Instance, Scheduler};
use crate::dash::{Callback, ChildrenProps, ComponentId, Paths, PropRef};

/// A layout, its callbacks, and the scheduler over them.
pub(super) struct Bench {
    pub(super) tree: Value,
    pub(super) paths: Paths,
    pub(super) scheduler: Scheduler,
    picked: Vec<Instance>,
}

/// A `Div` with an id, which may be a pattern.
fn div(id: Value) -> Value {
    json!({"type": "Div", "namespace": "dash_html_components", "props": {"id": id}})
}

pub(super) fn divs<const N: usize>(ids: [Value; N]) -> Value {
    Value::Array(ids.into_iter().map(div).collect())
}

/// A callback from `output` and its inputs, all `id.prop`; a pattern id is JSON as on the wire.
pub(super) fn callback<const N: usize>(output: &str, inputs: [&str; N]) -> Value {
    let inputs: Vec<Value> = inputs.iter().map(|input| dependency(input)).collect();
    json!({"output": output, "inputs": inputs, "state": [], "no_output": !output.contains('.')})
}

fn dependency(text: &str) -> Value {
    let (id, property) = text.rsplit_once('.').unwrap();
    json!({"id": id, "property": property})
}

pub(super) fn with(mut callback: Value, key: &str, value: Value) -> Value {
    callback[key] = value;
    callback
}

pub(super) fn prop(text: &str) -> PropRef {
    let (id, property) = text.rsplit_once('.').unwrap();
    PropRef { id: ComponentId::parse(id).unwrap(), property: property.to_owned() }
}

impl Bench {
    pub(super) fn new<const N: usize>(tree: Value, callbacks: [Value; N]) -> Self {
        let callbacks = Callback::parse_all(&Value::from(callbacks.to_vec())).unwrap();
        let paths = Paths::of(&tree, &ChildrenProps::default());
        Self { tree, paths, scheduler: Scheduler::new(Graph::new(callbacks)), picked: Vec::new() }
    }

    fn discovery<'a>(&'a self, children_props: &'a ChildrenProps) -> Discovery<'a> {
        Discovery { graph: self.scheduler.graph(), children_props, endless: true }
    }

    pub(super) fn load(&mut self) {
        let found = self.discovery(&ChildrenProps::default()).page(&self.tree, &self.paths);
        self.scheduler.request_group(found, &[]);
    }

    /// A component changes a prop by itself.
    fn edit(&mut self, text: &str) {
        self.notify(text, &[]);
    }

    fn notify(&mut self, text: &str, predecessors: &[usize]) {
        let listeners = self.scheduler.graph().triggered_by(&prop(text), &self.paths);
        self.scheduler.request(listeners, predecessors);
    }

    /// Lets the scheduler pass and starts what it picks: `output <- changed` each.
    fn pick(&mut self) -> Vec<String> {
        let picked = self.scheduler.pick(&self.paths);
        let names = picked.iter().map(|instance| self.name(instance)).collect();
        self.picked.extend(picked);
        names
    }

    fn name(&self, instance: &Instance) -> String {
        let changed: Vec<String> = instance.changed.iter().map(ToString::to_string).collect();
        let output = &instance.callback(self.scheduler.graph()).output;
        format!("{output}{} <- {}", instance.match_values, changed.join(" ")).trim_end().to_owned()
    }

    /// A call ends and updates these props. `false` when its answer is void.
    fn end<const N: usize>(&mut self, output: &str, updated: [&str; N]) -> bool {
        let at = self
            .picked
            .iter()
            .position(|instance| instance.callback(self.scheduler.graph()).output == output)
            .unwrap();
        let instance = self.picked.remove(at);
        if self.scheduler.land(instance.serial).is_none() {
            return false;
        }
        let mut predecessors = instance.predecessors.clone();
        predecessors.push(instance.callback);
        for text in updated {
            self.notify(text, &predecessors);
        }
        let updated: Vec<PropRef> = updated.iter().map(|text| prop(text)).collect();
        self.scheduler.note(&instance, &updated, &self.paths);
        true
    }

    /// Replaces the whole tree at once.
    fn replace(&mut self, tree: Value) {
        self.paths.recompute(&tree, "", &ChildrenProps::default());
        self.tree = tree;
    }
}

const NONE: [String; 0] = [];

#[test]
fn r14_a_plain_input_runs_one_instance_for_each_match_of_the_output() {
    let out = |i| json!({"i": i, "t": "out"});
    let mut bench = Bench::new(
        divs([json!("b"), out(1), out(2)]),
        [callback(r#"{"i":["MATCH"],"t":"out"}.children"#, ["b.n_clicks"])],
    );
    bench.edit("b.n_clicks");
    let output = r#"{"i":["MATCH"],"t":"out"}.children"#;
    assert_eq!(bench.pick(), [format!("{output}[1] <- b.n_clicks"), format!("{output}[2] <- b.n_clicks")]);
}

#[test]
fn r14_a_match_input_of_a_fixed_output_runs_once_for_each_value() {
    let mut bench = Bench::new(
        divs([json!("o"), json!({"i": 1}), json!({"i": 2})]),
        [callback("o.children", [r#"{"i":["MATCH"]}.value"#])],
    );
    bench.edit(r#"{"i":1}.value"#);
    bench.edit(r#"{"i":2}.value"#);
    assert_eq!(bench.pick(), [r#"o.children[1] <- {"i":1}.value"#, r#"o.children[2] <- {"i":2}.value"#]);
}

#[test]
fn r14_without_an_element_of_the_output_nothing_runs() {
    let mut bench = Bench::new(divs([json!("b")]), [callback(r#"{"i":["MATCH"]}.children"#, ["b.n_clicks"])]);
    bench.edit("b.n_clicks");
    assert_eq!(bench.pick(), NONE);
}

#[test]
fn r17_a_page_load_calls_by_output_unless_prevented() {
    let mut bench = Bench::new(
        divs([json!("y"), json!("x"), json!("b")]),
        [
            callback("x.children", ["b.n_clicks"]),
            callback("y.children", ["b.n_clicks"]),
            with(callback("y.title", ["b.n_clicks"]), "prevent_initial_call", json!(true)),
        ],
    );
    bench.load();
    assert_eq!(bench.pick(), ["y.children <-", "x.children <-"]);
}

#[test]
fn r17_callbacks_without_output_or_without_input_run_too() {
    let mut bench = Bench::new(
        divs([json!("o"), json!("d")]),
        [callback("ab12", ["o.children"]), callback("d.title", [])],
    );
    bench.load();
    let mut picked = bench.pick();
    picked.sort();
    assert_eq!(picked, ["ab12 <-", "d.title <-"]);
}

#[test]
fn r19_a_callback_without_any_input_in_the_layout_is_dropped_and_so_is_what_it_feeds() {
    let mut bench = Bench::new(
        divs([json!("x"), json!("y")]),
        [callback("x.children", ["missing.value"]), callback("y.children", ["x.children"])],
    );
    bench.load();
    assert_eq!(bench.pick(), NONE);
}

#[test]
fn r19_a_callback_whose_inputs_are_all_lists_stays() {
    let mut bench = Bench::new(divs([json!("x")]), [callback("x.children", [r#"{"t":["ALL"]}.value"#])]);
    bench.load();
    assert_eq!(bench.pick(), ["x.children <-"]);
}

#[test]
fn r20_inserted_inputs_trigger_outputs_elsewhere_even_when_prevented() {
    let prevented = |callback| with(callback, "prevent_initial_call", json!(true));
    let tree = json!([div(json!("o")), div(json!("in")), div(json!("near"))]);
    let bench = Bench::new(
        tree.clone(),
        [prevented(callback("o.children", ["in.value"])), prevented(callback("near.children", ["in.value"]))],
    );
    let props = ChildrenProps::default();
    // What is under "/1" and "/2" was inserted; "o" is outside of each.
    let found = bench.discovery(&props).inserted(&tree[1], "/1", &bench.paths);
    let names: Vec<String> = found.iter().map(|instance| bench.name(instance)).collect();
    assert_eq!(names, ["o.children <- in.value", "near.children <- in.value"]);
    let inside = bench.discovery(&props).inserted(&tree, "", &bench.paths);
    assert!(inside.is_empty(), "outputs that came along wait for their initial call");
}

#[test]
fn r20_removed_members_of_a_list_call_what_still_has_outputs() {
    let old = divs([json!({"t": 1})]);
    let bench = Bench::new(
        json!([div(json!("o")), old]),
        [with(callback("o.children", [r#"{"t":["ALL"]}.value"#]), "prevent_initial_call", json!(true))],
    );
    let after = Paths::of(&json!([div(json!("o"))]), &ChildrenProps::default());
    let props = ChildrenProps::default();
    let discovery = bench.discovery(&props);
    let found = discovery.bereft(discovery.listing(&old, "/1", &bench.paths), &after);
    assert_eq!(found.len(), 1);
    assert!(found[0].initial && found[0].changed.is_empty());
}

#[test]
fn r26_a_callback_that_led_to_itself_does_not_run_again() {
    let mut bench = Bench::new(
        divs([json!("a"), json!("b")]),
        [callback("b.value", ["a.value"]), callback("a.value", ["b.value"])],
    );
    bench.edit("a.value");
    assert_eq!(bench.pick(), ["b.value <- a.value"]);
    bench.end("b.value", ["b.value"]);
    assert_eq!(bench.pick(), ["a.value <- b.value"]);
    bench.end("a.value", ["a.value"]);
    assert_eq!(bench.pick(), NONE);
}

#[test]
fn r27_requests_of_one_instance_are_joined_and_the_initial_one_gives_way() {
    let mut bench = Bench::new(
        divs([json!("x"), json!("a"), json!("b")]),
        [callback("x.children", ["a.value", "b.value"])],
    );
    bench.load();
    bench.edit("b.value");
    bench.edit("a.value");
    assert_eq!(bench.pick(), ["x.children <- b.value a.value"]);
}

#[test]
fn r27_a_joined_request_goes_to_the_end() {
    let mut bench = Bench::new(
        divs([json!("x"), json!("y"), json!("a")]),
        [callback("x.children", ["a.value", "a.title"]), callback("y.children", ["a.title"])],
    );
    bench.edit("a.value");
    bench.edit("a.title");
    assert_eq!(bench.pick(), ["y.children <- a.title", "x.children <- a.value a.title"]);
}

#[test]
fn r28_a_newer_request_makes_the_answer_in_flight_void_and_does_not_inherit_its_changes() {
    let mut bench = Bench::new(
        divs([json!("x"), json!("a"), json!("b")]),
        [callback("x.children", ["a.value", "b.value"])],
    );
    bench.edit("a.value");
    assert_eq!(bench.pick(), ["x.children <- a.value"]);
    bench.edit("b.value");
    assert_eq!(bench.pick(), ["x.children <- b.value"]);
    assert!(!bench.end("x.children", []), "the first answer is void");
    assert!(bench.end("x.children", []));
}

#[test]
fn r29_an_instance_whose_output_is_gone_is_dropped_even_in_flight() {
    let mut bench = Bench::new(
        divs([json!("x"), json!("a"), json!("b")]),
        [callback("x.children", ["a.value"]), callback("b.title", ["a.title"])],
    );
    bench.edit("a.value");
    bench.pick();
    bench.replace(divs([json!("a"), json!("b")]));
    bench.edit("a.title");
    bench.pick();
    assert!(!bench.end("x.children", []));
}

#[test]
fn r29_an_instance_that_lost_one_of_its_outputs_keeps_only_what_is_there() {
    let mut bench = Bench::new(
        divs([json!("x"), json!("y"), json!("a"), json!("b")]),
        [callback("..x.children...y.children..", ["a.value", "b.value"])],
    );
    bench.edit("a.value");
    bench.edit("b.value");
    bench.replace(divs([json!("x"), json!("b")]));
    assert_eq!(bench.pick(), ["..x.children...y.children.. <- b.value"]);
}

#[test]
fn r30_a_callback_waits_for_everything_upstream_also_indirectly() {
    let mut bench = Bench::new(
        divs([json!("a"), json!("x"), json!("y"), json!("z")]),
        [
            callback("x.children", ["a.value"]),
            callback("y.children", ["x.children"]),
            callback("z.children", ["y.children", "a.value"]),
        ],
    );
    bench.edit("a.value");
    assert_eq!(bench.pick(), ["x.children <- a.value"]);
    bench.end("x.children", ["x.children"]);
    assert_eq!(bench.pick(), ["y.children <- x.children"]);
    bench.end("y.children", ["y.children"]);
    assert_eq!(bench.pick(), ["z.children <- a.value y.children"]);
}

#[test]
fn r30_state_does_not_hold_a_callback_up() {
    let state = json!([{"id": "x", "property": "children"}]);
    let mut bench = Bench::new(
        divs([json!("a"), json!("x"), json!("y")]),
        [callback("x.children", ["a.value"]), with(callback("y.children", ["a.value"]), "state", state)],
    );
    bench.edit("a.value");
    assert_eq!(bench.pick(), ["x.children <- a.value", "y.children <- a.value"]);
}

#[test]
fn r30_an_input_that_is_an_own_output_does_not_block() {
    let mut bench = Bench::new(divs([json!("a")]), [callback("a.value", ["a.value"])]);
    bench.edit("a.value");
    assert_eq!(bench.pick(), ["a.value <- a.value"]);
}

#[test]
fn r30_a_duplicate_output_does_not_block_what_listens_to_the_plain_one() {
    let mut bench = Bench::new(
        divs([json!("a"), json!("o"), json!("z")]),
        [callback("o.children@ab", ["a.value"]), callback("z.children", ["o.children", "a.value"])],
    );
    bench.edit("a.value");
    assert_eq!(bench.pick(), ["o.children@ab <- a.value", "z.children <- a.value"]);
}

#[test]
fn r31_in_a_cycle_the_first_requested_runs_first() {
    let mut bench = Bench::new(
        divs([json!("a"), json!("b")]),
        [callback("a.value", ["b.value"]), callback("b.value", ["a.value"])],
    );
    bench.load();
    assert_eq!(bench.pick(), ["a.value <-"]);
    bench.end("a.value", ["a.value"]);
    assert_eq!(bench.pick(), ["b.value <- a.value"]);
}

#[test]
fn r32_an_initial_chain_ends_where_nothing_was_updated() {
    let mut bench = Bench::new(
        divs([json!("a"), json!("x"), json!("y"), json!("z"), json!("k")]),
        [
            callback("x.children", ["a.value"]),
            callback("y.children", ["x.children"]),
            callback("z.children", ["x.children", "k.value"]),
        ],
    );
    bench.load();
    assert_eq!(bench.pick(), ["x.children <-"]);
    bench.end("x.children", []);
    assert_eq!(bench.pick(), ["z.children <-"], "another input keeps a callback alive");
}

#[test]
fn r34_at_most_twelve_calls_are_in_flight() {
    let ids: Vec<String> = (0..16).map(|i| format!("x{i}")).collect();
    let tree: Vec<Value> = ids.iter().map(|id| div(json!(id))).chain([div(json!("a"))]).collect();
    let callbacks: [Value; 16] = std::array::from_fn(|i| callback(&format!("x{i}.children"), ["a.value"]));
    let mut bench = Bench::new(Value::Array(tree), callbacks);
    bench.edit("a.value");
    assert_eq!(bench.pick().len(), 12);
    bench.end("x3.children", []);
    assert_eq!(bench.pick(), ["x12.children <- a.value"]);
}
