//! One step of a test, and how it reads from YAML: a map with one key, the verb.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor};

use super::call_step::{CallStep, CallSyntax};
use super::expect::{Expect, ExpectSyntax};
use super::layout_step::LayoutStep;
use super::nearest::suggestion;
use super::snapshot_step::{SnapshotStep, SnapshotSyntax};
use crate::engine::Action;

/// The verbs of a step beside those of [`Action`].
const OWN_VERBS: [&str; 6] = ["call", "expect", "layout", "settle", "snapshot", "start"];

/// One step of a test.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where it stands in the file, 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// What is done.
    pub kind: StepKind,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum StepKind {
    /// What a visitor does; waits until the app is idle again.
    Action(Action),
    /// The same, and goes on while what it causes still runs.
    Start(Action),
    /// What must be seen, or have been called; each is awaited up to the limit.
    Expect(Vec<Expect>),
    /// The same, but the test goes on when it does not hold, and fails at its end.
    SoftExpect(Vec<Expect>),
    /// Waits until the app is idle.
    Settle,
    /// Holds captures against their baselines.
    Snapshot(SnapshotStep),
    /// Calls one callback on its own, apart from the visit.
    Call(CallStep),
    /// What must be in the layout as the app serves it, apart from the visit.
    Layout(LayoutStep),
}

impl StepKind {
    /// Whether the step needs no visit: neither a page nor a browser is opened for a test of such steps alone.
    pub fn is_unit(&self) -> bool {
        matches!(self, Self::Call(_) | Self::Layout(_))
    }
}

impl fmt::Display for StepKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action(action) => action.fmt(f),
            Self::Start(action) => write!(f, "start {action}"),
            Self::Expect(all) | Self::SoftExpect(all) => {
                let all: Vec<String> = all.iter().map(ToString::to_string).collect();
                write!(f, "expect {}", all.join(" and "))
            }
            Self::Settle => f.write_str("settle"),
            Self::Snapshot(snapshot) => snapshot.fmt(f),
            Self::Call(call) => call.fmt(f),
            Self::Layout(layout) => layout.fmt(f),
        }
    }
}

/// One step, its verb and what that takes: `- click: {on: "#go"}`.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "Step", rename_all = "snake_case")]
pub(super) enum StepSyntax {
    /// Does an action and goes on while what it causes still runs.
    Start(Action),
    /// What must be seen on the page, or have been called; awaited up to the limit.
    Expect(Box<ExpectSyntax>),
    /// Waits until the app is idle.
    Settle,
    /// Holds captures against approved ones.
    Snapshot(SnapshotSyntax),
    /// Calls one callback on its own, apart from the visit.
    Call(Box<CallSyntax>),
    /// What must be in the layout as the app serves it, before anything ran.
    Layout(Box<ExpectSyntax>),
    #[schemars(untagged)]
    Action(Action),
}

impl StepSyntax {
    /// Validates what the types alone can't.
    pub(super) fn validate(self) -> Result<StepKind, String> {
        Ok(match self {
            Self::Action(action) => StepKind::Action(action),
            Self::Start(action) => StepKind::Start(action),
            Self::Expect(expect) if expect.soft => StepKind::SoftExpect(expect.validate()?),
            Self::Expect(expect) => StepKind::Expect(expect.validate()?),
            Self::Settle => StepKind::Settle,
            Self::Snapshot(snapshot) => StepKind::Snapshot(snapshot.validate()?),
            Self::Call(call) => StepKind::Call(call.validate()?),
            Self::Layout(layout) => StepKind::Layout(layout.validate_layout()?),
        })
    }
}

impl<'de> Deserialize<'de> for StepSyntax {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_enum("step", &OWN_VERBS, StepVisitor)
    }
}

/// Reads the verb, then what it takes: own verbs here, every other as an [`Action`].
struct StepVisitor;

impl<'de> Visitor<'de> for StepVisitor {
    type Value = StepSyntax;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a step, `- VERB: …`")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<StepSyntax, A::Error> {
        let (verb, content): (String, A::Variant) = data.variant()?;
        match verb.as_str() {
            "expect" => content.newtype_variant().map(StepSyntax::Expect),
            "settle" => content.unit_variant().map(|()| StepSyntax::Settle),
            "start" => content.newtype_variant().map(StepSyntax::Start),
            "snapshot" => content.newtype_variant().map(StepSyntax::Snapshot),
            "call" => content.newtype_variant().map(StepSyntax::Call),
            "layout" => content.newtype_variant().map(StepSyntax::Layout),
            _ => Action::deserialize(Tagged { verb, content }).map(StepSyntax::Action),
        }
    }
}

/// A verb and its content, to be read as one variant of an enum.
struct Tagged<C> {
    verb: String,
    content: C,
}

impl<'de, C: VariantAccess<'de>> Deserializer<'de> for Tagged<C> {
    type Error = C::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, C::Error> {
        Err(de::Error::custom("an action is an enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        verbs: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, C::Error> {
        if verbs.contains(&self.verb.as_str()) {
            return visitor.visit_enum(self);
        }
        let valid = [verbs, OWN_VERBS.as_slice()].concat();
        Err(de::Error::custom(format!("unknown verb `{}`{}", self.verb, suggestion(&self.verb, &valid))))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de, C: VariantAccess<'de>> EnumAccess<'de> for Tagged<C> {
    type Error = C::Error;
    type Variant = C;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, C), C::Error> {
        Ok((seed.deserialize(self.verb.into_deserializer())?, self.content))
    }
}
