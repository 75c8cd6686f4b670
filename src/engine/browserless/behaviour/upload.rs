//! `dcc.Upload`.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Effect;
use super::click::Inert;
use super::model::Model;
use super::target::Target;
use super::text::number;
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// A place to drop files; reading them is the one thing in this room that touches the disk.
pub(super) struct Upload;

impl Model for Upload {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let Action::Upload { files, .. } = target.action else { return Inert.act(target) };
        let multiple = truthy(target.component.prop("multiple"));
        if !multiple && files.len() != 1 {
            return Err(target.bad("the upload takes one file"));
        }
        let files = files.iter().map(|path| File::read(target, path)).collect::<Result<Vec<_>, _>>()?;
        Ok(vec![match files.as_slice() {
            [file] if !multiple => target.set([
                ("contents", json!(file.contents)),
                ("filename", json!(file.name)),
                ("last_modified", number(file.modified)),
            ]),
            files => target.set([
                ("contents", files.iter().map(|file| json!(file.contents)).collect()),
                ("filename", files.iter().map(|file| json!(file.name)).collect()),
                ("last_modified", files.iter().map(|file| number(file.modified)).collect()),
            ]),
        }])
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        component.prop("filename").cloned()
    }
}

/// A file as the browser's `FileReader` gives it.
struct File {
    /// A `data:` URL.
    contents: String,
    name: String,
    /// Seconds since 1970.
    modified: f64,
}

impl File {
    fn read(target: &Target<'_>, path: &Path) -> Result<Self, Error> {
        let unreadable = |error| target.bad(format!("can't read {}: {error}", path.display()));
        let bytes = fs::read(path).map_err(unreadable)?;
        let modified = fs::metadata(path).and_then(|file| file.modified()).map_err(unreadable)?;
        let millis = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        check(target, &name, kind.essence_str(), bytes.len())?;
        Ok(Self {
            contents: format!("data:{};base64,{}", kind.essence_str(), STANDARD.encode(bytes)),
            name,
            modified: millis as f64 / 1000.0,
        })
    }
}

/// Whether the upload takes such a file; the component rejects others without a word.
fn check(target: &Target<'_>, name: &str, kind: &str, size: usize) -> Result<(), Error> {
    let limit = |name| target.component.prop(name).and_then(Value::as_f64).filter(|limit| *limit >= 0.0);
    if limit("max_size").is_some_and(|max| size as f64 > max) {
        return Err(target.bad(format!("{name} is larger than the upload takes")));
    }
    if limit("min_size").is_some_and(|min| (size as f64) < min) {
        return Err(target.bad(format!("{name} is smaller than the upload takes")));
    }
    let accepted = match target.component.prop("accept") {
        Some(Value::String(list)) => list.split(',').any(|item| accepts(item, name, kind)),
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).any(|item| accepts(item, name, kind))
        }
        _ => true,
    };
    if accepted { Ok(()) } else { Err(target.bad(format!("the upload does not accept {name} ({kind})"))) }
}

/// One item of `accept`: `.csv`, `text/csv` or `image/*`.
fn accepts(item: &str, name: &str, kind: &str) -> bool {
    let item = item.trim().to_ascii_lowercase();
    let of_group =
        item.strip_suffix('*').is_some_and(|group| group.ends_with('/') && kind.starts_with(group));
    item == kind || of_group || (item.starts_with('.') && name.to_lowercase().ends_with(&item))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::engine::browserless::behaviour::testing::act;

    #[test]
    fn a_file_arrives_as_a_data_url() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "x,y\n").unwrap();
        let tree = json!({"type": "Upload", "namespace": "dash_core_components", "props": {"id": "u"}});
        let line = format!("upload #u {}", path.display());
        let effects = act(&tree, &line).unwrap();
        let [Effect::SetProps { props, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(props["contents"], "data:text/csv;base64,eCx5Cg==");
        assert_eq!(props["filename"], "a.csv");
        assert!(props["last_modified"].as_f64().unwrap() > 1e9);
        let many = json!({"type": "Upload", "namespace": "dash_core_components",
            "props": {"id": "u", "multiple": true, "accept": ".CSV, image/*"}});
        let effects = act(&many, &line).unwrap();
        let [Effect::SetProps { props, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(props["filename"], json!(["a.csv"]));
    }

    #[test]
    fn a_file_that_can_not_be_read_or_is_not_accepted_is_named() {
        let tree = json!({"type": "Upload", "namespace": "dash_core_components",
            "props": {"id": "u", "accept": "image/*"}});
        assert!(act(&tree, "upload #u /no/such.csv").unwrap_err().to_string().contains("/no/such.csv"));
        assert!(accepts("image/*", "a.png", "image/png") && !accepts("image/*", "a.csv", "text/csv"));
        assert!(accepts(".CSV", "a.csv", "text/csv") && accepts(" text/csv", "a.csv", "text/csv"));
    }
}
