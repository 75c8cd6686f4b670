//! plotly.py's typed arrays: `{"dtype": "f8", "bdata": "<base64>", "shape": "2, 3"}`, little endian.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A decoded typed array; integers become `f64`, NaN stays NaN.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedArray {
    /// The elements, row by row.
    pub values: Vec<f64>,
    /// Rows and columns, when it is two-dimensional.
    pub shape: Option<(usize, usize)>,
}

impl TypedArray {
    /// Decodes a specification.
    ///
    /// `None` when the value is no typed array, or its `dtype` or base64 can't be read.
    pub fn decode(spec: &Value) -> Option<Self> {
        let values = Packed::of(spec)?.decode()?;
        let shape = spec
            .get("shape")
            .and_then(shape)
            .filter(|(rows, columns)| rows.checked_mul(*columns).is_some_and(|cells| cells <= values.len()));
        Some(Self { values, shape })
    }
}

/// A typed array as the figure holds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed<'a> {
    element: Element,
    base64: &'a str,
}

impl<'a> Packed<'a> {
    /// The typed array in `spec`; `None` when that is none, or of a `dtype` that is not known.
    pub(crate) fn of(spec: &'a Value) -> Option<Self> {
        let element = Element::named(spec.get("dtype")?.as_str()?)?;
        Some(Self { element, base64: spec.get("bdata")?.as_str()? })
    }

    /// How many elements the text has room for.
    pub(crate) fn len(self) -> usize {
        self.base64.trim_end_matches('=').len() * 3 / 4 / self.element.size()
    }

    /// The elements; `None` when they are no base64.
    pub(crate) fn decode(self) -> Option<Vec<f64>> {
        Some(self.element.read(&STANDARD.decode(self.base64).ok()?))
    }
}

/// The type of an array's elements.
#[derive(Debug, Clone, Copy)]
enum Element {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
}

impl Element {
    /// By the names of numpy's array protocol, and JavaScript's own.
    fn named(dtype: &str) -> Option<Self> {
        Some(match dtype.trim_start_matches(['<', '|', '=']) {
            "i1" | "int8" => Self::I8,
            "u1" | "uint8" | "u1c" | "uint8c" | "b1" => Self::U8,
            "i2" | "int16" => Self::I16,
            "u2" | "uint16" => Self::U16,
            "i4" | "int32" => Self::I32,
            "u4" | "uint32" => Self::U32,
            "i8" | "int64" => Self::I64,
            "u8" | "uint64" => Self::U64,
            "f4" | "float32" => Self::F32,
            "f8" | "float64" => Self::F64,
            _ => return None,
        })
    }

    /// Bytes.
    fn size(self) -> usize {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 => 8,
        }
    }

    #[expect(clippy::cast_lossless, reason = "one macro reads every type, also those that lose digits")]
    fn read(self, bytes: &[u8]) -> Vec<f64> {
        macro_rules! read {
            ($kind:ty) => {
                bytes.as_chunks().0.iter().map(|chunk| <$kind>::from_le_bytes(*chunk) as f64).collect()
            };
        }
        match self {
            Self::I8 => read!(i8),
            Self::U8 => read!(u8),
            Self::I16 => read!(i16),
            Self::U16 => read!(u16),
            Self::I32 => read!(i32),
            Self::U32 => read!(u32),
            Self::I64 => read!(i64),
            Self::U64 => read!(u64),
            Self::F32 => read!(f32),
            Self::F64 => read!(f64),
        }
    }
}

fn shape(value: &Value) -> Option<(usize, usize)> {
    let text = value.as_str()?;
    let mut parts = text.split(',').map(|part| part.trim().parse::<usize>().ok());
    match (parts.next()?, parts.next()) {
        (Some(rows), Some(Some(columns))) => {
            let rest = parts.flatten().product::<usize>();
            Some((rows, columns * rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn integers_and_shapes_are_decoded() {
        let array = TypedArray::decode(&json!({"dtype": "i1", "bdata": "Af8DBAUG", "shape": "2, 3"}));
        assert_eq!(
            array,
            Some(TypedArray { values: vec![1.0, -1.0, 3.0, 4.0, 5.0, 6.0], shape: Some((2, 3)) })
        );
    }

    #[test]
    fn what_is_not_a_typed_array_is_none() {
        assert_eq!(TypedArray::decode(&json!([1, 2])), None);
        assert_eq!(TypedArray::decode(&json!({"dtype": "x9", "bdata": ""})), None);
        assert_eq!(TypedArray::decode(&json!({"dtype": "f8", "bdata": "%"})), None);
    }

    #[test]
    fn the_length_is_known_before_the_elements_are() {
        for (dtype, bdata) in [("i1", "Af8DBAUG"), ("i2", "Af8DBA=="), ("f4", ""), ("u1", "AQI=")] {
            let spec = json!({"dtype": dtype, "bdata": bdata});
            let packed = Packed::of(&spec).expect("a typed array");
            assert_eq!(Some(packed.len()), packed.decode().map(|values| values.len()), "{dtype}");
        }
    }
}
