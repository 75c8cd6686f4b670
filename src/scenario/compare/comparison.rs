//! Two sides held against each other.

use std::fmt;

use serde_json::Value;

use super::{Shown, ShownTest};
use crate::render::scene::{Image, PngOptions};
use crate::snapshot::{PictureDiff, PictureTolerance};
use crate::{Result, render, trace};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What components hold that both apps have; what one of them alone has is no difference.
    Reads,
    /// How many callbacks each step called.
    Calls,
    /// What the page looks like at the end of each test.
    Pictures,
}

/// The same scenario on two apps, side by side.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The apps, as they were named.
    pub apps: (String, String),
    /// The tests, in the order of the file.
    pub tests: Vec<ComparedTest>,
}

/// One test on both apps.
#[derive(Debug, Clone)]
pub struct ComparedTest {
    /// Its name.
    pub name: String,
    /// Its steps.
    pub steps: Vec<ComparedStep>,
    /// The pictures of both, PNG files.
    pub pictures: (Option<Vec<u8>>, Option<Vec<u8>>),
    /// The picture of their difference, where there is one.
    pub diff: Option<Vec<u8>>,
    /// How the pictures differ.
    pub looks: Option<String>,
    /// Whether that counts.
    pub looks_count: bool,
}

/// One step on both apps.
#[derive(Debug, Clone)]
pub struct ComparedStep {
    /// The step.
    pub step: String,
    /// Each side's calls; absent where the step was not made.
    pub calls: (Option<usize>, Option<usize>),
    /// What differs, one line each.
    pub differences: Vec<String>,
    /// What differs and was to be ignored.
    pub ignored: Vec<String>,
}

impl Comparison {
    /// Holds what the tests showed on one app against what they showed on the other.
    ///
    /// # Errors
    /// When a picture can't be drawn.
    pub fn of(
        (a, shown_a): (String, Vec<ShownTest>),
        (b, shown_b): (String, Vec<ShownTest>),
        ignored: &[Part],
    ) -> Result<Self> {
        let tests = shown_a.into_iter().zip(shown_b).map(|(a, b)| ComparedTest::of(a, b, ignored));
        Ok(Self { apps: (a, b), tests: tests.collect::<Result<_, render::Error>>()? })
    }

    /// Whether nothing differs that counts.
    pub fn is_same(&self) -> bool {
        self.tests.iter().all(ComparedTest::is_same)
    }
}

impl ComparedTest {
    fn of(a: ShownTest, b: ShownTest, ignored: &[Part]) -> Result<Self, render::Error> {
        let count = a.steps.len().max(b.steps.len());
        let steps =
            (0..count).map(|at| ComparedStep::of(a.steps.get(at), b.steps.get(at), ignored)).collect();
        let (diff, looks) = match (&a.picture, &b.picture) {
            (Some(before), Some(after)) if before != after => {
                let tolerance = PictureTolerance::default();
                let (diff, picture) =
                    PictureDiff::of(&Image::from_png(before)?, &Image::from_png(after)?, tolerance);
                let differs = !diff.is_within(tolerance);
                let png = picture.to_png(PngOptions::default())?;
                (differs.then_some(png), differs.then(|| looks(&diff)))
            }
            (Some(_), None) | (None, Some(_)) => (None, Some("one of them has no picture".to_owned())),
            _ => (None, None),
        };
        let looks_count = !ignored.contains(&Part::Pictures);
        Ok(Self { name: a.name, steps, pictures: (a.picture, b.picture), diff, looks, looks_count })
    }

    /// Whether nothing differs that counts.
    pub fn is_same(&self) -> bool {
        (self.looks.is_none() || !self.looks_count)
            && self.steps.iter().all(|step| step.differences.is_empty())
    }
}

/// In the words of two equals, of which none is a baseline.
fn looks(diff: &PictureDiff) -> String {
    let ((aw, ah), (bw, bh)) = (diff.baseline, diff.actual);
    let sizes = if diff.baseline == diff.actual {
        String::new()
    } else {
        format!("A is {aw} × {ah} px, B {bw} × {bh} px; ")
    };
    format!("{sizes}{} pixels differ", diff.pixels)
}

impl ComparedStep {
    fn of(a: Option<&Shown>, b: Option<&Shown>, ignored: &[Part]) -> Self {
        let (mut differences, mut set_aside) = (Vec::new(), Vec::new());
        let mut differs = |part: Option<Part>, line: String| match part {
            Some(part) if ignored.contains(&part) => set_aside.push(line),
            _ => differences.push(line),
        };
        let nothing = Shown::default();
        match (a, b) {
            (Some(a), Some(b)) => {
                if a.problem.is_some() || b.problem.is_some() {
                    let told = |shown: &Shown| shown.problem.clone().unwrap_or_else(|| "ok".to_owned());
                    differs(None, format!("A: {}", told(a)));
                    differs(None, format!("B: {}", told(b)));
                }
                for (id, held_a) in &a.reads {
                    let Some(held_b) = b.reads.get(id) else { continue };
                    if plain(held_a) != plain(held_b) {
                        differs(Some(Part::Reads), format!("#{id}: A has {held_a}, B has {held_b}"));
                    }
                }
                if a.calls != b.calls {
                    differs(Some(Part::Calls), format!("calls: A made {}, B made {}", a.calls, b.calls));
                }
            }
            (Some(_), None) => differs(None, "B did not get here".to_owned()),
            (None, Some(_)) => differs(None, "A did not get here".to_owned()),
            (None, None) => {}
        }
        let calls = (a.map(|shown| shown.calls), b.map(|shown| shown.calls));
        let step = a.or(b).unwrap_or(&nothing).step.clone();
        Self { step, calls, differences, ignored: set_aside }
    }
}

/// A value as a person compares it: long data by their hash, no order of keys.
fn plain(value: &Value) -> Value {
    trace::normal(value, &str::to_owned)
}

/// Each test with its steps, what differs below each, and the sum.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "A  {}\nB  {}", self.apps.0, self.apps.1)?;
        for test in &self.tests {
            writeln!(f, "\n{}  {}", if test.is_same() { "same   " } else { "differs" }, test.name)?;
            for step in &test.steps {
                let calls =
                    |calls: Option<usize>| calls.map_or_else(|| "-".to_owned(), |calls| calls.to_string());
                writeln!(f, "  {} (calls {} | {})", step.step, calls(step.calls.0), calls(step.calls.1))?;
                step.differences.iter().try_for_each(|line| writeln!(f, "    {line}"))?;
                step.ignored.iter().try_for_each(|line| writeln!(f, "    ignored: {line}"))?;
            }
            if let Some(looks) = &test.looks {
                writeln!(f, "  {}pictures: {looks}", if test.looks_count { "" } else { "ignored: " })?;
            }
        }
        let differing = self.tests.iter().filter(|test| !test.is_same()).count();
        write!(f, "\n{} same, {differing} differ", self.tests.len() - differing)
    }
}
