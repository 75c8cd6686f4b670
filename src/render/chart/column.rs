//! A column of data: a plain JSON list or a typed array, read element by element.

use std::cell::OnceCell;

use serde_json::Value;

use super::attrs::{label, number};
use super::typed_array::{Packed, TypedArray};

/// A one-dimensional array of a plot trace.
#[derive(Debug, Clone)]
pub(crate) enum Column<'a> {
    /// A typed array.
    Numbers(Numbers<'a>),
    /// A list as it stands.
    Values(&'a [Value]),
}

/// A typed array's numbers, decoded when the first of them is asked for; NaN is missing.
#[derive(Debug, Clone)]
pub(crate) struct Numbers<'a> {
    packed: Packed<'a>,
    decoded: OnceCell<Vec<f64>>,
}

impl Numbers<'_> {
    /// The numbers; none when the array is damaged.
    pub(crate) fn all(&self) -> &[f64] {
        self.decoded.get_or_init(|| self.packed.decode().unwrap_or_default())
    }
}

impl<'a> Column<'a> {
    /// The array in `value`; `None` when it holds none.
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        match value {
            Value::Array(list) => Some(Self::Values(list)),
            Value::Object(_) => {
                Packed::of(value).map(|packed| Self::Numbers(Numbers { packed, decoded: OnceCell::new() }))
            }
            _ => None,
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.packed.len(),
            Self::Values(values) => values.len(),
        }
    }

    /// The number at `index`, also one written as text.
    pub(crate) fn num(&self, index: usize) -> Option<f64> {
        match self {
            Self::Numbers(numbers) => numbers.all().get(index).copied().filter(|number| number.is_finite()),
            Self::Values(values) => values.get(index).and_then(number),
        }
    }

    /// The text at `index`, as JavaScript prints it.
    pub(crate) fn text(&self, index: usize) -> Option<String> {
        match self {
            Self::Numbers(numbers) => numbers
                .all()
                .get(index)
                .filter(|number| !number.is_nan())
                .map(|number| super::attrs::write_number(*number)),
            Self::Values(values) => values.get(index).and_then(label),
        }
    }

    /// The JSON value at `index`, when the column is a plain list.
    pub(crate) fn value(&self, index: usize) -> Option<&'a Value> {
        match self {
            Self::Numbers(_) => None,
            Self::Values(values) => values.get(index),
        }
    }

    /// All numbers, NaN where there is none.
    pub(crate) fn numbers(&self) -> Vec<f64> {
        match self {
            Self::Numbers(Numbers { packed, decoded }) => match decoded.get() {
                Some(numbers) => numbers.clone(),
                None => packed.decode().unwrap_or_default(),
            },
            Self::Values(values) => values.iter().map(|value| number(value).unwrap_or(f64::NAN)).collect(),
        }
    }

    /// Whether an element is itself a list (multicategory axes).
    pub(crate) fn is_nested(&self) -> bool {
        matches!(self, Self::Values(values) if values.iter().any(|value| Column::of(value).is_some()))
    }
}

/// A two-dimensional array: rows of columns.
pub(crate) fn rows(value: &Value) -> Option<Vec<Vec<f64>>> {
    if let Some(array) = TypedArray::decode(value) {
        let (rows, columns) = array.shape?;
        if columns == 0 {
            return Some(Vec::new());
        }
        return Some(array.values.chunks(columns).take(rows).map(<[f64]>::to_vec).collect());
    }
    let list = value.as_array()?;
    list.iter().map(|row| Column::of(row).map(|row| row.numbers())).collect()
}
