//! One column, with the defaults that the component gives it.

use serde_json::{Map, Value};

use super::Who;
use crate::dash::truthy;

/// What the cells of a column hold (`columns[].type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
    Any,
    /// Numbers.
    Numeric,
    /// Texts.
    Text,
    /// Dates, as ISO writes them.
    Datetime,
}

/// What a visitor may do to a column by a button in its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Empty its cells.
    Clearable,
    /// Take it away.
    Deletable,
    /// Take it out of sight.
    Hideable,
    /// Give it another name.
    Renamable,
    /// Select it.
    Selectable,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column<'a> {
    /// Its id: the key of its values in a row.
    pub id: String,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether a visitor may write into its cells.
    pub editable: bool,
    /// As it was given; `None` when the column comes from the first row of the data.
    given: Option<&'a Map<String, Value>>,
    /// The table's `filter_options`.
    table_filter: Option<&'a Value>,
    /// The table's `sort_as_null`.
    table_nulls: Option<&'a Value>,
    /// The table's `locale_format`.
    table_locale: Option<&'a Value>,
}

/// What a filter cell says while it is empty.
const PLACEHOLDER: &str = "filter data...";

impl<'a> Column<'a> {
    /// The columns of a table: those that are given or, without any, the keys of the first row.
    pub fn all(props: &'a Map<String, Value>, data: &'a [Value]) -> Vec<Self> {
        let Some(Value::Array(given)) = props.get("columns") else {
            let keys = data.first().and_then(Value::as_object).into_iter().flat_map(Map::keys);
            return keys.map(|key| Self::plain(key)).collect();
        };
        let editable = truthy(props.get("editable"));
        let one = |column: &'a Value| {
            let given = column.as_object()?;
            let set = |name: &str| given.get(name).filter(|value| !value.is_null());
            Some(Self {
                id: match given.get("id")? {
                    Value::String(id) => id.clone(),
                    id => super::js::text(id),
                },
                kind: match given.get("type").and_then(Value::as_str) {
                    Some("numeric") => Kind::Numeric,
                    Some("text") => Kind::Text,
                    Some("datetime") => Kind::Datetime,
                    _ => Kind::Any,
                },
                editable: set("editable").map_or(editable, |flag| truthy(Some(flag))),
                given: Some(given),
                table_filter: props.get("filter_options"),
                table_nulls: props.get("sort_as_null"),
                table_locale: props.get("locale_format"),
            })
        };
        given.iter().filter_map(one).collect()
    }

    fn plain(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind: Kind::Any,
            editable: false,
            given: None,
            table_filter: None,
            table_nulls: None,
            table_locale: None,
        }
    }

    /// A setting of the column; `None` when it is absent.
    pub fn setting(&self, name: &str) -> Option<&'a Value> {
        self.given?.get(name)
    }

    /// The column with the defaults that the component writes into it when it changes any of the columns.
    pub fn with_defaults(&self) -> Map<String, Value> {
        let plain = || {
            ["name", "id"].map(|name| (name.to_owned(), Value::from(self.id.as_str()))).into_iter().collect()
        };
        let mut column = self.given.cloned().unwrap_or_else(plain);
        column.insert("editable".to_owned(), self.editable.into());
        column.insert("filter_options".to_owned(), self.filter_options().into());
        column.insert("sort_as_null".to_owned(), self.nulls().into());
        if self.kind == Kind::Numeric
            && let Some(Value::Object(format)) = column.get_mut("format")
        {
            super::format::complete(format, self.table_locale);
        }
        column
    }

    /// Its name in each row of the header, as far as it has one there; a single name stands in every row.
    pub fn name_at(&self, row: usize, rows: usize) -> Option<String> {
        let given = match self.given {
            None => return Some(self.id.clone()),
            Some(given) => given.get("name").filter(|name| !name.is_null()),
        };
        match given {
            Some(Value::Array(names)) => names.get(row).map(super::js::text),
            Some(name) => Some(super::js::text(name)),
            None => (row + 1 == rows).then(|| self.id.clone()),
        }
    }

    /// Its names, when it has one for each row of the header.
    pub fn names(&self) -> Option<&'a [Value]> {
        self.setting("name").and_then(Value::as_array).map(Vec::as_slice)
    }

    /// Whether a row of the header, of `rows`, has the button for something.
    pub fn offers(&self, flag: Flag, row: usize, rows: usize) -> bool {
        let name = match flag {
            Flag::Clearable => "clearable",
            Flag::Deletable => "deletable",
            Flag::Hideable => "hideable",
            Flag::Renamable => "renamable",
            Flag::Selectable => "selectable",
        };
        match self.setting(name) {
            Some(Value::String(which)) if which == "last" => row + 1 == rows,
            Some(Value::String(which)) if which == "first" => row == 0,
            Some(Value::Array(flags)) => truthy(flags.get(row)),
            Some(Value::Bool(flag)) => *flag,
            _ => false,
        }
    }

    /// Whether its filter takes capitals and small letters for the same.
    pub fn folds_case(&self) -> bool {
        self.filter_option("case").and_then(Value::as_str) == Some("insensitive")
    }

    /// What its filter cell says while it is empty.
    pub fn placeholder(&self) -> &'a str {
        self.filter_option("placeholder_text").and_then(Value::as_str).unwrap_or(PLACEHOLDER)
    }

    /// Its `filter_options` with the table's and the component's.
    pub fn filter_options(&self) -> Map<String, Value> {
        let mut options = Map::new();
        options.insert("case".to_owned(), "sensitive".into());
        options.insert("placeholder_text".to_owned(), PLACEHOLDER.into());
        for given in [self.table_filter, self.setting("filter_options")] {
            options.extend(
                given.and_then(Value::as_object).into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())),
            );
        }
        options
    }

    fn filter_option(&self, name: &str) -> Option<&'a Value> {
        let own = self.setting("filter_options").and_then(|options| options.get(name));
        own.or_else(|| self.table_filter?.get(name))
    }

    /// The table's `locale_format`.
    pub(super) fn locale(&self) -> Option<&'a Value> {
        self.table_locale
    }

    /// The values that are sorted as null is.
    pub fn nulls(&self) -> &'a [Value] {
        let own = self.setting("sort_as_null").filter(|own| truthy(Some(own)));
        own.or(self.table_nulls).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Who {
    /// Reads `page_action`, `sort_action` or the type of `filter_action`.
    pub(super) fn of(action: Option<&Value>, default: Self) -> Self {
        match action.and_then(Value::as_str) {
            Some("native") => Self::Native,
            Some("custom") => Self::Custom,
            Some("none") => Self::None,
            _ => default,
        }
    }
}
