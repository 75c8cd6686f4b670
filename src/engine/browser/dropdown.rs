//! Selecting options of a dropdown.

use serde::Deserialize;
use serde_json::{Value, json};

use super::tab::{Spot, Tab};
use super::wire::failure;
use crate::dash::Component;
use crate::engine::browserless::behaviour;
use crate::engine::{Error, Locator};

#[derive(Deserialize)]
struct State {
    kind: String,
    open: bool,
    #[serde(flatten)]
    trigger: Option<Spot>,
}

/// Where to click an option: at a place, or (the popup of a native select is not in the page) the element.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Spot(Spot),
    Native { element: Value },
}

impl Tab {
    /// Makes options selected, or not.
    pub(super) async fn select(&self, on: &Locator, options: &[String], selected: bool) -> Result<(), Error> {
        for option in options {
            let outcome = self.select_one(on, option, selected).await;
            // An open list would cover what comes next, also after a failure.
            let closed = self.close_list(on).await;
            match outcome {
                Err(Error::NoSuchOption { on: name, option, available }) => {
                    let available = self.all_options(on).await.unwrap_or(available);
                    return Err(Error::NoSuchOption { on: name, option, available });
                }
                outcome => outcome.and(closed)?,
            }
        }
        Ok(())
    }

    async fn select_one(&self, on: &Locator, option: &str, selected: bool) -> Result<(), Error> {
        let state: State = self.ask(on, "dropdownState", &[]).await?;
        if state.kind == "sheet" {
            return self.select_in_sheet(on, option, selected).await;
        }
        // The classic list shows what is not selected; a selected value is taken out by its own cross.
        let needs_list = selected || !matches!(state.kind.as_str(), "classic" | "aria");
        if let (true, false, Some(trigger)) = (needs_list, state.open, state.trigger) {
            self.click_through(on, trigger).await?;
        }
        match self.ask::<Option<Row>>(on, "option", &[json!(option), json!(selected)]).await? {
            None => Ok(()),
            Some(Row::Spot(spot)) => self.click(on, spot).await,
            Some(Row::Native { element }) => {
                let clicked = self.element(&element)?.click().await;
                clicked.map_err(|error| failure(Some(on), &error.to_string()))
            }
        }
    }

    async fn close_list(&self, on: &Locator) -> Result<(), Error> {
        match self.ask::<bool>(on, "isOpen", &[]).await {
            Ok(true) => {
                self.answered().await?;
                self.press("Escape").await
            }
            // The callback may have taken the dropdown away, or opened a dialog.
            _ => Ok(()),
        }
    }

    /// The options of a list that is in the page only while it is open.
    pub(super) async fn listed_options(&self, on: &Locator) -> Result<Vec<String>, Error> {
        let state: State = self.ask(on, "dropdownState", &[]).await?;
        if let (false, Some(trigger)) = (state.open, state.trigger) {
            self.click_through(on, trigger).await?;
        }
        let options = self.ask(on, "rows", &[]).await;
        self.close_list(on).await?;
        options
    }

    async fn all_options(&self, on: &Locator) -> Option<Vec<String>> {
        let component: Value = self.ask(on, "component", &[]).await.ok()?;
        let options = behaviour::options(Component::of(&component)?);
        (!options.is_empty()).then_some(options)
    }
}
