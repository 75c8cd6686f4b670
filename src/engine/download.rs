//! Files that the app gives to the visitor (`dcc.Download`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::dash::{Component, truthy};

/// A file that was downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Download {
    /// The file that a Download component gave last; `None` when it gave none, or when its content can't be decoded.
    pub fn of(component: &Component<'_>) -> Option<Self> {
        Self::from_data(component.prop("data").filter(|_| is_download(component))?)
    }

    /// The file in the `data` prop of a Download: `{filename, content, base64?}` (protocol section 3.2).
    pub fn from_data(data: &Value) -> Option<Self> {
        let text = |key: &str| data.get(key).and_then(Value::as_str);
        let content = text("content")?;
        let bytes = if truthy(data.get("base64")) {
            STANDARD.decode(content).ok()?
        } else {
            content.as_bytes().to_vec()
        };
        Some(Self { name: text("filename").unwrap_or_default().to_owned(), bytes })
    }

    /// The content as a text, and as base64 when it is none.
    pub fn text(&self) -> String {
        std::str::from_utf8(&self.bytes).map_or_else(|_| STANDARD.encode(&self.bytes), str::to_owned)
    }
}

/// Whether a component is a `dcc.Download`.
fn is_download(component: &Component<'_>) -> bool {
    component.namespace == "dash_core_components" && component.kind == "Download"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn given(data: &Value) -> Option<Download> {
        let tree = json!({"type": "Download", "namespace": "dash_core_components", "props": {"data": data}});
        Download::of(&Component::of(&tree).unwrap())
    }

    #[test]
    fn a_file_is_its_text_or_what_base64_stands_for() {
        let text = given(&json!({"filename": "a.csv", "content": "x,y", "type": "text/csv"})).unwrap();
        assert_eq!((text.name.as_str(), text.text().as_str()), ("a.csv", "x,y"));
        let bytes = given(&json!({"filename": "a.bin", "content": "/wD+", "base64": true})).unwrap();
        assert_eq!((bytes.bytes.as_slice(), bytes.text().as_str()), (&[255, 0, 254][..], "/wD+"));
    }

    #[test]
    fn without_a_file_there_is_no_download() {
        assert_eq!(given(&json!(null)), None);
        assert_eq!(given(&json!({"filename": "a", "content": "!", "base64": true})), None);
    }
}
