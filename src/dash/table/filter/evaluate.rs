//! Which rows a query keeps.

use std::cmp::Ordering;

use serde_json::Value;

use super::token::{Relation, Test, Token};
use super::tree::Tree;
use crate::dash::table::{date, js};

impl Tree {
    /// Whether it says yes to a row.
    pub(super) fn holds(&self, row: &Value) -> bool {
        match self {
            Self::Logical { word, left, right } => {
                // Both sides of a chain may be long; only the right one is.
                if word.kind == super::token::Kind::And {
                    left.holds(row) && right.holds(row)
                } else {
                    left.holds(row) || right.holds(row)
                }
            }
            Self::Block(inner) => inner.holds(row),
            Self::Not(inner) => !inner.holds(row),
            Self::Relation { relation, word, left, right } => {
                let (left, right) = (Operand::of(left, row), Operand::of(right, row));
                relation.holds(left.value(), right.value(), word.text.starts_with('i'))
            }
            Self::Test { test, left, .. } => test.holds(Operand::of(left, row).value()),
        }
    }
}

/// What an expression stands for in a row.
enum Operand<'a> {
    Cell(Option<&'a Value>),
    Constant(Value),
}

impl<'a> Operand<'a> {
    fn of(token: &Token, row: &'a Value) -> Self {
        match token.column() {
            Some(column) => Self::Cell(row.get(column)),
            None => Self::Constant(token.constant()),
        }
    }

    /// `None` is `undefined`.
    fn value(&self) -> Option<&Value> {
        match self {
            Self::Cell(value) => *value,
            Self::Constant(value) => Some(value),
        }
    }
}

impl Relation {
    /// Whether it holds between two values, letters being alike in either case with `folds`.
    ///
    /// JavaScript throws where a null is to be written in capitals; no row is kept by that.
    fn holds(self, left: Option<&Value>, right: Option<&Value>, folds: bool) -> bool {
        let upper = |value: Option<&Value>| {
            value.filter(|value| !value.is_null()).map(|value| Value::from(js::text(value).to_uppercase()))
        };
        match self {
            Self::Contains => contains(left, right, folds),
            Self::DateStartsWith => {
                let day = |value: Option<&Value>| match value {
                    Some(number @ Value::Number(_)) => date::normalised(&js::text(number), true),
                    value => date::normalised(value?.as_str()?, true),
                };
                day(left).zip(day(right)).is_some_and(|(left, right)| left.starts_with(&right))
            }
            Self::Equal => match (js::numeric(left), js::numeric(right)) {
                (Some(left), Some(right)) => left == right,
                _ if folds => upper(left).zip(upper(right)).is_some_and(|(left, right)| left == right),
                _ => js::same(left, right),
            },
            _ if folds => upper(left)
                .zip(upper(right))
                .is_some_and(|(left, right)| self.compares(Some(&left), Some(&right))),
            _ => self.compares(left, right),
        }
    }

    fn compares(self, left: Option<&Value>, right: Option<&Value>) -> bool {
        let order = js::compare(left, right);
        match self {
            Self::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Self::Greater => order == Some(Ordering::Greater),
            Self::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Self::Less => order == Some(Ordering::Less),
            Self::Unequal => !js::same(left, right),
            Self::Contains | Self::DateStartsWith | Self::Equal => false,
        }
    }
}

fn contains(left: Option<&Value>, right: Option<&Value>, folds: bool) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return false };
    if left.is_null() || right.is_null() || !(left.is_string() || right.is_string()) {
        return false;
    }
    let (left, right) = (js::text(left), js::text(right));
    if folds { left.to_uppercase().contains(&right.to_uppercase()) } else { left.contains(&right) }
}

impl Test {
    fn holds(self, value: Option<&Value>) -> bool {
        let number = || value.and_then(Value::as_f64);
        match self {
            Self::Blank => js::is_nil(value) || value == Some(&Value::from("")),
            Self::Bool => matches!(value, Some(Value::Bool(_))),
            Self::Even => number().is_some_and(|number| number % 2.0 == 0.0),
            Self::Nil => js::is_nil(value),
            Self::Num => number().is_some(),
            Self::Object => matches!(value, Some(Value::Object(_) | Value::Array(_))),
            Self::Odd => number().is_some_and(|number| number % 2.0 == 1.0),
            Self::Prime => number().is_some_and(is_prime),
            Self::Str => matches!(value, Some(Value::String(_))),
        }
    }
}

/// Whether no odd number divides it: fractions pass, as they do in the component.
fn is_prime(number: f64) -> bool {
    if number == 2.0 {
        return true;
    }
    if number < 2.0 || number % 2.0 == 0.0 {
        return false;
    }
    let divisors = std::iter::successors(Some(3.0), |divisor| Some(divisor + 2.0));
    divisors.take_while(|divisor| divisor * divisor <= number).all(|divisor| number % divisor != 0.0)
}
