//! Cells of Streamlit's tables, which are drawn on a canvas: they are edited from the keyboard.

use serde::Deserialize;
use serde_json::{Value, json};

use super::tab::Tab;
use crate::engine::{Error, Locator};

/// What Enter opens over a cell.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Editor {
    Text,
    /// A native field, which has its value from its picker.
    Picked,
    /// A list of options, one of which is chosen.
    List,
    /// One of which several may be.
    Several,
    /// None: a box has turned.
    Box,
}

impl Tab {
    /// Replaces what a cell holds; Enter takes it over.
    ///
    /// # Errors
    /// [`Error::NotActionable`] when its column is read-only, or does not take the value.
    pub(super) async fn fill_sheet_cell(&self, on: &Locator, value: &str) -> Result<(), Error> {
        let before: String = self.ask(on, "sheetCell", &[]).await?;
        let is_truth = matches!(value, "true" | "false");
        if is_truth && before == value {
            return Ok(());
        }
        match self.open_sheet_cell().await? {
            Editor::Text => {
                self.overwrite(value).await?;
                if !self.call::<bool>("sheetHolds", &[json!(value)]).await? {
                    self.press("Escape").await?;
                    return Err(refused(on, value));
                }
            }
            Editor::Picked => {
                if let Err(error) = self.ask::<Value>(on, "sheetPick", &[json!(value)]).await {
                    self.press("Escape").await?;
                    return Err(error);
                }
            }
            editor @ (Editor::List | Editor::Several) => {
                return self.choose_in_sheet(on, value, true, &editor).await;
            }
            Editor::Box => {
                let after: String = self.ask(on, "sheetSays", &[]).await?;
                return match after {
                    after if after == value => Ok(()),
                    after if after == before => Err(not_editable(on)),
                    // A box that was empty is ticked before it is not.
                    _ if is_truth && before.is_empty() => Box::pin(self.fill_sheet_cell(on, value)).await,
                    _ => Err(refused(on, value)),
                };
            }
        }
        self.answered().await?;
        self.press("Enter").await?;
        self.taken(on, value).await
    }

    /// Chooses an option of a cell, or takes it out.
    ///
    /// # Errors
    /// [`Error::NoSuchOption`] with those that are not chosen yet.
    pub(super) async fn select_in_sheet(
        &self,
        on: &Locator,
        option: &str,
        selected: bool,
    ) -> Result<(), Error> {
        self.ask::<String>(on, "sheetCell", &[]).await?;
        let editor = self.open_sheet_cell().await?;
        if matches!(editor, Editor::List | Editor::Several) {
            return self.choose_in_sheet(on, option, selected, &editor).await;
        }
        self.press("Escape").await?;
        Err(Error::NotActionable { on: on.to_string(), reason: "its column holds no options".to_owned() })
    }

    /// Presses keys, one after the other.
    pub(super) async fn press_in_turn(&self, keys: &[String]) -> Result<(), Error> {
        for key in keys {
            self.press(key).await?;
        }
        Ok(())
    }

    /// Empties a cell.
    pub(super) async fn clear_sheet_cell(&self, on: &Locator) -> Result<(), Error> {
        self.ask::<String>(on, "sheetCell", &[]).await?;
        self.press("Delete").await?;
        self.taken(on, "").await
    }

    async fn open_sheet_cell(&self) -> Result<Editor, Error> {
        self.press("Enter").await?;
        self.call("sheetEditor", &[]).await
    }

    /// Chooses in the list that is open over a cell, which goes with the choice unless it is one of several. The pointer is
    /// not used: the table would take no key after it.
    async fn choose_in_sheet(
        &self,
        on: &Locator,
        option: &str,
        selected: bool,
        editor: &Editor,
    ) -> Result<(), Error> {
        let chosen = if *editor == Editor::Several {
            let chosen: Vec<String> = self.call("sheetTags", &[]).await?;
            if chosen.iter().any(|one| one == option) == selected {
                return self.press("Escape").await;
            }
            chosen
        } else {
            Vec::new()
        };
        if selected {
            self.choose_row(on, option).await?;
        } else {
            // Backspace takes the last one out; those behind are chosen again.
            let kept = chosen.iter().skip_while(|one| *one != option);
            for _ in kept.clone() {
                self.press("Backspace").await?;
            }
            for one in kept.skip(1) {
                self.choose_row(on, one).await?;
            }
        }
        if *editor == Editor::Several {
            self.press("Tab").await?;
        }
        self.taken(on, option).await
    }

    /// Chooses one option by its name.
    async fn choose_row(&self, on: &Locator, option: &str) -> Result<(), Error> {
        let below = async || self.ask::<i32>(on, "sheetOption", &[json!(option)]).await;
        if let Err(error) = below().await {
            self.press("Escape").await?;
            return Err(error);
        }
        self.dialect().insert(option).await?;
        let rows = below().await?;
        for _ in 0..rows.abs() {
            self.press(if rows > 0 { "ArrowDown" } else { "ArrowUp" }).await?;
        }
        self.press("Enter").await
    }

    /// Waits until an editor has gone with its value; one that does not take it stays, and is left without.
    async fn taken(&self, on: &Locator, value: &str) -> Result<(), Error> {
        if self.ask(on, "sheetTaken", &[]).await? {
            return Ok(());
        }
        self.press("Escape").await?;
        Err(refused(on, value))
    }
}

fn not_editable(on: &Locator) -> Error {
    Error::NotActionable { on: on.to_string(), reason: "its column is not editable".to_owned() }
}

fn refused(on: &Locator, value: &str) -> Error {
    Error::NotActionable { on: on.to_string(), reason: format!("its column does not take {value:?}") }
}
