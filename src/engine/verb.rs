//! Actions on one line: `select #year "1952"`, as `--do` takes them and as steps are named in a trace.

use std::collections::VecDeque;
use std::fmt;

use serde_json::Value;

use super::action::{DatesBy, OneOrMany};
use super::words::{quote, split};
use super::{Action, Error, GraphPath, GraphPoint, GraphRange, Locator};

/// Every verb, and what it takes: `[…]` may be left out, `…` may be repeated.
const VERBS: [(&str, &str); 28] = [
    ("goto", "[PATH]"),
    ("reload", ""),
    ("back", ""),
    ("click", "LOCATOR [x=VALUE] [y=VALUE] [label=VALUE] [curve=INDEX] [point=INDEX]"),
    ("hover", "LOCATOR [x=VALUE] [y=VALUE] [label=VALUE] [curve=INDEX] [point=INDEX]"),
    ("fill", "LOCATOR TEXT"),
    ("press", "LOCATOR KEY"),
    ("clear", "LOCATOR"),
    ("select", "LOCATOR OPTION…"),
    ("deselect", "LOCATOR OPTION…"),
    ("check", "LOCATOR [OPTION…]"),
    ("uncheck", "LOCATOR [OPTION…]"),
    ("choose", "LOCATOR OPTION"),
    ("slide", "LOCATOR VALUE [VALUE]"),
    ("dates", "LOCATOR START|- [END] [calendar]"),
    ("tab", "LOCATOR LABEL"),
    ("unhover", "LOCATOR"),
    ("brush", "LOCATOR [x=FROM..TO] [y=FROM..TO] [subplot=AXES]"),
    ("lasso", "LOCATOR X,Y X,Y X,Y… [subplot=AXES]"),
    ("zoom", "LOCATOR [x=FROM..TO] [y=FROM..TO] [subplot=AXES]"),
    ("pan", "LOCATOR [x=FROM..TO] [y=FROM..TO] [subplot=AXES]"),
    ("legend", "LOCATOR NAME [double]"),
    ("annotation", "LOCATOR TEXT"),
    ("menu", "LOCATOR LABEL"),
    ("upload", "LOCATOR FILE…"),
    ("answer", "LOCATOR ok|cancel [TEXT]"),
    ("set_props", "LOCATOR JSON"),
    ("advance", "DURATION"),
];

/// Stands for two clicks instead of one.
const DOUBLE: &str = "double";

/// Stands for dates that are clicked in a calendar.
const CALENDAR: &str = "calendar";

/// Stands for a start date that is left as it is.
const UNCHANGED: &str = "-";

impl Action {
    /// Reads an action from one line.
    ///
    /// Words are split as a shell does, but that `#` starts no comment and JSON needs no quotes. The first
    /// is the verb, by its name in a scenario, the second the locator, then what the verb needs:
    ///
    /// | line | |
    /// |---|---|
    /// | `click #go` · `click {"type": "card", "index": 1}` | an element |
    /// | `click #by-region x=EMEA` · `hover #pie label=A` | a point of a graph |
    /// | `fill #name "Ann Lee"` · `press #name Enter` · `clear #name` | a field |
    /// | `select #products A B` · `choose #unit kg` · `check #terms` | options, by label |
    /// | `slide #years 3 7` · `dates #range 2024-01-01 2024-02-01` · `dates #day 2024-01-01 calendar` | values |
    /// | `brush #time x=2024-01-01..2024-02-01` · `zoom #time` · `pan #time x=1..3` | a rectangle of a graph |
    /// | `lasso #time 1,2 3,4 5,0` · `unhover #time` | a polygon, the pointer |
    /// | `legend #time EMEA` · `annotation #time Peak` · `menu #time 1m` | what a graph has besides its data |
    /// | `upload #file sales.csv` · `answer #sure ok` · `set_props #grid {"page": 2}` · `advance 5 s` | the rest |
    ///
    /// A graph's values are read as JSON where they are JSON, and as text otherwise.
    ///
    /// # Errors
    /// [`Error::BadAction`] says what the verb takes.
    pub fn parse(line: &str) -> Result<Self, Error> {
        read(line).map_err(|reason| Error::BadAction { text: line.to_owned(), reason })
    }
}

fn read(line: &str) -> Result<Action, String> {
    let mut words = Words(split(line)?.into());
    let verb = words.0.pop_front().unwrap_or_default();
    let Some((_, takes)) = VERBS.iter().find(|(name, _)| *name == verb) else {
        return Err(format!("no verb; the verbs are {}", VERBS.map(|(name, _)| name).join(", ")));
    };
    let action = words.action(&verb).and_then(|action| {
        words.0.front().map_or(Ok(action), |word| Err(format!("`{word}` is one word too many")))
    });
    action.map_err(|reason| format!("{reason}; the form is `{}`", format!("{verb} {takes}").trim_end()))
}

/// The words after the verb.
struct Words(VecDeque<String>);

impl Words {
    fn action(&mut self, verb: &str) -> Result<Action, String> {
        Ok(match verb {
            "goto" => Action::Goto(self.0.pop_front().unwrap_or_default()),
            "reload" => Action::Reload,
            "back" => Action::Back,
            "click" => Action::Click { on: self.locator()?, point: self.point()? },
            "hover" => Action::Hover { on: self.locator()?, point: self.point()? },
            "fill" => Action::Fill { on: self.locator()?, value: self.word("the text")? },
            "press" => Action::Press { on: self.locator()?, key: self.word("the key")? },
            "clear" => Action::Clear { on: self.locator()? },
            "select" => Action::Select { on: self.locator()?, option: self.some("the option")? },
            "deselect" => Action::Deselect { on: self.locator()?, option: self.some("the option")? },
            "check" => Action::Check { on: self.locator()?, option: OneOrMany(self.rest()) },
            "uncheck" => Action::Uncheck { on: self.locator()?, option: OneOrMany(self.rest()) },
            "choose" => Action::Choose { on: self.locator()?, option: self.word("the option")? },
            "slide" => Action::Slide { on: self.locator()?, to: self.numbers()? },
            "dates" => {
                let on = self.locator()?;
                let start = self.word("the date")?;
                let end = self.0.pop_front_if(|word| word != CALENDAR);
                let by = if self.takes(CALENDAR) { DatesBy::Calendar } else { DatesBy::Typing };
                Action::Dates { on, start: (start != UNCHANGED).then_some(start), end, by }
            }
            "tab" => Action::Tab { on: self.locator()?, tab: self.word("the tab's label")? },
            "unhover" => Action::Unhover { on: self.locator()? },
            "brush" => Action::Brush { on: self.locator()?, range: Box::new(self.range()?) },
            "lasso" => Action::Lasso { on: self.locator()?, path: self.path()? },
            "zoom" => Action::Zoom { on: self.locator()?, range: Box::new(self.range()?) },
            "pan" => Action::Pan { on: self.locator()?, range: Box::new(self.range()?) },
            "legend" => {
                let (on, item) = (self.locator()?, self.word("the name")?);
                Action::Legend { on, item, double: self.takes(DOUBLE) }
            }
            "annotation" => Action::Annotation { on: self.locator()?, text: self.word("the text")? },
            "menu" => Action::Menu { on: self.locator()?, option: self.word("the label")? },
            "upload" => {
                let on = self.locator()?;
                let OneOrMany(files) = self.some("the file")?;
                Action::Upload { on, files: files.into_iter().map(Into::into).collect() }
            }
            "answer" => {
                let on = self.locator()?;
                let accept = match self.word("the answer")?.as_str() {
                    "ok" => true,
                    "cancel" => false,
                    other => return Err(format!("`{other}` is no answer")),
                };
                Action::Answer { on, accept, text: self.0.pop_front() }
            }
            "set_props" => {
                let on = self.locator()?;
                let props = self.word("the props")?;
                let props = serde_json::from_str(&props)
                    .map_err(|error| format!("`{props}` is no JSON object: {error}"))?;
                Action::SetProps { on, props }
            }
            "advance" => Action::Advance { by: crate::duration::parse(&self.rest().join(" "))? },
            _ => return Err("no verb".to_owned()),
        })
    }

    fn word(&mut self, what: &str) -> Result<String, String> {
        self.0.pop_front().ok_or_else(|| format!("{what} is missing"))
    }

    /// Whether the next word is `keyword`, which is taken then.
    fn takes(&mut self, keyword: &str) -> bool {
        self.0.pop_front_if(|word| word == keyword).is_some()
    }

    fn rest(&mut self) -> Vec<String> {
        self.0.drain(..).collect()
    }

    fn some(&mut self, what: &str) -> Result<OneOrMany, String> {
        let words = self.rest();
        if words.is_empty() { Err(format!("{what} is missing")) } else { Ok(OneOrMany(words)) }
    }

    fn locator(&mut self) -> Result<Locator, String> {
        let word = self.word("the locator")?;
        match Locator::from(word.as_str()) {
            Locator::Css(css) if css.starts_with('{') => Err(format!(
                "`{css}` is no pattern id: it must be JSON, as in {{\"type\": \"card\", \"index\": 1}}"
            )),
            locator => Ok(locator),
        }
    }

    fn numbers(&mut self) -> Result<OneOrMany<f64>, String> {
        let OneOrMany(words) = self.some("the value")?;
        let number = |word: String| word.parse().map_err(|_| format!("`{word}` is no number"));
        Ok(OneOrMany(words.into_iter().map(number).collect::<Result<_, _>>()?))
    }

    fn point(&mut self) -> Result<Option<GraphPoint>, String> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let mut point = GraphPoint::default();
        for word in self.rest() {
            let index = |value: &str| value.parse().map_err(|_| format!("`{value}` is no index"));
            match word.split_once('=') {
                Some(("x", value)) => point.x = Some(scalar(value)),
                Some(("y", value)) => point.y = Some(scalar(value)),
                Some(("label", value)) => point.label = Some(scalar(value)),
                Some(("curve", value)) => point.curve = Some(index(value)?),
                Some(("point", value)) => point.point = Some(index(value)?),
                _ => return Err(format!("`{word}` names no point")),
            }
        }
        Ok(Some(point))
    }

    fn range(&mut self) -> Result<GraphRange, String> {
        let mut range = GraphRange::default();
        for word in self.rest() {
            let ends = |ends| interval(ends).ok_or_else(|| format!("`{word}` is no range"));
            match word.split_once('=') {
                Some(("x", value)) => range.x = Some(ends(value)?),
                Some(("y", value)) => range.y = Some(ends(value)?),
                Some(("subplot", axes)) => range.subplot = Some(axes.to_owned()),
                _ => return Err(format!("`{word}` is no range")),
            }
        }
        Ok(range)
    }

    fn path(&mut self) -> Result<GraphPath, String> {
        let mut path = GraphPath::default();
        for word in self.rest() {
            if let Some(axes) = word.strip_prefix("subplot=") {
                path.subplot = Some(axes.to_owned());
            } else {
                path.path.push(corner(&word).ok_or_else(|| format!("`{word}` is no corner"))?);
            }
        }
        Ok(path)
    }
}

/// JSON where it is JSON, text otherwise.
fn scalar(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// `X,Y`; a text that has a comma itself is written as a JSON string.
fn corner(text: &str) -> Option<[Value; 2]> {
    pair(text, ",")
}

/// `FROM..TO`; a text that has two dots itself is written as a JSON string.
fn interval(text: &str) -> Option<[Value; 2]> {
    pair(text, "..")
}

fn pair(text: &str, between: &str) -> Option<[Value; 2]> {
    if text.starts_with('"') {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let from = values.next()?.ok()?;
        return Some([from, scalar(text.get(values.byte_offset()..)?.strip_prefix(between)?)]);
    }
    let (from, to) = text.split_once(between)?;
    Some([scalar(from), scalar(to)])
}

/// One line that [`Action::parse`] reads back.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Goto(path) if path.is_empty() => f.write_str("goto"),
            Self::Goto(path) => write!(f, "goto {}", quote(path)),
            Self::Reload => f.write_str("reload"),
            Self::Back => f.write_str("back"),
            Self::Click { on, point } => write_point(f, "click", on, point.as_ref()),
            Self::Hover { on, point } => write_point(f, "hover", on, point.as_ref()),
            Self::Fill { on, value } => write_words(f, "fill", on, [value]),
            Self::Press { on, key } => write_words(f, "press", on, [key]),
            Self::Clear { on } => write_words(f, "clear", on, [""; 0]),
            Self::Select { on, option } => write_words(f, "select", on, &option.0),
            Self::Deselect { on, option } => write_words(f, "deselect", on, &option.0),
            Self::Check { on, option } => write_words(f, "check", on, &option.0),
            Self::Uncheck { on, option } => write_words(f, "uncheck", on, &option.0),
            Self::Choose { on, option } => write_words(f, "choose", on, [option]),
            Self::Slide { on, to } => write_words(f, "slide", on, to.0.iter().map(f64::to_string)),
            Self::Dates { on, start, end, by } => {
                let start = start.as_deref().unwrap_or(UNCHANGED);
                let by = (*by == DatesBy::Calendar).then_some(CALENDAR);
                write_words(f, "dates", on, std::iter::once(start).chain(end.as_deref()).chain(by))
            }
            Self::Tab { on, tab } => write_words(f, "tab", on, [tab]),
            Self::Unhover { on } => write_words(f, "unhover", on, [""; 0]),
            Self::Brush { on, range } => write_range(f, "brush", on, range),
            Self::Lasso { on, path } => write_path(f, on, path),
            Self::Zoom { on, range } => write_range(f, "zoom", on, range),
            Self::Pan { on, range } => write_range(f, "pan", on, range),
            Self::Legend { on, item, double } => {
                write_words(f, "legend", on, std::iter::once(item.as_str()).chain(double.then_some(DOUBLE)))
            }
            Self::Annotation { on, text } => write_words(f, "annotation", on, [text]),
            Self::Menu { on, option } => write_words(f, "menu", on, [option]),
            Self::Upload { on, files } => {
                write_words(f, "upload", on, files.iter().map(|file| file.to_string_lossy()))
            }
            Self::Answer { on, accept, text } => {
                let answer = if *accept { "ok" } else { "cancel" };
                write_words(f, "answer", on, std::iter::once(answer).chain(text.as_deref()))
            }
            Self::SetProps { on, props } => {
                write_words(f, "set_props", on, [Value::Object(props.clone()).to_string()])
            }
            Self::Advance { by } => write!(f, "advance {}", crate::duration::format(*by)),
        }
    }
}

fn write_words<W: AsRef<str>>(
    f: &mut fmt::Formatter<'_>,
    verb: &str,
    on: &Locator,
    words: impl IntoIterator<Item = W>,
) -> fmt::Result {
    write!(f, "{verb} {}", quote(&on.to_string()))?;
    words.into_iter().try_for_each(|word| write!(f, " {}", quote(word.as_ref())))
}

fn write_point(
    f: &mut fmt::Formatter<'_>,
    verb: &str,
    on: &Locator,
    point: Option<&GraphPoint>,
) -> fmt::Result {
    write_words(f, verb, on, [""; 0])?;
    point.map_or(Ok(()), |point| write!(f, " {point}"))
}

/// As [`Action::parse`] reads it: `x=EMEA curve=1`.
impl fmt::Display for GraphPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = [("x", &self.x), ("y", &self.y), ("label", &self.label)];
        let values = values.iter().filter_map(|(key, value)| {
            value.as_ref().map(|value| format!("{key}={}", quote(&written(value))))
        });
        let indices = [("curve", self.curve), ("point", self.point)];
        let indices = indices.iter().filter_map(|(key, index)| index.map(|index| format!("{key}={index}")));
        f.write_str(&values.chain(indices).collect::<Vec<_>>().join(" "))
    }
}

fn write_range(f: &mut fmt::Formatter<'_>, verb: &str, on: &Locator, range: &GraphRange) -> fmt::Result {
    write_words(f, verb, on, [""; 0])?;
    for (key, ends) in [("x", &range.x), ("y", &range.y)] {
        if let Some([from, to]) = ends {
            write!(f, " {key}={}", quote(&format!("{}..{}", written(from), written(to))))?;
        }
    }
    write_subplot(f, range.subplot.as_ref())
}

fn write_path(f: &mut fmt::Formatter<'_>, on: &Locator, path: &GraphPath) -> fmt::Result {
    let corners = path.path.iter().map(|[x, y]| format!("{},{}", written(x), written(y)));
    write_words(f, "lasso", on, corners)?;
    write_subplot(f, path.subplot.as_ref())
}

fn write_subplot(f: &mut fmt::Formatter<'_>, subplot: Option<&String>) -> fmt::Result {
    subplot.map_or(Ok(()), |axes| write!(f, " subplot={}", quote(axes)))
}

/// The inverse of [`scalar`]: a text as it is, unless it would be read as something else.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) if !text.contains("..") && !text.contains(',') && scalar(text) == *value => {
            text.clone()
        }
        value => value.to_string(),
    }
}

#[cfg(test)]
#[path = "verb_tests.rs"]
mod tests;
