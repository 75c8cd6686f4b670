//! What a visitor reads. Values, options and titles are taken from the component by the rules of the
//! browserless engine, so that both engines read the same.

use serde::Deserialize;
use serde_json::{Value, json};

use super::tab::Tab;
use crate::dash::table::Sheet;
use crate::dash::{Component, Config};
use crate::engine::browserless::behaviour::{self, Moment, Spot};
use crate::engine::browserless::{downloaded, figure_title, is_graph};
use crate::engine::{Action, Error, Locator, Property};

/// What is read of a control: its component where Dash made the page, else what the page shows.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Held {
    Component(Value),
    Shown(Value),
}

/// The text of an element, or the element when the driver must tell it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Plain { said: String },
    Other { element: Value },
}

impl Held {
    /// The value, taken from the component by `read`; `None` when there is none.
    fn read(self, read: impl Fn(Component<'_>) -> Option<Value>) -> Option<Value> {
        match self {
            Self::Component(component) => Component::of(&component).and_then(read),
            Self::Shown(value) => Some(value).filter(|value| !value.is_null()),
        }
    }
}

impl Tab {
    /// Reads a property.
    pub(super) async fn read(&self, on: &Locator, property: &Property) -> Result<Value, Error> {
        match property {
            Property::Text => self.text(on).await.map(Value::String),
            Property::Attribute(name) => self.ask(on, "attribute", &[json!(name)]).await,
            Property::Count => self.ask(on, "count", &[]).await,
            Property::Visible => self.ask(on, "seen", &[]).await,
            Property::Enabled => self.ask(on, "enabled", &[]).await,
            Property::Value => {
                self.of(on, "value", |component| behaviour::value(component).unwrap_or_default()).await
            }
            Property::Options if self.ask(on, "isListed", &[]).await? => {
                self.listed_options(on).await.map(|options| json!(options))
            }
            Property::Options => {
                self.of(on, "options", |component| json!(behaviour::options(component))).await
            }
            Property::Copied => self.ask(on, "copied", &[]).await,
            Property::Download => self.of(on, "a download", downloaded).await,
            Property::Prop(name) => {
                let prop = |component: Component<'_>| component.prop(name).cloned().unwrap_or_default();
                self.of(on, "props", prop).await
            }
            Property::FigureTitle => {
                let held = self.ask(on, "held", &[json!("figure")]).await?;
                let figure = Held::read(held, |component| component.prop("figure").cloned());
                Ok(figure.as_ref().and_then(figure_title).map(Value::String).unwrap_or_default())
            }
        }
    }

    /// Refuses what the control does not offer, as the browserless engine does: a picker would take back what is typed,
    /// a slider would stop beside the value.
    pub(super) async fn offers(&self, on: &Locator, action: &Action) -> Result<(), Error> {
        let offered = self.ask::<(Value, Value)>(on, "offered", &[]).await;
        let Ok((component, config)) = offered else { return Ok(()) };
        // A table offers what its cell does, which the page alone knows.
        if Component::of(&component).and_then(Sheet::of).is_some() {
            return Ok(());
        }
        let moment = Moment { now_ms: 0, dash_version: Config::new(config).dash_version(), place: None };
        match behaviour::act(&component, "", action, &moment, Spot::default()) {
            Err(refused @ (Error::NotActionable { .. } | Error::BadAction { .. })) => Err(refused),
            _ => Ok(()),
        }
    }

    /// The visible text, as WebDriver has it (section 12.4.5). An element that is rendered anew in between is found anew.
    async fn text(&self, on: &Locator) -> Result<String, Error> {
        const TRIES: usize = 5;
        let mut said = String::new();
        for _ in 0..TRIES {
            let element = match self.ask(on, "text", &[]).await? {
                Written::Plain { said } => return Ok(said),
                Written::Other { element } => element,
            };
            match self.element(&element)?.text().await {
                Ok(text) => return Ok(text),
                Err(error) => said = error.to_string(),
            }
        }
        Err(Error::Browser { reason: said })
    }

    async fn of(
        &self,
        on: &Locator,
        kind: &str,
        read: impl Fn(Component<'_>) -> Value,
    ) -> Result<Value, Error> {
        let held = self.ask(on, "held", &[json!(kind)]).await?;
        Ok(Held::read(held, |component| Some(read(component))).unwrap_or_default())
    }

    /// What a visitor can read off each component with an id, by the id's text.
    pub(super) async fn values(&self) -> Result<Value, Error> {
        let text = |component: &Component<'_>| {
            component
                .prop("children")
                .filter(|children| children.is_string() || children.is_number())
                .cloned()
        };
        self.each("value", |component| behaviour::value(component).or_else(|| text(&component))).await
    }

    /// The figure of each graph with an id.
    pub(super) async fn figures(&self) -> Result<Value, Error> {
        self.each("figure", |component| {
            is_graph(&component).then(|| component.prop("figure").cloned()).flatten()
        })
        .await
    }

    /// The figure of one graph.
    pub(super) async fn figure(&self, on: &Locator) -> Result<Value, Error> {
        let held = self.ask(on, "held", &[json!("figure")]).await?;
        let figure = |component: Component<'_>| {
            Some(component).filter(is_graph).and_then(|graph| graph.prop("figure").cloned())
        };
        Held::read(held, figure).ok_or_else(|| Error::NotActionable {
            on: on.to_string(),
            reason: "it is no graph with a figure".to_owned(),
        })
    }

    async fn each(&self, kind: &str, read: impl Fn(Component<'_>) -> Option<Value>) -> Result<Value, Error> {
        let all: Vec<(String, Held)> = self.call("shown", &[json!(kind)]).await?;
        let read = |(id, held): (String, Held)| Some((id, held.read(&read)?));
        Ok(Value::Object(all.into_iter().filter_map(read).collect()))
    }
}
