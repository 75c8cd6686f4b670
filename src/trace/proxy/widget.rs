//! Streamlit's widgets, as far as a trace tells of them: names, values and what they begin with. The field numbers
//! are those of Streamlit's `Element.proto` and `WidgetStates.proto`.

use serde_json::{Value, json};

use super::protobuf::{Fields, Held};
use crate::secrets::HIDDEN;
use crate::trace::Recorder;

/// How the ids of widgets begin: `$$ID-HASH-KEY`, `None` where the app gives no key.
const ID: &str = "$$ID-";

/// A widget as the script made it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Widget {
    /// Its key, or its label where it has none.
    pub(super) name: String,
    /// A password field: its text is nobody's business.
    secret: bool,
    /// What it holds before the visitor touches it.
    initial: Vec<Value>,
    /// The same, told by places in its options.
    places: Vec<Value>,
}

impl Widget {
    /// The widget that an element of the script is, with its id; `None` for an element that is none.
    pub(super) fn of(element: Fields<'_>) -> Option<(String, Self)> {
        element.into_iter().find_map(|(kind, held)| {
            let Held::Bytes(bytes) = held else { return None };
            let made = Fields(bytes);
            let mut texts = made.filter_map(|(_, held)| match held {
                Held::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
                _ => None,
            });
            let id = texts.find(|text| text.starts_with(ID))?;
            let label = match kind {
                21 => made.text(3),
                55 => made.text(11),
                _ => made.text(2),
            };
            let name = key(id).or(label).unwrap_or(id).to_owned();
            let secret = kind == 24 && made.number(4) == Some(1);
            let (initial, places) = initial(kind, made);
            Some((id.to_owned(), Self { name, secret, initial, places }))
        })
    }

    /// A widget of which nothing but its id is known.
    pub(super) fn unknown(id: &str) -> Self {
        Self { name: key(id).unwrap_or(id).to_owned(), ..Self::default() }
    }

    /// Whether a value is what it holds before the visitor touches it.
    pub(super) fn begins_with(&self, value: &[Value]) -> bool {
        // A number is one, whether it was sent as an integer or not.
        let plain = |value: &Value| value.as_f64().map_or_else(|| value.clone(), Value::from);
        let held =
            |values: &[Value]| values.iter().filter(|value| !is_empty(value)).map(plain).collect::<Vec<_>>();
        let value = held(value);
        value == held(&self.initial) || (!self.places.is_empty() && value == held(&self.places))
    }

    /// Its value as the trace tells it.
    pub(super) fn tell(&self, value: &[Value], recorder: &Recorder) -> Value {
        match value {
            secret if self.secret => {
                secret.iter().filter_map(Value::as_str).for_each(|text| recorder.secret(text));
                json!(HIDDEN)
            }
            [one] => one.clone(),
            many => json!(many),
        }
    }
}

/// The key in a widget's id.
fn key(id: &str) -> Option<&str> {
    let (_, key) = id.strip_prefix(ID)?.split_once('-')?;
    Some(key).filter(|key| *key != "None")
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false)) || value.as_str() == Some("")
}

/// What a widget begins with: its values, and its places in the options.
fn initial(kind: u64, made: Fields<'_>) -> (Vec<Value>, Vec<Value>) {
    let texts = |number| made.all(number).filter_map(|text| std::str::from_utf8(text).ok());
    match kind {
        20 => (vec![json!(made.number(3) == Some(1))], Vec::new()),
        21 => {
            let places = doubles(made, 6);
            let options: Vec<&str> = texts(13).collect();
            let option = |place: &Value| options.get(place.as_f64()? as usize).copied().map(Value::from);
            if options.is_empty() {
                (places, Vec::new())
            } else {
                (places.iter().filter_map(option).collect(), places)
            }
        }
        32 => (doubles(made, 14), Vec::new()),
        22 | 24 | 26 | 27 | 35 | 62 => (texts(3).map(Value::from).collect(), Vec::new()),
        23 | 25 | 28 | 55 => {
            let chosen: Vec<u64> =
                made.number(3).into_iter().chain(made.all(3).flat_map(Fields::packed)).collect();
            let options: Vec<&str> = if kind == 55 {
                made.all(2).filter_map(|option| Fields(option).text(1)).collect()
            } else {
                texts(4).collect()
            };
            let option = |place: &u64| options.get(usize::try_from(*place).ok()?).copied().map(Value::from);
            (chosen.iter().filter_map(option).collect(), chosen.iter().map(|place| json!(place)).collect())
        }
        _ => (Vec::new(), Vec::new()),
    }
}

/// What a state of a widget holds (`WidgetState`), its id aside.
pub(super) fn values(state: Fields<'_>) -> Vec<Value> {
    let signed = |number: u64| json!((number >> 1) as i64 ^ -((number & 1) as i64));
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    state
        .flat_map(|(number, held)| match (number, held) {
            (2 | 3, Held::Number(set)) => vec![json!(set == 1)],
            (4, Held::Fixed(bits)) => vec![json!(f64::from_bits(bits))],
            (5, Held::Number(number)) => vec![signed(number)],
            (6, Held::Bytes(bytes)) => vec![json!(text(bytes))],
            (7, Held::Bytes(list)) => doubles(Fields(list), 1),
            (8, Held::Bytes(list)) => Fields(list).all(1).flat_map(Fields::packed).map(signed).collect(),
            (9, Held::Bytes(list)) => Fields(list).all(1).map(|bytes| json!(text(bytes))).collect(),
            (10 | 16, Held::Bytes(bytes)) => {
                vec![serde_json::from_slice(bytes).unwrap_or_else(|_| json!(text(bytes)))]
            }
            (14 | 15, Held::Bytes(said)) => Fields(said).text(1).map(Value::from).into_iter().collect(),
            (11..=13, Held::Bytes(bytes)) => vec![json!(format!("<{} bytes>", bytes.len()))],
            _ => Vec::new(),
        })
        .collect()
}

/// The doubles of a field, packed or one by one.
fn doubles(message: Fields<'_>, number: u64) -> Vec<Value> {
    let double = |bits| json!(f64::from_bits(bits));
    message
        .filter(|(found, _)| *found == number)
        .flat_map(|(_, held)| match held {
            Held::Fixed(bits) => vec![double(bits)],
            Held::Bytes(bytes) => {
                bytes.as_chunks::<8>().0.iter().map(|bits| double(u64::from_le_bytes(*bits))).collect()
            }
            Held::Number(_) => Vec::new(),
        })
        .collect()
}
