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
        let dtype = spec.get("dtype")?.as_str()?;
        let bytes = STANDARD.decode(spec.get("bdata")?.as_str()?).ok()?;
        let values = elements(dtype, &bytes)?;
        let shape = spec
            .get("shape")
            .and_then(shape)
            .filter(|(rows, columns)| rows.checked_mul(*columns).is_some_and(|cells| cells <= values.len()));
        Some(Self { values, shape })
    }
}

#[expect(clippy::cast_lossless, reason = "one macro reads every type, also those that lose digits")]
fn elements(dtype: &str, bytes: &[u8]) -> Option<Vec<f64>> {
    macro_rules! read {
        ($kind:ty) => {
            bytes
                .chunks_exact(size_of::<$kind>())
                .filter_map(|chunk| chunk.try_into().ok())
                .map(|chunk| <$kind>::from_le_bytes(chunk) as f64)
                .collect()
        };
    }
    // The names of numpy's array protocol, and JavaScript's own.
    Some(match dtype.trim_start_matches(['<', '|', '=']) {
        "i1" | "int8" => read!(i8),
        "u1" | "uint8" | "u1c" | "uint8c" | "b1" => bytes.iter().copied().map(f64::from).collect(),
        "i2" | "int16" => read!(i16),
        "u2" | "uint16" => read!(u16),
        "i4" | "int32" => read!(i32),
        "u4" | "uint32" => read!(u32),
        "i8" | "int64" => read!(i64),
        "u8" | "uint64" => read!(u64),
        "f4" | "float32" => read!(f32),
        "f8" | "float64" => read!(f64),
        _ => return None,
    })
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
}
