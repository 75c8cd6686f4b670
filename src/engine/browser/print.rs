//! The page on paper, as the browser prints it: with the page's own rules for print.

use serde_json::{Value, json};

use super::tab::Tab;
use crate::engine::{Error, Pdf, Print};

impl Tab {
    /// Prints the page: `width` px of it fill the width between the margins.
    pub(super) async fn print(&self, print: &Print, width: u32) -> Result<Pdf, Error> {
        self.call::<Value>("still", &[json!(true)]).await?;
        let printed = self.dialect().print(print, width).await;
        self.call::<Value>("still", &[json!(false)]).await?;
        printed
    }
}
