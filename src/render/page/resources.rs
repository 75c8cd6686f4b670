//! The layout engine's network: what the page's source holds, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use blitz_traits::net::{Bytes, NetHandler, NetProvider, Request};
use percent_encoding::percent_decode_str;

use super::source::Stylesheet;

/// Answers every request at once: with the file, or with nothing and a note of its address.
#[derive(Debug, Default)]
pub(super) struct Resources {
    files: BTreeMap<String, Vec<u8>>,
    missing: Mutex<BTreeSet<String>>,
}

impl Resources {
    pub(super) fn new(files: &BTreeMap<String, Vec<u8>>, stylesheets: &[Stylesheet]) -> Self {
        let mut files = files.clone();
        for sheet in stylesheets {
            if let Some(css) = &sheet.css {
                files.insert(sheet.address.clone(), css.clone().into_bytes());
            }
        }
        Self { files, missing: Mutex::default() }
    }

    /// The addresses that were asked for and are not here, sorted.
    pub(super) fn missing(&self) -> Vec<String> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn answer(&self, address: &str) -> Vec<u8> {
        if let Some(data) = address.strip_prefix("data:") {
            return decoded(data).unwrap_or_default();
        }
        self.files.get(address).cloned().unwrap_or_else(|| {
            self.missing.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned());
            Vec::new()
        })
    }
}

impl NetProvider for Resources {
    fn fetch(&self, _document: usize, request: Request, handler: Box<dyn NetHandler>) {
        let address = request.url.to_string();
        let bytes = self.answer(&address);
        handler.bytes(address, Bytes::from(bytes));
    }
}

/// The content of a `data:` address (RFC 2397), without its scheme.
fn decoded(data: &str) -> Option<Vec<u8>> {
    let (kind, content) = data.split_once(',')?;
    let bytes: Vec<u8> = percent_decode_str(content).collect();
    if kind.ends_with(";base64") {
        let text: Vec<u8> = bytes.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
        STANDARD.decode(text).ok()
    } else {
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn data_addresses_are_decoded() {
        assert_eq!(decoded("text/plain;base64,aGk=").as_deref(), Some(b"hi".as_slice()));
        assert_eq!(decoded("image/svg+xml,%3csvg %2").as_deref(), Some(b"<svg %2".as_slice()));
        assert_eq!(decoded("nothing"), None);
    }
}
