//! Gestures on fields, groups, tabs, dates and dialogs.

use fantoccini::elements::Element;
use serde::Deserialize;
use serde_json::{Value, json};

use super::tab::{Spot, Tab};
use crate::engine::browserless::behaviour;
use crate::engine::{Error, Locator};

/// How long a gesture waits for what the one before it caused, ms. It comes anyway: what waits for the app has its own limit.
const MOST_MS: u64 = 5000;

/// How a field is filled.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Filling {
    /// A table's cell, or a grid's: they show a field once they are active.
    Cell,
    GridCell,
    /// A cell of Streamlit's tables.
    SheetCell,
    /// The keys to write it with in the part that has the keyboard.
    Keys(String),
    /// A table's filter, which Enter takes over.
    Filter(Spot),
    /// The field of a table's page, which takes its text over when it is left.
    Page(Spot),
    /// What is clicked before the field is there.
    Trigger(Spot),
    /// It has its value already.
    Picked,
    Text {
        /// Whether it commits its text when it is left.
        late: bool,
        #[serde(flatten)]
        spot: Spot,
    },
}

#[derive(Deserialize)]
struct Item {
    checked: bool,
    /// A radio button, which can't be switched off.
    #[serde(default)]
    stays: bool,
    /// Where to click it; none for a cell of Streamlit's tables.
    #[serde(flatten)]
    spot: Option<Spot>,
}

/// Where a date is typed.
#[derive(Deserialize)]
#[serde(untagged)]
enum Day {
    /// A text field, which is clicked first.
    Field(Spot),
    /// Parts that pass the keyboard on, the first of which has it.
    Parts {
        #[serde(rename = "parts")]
        _parts: bool,
    },
}

impl Tab {
    /// Clicks what a locator names.
    pub(super) async fn click_on(&self, on: &Locator) -> Result<(), Error> {
        match self.ask::<Option<Vec<String>>>(on, "sheetKeys", &[]).await? {
            Some(keys) => self.press_in_turn(&keys).await,
            None => self.click(on, self.ask(on, "point", &[]).await?).await,
        }
    }

    /// Replaces a field's text, or what is searched for in a dropdown; a field that commits late is left.
    pub(super) async fn fill(&self, on: &Locator, value: &str) -> Result<(), Error> {
        let how = async || self.ask::<Filling>(on, "filling", &[json!(value)]).await;
        let mut filling = how().await?;
        if let Filling::Trigger(trigger) = filling {
            self.click_through(on, trigger).await?;
            filling = how().await?;
        }
        match filling {
            Filling::Cell => self.fill_cell(on, value).await,
            Filling::SheetCell => self.fill_sheet_cell(on, value).await,
            Filling::GridCell => self.fill_grid_cell(on, value).await,
            Filling::Keys(keys) => {
                self.type_keys(&keys).await?;
                self.leave(on).await
            }
            Filling::Filter(spot) => {
                self.write(on, spot, value).await?;
                self.press("Enter").await
            }
            Filling::Page(spot) => {
                self.write(on, spot, value).await?;
                self.call::<Value>("blur", &[]).await.map(drop)
            }
            Filling::Picked => Ok(()),
            Filling::Text { late, spot } => {
                self.write(on, spot, value).await?;
                if late {
                    self.answered().await?;
                    self.leave(on).await?;
                }
                Ok(())
            }
            Filling::Trigger(_) => {
                Err(Error::NotActionable { on: on.to_string(), reason: "it does not open".to_owned() })
            }
        }
    }

    /// Waits until the app has answered what one gesture of an action caused, as a visitor's hand would.
    pub(super) async fn answered(&self) -> Result<(), Error> {
        self.call::<Value>("idle", &[json!(MOST_MS)]).await.map(drop)
    }

    /// Clicks as [`Tab::click`] does, and waits until the app has answered.
    pub(super) async fn click_through(&self, on: &Locator, at: Spot) -> Result<(), Error> {
        self.click_at(at).await?;
        match self.call::<Option<String>>("landed", &[json!(MOST_MS)]).await? {
            Some(reason) => Err(Error::NotActionable { on: on.to_string(), reason }),
            None => Ok(()),
        }
    }

    /// Replaces the text of a table's cell; Enter takes it over.
    async fn fill_cell(&self, on: &Locator, value: &str) -> Result<(), Error> {
        self.click_through(on, self.ask(on, "point", &[]).await?).await?;
        self.ask::<bool>(on, "cellField", &[]).await?;
        self.overwrite(value).await?;
        self.press("Enter").await
    }

    /// Replaces the text of a grid's cell: Enter opens its editor, and takes the text over.
    async fn fill_grid_cell(&self, on: &Locator, value: &str) -> Result<(), Error> {
        self.click_through(on, self.ask(on, "point", &[]).await?).await?;
        self.press("Enter").await?;
        self.ask::<bool>(on, "gridEditor", &[]).await?;
        self.overwrite(value).await?;
        self.press("Enter").await
    }

    /// Presses the key of each letter.
    async fn type_keys(&self, text: &str) -> Result<(), Error> {
        for key in text.chars() {
            self.press(key.encode_utf8(&mut [0; 4])).await?;
        }
        Ok(())
    }

    async fn write(&self, on: &Locator, field: Spot, value: &str) -> Result<(), Error> {
        self.click_through(on, field).await?;
        self.overwrite(value).await
    }

    /// Replaces the text of the field that has the keyboard.
    pub(super) async fn overwrite(&self, value: &str) -> Result<(), Error> {
        self.press("Control+a").await?;
        if value.is_empty() { self.press("Delete").await } else { self.dialect().insert(value).await }
    }

    /// Presses a key in an element.
    pub(super) async fn press_in(&self, on: &Locator, key: &str) -> Result<(), Error> {
        self.ask::<Value>(on, "focus", &[]).await?;
        self.press(key).await
    }

    /// Empties a control.
    pub(super) async fn clear(&self, on: &Locator) -> Result<(), Error> {
        if self.ask(on, "isField", &[]).await? {
            return self.fill(on, "").await;
        }
        match self.ask::<Option<Spot>>(on, "eraser", &[]).await? {
            Some(cross) => self.click(on, cross).await,
            None => match self.ask::<Option<String>>(on, "tablePart", &[]).await?.as_deref() {
                Some("cell") => {
                    self.click_on(on).await?;
                    self.ask::<bool>(on, "cellField", &[]).await?;
                    self.press("Delete").await
                }
                Some("sheet_cell") => self.clear_sheet_cell(on).await,
                _ => self.clear_without_cross(on).await,
            },
        }
    }

    /// A control without a cross is empty, or can't be emptied.
    async fn clear_without_cross(&self, on: &Locator) -> Result<(), Error> {
        let component: Value = self.ask(on, "component", &[]).await?;
        let held = crate::dash::Component::of(&component).and_then(behaviour::value).unwrap_or_default();
        if held.is_null() || held.as_array().is_some_and(|held| held.iter().all(Value::is_null)) {
            return Ok(());
        }
        Err(Error::NotActionable {
            on: on.to_string(),
            reason: "it offers nothing to clear it with".to_owned(),
        })
    }

    /// Ticks or unticks options, or the one checkbox there is.
    pub(super) async fn tick(&self, on: &Locator, options: &[String], ticked: bool) -> Result<(), Error> {
        let labels: Vec<Value> =
            if options.is_empty() { vec![Value::Null] } else { options.iter().map(|o| json!(o)).collect() };
        for label in labels {
            let item: Item = self.ask(on, "item", &[json!("tick"), label]).await?;
            if item.checked && item.stays && !ticked {
                let reason = "a radio button can't be switched off".to_owned();
                return Err(Error::NotActionable { on: on.to_string(), reason });
            }
            match item.spot {
                _ if item.checked == ticked => {}
                Some(spot) => self.click(on, spot).await?,
                None => self.fill_sheet_cell(on, &ticked.to_string()).await?,
            }
        }
        Ok(())
    }

    /// Chooses a radio item.
    pub(super) async fn choose(&self, on: &Locator, label: &str) -> Result<(), Error> {
        let item: Item = self.ask(on, "item", &[json!("radio"), json!(label)]).await?;
        match item.spot {
            Some(spot) if !item.checked => self.click(on, spot).await,
            _ => Ok(()),
        }
    }

    /// Opens a tab.
    pub(super) async fn open_tab(&self, on: &Locator, label: &str) -> Result<(), Error> {
        let spot = self.ask(on, "tab", &[json!(label)]).await?;
        self.click(on, spot).await
    }

    /// Types dates, in the format that the picker shows.
    pub(super) async fn type_dates(
        &self,
        on: &Locator,
        start: Option<&str>,
        end: Option<&str>,
    ) -> Result<(), Error> {
        let wanted: Vec<Option<&str>> = if end.is_some() { vec![start, end] } else { vec![start] };
        let texts: Vec<Option<String>> = self.ask(on, "dates", &[json!(wanted)]).await?;
        for (index, text) in texts.iter().enumerate() {
            if let Some(text) = text {
                match self.ask(on, "datePoint", &[json!(index)]).await? {
                    Day::Field(spot) => self.write(on, spot, text).await?,
                    Day::Parts { .. } => self.type_keys(text).await?,
                }
                self.leave(on).await?;
                // The calendar that a click opens would cover what comes next.
                self.press("Escape").await?;
            }
        }
        Ok(())
    }

    /// Takes the keyboard out of a control, which may have several places for it.
    async fn leave(&self, on: &Locator) -> Result<(), Error> {
        /// The parts of two dates, their buttons, and one more.
        const PLACES: usize = 9;
        for _ in 0..PLACES {
            self.press("Tab").await?;
            if !self.ask(on, "hasFocus", &[]).await? {
                break;
            }
        }
        Ok(())
    }

    /// An element that the page's script answered (WebDriver section 12.2: the web element identifier).
    pub(super) fn element(&self, answer: &Value) -> Result<Element, Error> {
        let reference = answer.get("element-6066-11e4-a52e-4f735466cecf").and_then(Value::as_str);
        let reference =
            reference.ok_or_else(|| Error::Browser { reason: format!("{answer} is no element") })?;
        Ok(Element::from_element_id(self.client().clone(), reference.to_owned().into()))
    }

    /// Answers the open dialog.
    pub(super) async fn answer(&self, on: &Locator, accept: bool, text: Option<&str>) -> Result<(), Error> {
        let client = self.client();
        let said = match text {
            Some(text) => client.send_alert_text(text).await,
            None => Ok(()),
        };
        let said = match said {
            Ok(()) if accept => client.accept_alert().await,
            Ok(()) => client.dismiss_alert().await,
            Err(error) => Err(error),
        };
        said.map_err(|error| match error.to_string() {
            said if said.contains("no such alert") => {
                Error::NotActionable { on: on.to_string(), reason: "no dialog is open".to_owned() }
            }
            reason => Error::Browser { reason },
        })
    }
}
